from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, hmac

from odoo.addons.bzk_base.links import is_signed

WAITING = [
    ("waiting", "In line"),
    ("offered", "Seat offered"),
    ("lapsed", "Did not answer"),
]

#: How a moment is said to people: Saturday 5 December 2026, 14:00.
MOMENT = "EEEE d MMMM y, HH:mm"


class EventRegistration(models.Model):
    """A place on the waiting list, and the seat that is offered to who has it.

    A place is a registration that is not confirmed, with the moment from which it waits. An offer
    is a moment until which a seat is kept: after it, the next in line is asked.
    """

    _inherit = "event.registration"

    offer_until = fields.Datetime(
        string="Seat kept until",
        copy=False,
        readonly=True,
        help="A free seat was offered by mail and is kept until this moment.",
    )
    mail_offer = fields.Html(
        string="Seat that is kept", compute="_compute_mail_offer", sanitize=False
    )
    waiting_status = fields.Selection(
        WAITING, string="Waiting list", compute="_compute_waiting_status"
    )

    _waiting_is_draft = models.Constraint(
        "CHECK(waiting_since IS NULL OR state = 'draft')",
        "Who has a seat, or cancelled, is not on the waiting list.",
    )
    _offer_is_waiting = models.Constraint(
        "CHECK(offer_until IS NULL OR waiting_since IS NOT NULL)",
        "A seat is offered to who is on the waiting list.",
    )
    _waiting_idx = models.Index("(event_id, waiting_since) WHERE waiting_since IS NOT NULL")

    @api.depends("waiting_since", "offer_until")
    def _compute_waiting_status(self):
        now = fields.Datetime.now()
        for seat in self:
            if not seat.waiting_since:
                seat.waiting_status = False
            elif not seat.offer_until:
                seat.waiting_status = "waiting"
            else:
                seat.waiting_status = "offered" if seat.offer_until > now else "lapsed"

    @api.depends_context("lang")
    def _compute_mail_offer(self):
        for seat in self:
            event = seat.event_id
            seat.mail_offer = seat.env["ir.qweb"]._render(
                "bzk_ticketing.mail_offer",
                {
                    "event": event,
                    "until": seat.offer_until
                    and format_datetime(
                        seat.env, seat.offer_until, tz=event.date_tz, dt_format=MOMENT
                    ),
                    "url": seat._offer_url(),
                },
                minimal_qcontext=True,
            )

    @api.model
    def mail_allowed_qweb_expressions(self):
        """Let staff name the seat that is kept in a text of their own."""
        return (*super().mail_allowed_qweb_expressions(), "object.mail_offer")

    @api.model
    def _waiting_domain(self, events):
        """Places on the waiting lists of activities."""
        return [
            ("event_id", "in", events.ids),
            ("state", "=", "draft"),
            ("waiting_since", "!=", False),
        ]

    def write(self, vals):
        """Whoever gets a seat, or no longer wants one, leaves the waiting list."""
        if vals.get("state", "draft") != "draft":
            vals = {**vals, "waiting_since": False, "offer_until": False}
        elif "waiting_since" in vals and not vals["waiting_since"]:
            vals = {**vals, "offer_until": False}
        return super().write(vals)

    def action_cancel(self):
        """Cancel, and offer what comes free to who waits."""
        result = super().action_cancel()
        self.event_id._offer_free_seats()
        return result

    def action_wait(self):
        """Put on the waiting list what has no seat yet."""
        for seat in self.filtered(lambda seat: seat.state in ("draft", "cancel")):
            seat.write({"state": "draft", "waiting_since": fields.Datetime.now()})
        return self.event_id._offer_free_seats()

    def action_offer(self):
        """Offer a seat to these people before others, again if need be.

        :raises UserError: when there is no seat, or the activity has begun
        """
        self.check_access("write")
        now = fields.Datetime.now()
        for event, seats in self.filtered("waiting_since").grouped("event_id").items():
            if not event._takes_from_waiting_list(now):
                raise UserError(
                    self.env._("%s has begun or was cancelled: nothing can be offered.", event.name)
                )
            event._lock_seats()
            number = event.sudo()._free_seats()[event.id]
            asked = seats.filtered(lambda seat: seat.waiting_status != "offered")
            if number is not None and number < len(asked):
                raise UserError(self.env._("There is no free seat at %s.", event.name))
            asked.sudo()._offer_seat(event._offer_deadline(now))

    def action_take_seat(self):
        """Give the seat, because they said so: by telephone or at the desk.

        :raises UserError: when there is none
        """
        for seat in self:
            if seat.waiting_since and not seat._take_seat():
                raise UserError(self.env._("There is no free seat at %s.", seat.event_id.name))

    def _offer_seat(self, until):
        """Keep a seat for each of these people and tell them.

        :param datetime until: moment in UTC until which the seat is kept
        """
        self.write({"offer_until": until})
        template = self.env.ref("bzk_ticketing.mail_template_seat_offered")
        for seat in self:
            when = format_datetime(self.env, until, tz=seat.event_id.date_tz)
            note = self.env._("A free seat is kept until %s.", when)
            address = seat._mail_address()
            if address:
                text = template._for_company(seat.company_id)
                text.send_mail(seat.id, email_values=self._only_to(address))
            else:
                note = self.env._("A free seat is kept until %s. No e-mail: please call.", when)
                if seat.event_id.user_id:
                    seat.activity_schedule(
                        "mail.mail_activity_data_call",
                        until.date(),
                        summary=self.env._("Offer a free seat"),
                        note=note,
                        user_id=seat.event_id.user_id.id,
                    )
            seat._message_log(body=note)
        if self:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _only_to(self, address):
        """Send to this address and no other, whatever a customer's card says."""
        return {"email_to": address, "recipient_ids": []}

    def _take_seat(self):
        """Take the seat that was offered, or another one that is still free.

        :return: whether there was one
        """
        self.ensure_one()
        event = self.event_id
        event._lock_seats()
        if not self.waiting_since:
            return self.state in ("open", "done")
        if self.waiting_status != "offered":
            number = event.sudo()._free_seats()[event.id]
            if number is not None and number < 1:
                return False
        self.action_confirm()
        return True

    def _decline_seat(self):
        """Leave the waiting list; the next in line is asked."""
        self.ensure_one()
        if self.waiting_since:
            self.action_cancel()

    def _seat_lang(self):
        """Language to write to whoever comes in: theirs, the activity's or the library's."""
        self.ensure_one()
        return (
            self.attendee_id.lang
            or self.event_id.lang
            or self.partner_id.lang
            or self.company_id.partner_id.lang
        )

    def _seat_token(self, purpose):
        """Sign a link for who has this seat; nobody else can make it.

        :param str purpose: what the link is for; a link for one thing opens no other
        """
        self.ensure_one()
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), f"bzk_ticketing-{purpose}", self.id)[:32]

    def _seat_from_link(self, seat_id, token, purpose):
        """The seat that a signed link is about, or nothing at all."""
        # Nobody whom a link is for has a login; the signature is what lets them in.
        seat = self.sudo().browse(seat_id).exists()
        signed = seat and is_signed(seat._seat_token(purpose), token)
        return seat if signed else seat.browse()

    def _offer_url(self):
        """Address of the page on which the seat that is offered can be taken."""
        self.ensure_one()
        return f"{self.get_base_url()}/wachtlijst/{self.id}/{self._seat_token('offer')}"
