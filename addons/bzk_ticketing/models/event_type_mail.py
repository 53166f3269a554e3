from odoo import models


class EventTypeMail(models.Model):
    """A mail that comes with a kind of activity."""

    _inherit = "event.type.mail"

    def action_preview(self):
        """Show this mail to somebody who came to an activity of this kind, or of another."""
        self.ensure_one()
        template = self.template_ref._for_company(self.event_type_id.company_id or self.env.company)
        seats = self.env["event.registration"]
        kind = [("event_id.event_type_id", "=", self.event_type_id.id)]
        usable = [("state", "in", ("open", "done"))]
        return template._open_preview(
            seats.search(kind + usable, limit=1) or seats.search(usable, limit=1)
        )
