from odoo import Command, api, fields, models

from ..models.education_renewal import STOP_REASONS


class EducationStop(models.TransientModel):
    """Why a subscription is not renewed, or an order is cancelled."""

    _name = "bzk.education.stop"
    _inherit = "bzk.library.guard"
    _description = "End of subscriptions"

    order_ids = fields.Many2many("bzk.education.order", string="Orders", readonly=True)
    order_count = fields.Integer(string="Orders chosen", compute="_compute_order_count")
    reason = fields.Selection(STOP_REASONS, required=True)
    note = fields.Char(string="Explanation")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        ids = self.env.context.get("default_order_ids") or self.env.context.get("active_ids", [])
        orders = self.env["bzk.education.order"].browse(ids)
        orders.check_access("write")
        values["order_ids"] = [Command.set(orders.ids)]
        return values

    @api.depends("order_ids")
    def _compute_order_count(self):
        for wizard in self:
            wizard.order_count = len(wizard.order_ids)

    def action_stop(self):
        """The subscriptions are not renewed; they run to the end of their year."""
        self.ensure_one()
        self.order_ids._stop(self.reason, self.note)

    def action_cancel(self):
        """The orders are cancelled now."""
        self.ensure_one()
        self.order_ids._cancel(self.reason, self.note)
