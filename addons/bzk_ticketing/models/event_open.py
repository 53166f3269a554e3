from odoo import fields, models


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

    def action_register(self):
        """Register somebody by hand; on the waiting list when all seats are taken."""
        self.ensure_one()
        _ = self.env._
        context = {"default_event_id": self.id}
        title = _("Registration")
        # sudo: whether there is a seat follows from everybody's.
        if not self.sudo()._seat_is_free():
            title = _("All seats are taken: on the waiting list")
            context |= {
                "default_state": "draft",
                "default_waiting_since": fields.Datetime.to_string(fields.Datetime.now()),
            }
        form = self.env.ref("bzk_ticketing.view_registration_form")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "event.registration",
            "views": [(form.id, "form")],
            "target": "new",
            "context": context,
        }
