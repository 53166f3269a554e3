from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import HttpCase, tagged

from .workflow_common import WorkflowCase


@tagged("post_install", "-at_install")
class TestContactTours(WorkflowCase, HttpCase):
    """From what is overdue to a report, in a browser."""

    def test_report(self):
        today = fields.Date.today()
        self.school.next_contact_date = today - relativedelta(days=3)
        self.env.flush_all()
        self.start_tour("/odoo/overdue", "bzk_dmu_report", login=self.keeper.login)
        self.env.invalidate_all()
        report = self.school.report_ids
        self.assertEqual(report.state, "done")
        self.assertEqual(report.participant_ids.partner_id.name, "Sjoerd van Dam")
        self.assertTrue(report.participant_ids.partner_id.work_contact)
        self.assertEqual(report.agreement_ids.activity_id.user_id, self.keeper)
        self.assertEqual(self.school.last_contact_date, today)
        self.assertEqual(self.school.next_contact_date, today + relativedelta(months=6))
