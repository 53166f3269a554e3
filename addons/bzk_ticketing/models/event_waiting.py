from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: How long a free seat is kept for who is first in line, at most.
LONGEST_OFFER = timedelta(hours=24)


class EventEvent(models.Model):
    """The waiting list of an activity: who is first in line is offered a seat that comes free."""

    _inherit = "event.event"

    waiting_ids = fields.One2many(
        "event.registration",
        "event_id",
        string="On the waiting list",
        domain=[("state", "=", "draft"), ("waiting_since", "!=", False)],
    )

    def write(self, vals):
        """Offer what more places there are at once to who waits for them."""
        result = super().write(vals)
        if vals.keys() & {"capacity", "seats_max", "seats_limited"}:
            self._offer_free_seats()
        return result

    def _lock_seats(self):
        """Let nobody else give away seats of these activities until this transaction ends.

        The row is written, not only locked: who waited for it would go on with the numbers of
        before, and give away the last seat again. Now they begin anew, with the numbers of after.
        """
        self.env["event.registration"].flush_model()
        self.env.cr.execute(
            SQL("UPDATE event_event SET write_date = write_date WHERE id = ANY(%s)", self.ids),
            # Whoever comes second begins anew by itself: nothing to put in the log.
            log_exceptions=False,
        )

    def _free_seats(self):
        """How many seats nobody has, keeps or was offered.

        A seat that is not paid yet is taken: the system that sells it keeps it too.

        :return: dict of activity's id -> number, ``None`` where there is no limit; negative when
            more came than there are places
        """
        self.env["event.registration"].flush_model()
        self.flush_recordset(["capacity"])
        self.env.cr.execute(
            SQL(
                """
                SELECT event.id, event.capacity,
                       count(seat.id) FILTER (WHERE seat.state IN ('open', 'done')
                           OR seat.state = 'draft' AND seat.waiting_since IS NULL
                           OR seat.state = 'draft' AND seat.offer_until > %s)
                  FROM event_event event
                  LEFT JOIN event_registration seat ON seat.event_id = event.id AND seat.active
                 WHERE event.id = ANY(%s)
                 GROUP BY event.id
                """,
                fields.Datetime.now(),
                self.ids,
            )
        )
        return {
            event_id: capacity - taken if capacity else None
            for event_id, capacity, taken in self.env.cr.fetchall()
        }

    def _offer_free_seats(self):
        """Offer free seats to whoever waits longest, by mail, and keep them for a while.

        Calling it once more changes nothing. Who lets an offer lapse keeps the place on the list,
        but is not asked again by itself.

        :return: ``event.registration`` that got an offer now
        """
        now = fields.Datetime.now()
        # Whoever cancels, also without being a user, lets others move up.
        events = self.sudo().filtered(lambda event: event._takes_from_waiting_list(now))
        seats = events.env["event.registration"]
        waiting = seats._read_group(
            seats._waiting_domain(events) + [("offer_until", "=", False)],
            ["event_id"],
            ["id:recordset"],
        )
        events = events.browse([event.id for event, _seats in waiting])
        if not events:
            return seats
        events._lock_seats()
        free = events._free_seats()
        for event, in_line in waiting:
            in_line = in_line.sorted(lambda seat: (seat.waiting_since, seat.id))
            number = free[event.id]
            chosen = in_line if number is None else in_line[: max(number, 0)]
            chosen._offer_seat(event._offer_deadline(now))
            seats |= chosen
        return seats

    def _takes_from_waiting_list(self, now):
        """Whether somebody who waits can still get a seat: the activity has to be to come.

        An activity of several moments has places per moment, which its own system deals out.
        """
        self.ensure_one()
        to_come = self.active and self.date_begin > now and self.kanban_state != "cancel"
        return to_come and not self.is_multi_slots

    def _offer_deadline(self, now):
        """Until when a seat that is offered now is kept: a day, or half of the time left."""
        self.ensure_one()
        return now + min(LONGEST_OFFER, (self.date_begin - now) / 2)

    def _seat_is_free(self):
        """Whether one more person can register, when who waits is served first.

        Call it after :meth:`_lock_seats`.
        """
        self.ensure_one()
        number = self.sudo()._free_seats()[self.id]
        if number is None:
            return True
        seats = self.env["event.registration"].sudo()
        first = seats._waiting_domain(self) + [("offer_until", "=", False)]
        return number > seats.search_count(first)

    def action_open_waiting(self):
        """Show who waits for a seat, the longest first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_waiting_list")
        return action | {
            "domain": self.env["event.registration"]._waiting_domain(self),
            "context": {"default_event_id": self.id, "bzk_waiting_list": True},
        }

    def action_add_waiting(self):
        """Put somebody on the waiting list who asks for it at the desk or by telephone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("On the waiting list"),
            "res_model": "event.registration",
            "views": [(self.env.ref("bzk_ticketing.view_waiting_form").id, "form")],
            "target": "new",
            "context": {
                "default_event_id": self.id,
                "default_state": "draft",
                "default_waiting_since": fields.Datetime.now(),
            },
        }

    @api.model
    def _cron_waiting(self):
        """Pass seats on that were offered in vain, or that came free without anybody noticing."""
        seats = self.env["event.registration"]
        waiting = seats._read_group(
            [
                ("state", "=", "draft"),
                ("waiting_since", "!=", False),
                ("offer_until", "=", False),
                ("event_id.date_begin", ">", fields.Datetime.now()),
            ],
            ["event_id"],
        )
        for number, (event,) in enumerate(waiting, 1):
            event._offer_free_seats()
            self.env["ir.cron"]._commit_progress(1, remaining=len(waiting) - number)
