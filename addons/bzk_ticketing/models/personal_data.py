from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.bzk_base.models.personal_data import Term

SEAT = "event.registration"
#: What a seat tells of a person by itself.
GIVEN = ("name", "email", "phone", "company_name", "barcode")
BUYER = ("buyer_name", "buyer_email", "buyer_phone")
#: Who had a seat is kept for five years of figures, and what a guest left behind for two.
ATTENDANCE_MONTHS = 60
GUEST_MONTHS = 24
#: An order is about money: as long as the books.
ORDER_MONTHS = 84


class PersonalData(models.AbstractModel):
    """What activities add to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_seats(),
            *self._declare_around_seats(),
            *self._declare_orders(),
        ]

    def _declare_seats(self):
        """Seats of who comes, and of guests of whom only who booked is known."""
        _ = self.env._
        seat = {
            "purpose": _("To let visitors in and to know how many came"),
            "basis": "agreement",
            "term": "attendance",
        }
        figures = {
            "erase": "keep",
            "reason": _("Without the person these are figures of visitors over the years"),
        }
        own = {"person": "attendee_id", "title": _("Activities"), **seat}
        guest = {
            "person": "partner_id",
            "where": [("attendee_id", "=", False)],
            "title": _("Guests whom the customer booked for"),
            **seat | {"term": "guest"},
        }
        booked = {
            "person": "partner_id",
            "where": [("attendee_id", "!=", False)],
            "title": _("Seats that the customer booked"),
            **seat,
        }
        about = ["event_id", "event_begin_date", "standing", "create_date"]
        return [
            self._declare(
                SEAT,
                shows=[*about, "date_closed", "walk_in", "linked_by", "waiting_since"]
                + ["offer_until", "given_up_on"],
                **own,
                **figures,
            ),
            self._declare(SEAT, GIVEN, erase="clear", **own),
            self._declare(SEAT, GIVEN, shows=[*about, *GIVEN], erase="clear", **guest),
            # Who comes on such a seat is somebody else.
            self._declare(SEAT, ["partner_id"], shows=about, **booked, **figures),
        ]

    def _declare_around_seats(self):
        """Answers, mails and notes that hang on a seat."""
        _ = self.env._
        values = {
            "purpose": _("To prepare an activity and to tell visitors about it"),
            "basis": "agreement",
            "term": "attendance",
        }
        note = {"term": "message", **{key: values[key] for key in ("purpose", "basis")}}
        return [
            self._declare(
                "event.registration.answer",
                title=_("Answers to questions about an activity"),
                find="_reach_seat_parts",
                shows=["question_id", "value_answer_id", "value_text_box"],
                **values,
            ),
            self._declare(
                "event.mail.registration",
                title=_("Mails about an activity"),
                find="_reach_seat_parts",
                shows=["scheduled_date", "mail_sent"],
                **values,
            ),
            self._declare(
                "mail.message",
                title=_("Messages on a registration"),
                find="_reach_seat_messages",
                shows=["date", "subject", "body"],
                **note,
            ),
            self._declare(
                "mail.tracking.value",
                title=_("Changes of a registration"),
                find="_reach_seat_changes",
                shows=["create_date", "field_id", "old_value_char", "new_value_char"],
                **note,
            ),
            *(
                self._declare(model, title=title, find="_reach_on_seats", shows=shows, **note)
                for model, title, shows in (
                    (
                        "mail.activity",
                        _("Planned work on a registration"),
                        ["summary", "note", "date_deadline"],
                    ),
                    ("ir.attachment", _("Documents on a registration"), ["name", "create_date"]),
                )
            ),
        ]

    def _declare_orders(self):
        _ = self.env._
        order = {
            "purpose": _("To know what the customer ordered and paid"),
            "basis": "agreement",
            "term": "order",
        }
        figures = {
            "erase": "keep",
            "reason": _("Without the person these are figures of revenue; the books have them"),
        }
        source = {
            "purpose": _("To keep orders the same as in the ticketing system"),
            "basis": "agreement",
            "term": "ticket",
        }
        of_line = ["order_id.partner_id", "registration_id.attendee_id"]
        return [
            self._declare(
                "bzk.ticket.order",
                shows=["name", "date", "state", "amount", "fee_amount", "paid_amount"]
                + ["refund_amount", "source_id", "date_confirmed"],
                **order,
                **figures,
            ),
            self._declare("bzk.ticket.order", BUYER, erase="clear", **order | {"term": "buyer"}),
            self._declare(
                "bzk.ticket.line",
                person=of_line,
                shows=["event_id", "item", "price", "state"],
                **order,
                **figures,
            ),
            # What came in tells of who ordered and of who comes together: nobody is shown both.
            self._declare(
                "bzk.ticket.line",
                ["digest", "sent"],
                person=of_line,
                shows=["key"],
                erase="clear",
                **source,
            ),
            self._declare(
                "bzk.ticket.errand",
                person=[f"line_id.{path}" for path in of_line],
                shows=["kind"],
                erase="keep",
                reason=_("Only the number of a ticket, until the system has been told"),
                **source,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        practice = _("What libraries agreed on: two years for what is no longer in use.")
        return [
            *super()._terms(),
            Term(
                "attendance",
                _("Who was at which activity"),
                SEAT,
                months=ATTENDANCE_MONTHS,
                action="clear",
                since="event_id.date_end",
                where=_any_set("attendee_id", "partner_id", *GIVEN),
                names=("attendee_id", "partner_id", *GIVEN),
                reason=_("Five years show who comes back; the numbers stay."),
            ),
            Term(
                "guest",
                _("Name and address of guests at activities"),
                SEAT,
                months=GUEST_MONTHS,
                action="clear",
                since="event_id.date_end",
                where=(("attendee_id", "=", False), *_any_set(*GIVEN)),
                names=GIVEN,
                reason=practice,
            ),
            Term(
                "order",
                _("Who ordered tickets"),
                "bzk.ticket.order",
                months=ORDER_MONTHS,
                action="clear",
                since="date",
                where=(("partner_id", "!=", False),),
                names=("partner_id",),
                reason=_("As long as the books from which they come are kept (AWR article 52)."),
            ),
            Term(
                "buyer",
                _("Name, e-mail and phone given with an order"),
                "bzk.ticket.order",
                months=GUEST_MONTHS,
                action="clear",
                since="date",
                where=_any_set(*BUYER),
                names=BUYER,
                reason=practice,
            ),
            Term(
                "ticket",
                _("Rows of orders as the ticketing system sent them"),
                "bzk.ticket.line",
                months=GUEST_MONTHS,
                action="clear",
                since="order_id.date",
                where=(("sent", "!=", False),),
                names=("digest", "sent"),
                reason=practice,
            ),
        ]

    @api.model
    def _seats_of(self, partners):
        """Domain of the seats that tell something of these customers by themselves.

        Those they come on, and those of guests of theirs of whom nothing else is known.
        """
        guests = Domain("attendee_id", "=", False) & Domain("partner_id", "in", partners.ids)
        return Domain("attendee_id", "in", partners.ids) | guests

    @api.model
    def _seat_ids(self, partners):
        """A query of the ids of those seats."""
        # sudo: whoever may see or erase a customer, may all that hangs on their seats.
        seats = self.env[SEAT].sudo().with_context(active_test=False)
        return seats._search(self._seats_of(partners))

    @api.model
    def _reach_seat_parts(self, partners):
        return Domain("registration_id", "in", self._seat_ids(partners))

    @api.model
    def _reach_on_seats(self, partners):
        return Domain("res_model", "=", SEAT) & Domain("res_id", "in", self._seat_ids(partners))

    @api.model
    def _reach_seat_messages(self, partners):
        return Domain("model", "=", SEAT) & Domain("res_id", "in", self._seat_ids(partners))

    @api.model
    def _reach_seat_changes(self, partners):
        return Domain("mail_message_id", "any", self._reach_seat_messages(partners))

    @api.model
    def _keys_of(self, partners):
        """Rows of orders have keys of their own; refused and waiting ones are found by these."""
        keys = super()._keys_of(partners)
        # sudo: as for the other keys.
        lines = self.env["bzk.ticket.line"].sudo()
        mine = Domain("order_id.partner_id", "in", partners.ids) | Domain(
            "registration_id.attendee_id", "in", partners.ids
        )
        for line in lines.search_fetch(mine, ["source_id", "key"]):
            keys.setdefault(line.source_id.id, set()).add(line.key)
        return keys

    @api.model
    def _due_messages(self, company, before):
        """Also messages on registrations."""
        seats = self.env[SEAT].sudo().with_context(active_test=False)
        on_seats = Domain(
            [
                ("model", "=", SEAT),
                ("date", "<", before),
                ("res_id", "in", seats._search([("company_id", "=", company.id)])),
            ]
        )
        return super()._due_messages(company, before) | on_seats

    @api.model
    def _bonds(self, company):
        """Who booked, ordered or came has a tie to the library until after the activity."""
        seats = [
            SQL(
                """
                SELECT seat.%(column)s, activity.date_end::date
                  FROM event_registration seat
                  JOIN event_event activity ON activity.id = seat.event_id
                 WHERE seat.company_id = %(company)s AND seat.%(column)s IS NOT NULL
                """,
                column=SQL.identifier(name),
                company=company.id,
            )
            for name in ("attendee_id", "partner_id")
        ]
        orders = SQL(
            """
            SELECT partner_id, date::date FROM bzk_ticket_order
             WHERE company_id = %s AND partner_id IS NOT NULL
            """,
            company.id,
        )
        return [*super()._bonds(company), *seats, orders]

    @api.model
    def _obstacles(self, partners):
        """Nobody who is still expected is erased: the door and the reminder need the data."""
        found = super()._obstacles(partners)
        # sudo: that there is a seat holds an erasure up, whoever prepares it.
        seats = (
            self.env[SEAT]
            .sudo()
            .search(
                self._seats_of(partners)
                & Domain("state", "in", ("open", "draft"))
                & Domain("event_id.date_end", ">", fields.Datetime.now())
            )
        )
        for seat in seats:
            sentence = self.env._(
                "There is a seat at an activity to come (%s). Cancel it first.", seat.event_id.name
            )
            found.append((seat.attendee_id or seat.partner_id, sentence))
        return found


def _any_set(*names):
    """Conditions of a domain: one of the fields holds something."""
    return (*("|" for _name in names[1:]), *((name, "!=", False) for name in names))
