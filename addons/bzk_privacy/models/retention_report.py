from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .erasure import ADMINISTRATOR


class RetentionReport(models.Model):
    """What is past its term in a library, reported before anything is removed.

    There is one open report for a library, brought up to date every night. What it removes when it
    is approved is what was past its term on the day of the report, and never more than it said.
    """

    _name = "bzk.retention.report"
    _inherit = "bzk.library.guard"
    _description = "Retention report"
    _order = "id DESC"
    _rec_name = "date"

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(string="As of", required=True, readonly=True)
    first_reported_on = fields.Date(required=True, readonly=True)
    acts_on = fields.Date(
        string="Acts by itself on",
        compute="_compute_acts_on",
        help="Empty when an administrator has to approve it.",
    )
    state = fields.Selection(
        [
            ("waiting", "Waits for approval"),
            ("approved", "Being carried out"),
            ("done", "Carried out"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    line_ids = fields.One2many("bzk.retention.report.line", "report_id", string="Kinds of data")
    record_count = fields.Integer(string="Past their term", compute="_compute_counts", store=True)
    done_count = fields.Integer(string="Removed", compute="_compute_counts", store=True)
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, help="Empty when it acted by itself."
    )
    approved_on = fields.Datetime(readonly=True)
    done_on = fields.Datetime(string="Carried out on", readonly=True)

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state IN ('waiting', 'approved')",
        "The library already has a report that waits.",
    )

    @api.depends("line_ids.record_count", "line_ids.done_count", "line_ids.skip")
    def _compute_counts(self):
        for report in self:
            lines = report.line_ids
            report.record_count = sum(
                lines.filtered(lambda line: not line.skip).mapped("record_count")
            )
            report.done_count = sum(lines.mapped("done_count"))

    @api.depends("state", "first_reported_on", "company_id")
    def _compute_acts_on(self):
        for report in self:
            days = self.env["bzk.privacy.settings"]._of(report.company_id).notice_days
            waits = report.state == "waiting" and days
            report.acts_on = waits and report.first_reported_on + timedelta(days=days)

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Past their term on %s", format_date(self.env, report.date)
            )

    def _check_may_approve(self):
        self.check_access("read")
        if not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(self.env._("Only an administrator may approve a retention report."))

    def action_approve(self):
        """Let the worker remove what the report says, at once.

        :raises UserError: when nothing is left to remove
        """
        self._check_may_approve()
        for report in self:
            if report.state != "waiting" or not report.record_count:
                raise UserError(self.env._("There is nothing to remove in this report."))
        # sudo: the state is kept by these methods only.
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )
        self.env.ref("bzk_privacy.cron_retention").sudo()._trigger()

    @api.model
    def action_reports(self):
        """Show the reports; make the first ones for a library that has none yet."""
        self.check_access("read")
        reports = self.sudo()
        for company in self.env.companies:
            if not reports.search_count([("company_id", "=", company.id)], limit=1):
                reports._report(company)
        return self.env["ir.actions.act_window"]._for_xml_id("bzk_privacy.action_retention_reports")

    @api.model
    @api.private
    def _report(self, company):
        """Bring the open report of a library up to date, or begin one when there is a reason.

        :return: the report, or none when nothing is past its term
        """
        today = fields.Date.context_today(self)
        self.env["bzk.retention.rule"]._complete(company)
        rules = self.env["bzk.retention.rule"].search(
            [("company_id", "=", company.id), ("active", "=", True)]
        )
        found = {rule: rule._due(today) for rule in rules if rule.action != "itself"}
        found = {rule: records for rule, records in found.items() if records}
        report = self.search([("company_id", "=", company.id), ("state", "=", "waiting")])
        if not found:
            report.unlink()
            return self.browse()
        if not report:
            report = self.create(
                {"company_id": company.id, "date": today, "first_reported_on": today}
            )
        known = {line.rule_id: line for line in report.line_ids}
        for rule, records in found.items():
            known.pop(rule, self.env["bzk.retention.report.line"])._refresh(report, rule, records)
        for line in known.values():
            line.unlink()
        report.date = today
        return report
