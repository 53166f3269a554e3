from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import Error, IntegrityError

from odoo.addons.bzk_base.tests.common import ROLES, LibraryCase

DECIDERS = ("data_steward", "administrator")


@tagged("post_install", "-at_install")
class TestConsentPurpose(LibraryCase):
    """What each library asks consent for, and by which text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.tips = cls.env.ref("bzk_consent.purpose_book_tips")
        cls.tracking = cls.env.ref("bzk_consent.purpose_tracking")
        cls.purposes = cls.env["bzk.consent.purpose"]
        cls.settings = cls.env["bzk.consent.setting"]
        cls.versions = cls.env["bzk.consent.version"]
        cls.today = fields.Date.context_today(cls.purposes)
        cls.anna = cls.env["res.partner"].create(
            {"lastname": "Berg", "email": "a@example.org", "company_id": cls.library.id}
        )
        cls.steward = cls.users["data_steward"]

    def _set(self, purpose=None, company=None, **values):
        purpose, company = purpose or self.newsletter, company or self.library
        return self.settings.create({"purpose_id": purpose.id, "company_id": company.id, **values})

    def _text(self, text, purpose=None, company=None, **values):
        company_id = (self.library if company is None else company).id
        purpose = purpose or self.newsletter
        return self.versions.create(
            {"purpose_id": purpose.id, "company_id": company_id, "text": text, **values}
        )

    def _today_text(self, company=None):
        return self.newsletter._texts(company or self.library)[self.newsletter.id]

    def test_off_at_one_library_only(self):
        self.env["bzk.consent"]._give(self.anna, self.newsletter, "page")
        self.assertFalse(self.anna._consent_gate("newsletter").refused)
        self._set(company=self.other_library, enabled=False)
        self.assertFalse(self.anna._consent_gate("newsletter").refused)
        setting = self._set(enabled=False)
        self.assertEqual(
            self.anna._consent_gate("newsletter").refused, {self.anna.id: "purpose_off"}
        )
        self.assertNotIn(self.newsletter, self.purposes._on_at(self.library))
        self.assertNotIn(self.newsletter, self.purposes._on_at(self.other_library))
        setting.enabled = True
        self.assertIn(self.newsletter, self.purposes._on_at(self.library))

    def test_tracking_is_off_unless_chosen(self):
        self.env["bzk.consent"]._give(self.anna, self.tracking, "page")
        self.assertNotIn(self.tracking, self.purposes._on_at(self.library))
        refused = self.anna._consent_gate("tracking").refused
        self.assertEqual(refused, {self.anna.id: "purpose_off"})
        self._set(self.tracking)
        self.assertFalse(self.anna._consent_gate("tracking").refused)

    def test_what_is_off_is_not_asked_at_the_desk(self):
        records = self.env["bzk.consent.record"].with_user(self.users["front_desk"])
        asked = records.create({"partner_id": self.anna.id}).askable_ids
        self.assertIn(self.tips, asked)
        self.assertNotIn(self.env.ref("bzk_consent.purpose_membership"), asked)
        self._set(self.tips, enabled=False)
        asked = records.create({"partner_id": self.anna.id}).askable_ids
        self.assertNotIn(self.tips, asked)

    def test_what_is_said_at_the_desk_is_the_text(self):
        own = self._text("Elke <b>week</b> nieuws")
        records = self.env["bzk.consent.record"].with_user(self.users["front_desk"])
        with Form(records.with_context(default_partner_id=self.anna.id)) as form:
            self.assertIn("Elke &lt;b&gt;week&lt;/b&gt; nieuws", form.words)
            form.given_ids.add(self.newsletter)
        form.record.action_record()
        self.assertEqual(self.anna.consent_ids.version_id, own)

    def test_what_is_off_stays_as_it_was_said(self):
        self.env["bzk.consent"]._give(self.anna, self.tips, "page")
        self._set(self.tips, enabled=False)
        records = self.env["bzk.consent.record"].with_user(self.users["front_desk"])
        with Form(records.with_context(default_partner_id=self.anna.id)) as form:
            form.given_ids.add(self.newsletter)
        form.record.action_record()
        self.assertEqual(self.anna.consent_given_ids, self.tips | self.newsletter)

    def test_existing_customers_are_declared(self):
        setting = self._set()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            setting.soft_since = self.today
            self.env.flush_all()
        self.env.invalidate_all()
        setting.write({"soft_since": self.today, "soft_notice": "Kassa"})
        with self.assertRaises(ValidationError):
            self._set(self.tips, soft_since=self.today, soft_notice="Kassa")

    def test_the_list_is_complete(self):
        action = self.settings.with_user(self.steward).action_open()
        self.assertEqual(action["res_model"], "bzk.consent.setting")
        found = self.settings.with_user(self.steward).search([])
        common = self.purposes.with_context(active_test=False).search([("company_id", "=", False)])
        self.assertEqual(found.purpose_id, common)
        self.assertEqual(found.company_id, self.library)
        on = found.filtered("enabled").purpose_id
        self.assertEqual(on, common.filtered("on_by_default"))
        self.settings.with_user(self.steward).action_open()
        self.assertEqual(self.settings.with_user(self.steward).search([]), found)

    def test_a_library_has_words_of_its_own(self):
        shared = self._today_text()
        self.assertFalse(shared.company_id)
        own = self._text("Elke week nieuws")
        self.assertEqual((own.number, own.company_id), (1, self.library))
        self.assertEqual(self._today_text(), own)
        self.assertEqual(self._today_text(self.other_library), shared)
        later = self._text("Elke maand", date_from=self.today + timedelta(days=3))
        self.assertEqual((later.number, self._today_text()), (2, own))
        line = self.env["bzk.consent"]._give(self.anna, self.newsletter, "page")
        self.assertEqual((line.version_id, line.wording), (own, "Elke week nieuws"))

    def test_a_text_that_was_used_is_never_changed(self):
        own = self._text("Elke week nieuws")
        own.text = "Iedere week nieuws"
        self.assertFalse(own.used)
        self.env["bzk.consent"]._give(self.anna, self.newsletter, "page")
        own.invalidate_recordset()
        self.assertTrue(own.used)
        for values in (
            {"text": "Iets anders"},
            {"date_from": "2020-01-01"},
            {"purpose_id": self.tips.id},
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.cr.savepoint():
                own.write(values)
                self.env.flush_all()
        self.env.invalidate_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.cr.savepoint():
            own.unlink()
        self.assertEqual(own.text, "Iedere week nieuws")

    def test_a_used_text_may_be_translated(self):
        own = self._text("Elke week nieuws")
        self.env["bzk.consent"]._give(self.anna, self.newsletter, "page")
        self.env.cr.execute(
            'UPDATE bzk_consent_version SET text = text || \'{"fr_FR": "Chaque semaine"}\''
            " WHERE id = %s",
            (own.id,),
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.cr.savepoint():
            self.env.cr.execute(
                'UPDATE bzk_consent_version SET text = text || \'{"fr_FR": "Autre"}\''
                " WHERE id = %s",
                (own.id,),
            )

    def test_who_decides(self):
        for role in ROLES:
            user = self.users[role]
            decides = role in DECIDERS
            with self.subTest(role):
                for model in ("bzk.consent.setting", "bzk.consent.version"):
                    records = self.env[model].with_user(user)
                    self.assertEqual(records.has_access("create"), decides)
                    self.assertEqual(records.has_access("write"), decides)
                self.assertTrue(self.versions.with_user(user).has_access("read"))
                self.assertEqual(self.purposes.with_user(user).has_access("create"), decides)
                if not decides:
                    with self.assertRaises(AccessError):
                        self.settings.with_user(user).action_open()

    def test_another_library_decides_nothing(self):
        setting = self._set(company=self.other_library)
        text = self._text("Elders", company=self.other_library)
        shared = self._today_text()
        own = self.purposes.create(
            {"name": "Club", "code": "club", "company_id": self.other_library.id}
        )
        for role in DECIDERS:
            user = self.users[role]
            for record in (setting, text, own):
                seen = record.with_user(user)
                self.assertFalse(seen.search([("id", "=", record.id)]), role)
                with self.assertRaises(AccessError):
                    seen.read(["company_id"])
                with self.assertRaises(AccessError):
                    seen.write({"company_id": self.library.id})
            with self.assertRaises(AccessError):
                shared.with_user(user).text = "Voor iedereen"
            with self.assertRaises(AccessError):
                self.newsletter.with_user(user).minimum_age = 0
            for model, values in (
                ("bzk.consent.setting", {"purpose_id": self.tips.id}),
                ("bzk.consent.version", {"purpose_id": self.newsletter.id, "text": "x"}),
            ):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create(
                        {**values, "company_id": self.other_library.id}
                    )
            with self.assertRaises(UserError):
                self.settings.with_user(user).create(
                    {"purpose_id": own.id, "company_id": self.library.id}
                )

    def test_service_mail_belongs_to_an_agreement(self):
        """Nobody can go past the limit of mail by calling a newsletter service."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.purposes.create({"name": "Sale", "code": "sale", "priority": "service"})

    def test_an_address_that_does_not_exist(self):
        self.env["bzk.consent"]._give(self.anna, self.newsletter, "page")
        self.anna.sudo().email_bounced = self.anna.email_normalized
        refused = self.anna._consent_gate("newsletter").refused
        self.assertEqual(refused, {self.anna.id: "bounced"})
        self.anna.email = "nieuw@example.org"
        self.assertFalse(self.anna._consent_gate("newsletter").refused)
        with self.assertRaises(AccessError):
            self.anna.with_user(self.users["front_desk"]).email_bounced = False

    def test_queries_do_not_grow(self):
        self.settings.with_user(self.steward).action_open()
        found = self.settings.search([("company_id", "=", self.library.id)])

        def count(settings):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            settings.mapped("text")
            return self.env.cr.sql_log_count - before

        count(found)
        self.assertLessEqual(count(found) - count(found[:2]), 0)
