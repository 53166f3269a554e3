from odoo import fields, models


class EventRegistration(models.Model):
    """A seat that its owner gives up by the link in a mail, and may take back while there is room.

    What staff or the ticketing system cancelled cannot be taken back by a link.
    """

    _inherit = "event.registration"

    given_up_on = fields.Datetime(
        string="Gave up the seat on",
        readonly=True,
        copy=False,
        help="Whoever has the seat said so themselves, by the link in a mail.",
    )

    def write(self, vals):
        """Who has a seat again did not give it up."""
        if vals.get("state") in ("open", "done"):
            vals = {**vals, "given_up_on": False}
        return super().write(vals)

    def _own_seats(self):
        """Seats that the page of this seat shows: all of the same address at the activity."""
        self.ensure_one()
        domain = [("event_id", "=", self.event_id.id), ("state", "!=", "draft")]
        seats = self.search(domain, order="id")
        mine = seats.filtered(
            lambda seat: (
                seat._mail_key() == self._mail_key()
                and (seat.state != "cancel" or seat.given_up_on or seat == self)
            )
        )
        return mine | self

    def _can_change(self):
        """Whether the activity is still to come: afterwards nothing is given up or taken back."""
        self.ensure_one()
        event = self.event_id
        begins = self.event_begin_date > fields.Datetime.now()
        return begins and event.active and event.kanban_state != "cancel"

    def _can_give_up(self):
        self.ensure_one()
        return self.state == "open" and self._can_change()

    def _can_take_back(self):
        """Whether the seat can be had again, as far as its own state goes; there may be no room."""
        self.ensure_one()
        given_up = self.state == "cancel" and bool(self.given_up_on)
        # What its system cancelled already may have been sold to someone else.
        gone = "cancelled" in self.line_ids.mapped("state") or any(
            self.line_ids._waiting_errands().mapped("done")
        )
        return given_up and not gone and self._can_change()

    def _give_up(self):
        """Free these seats because whoever has them cannot come; the waiting list moves up."""
        for seat in self:
            seat._message_log(
                body=seat.env._("Gave up the seat by the link in the mail."),
                author_id=(seat.attendee_id or seat.partner_id or seat.company_id.partner_id).id,
            )
        self.given_up_on = fields.Datetime.now()
        self.action_cancel()
        self.line_ids._tell_given_up()

    def _take_back(self):
        """Take a seat again that was given up.

        :return: whether there was room
        """
        self.ensure_one()
        self.event_id._lock_seats()
        self.invalidate_recordset(["state", "given_up_on"])
        if not self._can_take_back() or not self.event_id._seat_is_free():
            return False
        self.action_confirm()
        self._message_log(
            body=self.env._("Took the seat back by the link in the mail."),
            author_id=(self.attendee_id or self.partner_id or self.company_id.partner_id).id,
        )
        self.line_ids._tell_taken_back()
        return True
