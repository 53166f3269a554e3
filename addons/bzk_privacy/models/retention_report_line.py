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
    can_open = fields.Boolean(compute="_compute_sample")
    skip = fields.Boolean(string="Not this time")

    def _compute_sample(self):
        """Name a few of the records, as far as the user may see them; no names are kept."""
        terms = self.env["bzk.retention.rule"]._terms()
        for line in self:
            term = terms.get(line.rule_id.code)
            model = self.env.get(term.model if term else "")
            line.can_open = model is not None and model.has_access("read")
            if not line.can_open:
                line.sample = False
                continue
            records = model.with_context(active_test=False).search(
                [("id", "in", line.sample_ids or [])]
            )
            line.sample = ", ".join(name for name in records.mapped("display_name") if name)

    def action_open(self):
        """Show all the records that are past their term, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        term = self.env["bzk.retention.rule"]._terms()[self.rule_id.code]
        domain = [("id", "in", self.rule_id._due(self.report_id.date).ids)]
        if term.model == "res.partner":
            action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_customers")
        else:
            action = {"type": "ir.actions.act_window", "res_model": term.model}
            action["views"] = [(False, "list"), (False, "form")]
        context = {"active_test": False, "create": False}
        return action | {"name": term.name, "domain": domain, "context": context}

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
