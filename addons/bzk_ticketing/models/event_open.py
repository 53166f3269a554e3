from odoo import models


class EventEvent(models.Model):
    """What the buttons on an activity open."""

    _inherit = "event.event"

    def action_open_registrations(self):
        """Show who registered for the activity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_registrations")
        return {
            **action,
            "domain": [("event_id", "=", self.id)],
            "context": {"default_event_id": self.id},
        }

    def action_open_orders(self):
        """Show the orders in which something for the activity was sold."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_orders")
        return {**action, "domain": [("line_ids.event_id", "=", self.id)], "context": {}}
