from odoo import api, models
from odoo.tools import format_datetime


class Duplicate(models.Model):
    """Activities of two customers who may be one person."""

    _inherit = "bzk.duplicate"

    @api.model
    def _compare_extra(self, partners):
        last = partners._last_activities()
        names = {
            event.id: event.name
            for event in self.env["event.event"].browse(event for _begin, event in last.values())
        }
        lines = {
            partner: f"{names[event]}, {format_datetime(self.env, begin, dt_format='short')}"
            for partner, (begin, event) in last.items()
        }
        return [
            *super()._compare_extra(partners),
            ("last_activity", self.env._("Last activity"), lines),
        ]
