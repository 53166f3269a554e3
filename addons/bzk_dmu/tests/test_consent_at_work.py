from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .dmu_common import DmuCase

#: Who may ask somebody at work, and who may not even see that there is an answer.
ASKS = ("relations", "marketing", "data_steward", "administrator")
UNAWARE = ("front_desk", "activities", "insights")


@tagged("post_install", "-at_install")
class TestConsentAtWork(DmuCase):
    """Consent of people at work is asked by who works with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env["bzk.consent.purpose"].search([("code", "=", "education")], limit=1)
        cls.private = cls.env["res.partner"].create(
            {"lastname": "Prive", "company_id": cls.library.id}
        )

    def _line(self, partner, user):
        return (
            self.env["bzk.consent"]
            .with_user(user)
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": self.library.id,
                    "purpose_id": self.purpose.id,
                    "state": "given",
                    "channel": "mail",
                }
            )
        )

    def test_recording_from_the_form_of_the_person(self):
        for role in ASKS:
            person = self._person("Nieuw", role)
            action = person.with_user(self.users[role]).action_record_consent()
            wizards = self.env["bzk.consent.record"].with_user(self.users[role])
            with Form(wizards.with_context(**action["context"])) as form:
                form.given_ids.add(self.purpose)
                form.channel = "phone"
            form.record.action_record()
            self.assertEqual(person.consent_given_ids, self.purpose, role)
            verdict = person.with_user(self.users[role])._consent_gate("education")
            self.assertEqual(verdict.refused, {person.id: "no_email"}, role)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_each_for_their_own(self):
        for role in UNAWARE:
            with self.subTest(role), self.assertRaises(AccessError):
                self._line(self.anna, self.users[role])
        with self.assertRaises(AccessError):
            self._line(self.private, self.manager)
        line, own = self._line(self.anna, self.manager), self._line(self.private, self.env.user)
        for role in ROLES:
            found = self.env["bzk.consent"].with_user(self.users[role])
            found = found.search([("id", "in", (line | own).ids)])
            with self.subTest(role):
                self.assertEqual(line in found, role not in UNAWARE)
                self.assertEqual(own in found, role != "relations")

    def test_a_steward_puts_two_records_side_by_side(self):
        double = self._person("Anna", "Vries", infix="de")
        places = self.director | self._place(self.board, double)
        action = self.env.ref("bzk_dmu.action_dmu_member_compare").with_user(
            self.users["data_steward"]
        )
        action.with_context(active_model=places._name, active_ids=places.ids).run()
        pair = self.env["bzk.duplicate"].search([("partner1_id", "=", self.anna.id)])
        self.assertEqual(pair.partner2_id, double)
        self.assertTrue(pair.by_hand)
