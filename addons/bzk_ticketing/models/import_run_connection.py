from odoo import fields, models


class ImportRun(models.Model):
    """Imports of what a connection fetched: they go on by themselves and report back."""

    _inherit = "bzk.import.run"

    connection_id = fields.Many2one(
        "bzk.ticket.connection",
        string="Fetched from",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    connection_mark = fields.Json(
        readonly=True, copy=False, help="What the connection is to remember when this is imported."
    )

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            for run in self.filtered("connection_id"):
                run.connection_id._follow(run)
        return result

    def _has_news(self):
        """Whether the checked file holds anything that an import would write or tell."""
        self.ensure_one()
        if self.env["bzk.import.row"].search_count([("run_id", "=", self.id)], limit=1):
            return True
        fields_ = ("key", "code", "header", "value")
        older = self.env["bzk.import.rejection"].search(
            [
                ("run_id.source_id", "=", self.source_id.id),
                ("run_id", "!=", self.id),
                ("state", "in", ("open", "ignored")),
                ("key", "in", self.rejection_ids.mapped("key")),
            ]
        )
        told = {tuple(rejection[name] for name in fields_) for rejection in older}
        return any(
            tuple(rejection[name] for name in fields_) not in told
            for rejection in self.rejection_ids
        )
