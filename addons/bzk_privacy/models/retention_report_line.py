from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: Records shown for one to judge whether the rule is right.
SAMPLE = 5


class RetentionReportLine(models.Model):
    """One kind of data in a retention report: how many records are past their term."""

    _name = "bzk.retention.report.line"
    _inherit = "bzk.library.guard"
    _description = "Line of a retention report"
    _order = "report_id, rule_id"
    _rec_name = "rule_id"

    report_id = fields.Many2one(
        "bzk.retention.report", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="report_id.company_id", string="Library", store=True, precompute=True
    )
    rule_id = fields.Many2one(
        "bzk.retention.rule",
        string="Kind of data",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    action = fields.Selection(related="rule_id.action")
    months = fields.Integer(
        string="Kept (months)", readonly=True, help="As the rule was when this was reported."
    )
    record_count = fields.Integer(string="Past their term", readonly=True)
    done_count = fields.Integer(string="Removed", readonly=True)
    grown = fields.Boolean(
        readonly=True, help="More than was reported, so it was left for the next report."
    )
    sample_ids = fields.Json(readonly=True)
    sample = fields.Text(compute="_compute_sample", string="Such as")
    skip = fields.Boolean(string="Not this time")

    def _compute_sample(self):
        """Name a few of the records, as far as the user may see them; no names are kept."""
        terms = self.env["bzk.retention.rule"]._terms()
        for line in self:
            term = terms.get(line.rule_id.code)
            model = self.env.get(term.model if term else "")
            if model is None or not model.has_access("read"):
                line.sample = False
                continue
            records = model.with_context(active_test=False).search(
                [("id", "in", line.sample_ids or [])]
            )
            line.sample = ", ".join(name for name in records.mapped("display_name") if name)

    def write(self, vals):
        """Let staff only choose what to leave out, and only while the report waits."""
        if not self.env.su:
            if set(vals) - {"skip"}:
                raise AccessError(self.env._("The numbers of a report are its own."))
            if any(line.report_id.state != "waiting" for line in self):
                raise UserError(self.env._("This report was approved already."))
        return super().write(vals)

    def _refresh(self, report, rule, records):
        """Write down what is past its term now.

        :param records: of the rule's model
        """
        values = {
            "months": rule.months,
            "record_count": len(records),
            "sample_ids": records[:SAMPLE].ids,
        }
        if self:
            self.write(values)
        else:
            self.create({"report_id": report.id, "rule_id": rule.id, **values})
