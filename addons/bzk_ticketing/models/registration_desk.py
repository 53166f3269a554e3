from odoo import api, fields, models
from odoo.tools import format_datetime


class EventRegistration(models.Model):
    """What the desk at the door is told about a ticket, and what it may do with it.

    Core checks in whatever is registered. Here a ticket of another day, and one that was not paid
    or that only waits for a seat, is shown to a person first.
    """

    _inherit = "event.registration"

    def write(self, vals):
        """Forget the moment of a check-in that is taken back."""
        if vals.get("state", "done") != "done":
            vals = {"date_closed": False, **vals}
        return super().write(vals)

    @api.model
    def register_attendee(self, barcode, event_id):
        """Check in who has a ticket, or tell why not.

        A ticket of another library is as unknown as one of nobody: who stands at this door learns
        nothing about that one.

        :param str barcode: what the ticket says
        :param event_id: activity at the door of which it is scanned; empty at a common entrance
        :return: dict with ``error``, or a summary with ``status``
        """
        seat = self.search([("barcode", "=", barcode)], limit=1) if barcode else self
        if not seat:
            return {"error": "invalid_ticket"}
        refusal = seat._refusal_at_door(event_id)
        if refusal:
            return seat._get_registration_summary() | {"status": refusal}
        return super().register_attendee(barcode, event_id)

    def _refusal_at_door(self, event_id):
        """Why a person has to decide; nothing when core may."""
        self.ensure_one()
        if self.state == "draft":
            return "waiting_registration" if self.waiting_since else "unpaid_registration"
        if self.state != "open" or self.event_id.is_finished:
            return None
        if event_id and event_id != self.event_id.id:
            return None
        return None if self._is_today() else "other_day"

    def _is_today(self):
        """Whether the activity is going on, or begins on this day where it is held."""
        event = self.event_id
        now = fields.Datetime.now()
        begin = self.event_begin_date
        here = event.with_context(tz=event.date_tz)
        today = fields.Datetime.context_timestamp(here, now).date()
        return begin <= now or fields.Datetime.context_timestamp(here, begin).date() == today

    def _get_registration_summary(self):
        """Add what the desk needs to decide and who else is in the same order."""
        orders = self.line_ids.order_id
        others = orders.line_ids.registration_id - self
        companions = others.filtered(
            lambda seat: seat.event_id == self.event_id and seat.state == "open"
        )
        # The moment is said in the zone of the activity, whatever the phone at the door says.
        return super()._get_registration_summary() | {
            "when": self.event_id._when_text(),
            "closed_at": self.date_closed
            and format_datetime(
                self.env, self.date_closed, tz=self.event_id.date_tz, dt_format="short"
            ),
            "companions": [{"id": seat.id, "name": seat.display_name} for seat in companions],
        }

    def action_let_in(self):
        """Check in although the ticket says otherwise; who decided it stays in the history."""
        for seat in self:
            if seat.state != "open":
                label = dict(self._fields["state"]._description_selection(self.env))[seat.state]
                note = self.env._("Let in at the door, although it was: %s.", label)
                seat._message_log(body=note)
        self.action_set_done()
