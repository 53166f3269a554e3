from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..greeting import fill
from .lists_common import ListsCase


@tagged("post_install", "-at_install")
class TestRelationText(ListsCase):
    """People are addressed as their organisation's group asks, and read their group's text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town = cls._relation("Gemeente Haarlem", cls.municipality)
        cls.texts = cls.env["bzk.relation.text"].with_user(cls.manager)

    def test_salutation_follows_the_group(self):
        anna = self.anna.with_user(self.manager)
        self.assertEqual(anna.relation_salutation, "Beste Anna,")
        self.assertEqual(self.place.salutation, "Beste Anna,")
        council = self._place(self.town, self.anna)
        self.assertEqual(council.salutation, "Geachte mevrouw De Vries,")
        self.assertEqual(self.place.salutation, "Beste Anna,")
        self.assertEqual(anna.relation_salutation, "Geachte mevrouw De Vries,")
        council.date_to = fields.Date.today() - timedelta(days=1)
        self.assertEqual(anna.relation_salutation, "Beste Anna,")

    def test_salutation_of_ones_own_choice(self):
        council = self._place(self.town, self.anna)
        self.anna.address_form = "informal"
        self.assertEqual(council.salutation, "Beste Anna,")
        self.anna.address_form = "formal"
        self.assertEqual(self.place.salutation, "Geachte mevrouw De Vries,")
        self.anna.gender = False
        self.assertEqual(self.place.salutation, "Geachte heer/mevrouw De Vries,")

    def test_salutation_in_a_template(self):
        template = self.env["mail.template"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get_id("bzk.dmu.member"),
                "subject": "{{ object.salutation }} {{ object.partner_id.relation_salutation }}",
            }
        )
        subject = template._render_field("subject", self.place.ids)[self.place.id]
        self.assertEqual(subject, "Beste Anna, Beste Anna,")

    def test_salutations_of_many_take_a_constant_number_of_queries(self):
        def count(number):
            people = self.env["res.partner"]
            for index in range(number):
                person = self._person(f"P{index}", "van", f"{number}")
                school = self._relation(f"School {index}")
                self._place(school, person, functions[index % len(functions)])
                people |= person
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people = people.with_user(self.manager)
            people.mapped("relation_salutation")
            people.mapped("work_places")
            return self.env.cr.sql_log_count - before

        functions = self.env["bzk.dmu.function"].search([])

        count(2)
        self.assertEqual(count(12), count(3))

    def test_text_of_the_group_and_the_library(self):
        council = self._place(self.town, self._person("Bo", None, "Bos"))
        fund = self._place(
            self._relation("Fonds", self.env.ref("bzk_dmu.group_fund")),
            self._person("Cas", None, "Cas"),
        )

        def subject(member):
            return self.texts._render_for(member, "new_year")[member][0]

        def shipped(name, member):
            text = self.env.ref(f"bzk_dmu.text_new_year{name}")
            text = text.with_context(lang=member.partner_id.lang)
            return fill(text.subject, text._values(member))

        self.assertEqual(subject(self.place), shipped("_primary", self.place))
        self.assertEqual(subject(council), shipped("_municipality", council))
        self.assertEqual(subject(fund), shipped("", fund))
        self.texts.create({"kind": "new_year", "subject": "Van ons", "body": "<p>x</p>"})
        self.assertEqual(subject(fund), "Van ons")
        self.assertEqual(subject(self.place), "Van ons", "the library's own goes first")
        self.texts.create(
            {
                "kind": "new_year",
                "subject": "Voor {organisatie}",
                "body": "<p>x</p>",
                "group_id": self.primary.id,
            }
        )
        self.assertEqual(subject(self.place), "Voor De Regenboog")
        other = self.env["bzk.relation.text"]._render_for(self.other_place, "new_year")
        self.assertEqual(other[self.other_place][0], shipped("_primary", self.other_place))

    def test_filled_in(self):
        self.school.user_id = self.manager
        self.school.name = "<b>De Regenboog</b>"
        self.texts.create(
            {
                "kind": "thanks",
                "subject": "{naam}, {functie}",
                "body": "<p>{aanhef} {organisatie} {relatiebeheerder} {bibliotheek} {jaar}</p>",
            }
        )
        subject, body = self.texts._render_for(self.place, "thanks")[self.place]
        self.assertEqual(subject, f"Anna de Vries, {self.director.name}")
        self.assertIn("Beste Anna, &lt;b&gt;De Regenboog", body)
        self.assertIn(f"{self.manager.name} Test library {fields.Date.today().year}", body)

    def test_preview_while_writing(self):
        with Form(self.texts.with_context(default_kind="thanks")) as form:
            form.group_id = self.primary
            form.subject = "Dank, {voornaam}"
            form.body = "<p>{aanhef}</p>"
            form.preview_member_id = self.place
            self.assertEqual(form.preview_subject, "Dank, Anna")
            self.assertIn("Beste Anna,", form.preview)
        self.assertEqual(form.record.company_id, self.library)

    def test_what_cannot_be_filled_in(self):
        with self.assertRaisesRegex(ValidationError, r"\{salaris\}.*\{aanhef\}"):
            self.texts.create({"kind": "thanks", "subject": "{salaris}", "body": "<p>x</p>"})

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_shipped_text_is_copied_once(self):
        shipped = self.env.ref("bzk_dmu.text_thanks").with_user(self.manager)
        with self.assertRaises(AccessError):
            shipped.subject = "x"
        own = self.texts.browse(shipped.action_write_own()["res_id"])
        self.assertEqual(own.company_id, self.library)
        self.assertEqual(shipped.action_write_own()["res_id"], own.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_roles_and_libraries(self):
        other = self.env["bzk.relation.text"].create(
            {
                "kind": "thanks",
                "subject": "x",
                "body": "<p>x</p>",
                "company_id": self.other_library.id,
            }
        )
        for role, user in self.users.items():
            allowed = role in ("relations", "marketing", "administrator")
            with self.subTest(role):
                self.assertEqual(self.texts.with_user(user).has_access("create"), allowed)
                with self.assertRaises(AccessError):
                    other.with_user(user).read(["subject"])
        text = self.texts.new({"kind": "thanks", "subject": "x", "body": "x"})
        with self.assertRaises(AccessError):
            self.texts.onchange(
                {"preview_member_id": self.other_place.id}, ["preview_member_id"], {"preview": {}}
            )
        self.assertTrue(text)
