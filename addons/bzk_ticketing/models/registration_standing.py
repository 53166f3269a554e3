from odoo import api, fields, models
from odoo.fields import Domain

STANDINGS = [
    ("registered", "Registered"),
    ("came", "Came"),
    ("missed", "Did not come"),
    ("waiting", "On the waiting list"),
    ("unpaid", "Not paid yet"),
    ("cancelled", "Cancelled"),
]


class EventRegistration(models.Model):
    """How it stands with a seat, in the words of whoever has to do with it."""

    _inherit = "event.registration"

    standing = fields.Selection(
        STANDINGS,
        string="Stands",
        compute="_compute_standing",
        search="_search_standing",
        help="Who was registered and not checked in did not come, when others were checked in.",
    )

    @api.depends("state", "waiting_since", "event_id.no_show_count")
    def _compute_standing(self):
        for seat in self:
            if seat.state == "open":
                seat.standing = "missed" if seat.event_id.no_show_count else "registered"
            elif seat.state == "draft":
                seat.standing = "waiting" if seat.waiting_since else "unpaid"
            else:
                seat.standing = "came" if seat.state == "done" else "cancelled"

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._standing_domain(standing) for standing in value)

    @api.model
    def _standing_domain(self, standing):
        """Domain of the registrations that stand so."""
        checked = Domain("date_end", "<=", fields.Datetime.now()) & Domain(
            "registration_ids", "any", [("state", "=", "done")]
        )
        missed = Domain("state", "=", "open") & Domain("event_id", "any", checked)
        return {
            "registered": Domain("state", "=", "open") & ~missed,
            "came": Domain("state", "=", "done"),
            "missed": missed,
            "waiting": Domain("state", "=", "draft") & Domain("waiting_since", "!=", False),
            "unpaid": Domain("state", "=", "draft") & Domain("waiting_since", "=", False),
            "cancelled": Domain("state", "=", "cancel"),
        }.get(standing, Domain.FALSE)
