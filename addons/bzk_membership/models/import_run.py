from odoo import fields, models

from . import import_sql


class ImportRun(models.Model):
    _inherit = "bzk.import.run"

    def _plan_missing(self, planner):
        """Take note of who has left, before asking who is missing."""
        self.env.flush_all()
        self.env.cr.execute(
            import_sql.CLOSE_ENDED_KEYS,
            {"source": self.source_id.id, "today": fields.Date.context_today(self)},
        )
        self.env["bzk.external.id"].invalidate_model(["state"])
        missing = super()._plan_missing(planner)
        self.env.cr.execute(
            import_sql.FORGET_LEAVERS, {"run": self.id, "source": self.source_id.id}
        )
        return missing - self.env.cr.rowcount
