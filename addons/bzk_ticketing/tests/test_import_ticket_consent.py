from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .import_common import TICKET_COLUMNS, ActivityImportCase

YES, DAY = "Nieuwsbrief", "Nieuwsbrief sinds"


@tagged("post_install", "-at_install")
class TestImportTicketConsent(ActivityImportCase):
    """What buyers ticked in the shop feeds the list of decisions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")

    def setUp(self):
        super().setUp()
        self._activities({})
        columns = {"consent_newsletter": YES, "consent_date_newsletter": DAY}
        self.ticket_profile = self._new_profile("ticket", TICKET_COLUMNS | columns)

    def _sell(self, *rows):
        return self._tickets(*({YES: "", DAY: "", **row} for row in rows))

    def test_a_buyer_ticks_on_the_day_of_the_order(self):
        self._sell(
            {YES: "ja"},
            {YES: "ja", "Positie": "2", "Deelnemer": "Bram Jansen", "E-mail deelnemer": "b@x.nl"},
        )
        order = self._order()
        line = order.partner_id.consent_ids
        self.assertEqual(len(line), 1)
        self.assertEqual(
            (line.state, line.date, line.source_id), ("given", order.date, self.tickets)
        )
        key = self.env["bzk.external.id"].search([("partner_id", "=", order.partner_id.id)])
        self.assertEqual(line.source_key, key.key)
        bram = self._seat("ABC12-2").attendee_id
        self.assertFalse(bram.consent_ids, "only who ordered ticked it")

    def test_a_day_of_its_own(self):
        self._sell({YES: "ja", DAY: "05-03-2018"})
        line = self._order().partner_id.consent_ids
        self.assertEqual(line.date, fields.Datetime.to_datetime("2018-03-05"))

    def test_a_withdrawal_since_holds(self):
        self._sell({})
        partner = self._order().partner_id
        date = fields.Datetime.to_datetime("2018-03-01 09:00:00") + timedelta(hours=1)
        self.env["bzk.consent"]._withdraw(partner, self.newsletter, "page", date=date)
        self._sell({YES: "ja"})
        self.assertEqual(partner.consent_withdrawn_ids, self.newsletter)
        self.assertEqual(len(partner.consent_ids), 1)
        self._sell({YES: "ja", "Bestelling": "ABC13", "Besteld op": "01-04-2018 10:00"})
        self.assertEqual(partner.consent_given_ids, self.newsletter)

    def test_told_again(self):
        self._sell({YES: "ja"})
        self._sell({YES: "ja"})
        self._sell({YES: "ja", "Prijs": "8,00"})
        self.assertEqual(len(self._order().partner_id.consent_ids), 1)

    def test_two_orders_in_one_file(self):
        self._sell(
            {YES: "nee", "Bestelling": "ABC13", "Besteld op": "01-04-2018 10:00"},
            {YES: "ja"},
        )
        partner = self._order().partner_id
        self.assertEqual(partner, self._order("ABC13").partner_id)
        self.assertEqual(partner.consent_withdrawn_ids, self.newsletter)
