from textwrap import shorten

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_time

#: Letters of an activity's name that fit beside a customer.
LONGEST_NAME = 36
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

    def _coming_text(self):
        """In a few words when somebody comes, and to what: ``Tomorrow 19:30: Poetry night``."""
        self.ensure_one()
        _ = self.env._
        today = fields.Date.context_today(self)
        begin = fields.Datetime.context_timestamp(self, self.event_id.date_begin)
        days = (begin.date() - today).days
        time = format_time(self.env, begin.time(), time_format="short")
        name = shorten(self.event_id.name, LONGEST_NAME, placeholder="…")
        if days <= 0:
            return _("Today %(time)s: %(activity)s", time=time, activity=name)
        if days == 1:
            return _("Tomorrow %(time)s: %(activity)s", time=time, activity=name)
        day = format_date(self.env, begin.date(), date_format="EEEE")
        return _("%(day)s %(time)s: %(activity)s", day=day.title(), time=time, activity=name)
