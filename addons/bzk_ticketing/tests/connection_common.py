from datetime import UTC, timedelta
from decimal import Decimal

from ..connecting.system import (
    Activity,
    Line,
    Order,
    Slice,
    TicketSystem,
)
from .common import TicketCase


class FakeSystem(TicketSystem):
    """A ticketing system in memory; its orders are pages of one, each with a counter as moment.

    ``trouble`` is raised instead of the orders after the moment ``patience``.
    """

    def __init__(self):
        self.found_activities, self.found_orders = {}, {}
        self.cancelled, self.asked = [], []
        self.trouble, self.patience = None, 0
        self.clock = 0

    def put(self, order):
        """Have an order changed now."""
        self.clock += 1
        self.found_orders[order.number] = (self.clock, order)

    def check(self):
        if self.trouble:
            raise self.trouble
        return "Bibliotheek"

    def activities(self, known, whole=False):
        for activity in self.found_activities.values():
            if known.get(activity.key) != activity.fingerprint:
                yield activity

    def activity(self, key):
        self.asked.append(key)
        return self.found_activities.get(key)

    def orders(self, position=None):
        for moment, order in sorted(self.found_orders.values(), key=lambda pair: pair[0]):
            if moment >= int(position or 0):
                if self.trouble and moment > self.patience:
                    raise self.trouble
                yield Slice((order,), str(moment))

    def rewind(self, position):
        return position

    def position_at(self, moment):
        return "0"

    def order(self, number):
        return self.found_orders.get(number, (None, None))[1]

    def hint(self, message):
        return message.get("code") if isinstance(message, dict) else None

    def cancel_line(self, order, line):
        if self.trouble:
            raise self.trouble
        self.cancelled.append((order, line))


class ConnectionCase(TicketCase):
    """A library with a connection to a system in memory that sells tickets for two activities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = cls.env["bzk.ticket.connection"].create(
            {
                "source_id": cls.tickets.id,
                "system": "pretix",
                "address": "https://tickets.example.org",
                "organiser": "biblio",
                "token": "geheim",
                "state": "ready",
            }
        )
        cls.fake = FakeSystem()
        connections = type(cls.connection)
        cls.classPatch(connections, "_system", lambda _self, **_options: cls.fake)

    def setUp(self):
        super().setUp()
        self.fake.__init__()
        for key in ("poezie", "taal"):
            self._put_activity(key)

    def _put_activity(self, key, **values):
        begin = self.now.replace(microsecond=0, tzinfo=UTC) + timedelta(days=7)
        activity = Activity(
            **{
                "key": key,
                "name": f"Avond {key}",
                "begin": begin,
                "end": begin + timedelta(hours=2),
                "price_model": "paid",
                "capacity": 40,
                "location": "Haarlem Centrum, Gasthuisstraat",
                "fingerprint": f"{key}-{values}",
                **values,
            }
        )
        self.fake.found_activities[key] = activity

    def _put_order(self, number, seats=1, price="7.50", activity="poezie", **values):
        """Have an order of some seats in the system; of a person of its own."""
        name = values.pop("name", f"Klant {number}")
        cancelled = values.pop("cancelled_lines", ())
        email = f"{number.lower()}@example.org"
        lines = tuple(
            Line(
                number=str(position),
                activity=activity,
                item="Kaartje",
                price=Decimal(price),
                cancelled=position in cancelled,
                attendee_name=name if position == 1 else "",
                attendee_email=email if position == 1 else "",
                code=f"{number}-{position}",
            )
            for position in range(1, seats + 1)
        )
        total = Decimal(price) * (seats - len(cancelled))
        order = Order(
            **{
                "number": number,
                "date": self.now.replace(tzinfo=UTC),
                "state": "paid",
                "total": total,
                "fees": Decimal("0.00"),
                "paid": total,
                "refunded": Decimal("0.00"),
                "buyer_name": name,
                "buyer_email": email,
                "lines": lines,
                **values,
            }
        )
        self.fake.put(order)
        return order

    def _synchronise(self, connection=None):
        """Let the scheduled actions work until nothing is under way any more."""
        connection = connection or self.connection
        connection.date_begun = False
        for _turn in range(20):
            self.env["bzk.ticket.connection"]._cron_synchronise()
            self.env["bzk.import.run"]._cron_process()
            if connection.state != "busy":
                return
        self.fail("the synchronisation does not end")

    def _orders(self):
        return self.env["bzk.ticket.order"].search([("source_id", "=", self.tickets.id)])
