import json

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .furnished import AT_WORK, SUBJECT, FurnishedCase

#: What names the person; what was discussed stays.
NAMING = tuple(word for word in AT_WORK if word != SUBJECT)


@tagged("post_install", "-at_install")
class TestEraseWorkContact(FurnishedCase):
    """Somebody at an organisation is shown whole, kept while they work there, and erased whole."""

    def setUp(self):
        super().setUp()
        self._furnish_work()

    def _erase(self):
        erasure = (
            self.env["bzk.erasure"]
            .with_user(self.steward)
            .create({"partner_id": self.contact.id, "identity_checked": True})
        )
        erasure.action_propose()
        erasure.with_user(self.users["administrator"]).action_approve()

    def _leave(self, **ago):
        self.place.date_to = fields.Date.context_today(self.place) - relativedelta(**ago)
        self.env.flush_all()

    def test_access_request_shows_what_was_said(self):
        request = (
            self.env["bzk.access.request"]
            .with_user(self.steward)
            .create({"partner_id": self.contact.id, "identity": "document"})
        )
        sections = request._content()
        for model in (
            "res.partner",
            "bzk.dmu.member",
            "bzk.contact.report",
            "bzk.agreement",
            "calendar.attendee",
            "mail.message",
            "crm.lead",
            "bzk.consent",
        ):
            self.assertIn(model, {section["model"] for section in sections})
        text = json.dumps(request._as_json(sections), ensure_ascii=False)
        for word in (*AT_WORK, "Basisschool De Toets"):
            self.assertIn(word, text)
        self.assertNotIn("Wegwezen", text)

    def test_erased_from_every_table(self):
        self._leave(days=1)
        self.assertGreater(len(self._tables_holding(NAMING)), 8)
        self._erase()
        self.assertEqual(self._tables_holding(NAMING), set())

    def test_the_file_of_the_organisation_stays(self):
        self._leave(days=1)
        self._erase()
        self.assertEqual(self.report.subject, SUBJECT)
        self.assertIn("[…]", self.report.body)
        self.assertEqual(self.place.function_id, self.env.ref("bzk_dmu.function_director"))
        self.assertEqual(self.place.partner_id, self.contact)
        self.assertTrue(self.contact.erased_on)
        self.assertEqual(self.relation.name, "Basisschool De Toets")
        self.assertTrue(self.appointment.exists())

    def test_not_while_they_work_there(self):
        with self.assertRaisesRegex(UserError, "De Toets"):
            self._erase()
        self.assertEqual(self.contact.lastname, "Zeldenrust")

    def test_due_two_years_after_the_last_place(self):
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "customer")

        def due():
            self.env.invalidate_all()
            return self.contact in rule._due(fields.Date.context_today(rule))

        self.assertFalse(due())
        self._leave(months=23)
        self.assertFalse(due())
        self._leave(months=25)
        self.assertTrue(due())
        elsewhere = self.place.copy(
            {"date_to": False, "function_id": self.env.ref("bzk_dmu.function_teacher").id}
        )
        self.assertFalse(due())
        elsewhere.date_to = self.place.date_to
        self.assertTrue(due())

    def test_terms_of_what_was_said(self):
        self.env["bzk.retention.rule"]._complete()
        today = fields.Date.context_today(self.report)
        for code, record, name in (
            ("talk", self.report, "date"),
            ("appointment", self.appointment, "stop"),
        ):
            rule = self.env["bzk.retention.rule"]._of(self.library, code)
            with self.subTest(code):
                self.assertNotIn(record, rule._due(today))
                long_ago = fields.Datetime.now() - relativedelta(months=rule.months + 1)
                values = {name: long_ago}
                if name == "stop":
                    values["start"] = long_ago - relativedelta(hours=1)
                record.write(values)
                self.env.flush_all()
                self.assertIn(record, rule._due(today))
