import json

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .common import LanguageCase

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestHidden(LanguageCase):
    """That a customer takes part shows nowhere on the customer, but to the role itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.learner.partner_id
        cls.plain = cls._person("Petra", "Gewoon", gender="f")
        cls.pair = cls._pair()
        cls._meet(cls.pair, note="Geheim gesprek")

    @mute_logger(*QUIET)
    def test_the_customer_leads_nowhere(self):
        """No field that leads to the language point can be read, searched or grouped by."""
        ours = [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if "bzk_taalplein" in field._modules
            or (field.comodel_name or "").startswith("bzk.language")
        ]
        self.assertEqual(ours, ["language_parts"])
        for role in ROLES:
            partners = self.env["res.partner"].with_user(self.users[role])
            with self.subTest(role):
                self.assertNotIn("language_parts", partners.fields_get())
                with self.assertRaises(AccessError):
                    self.person.with_user(self.users[role]).read(["language_parts"])
                with self.assertRaises(AccessError):
                    partners.search([("language_parts", "!=", False)])
        self.assertEqual(self.person.with_user(self.user).language_parts, "Learner")
        self.assertFalse(self.plain.with_user(self.user).language_parts)

    def test_the_form_shows_it_to_the_role_only(self):
        view = self.env.ref("bzk_base.view_customer_form")
        for user, shown in ((self.user, True), *((self.users[role], False) for role in ROLES)):
            partners = self.env["res.partner"].with_user(user)
            if not partners.has_access("read"):
                continue
            arch = partners.get_view(view.id, "form")["arch"]
            with self.subTest(user.login):
                self.assertEqual("action_open_language" in arch, shown)
        action = self.person.with_user(self.user).action_open_language()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("bzk.language.learner", self.learner.id)
        )

    def test_desk_and_timeline_are_as_of_anybody(self):
        """Whoever takes part is shown as who does not."""
        for role in ("front_desk", "activities", "marketing", "insights", "administrator"):
            partners = self.env["res.partner"].with_user(self.users[role])
            with self.subTest(role):
                mine, plain = (
                    partners.browse(partner.id)._desk_details()[partner.id]
                    for partner in (self.person, self.plain)
                )
                self.assertEqual(mine["badges"], plain["badges"])
                self.assertEqual(set(mine), set(plain))
                lines = self.env["bzk.timeline"].with_user(self.users[role])
                found = lines.search([("partner_id", "=", self.person.id)])
                self.assertNotIn("Geheim", json.dumps(found.read(["title", "detail"]), default=str))
                self.assertEqual(
                    set(found.mapped("kind")),
                    set(lines.search([("partner_id", "=", self.plain.id)]).mapped("kind")),
                )
                self.assertFalse(
                    self.env["mail.activity"]
                    .with_user(self.users[role])
                    .search([("res_model", "=like", "bzk.language%")])
                )

    def test_who_was_made_here_is_made_by_nobody(self):
        """A customer whom a colleague of the language point made would tell by it what they are."""
        people = self.env["res.partner"].with_user(self.user).with_context(tracking_disable=False)
        made = people.with_context(bzk_language_person=True).create(
            {"firstname": "Nour", "lastname": "Nieuw"}
        )
        self.env.flush_all()
        seen = made.with_user(self.users["front_desk"])
        self.assertNotEqual(seen.create_uid, self.user)
        self.assertFalse(seen.search([("create_uid", "=", self.user.id), ("id", "=", made.id)]))
        self.assertNotIn(self.user.partner_id, seen.message_ids.author_id)
        self.assertNotIn(self.user.partner_id, seen.message_partner_ids)
        self.assertEqual(made.company_id, self.library)
        self.assertEqual(made.env.user, self.user)

    @mute_logger(*QUIET)
    def test_making_somebody_quietly_gives_no_more_rights(self):
        """Neither to another role nor for more than the few details."""
        for user, values in (
            (self.users["front_desk"], {}),
            (self.user, {"comment": "x"}),
            (self.user, {"signup_type": "reset"}),
        ):
            people = self.env["res.partner"].with_user(user).with_context(bzk_language_person=True)
            with self.subTest(user=user.login, values=values):
                try:
                    made = people.create({"lastname": "Nieuw", **values})
                except AccessError:
                    continue
                self.assertEqual(made.create_uid, user)

    def test_what_was_typed_is_taken_apart(self):
        people = self.env["res.partner"].with_user(self.user)
        people = people.with_context(bzk_language_person=True, default_name="Nour van der Berg")
        form = Form(people, view="bzk_taalplein.view_person_form")
        self.assertEqual((form.firstname, form.infix, form.lastname), ("Nour", "van der", "Berg"))
        self.assertEqual(form.save().name, "Nour van der Berg")

    def test_deleting_a_customer_says_nothing(self):
        administrator = self.users["administrator"]
        self.person.with_user(administrator).unlink()
        self.assertTrue(self.learner.exists())
        self.assertEqual((self.learner.state, self.pair.state), ("stopped", "ended"))
        self.assertEqual(self.learner.display_name, "Erased person")
        self.assertFalse(self.learner.language_ids or self.pair.meeting_ids.note)
        self.assertEqual(self.volunteer.free_places, 1)

    def test_nothing_in_the_chatter(self):
        """There is none: no message and no follower of the language point exists."""
        for model in ("mail.message", "mail.activity", "mail.followers"):
            field = "model" if model == "mail.message" else "res_model"
            self.assertFalse(self.env[model].search([(field, "=like", "bzk.language%")]))

    def test_merging_tells_nothing_and_loses_nothing(self):
        """Who merges two customers sees nothing of it; both lines come along, and go back."""
        steward = self.users["data_steward"]
        double = self._person("Amina", "Hadad")
        meeting = self.pair.meeting_ids
        merge = (
            self.env["bzk.merge"]
            .with_user(steward)
            ._merge(double.with_user(steward), self.person.with_user(steward))
        )
        self.assertEqual(self.learner.partner_id, double)
        self.assertEqual(self.pair.state, "active")
        other = self._learner(person=self._person("A.", "Haddad"))
        second = self.env["bzk.merge"]._merge(double, other.partner_id)
        self.assertEqual((self.learner | other).partner_id, double)
        second.action_undo()
        merge.action_undo()
        self.assertEqual(self.learner.partner_id, self.person)
        self.assertEqual(meeting.exists().pair_id, self.pair)
