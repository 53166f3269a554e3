from odoo.tests import tagged

from .common import ADULT_ROW, YOUTH_ROW, MemberCase

ADULT, YOUTH = ADULT_ROW["LENERNUMMER"], YOUTH_ROW["LENERNUMMER"]


@tagged("post_install", "-at_install")
class TestIdentity(MemberCase):
    """Memberships go where their customer goes."""

    def _merge(self, target, source):
        return self.env["bzk.merge"]._merge(target, source)

    def test_memberships_and_history_move_and_come_back(self):
        membership = self._member(self.bram)
        paid = self._member(self.anna, payer_id=self.bram.id)
        merge = self._merge(self.anna, self.bram)
        history = self.env["bzk.membership.change"].search([("membership_id", "=", membership.id)])
        self.assertEqual(membership.partner_id, self.anna)
        self.assertEqual(history.partner_id, self.anna)
        self.assertEqual(paid.payer_id, self.anna)
        merge.action_undo()
        self.assertEqual(membership.partner_id, self.bram)
        self.assertEqual(history.partner_id, self.bram)
        self.assertEqual(paid.payer_id, self.bram)

    def test_a_membership_that_came_in_since_goes_with_its_key(self):
        guest = {**YOUTH_ROW, "ABONNEMENT": "", "PASNUMMER": ""}
        key = self.env["bzk.external.id"].create(
            {"source_id": self.source.id, "key": YOUTH, "partner_id": self.bram.id, "sent": {}}
        )
        merge = self._merge(self.anna, self.bram)
        self._import([{**guest, "ABONNEMENT": "Jeugd"}])
        membership = self._membership(YOUTH)
        self.assertEqual(membership.partner_id, self.anna)
        merge.action_undo()
        self.assertEqual(key.partner_id, self.bram)
        self.assertEqual(membership.partner_id, self.bram)

    def test_splitting_off_a_key_takes_its_membership_along(self):
        self._import([ADULT_ROW, {**YOUTH_ROW, "BETALER": ""}])
        adult, youth = self._membership(ADULT), self._membership(YOUTH)
        former = youth.partner_id
        youth.external_id_id.partner_id = adult.partner_id
        youth._move_to(adult.partner_id)
        youth.external_id_id.with_user(self.users["data_steward"]).action_split_off()
        customer = youth.partner_id
        self.assertNotIn(customer, adult.partner_id | former)
        self.assertEqual(customer.name, "Bram Jansen")
        self.assertEqual(customer.street, "Kerkstraat 10")
        self.assertEqual(youth.external_id_id.partner_id, customer)
        history = self.env["bzk.membership.change"].search([("membership_id", "=", youth.id)])
        self.assertEqual(history.partner_id, customer)
