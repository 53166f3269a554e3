from dateutil.relativedelta import relativedelta
from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class TicketCase(LibraryCase):
    """Two libraries with a ticketing system each, customers, and an activity two days away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.tickets, cls.other_tickets = cls.env["bzk.source"].create(
            [
                {"name": "Tickets", "code": "tickets", "company_id": cls.library.id},
                {"name": "Tickets", "code": "tickets", "company_id": cls.other_library.id},
            ]
        )
        cls.theme, cls.other_theme = cls.env["bzk.activity.theme"].create(
            [
                {"name": "Poetry", "code": "toets-p", "company_id": cls.library.id},
                {"name": "Elsewhere", "code": "toets-p", "company_id": cls.other_library.id},
            ]
        )
        cls.audience = cls.env["bzk.activity.audience"].create(
            {"name": "Adults", "code": "toets-a", "company_id": cls.library.id}
        )
        cls.anna, cls.bram, cls.other_person = cls.env["res.partner"].create(
            [
                {
                    "firstname": "Anna",
                    "infix": "van der",
                    "lastname": "Berg",
                    "email": "anna@example.org",
                    "company_id": cls.library.id,
                },
                {
                    "firstname": "Bram",
                    "lastname": "Jansen",
                    "email": "bram@example.org",
                    "company_id": cls.library.id,
                },
                {
                    "firstname": "Olga",
                    "lastname": "Ander",
                    "email": "olga@example.org",
                    "company_id": cls.other_library.id,
                },
            ]
        )
        cls.event = cls._activity("Dichter aan huis", theme_id=cls.theme.id)
        cls.other_event = cls._activity("Elders", cls.other_library, branch_id=cls.other_branch.id)

    @classmethod
    def _activity(cls, name="Lezing", company=None, days=2, hours=2, **values):
        """Create an activity without mails.

        :param int days: from now on; negative for one that is over
        :param int hours: that it lasts
        """
        company = company or cls.library
        begin = cls.now + relativedelta(days=days)
        return cls.env["event.event"].create(
            {
                "name": name,
                "company_id": company.id,
                "branch_id": cls.branch.id if company == cls.library else False,
                "organizer_id": company.partner_id.id,
                "date_begin": begin,
                "date_end": begin + relativedelta(hours=hours),
                "date_tz": "Europe/Amsterdam",
                "event_mail_ids": [(5,)],
                **values,
            }
        )

    @classmethod
    def _seat(cls, partner=None, event=None, state="open", **values):
        """Create a registration, by default of Anna at the activity, booked by herself."""
        partner = partner or cls.anna
        return cls.env["event.registration"].create(
            {
                "event_id": (event or cls.event).id,
                "partner_id": partner.id,
                "attendee_id": partner.id,
                "state": state,
                **values,
            }
        )

    @classmethod
    def _order(cls, name="A1", partner=None, price=10, state="paid", seats=None, **values):
        """Create an order with a line per seat; a paid one with its transaction.

        :param seats: registrations; by default one of who ordered
        """
        partner = partner or cls.anna
        source = values.pop("source", cls.tickets)
        if seats is None:
            seats = cls._seat(partner, values.pop("event", None))
        total = price * len(seats)
        order = cls.env["bzk.ticket.order"].create(
            {
                "name": name,
                "source_id": source.id,
                "partner_id": partner.id,
                "buyer_name": partner.name,
                "buyer_email": partner.email,
                "date": cls.now,
                "state": state,
                "amount": total,
                "paid_amount": total if state == "paid" else 0,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "key": f"{name}-{number}",
                            "event_id": seat.event_id.id,
                            "item": "Toegang",
                            "price": price,
                            "registration_id": seat.id,
                        },
                    )
                    for number, seat in enumerate(seats, 1)
                ],
                **values,
            }
        )
        if state == "paid" and total:
            cls.env["bzk.transaction"].create(
                {
                    "partner_id": partner.id,
                    "company_id": source.company_id.id,
                    "kind": "ticket",
                    "date": cls.now.date(),
                    "amount": total,
                    "source_id": source.id,
                    "key": name,
                    "ticket_order_id": order.id,
                }
            )
        return order
