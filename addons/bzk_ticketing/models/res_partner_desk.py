from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

#: The desk is told of what comes within this many days.
SOON = 7


class ResPartner(models.Model):
    """The desk sees at once who comes to an activity these days."""

    _inherit = "res.partner"

    def _desk_details(self):
        """Who comes within a week, to what and when; in one query for all lines."""
        details = super()._desk_details()
        now = fields.Datetime.now()
        seats = self.env["event.registration"].search(
            Domain("attendee_id", "in", self.ids)
            & Domain("state", "=", "open")
            & Domain("event_id.date_end", ">", now)
            & Domain("event_id.date_begin", "<", now + timedelta(days=SOON)),
        )
        nearest = {}
        for seat in seats.sorted(lambda seat: seat.event_id.date_begin, reverse=True):
            nearest[seat.attendee_id.id] = seat
        for partner_id, seat in nearest.items():
            details[partner_id]["badges"].append((seat._coming_text(), "info"))
        return details
