from odoo import api, fields, models


class TablePage(models.AbstractModel):
    """A report in tables that opens as a page, and follows what is chosen on it."""

    _name = "bzk.table.page"
    _inherit = ["bzk.table.report", "bzk.library.guard"]
    _description = "Page of figures"

    figures = fields.Html(compute="_compute_figures", sanitize=False)

    @api.model
    def _chosen(self):
        """Names of the fields that decide what the page shows."""
        return ["company_id", "date_from", "date_to"]

    @api.depends(lambda self: self._chosen())
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_figures(self):
        for page in self:
            page.figures = self.env["ir.qweb"]._render(
                "bzk_base.table_report_tables", {"doc": page, "tables": page._tables()}
            )

    @api.depends("company_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self._title()

    @api.model
    def action_open(self):
        """Open the page with the figures of now."""
        page = self.create({})
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": page.id,
            "views": [(False, "form")],
        }
