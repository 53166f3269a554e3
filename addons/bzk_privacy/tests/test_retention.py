from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SURNAME, PrivacyCase


@tagged("post_install", "-at_install")
class TestRetention(PrivacyCase):
    """The nightly job reports before it acts, and never does more than it reported."""

    def setUp(self):
        super().setUp()
        self.reports = self.env["bzk.retention.report"]
        self.env["bzk.retention.rule"]._complete()
        self.rules = self.env["bzk.retention.rule"].search([("company_id", "=", self.library.id)])
        self.today = fields.Date.context_today(self.reports)

    def _rule(self, code):
        return self.rules.filtered(lambda rule: rule.code == code)

    def _age(self, partner, months):
        """Let a customer be without any tie since so many months."""
        partner.external_id_ids.state = "closed"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = %s",
            (self.today - relativedelta(months=months, days=1), partner.id),
        )
        self.env.invalidate_all()

    def _report(self):
        self.reports._cron_retention()
        return self.reports.search([("company_id", "=", self.library.id)], limit=1)

    def test_every_kind_has_a_rule(self):
        codes = {term.code for term in self.env["bzk.personal.data"]._terms()}
        self.assertEqual(set(self.rules.mapped("code")), codes)
        terms = {item.term for item in self.env["bzk.personal.data"]._declarations()}
        self.assertFalse(terms - codes)

    def test_nothing_past_its_term_nothing_to_report(self):
        self.assertFalse(self._report())

    def test_reports_first_and_acts_after_approval(self):
        self._age(self.person, 24)
        report = self._report()
        self.assertEqual((report.state, report.record_count), ("waiting", 1))
        self.assertEqual(report.line_ids.rule_id, self._rule("customer"))
        self.assertIn(SURNAME, report.line_ids.with_user(self.steward).sample)
        shown = report.line_ids.with_user(self.steward).action_open()
        self.assertEqual(shown["domain"], [("id", "in", self.person.ids)])
        self.assertEqual(self._report(), report)
        self.assertEqual(self.person.lastname, SURNAME)
        report.with_user(self.administrator).action_approve()
        self.reports._cron_retention()
        self.assertEqual((report.state, report.done_count), ("done", 1))
        self.assertTrue(self.person.erased_on)
        proof = self.env["bzk.erasure"].search([("report_id", "=", report.id)])
        self.assertEqual((proof.person_count, proof.ground), (1, "term"))
        self.assertEqual(proof.decided_by_id, self.administrator)
        self.assertFalse(self._tables_holding(SURNAME))

    def test_a_tie_keeps_the_customer(self):
        self._age(self.person, 23)
        self.assertFalse(self._report())
        self._rule("customer").months = 22
        self.assertEqual(self._report().record_count, 1)

    def test_colleagues_and_parents_of_contacts_stay(self):
        self._age(self.users["insights"].partner_id, 40)
        self._age(self.bram, 40)
        self.person.parent_id = self.bram
        self.assertFalse(self._report())

    def test_acts_by_itself_after_notice(self):
        self._age(self.person, 30)
        settings = self.env["bzk.privacy.settings"]._of(self.library)
        settings.notice_days = 14
        report = self._report()
        self.assertEqual(report.acts_on, self.today + timedelta(days=14))
        self.assertEqual(self._report().state, "waiting")
        report.first_reported_on = self.today - timedelta(days=14)
        self.reports._cron_retention()
        self.assertEqual(report.state, "done")
        self.assertFalse(report.approved_by_id)
        self.assertTrue(self.person.erased_on)

    def test_not_this_time(self):
        self._age(self.person, 30)
        report = self._report()
        report.line_ids.with_user(self.steward).skip = True
        self.assertEqual(report.record_count, 0)
        with self.assertRaises(UserError):
            report.with_user(self.administrator).action_approve()

    def test_never_more_than_it_reported(self):
        self._age(self.person, 30)
        report = self._report()
        report.with_user(self.administrator).action_approve()
        self._age(self.bram, 30)
        self.reports._cron_retention()
        self.assertEqual((report.state, report.done_count), ("done", 0))
        self.assertTrue(report.line_ids.grown)
        self.assertFalse(self.person.erased_on)
        following = self._report()
        self.assertNotEqual(following, report)
        self.assertEqual(following.record_count, 2)

    def test_old_messages(self):
        message = self.person.message_post(body="Old")
        message.date = fields.Datetime.now() - relativedelta(months=25)
        report = self._report()
        self.assertEqual(report.line_ids.rule_id, self._rule("message"))
        report.with_user(self.administrator).action_approve()
        self.reports._cron_retention()
        self.assertFalse(message.exists())
        self.assertTrue(self.person.message_ids)

    def test_files_of_access_requests_are_emptied(self):
        request = self.env["bzk.access.request"].create(
            {"partner_id": self.person.id, "identity": "document"}
        )
        request.action_make()
        request.action_answered()
        request.closed_on = self.today - relativedelta(months=4)
        report = self._report()
        self.assertEqual(report.line_ids.rule_id, self._rule("access_file"))
        report.with_user(self.administrator).action_approve()
        self.reports._cron_retention()
        self.assertTrue(request.exists())
        self.assertFalse(request.archive or request.pdf or request.json_file)

    def test_old_proof_of_erasures(self):
        erasure = self._erase(self.person)
        erasure.sudo().decided_on = fields.Datetime.now() - relativedelta(years=11)
        report = self._report()
        self.assertEqual(report.line_ids.rule_id, self._rule("erasure"))
        report.with_user(self.administrator).action_approve()
        self.reports._cron_retention()
        self.assertFalse(erasure.exists())

    def test_law_sets_a_minimum(self):
        rule = self._rule("customer")
        term = self.env["bzk.personal.data"]._terms()[0]
        self.patch(
            type(self.env["bzk.personal.data"]),
            "_terms",
            lambda self: [type(term)(**{**term.__dict__, "minimum": 12})],
        )
        rule.invalidate_recordset()
        with self.assertRaises(ValidationError):
            rule.months = 11

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_what(self):
        self._age(self.person, 30)
        report = self._report()
        with self.assertRaises(AccessError):
            report.with_user(self.steward).action_approve()
        with self.assertRaises(AccessError):
            report.with_user(self.administrator).write({"state": "approved"})
        with self.assertRaises(AccessError):
            report.line_ids.with_user(self.administrator).write({"record_count": 9})
        with self.assertRaises(AccessError):
            self._rule("customer").with_user(self.steward).months = 1
        self._rule("customer").with_user(self.administrator).months = 36
