from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOTE, PERSON, STREET, SURNAME, PrivacyCase

TELLING = (SURNAME, STREET, NOTE, "fenneke", "612999888", "0417164300", PERSON["LENERNUMMER"])


@tagged("post_install", "-at_install")
class TestErasure(PrivacyCase):
    """Prepared by one, approved by another, and then nothing is left but the proof."""

    def test_nothing_is_left_in_the_whole_database(self):
        self.assertIn("res_partner", self._tables_holding(*TELLING))
        erasure = self._erase(self.person)
        self.assertEqual(self._tables_holding(*TELLING), [])
        self.assertEqual(erasure.state, "done")
        self.assertFalse(erasure.partner_id)

    def test_customer_stays_without_a_name_for_the_figures(self):
        branch = self.person.branch_id
        self._erase(self.person)
        self.assertTrue(self.person.exists())
        self.assertFalse(self.person.active)
        self.assertTrue(self.person.erased_on)
        self.assertEqual(self.person.branch_id, branch)
        self.assertEqual(self.person.company_id, self.library)
        self.assertEqual(self.person.name, "Erased customer")
        for name in ("birthdate", "street", "zip", "email_normalized", "phone_sanitized"):
            self.assertFalse(self.person[name], name)
        self.assertFalse(self.person.image_1920)
        self.assertFalse(self.person.message_ids)
        self.assertFalse(self.person.activity_ids)

    def test_erased_customer_is_not_filled_in_again(self):
        self._erase(self.person)
        with self.assertRaises(UserError):
            self.person.with_user(self.administrator).write({"lastname": SURNAME})
        with self.assertRaises(UserError):
            self._propose(self.person)

    def test_others_stay_as_they_are(self):
        self.env.flush_all()
        query = "SELECT to_jsonb(t) FROM res_partner t WHERE id = %s"
        self.env.cr.execute(query, (self.bram.id,))
        before = self.env.cr.fetchone()
        self._erase(self.person)
        self.env.flush_all()
        self.env.cr.execute(query, (self.bram.id,))
        self.assertEqual(self.env.cr.fetchone(), before)
        self.assertEqual(self._customer("00000002"), self.bram)

    def test_plan_says_what_goes_and_what_stays_and_why(self):
        plan = self.env["bzk.personal.data"]._erasure_plan(self.person)
        by_title = {(line["title"], line["erase"]) for line in plan}
        for expected in (
            ("Messages and notes", "delete"),
            ("Documents", "delete"),
            ("Planned activities", "delete"),
            ("Numbers in the library's systems", "delete"),
            ("Name and person", "clear"),
            ("Branch and library", "keep"),
            ("Imported files", "keep"),
        ):
            self.assertIn(expected, by_title)
        self.assertTrue(all(line["reason"] for line in plan if line["erase"] == "keep"))
        erasure = self._propose(self.person)
        self.assertIn("Planned activities", erasure.plan_html)
        self.assertNotIn(SURNAME, erasure.plan_html)

    def test_proof_says_how_much_and_who(self):
        erasure = self._erase(self.person)
        self.assertEqual(erasure.prepared_by_id, self.steward)
        self.assertEqual(erasure.decided_by_id, self.administrator)
        self.assertTrue(erasure.decided_on)
        counts = {line["title"]: line["count"] for line in erasure.outcome}
        self.assertEqual(counts["Documents"], 1)
        self.assertIn("Documents", erasure.outcome_html)
        with self.assertRaises(UserError):
            erasure.with_user(self.administrator).write({"ground": "term"})
        with self.assertRaises(UserError):
            erasure.with_user(self.administrator).unlink()

    def test_person_can_be_recognised_if_they_ask(self):
        birthdate = self.person.birthdate
        erasure = self._erase(self.person)
        prints = self.env["bzk.erased.key"]
        digest = prints._person_digest(self.library, SURNAME.upper(), birthdate)
        self.assertEqual(prints.search([("digest", "=", digest)]).erasure_id, erasure)
        other = prints._person_digest(self.other_library, SURNAME, birthdate)
        self.assertFalse(prints.search([("digest", "=", other)]))

    def test_identity_comes_first(self):
        erasure = self.env["bzk.erasure"].with_user(self.steward)
        erasure = erasure.create({"partner_id": self.person.id})
        with self.assertRaises(UserError):
            erasure.action_propose()
        erasure.ground = "unlawful"
        erasure.action_propose()
        self.assertEqual(erasure.state, "proposed")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_steward_prepares_administrator_approves(self):
        erasure = self._propose(self.person)
        with self.assertRaises(AccessError):
            erasure.with_user(self.steward).action_approve()
        for values in ({"state": "done"}, {"decided_by_id": self.steward.id}, {"outcome": []}):
            with self.assertRaises(AccessError):
                erasure.with_user(self.administrator).write(values)
        with self.assertRaises(AccessError):
            erasure.with_user(self.steward).action_refuse()
        erasure.with_user(self.administrator).action_refuse()
        self.assertEqual(self.person.lastname, SURNAME)
        with self.assertRaises(UserError):
            erasure.with_user(self.administrator).action_approve()

    def test_not_before_it_is_proposed(self):
        erasure = self.env["bzk.erasure"].with_user(self.administrator)
        erasure = erasure.create({"partner_id": self.person.id, "identity_checked": True})
        with self.assertRaises(UserError):
            erasure.action_approve()

    def test_colleagues_and_organisations_are_not_erased(self):
        desk = self.users["front_desk"].partner_id
        with self.assertRaises(UserError):
            self._propose(desk)
        firm = self.env["res.partner"].create(
            {"name": "School", "is_company": True, "company_id": self.library.id}
        )
        with self.assertRaises(UserError):
            self._propose(firm)

    def test_tracked_names_on_other_records(self):
        """The history of another record does not go on naming the person."""
        field = self.env["ir.model.fields"]._get("res.partner", "parent_id")
        message = self.bram.message_post(body="x")
        tracked = self.env["mail.tracking.value"].create(
            {
                "mail_message_id": message.id,
                "field_id": field.id,
                "old_value_integer": self.person.id,
                "old_value_char": self.person.name,
                "new_value_integer": self.bram.id,
                "new_value_char": self.bram.name,
            }
        )
        self._erase(self.person)
        self.assertFalse(tracked.old_value_char)
        self.assertEqual(tracked.new_value_char, self.bram.name)

    def test_portal_account(self):
        user = self.env["res.users"].create(
            {
                "login": "fenneke@vergeten.example",
                "partner_id": self.person.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                "company_id": self.library.id,
                "company_ids": [(6, 0, self.library.ids)],
            }
        )
        self._erase(self.person)
        self.assertFalse(user.active)
        self.assertNotIn("fenneke", user.login)
