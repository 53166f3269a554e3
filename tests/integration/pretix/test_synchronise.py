import json
import os
import tempfile
from collections import Counter
from decimal import Decimal
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from proxy import Collector, Proxy
from season import Season, ticket
from server import PretixServer
from shop import Shop

from odoo.addons.bzk_ticketing.connecting import pretix
from odoo.addons.bzk_ticketing.models import ticket_connection_sync
from odoo.addons.bzk_ticketing.tests.common import TicketCase

#: The page of orders at which pretix is killed; what is there by then is a part of them.
KILLED_AT = 8


@tagged("post_install", "-at_install")
class TestSynchronise(TicketCase, HttpCase):
    """A real pretix, through its own API and through a proxy that gives trouble.

    Whatever happens on the way, in the end the CRM holds what pretix says.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="bzk-pretix-")
        cls.addClassCleanup(folder.cleanup)
        cls.server = PretixServer(os.environ["BZK_PRETIX"], folder.name)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        cls.shop = Shop(cls.server.address, cls.server.organiser, cls.server.token)
        cls.season = Season(cls.shop)
        cls.proxy = Proxy(cls.server.address)
        cls.addClassCleanup(cls.proxy.close)
        cls.connection = cls.env["bzk.ticket.connection"].create(
            {
                "source_id": cls.tickets.id,
                "system": "pretix",
                "address": cls.proxy.address,
                "organiser": cls.server.organiser,
                "token": cls.server.token,
            }
        )
        connections = type(cls.connection)
        system = connections._system
        quick = {"sleep": lambda _seconds: None}
        cls.classPatch(connections, "_system", lambda self, **opts: system(self, **quick | opts))
        # Small parts, so that a season of this size has many of them.
        cls.startClassPatcher(patch.object(pretix, "PAGE_SIZE", 5))
        cls.startClassPatcher(patch.object(ticket_connection_sync, "ORDERS", 10))
        cls.startClassPatcher(patch.object(ticket_connection_sync, "ACTIVITIES", 3))

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        # The guard around requests in tests knows one limit only, not one each for two things.
        if isinstance(options.get("timeout"), tuple):
            options["timeout"] = options["timeout"][-1]
        return super()._request_handler(session, request, **options)

    def setUp(self):
        super().setUp()
        self.proxy.forget()
        if not self.server.process:
            self.server.start()

    def _synchronise(self, whole=False):
        """Let the scheduled actions work until nothing is under way any more."""
        self.connection.date_begun = False
        if whole:
            self.connection.action_synchronise()
        elif self.connection.state == "new":
            self.connection.action_test()
        for _turn in range(100):
            self.env["bzk.ticket.connection"]._cron_synchronise()
            self.env["bzk.import.run"]._cron_process()
            if self.connection.state != "busy":
                return
        self.fail("the synchronisation does not end")

    def _compare(self):
        """Hold everything that the CRM has against what pretix itself tells."""
        self.assertEqual(self.connection.state, "ready", self.connection.problem_text)
        theirs = self.shop.all("orders/", include_canceled_positions="true")
        ours = self.env["bzk.ticket.order"].search([("source_id", "=", self.tickets.id)])
        self.assertEqual(Counter(ours.mapped("name")), Counter(raw["code"] for raw in theirs))
        states = Counter(pretix.STATES[raw["status"]] for raw in theirs)
        self.assertEqual(Counter(ours.mapped("state")), states)
        self.assertEqual(_cents(ours.mapped("amount")), _sum(theirs, "total"))
        fees = [fee for raw in theirs for fee in raw["fees"]]
        self.assertEqual(_cents(ours.mapped("fee_amount")), _sum(fees, "value"))
        paid = _sum([p for raw in theirs for p in raw["payments"] if _is_paid(p)], "amount")
        refunded = _sum([r for raw in theirs for r in raw["refunds"]], "amount")
        self.assertEqual(_cents(ours.mapped("paid_amount")), paid)
        self.assertEqual(_cents(ours.mapped("refund_amount")), refunded)
        self.assertTrue(all(ours.mapped("partner_id")), "every buyer told a name and an address")
        self.assertEqual(_cents(ours.transaction_ids.mapped("amount")), paid - refunded)
        self._compare_lines(theirs, ours.line_ids)
        self._compare_activities()

    def _compare_lines(self, theirs, lines):
        positions = [(raw, position) for raw in theirs for position in raw["positions"]]
        self.assertEqual(len(lines), len(positions))
        valid = lines.filtered(lambda line: line.state == "valid")
        theirs = [(raw, position) for raw, position in positions if not position["canceled"]]
        self.assertEqual(len(valid), len(theirs))
        revenue = sum(Decimal(p["price"]) for raw, p in theirs if raw["status"] == "p")
        sold = valid.filtered(lambda line: line.order_id.state == "paid")
        self.assertEqual(_cents(sold.mapped("price")), revenue)
        items = {
            item["id"]: item["admission"]
            for event in self.shop.all("events/")
            for item in self.shop.all(f"events/{event['slug']}/items/")
        }
        seats = lines.registration_id
        secrets = {p["secret"] for _raw, p in positions if items[p["item"]]}
        self.assertEqual(set(seats.mapped("barcode")), secrets)
        states = Counter()
        for raw, position in positions:
            if items[position["item"]]:
                states[_seat_state(raw, position)] += 1
        self.assertEqual(Counter(seats.mapped("state")), states)
        inside = self.shop.call(
            "GET", f"events/poezie/checkinlists/{self.season.entrance}/status/"
        )["checkin_count"]
        evening = seats.filtered(lambda seat: seat.event_id.source_key == "poezie")
        self.assertEqual(evening.mapped("state").count("done"), inside)

    def _compare_activities(self):
        events = self.env["event.event"].search([("source_id", "=", self.tickets.id)])
        keys = {"poezie": (60, "paid"), "voorlezen": (30, "free"), "concert": (80, "choice")}
        dates = self.shop.all("events/taalcafe/subevents/")
        keys |= {f"taalcafe/{date['id']}": (12, "free") for date in dates}
        found = {event.source_key: (event.capacity, event.price_model) for event in events}
        self.assertEqual(found, keys)
        series = events.filtered(lambda event: "/" in event.source_key)
        self.assertEqual(set(series.mapped("name")), {date["name"]["nl"] for date in dates})
        self.assertEqual(events.filtered("branch_id").mapped("source_key"), ["poezie"])

    def _line(self, order, number):
        return self.env["bzk.ticket.line"].search(
            [("order_id.name", "=", order["code"])], order="id"
        )[number - 1]

    def test_season(self):
        """A season, a week of changes, and another look."""
        self._synchronise()
        self._compare()
        seats = self.env["event.registration"].search(
            [("event_id.company_id", "=", self.library.id)]
        )
        self._change()
        self._synchronise(whole=True)
        self._compare()
        self.assertTrue(all(seats.exists()), "what was there is changed, not made anew")
        runs = self.connection.run_ids.ids
        for whole in (False, True):
            self._synchronise(whole)
            self._compare()
        self.connection._drop_empty_runs()
        self.assertLessEqual(set(self.connection.run_ids.ids), set(runs), "nothing changed")

    def _change(self):
        """What happens in a week."""
        shop, orders = self.shop, self.season.orders
        shop.cancel(orders[1], refund="10.50")
        shop.cancel(orders[20])
        child = orders[3]["positions"][2]
        shop.change(orders[3], cancel_positions=[{"position": child["id"]}])
        shop.refund(orders[3], "2.50")
        shop.change(
            orders[6],
            patch_positions=[
                {"position": orders[6]["positions"][0]["id"], "body": {"price": "5.00"}}
            ],
        )
        shop.check_in(orders[14]["positions"][0]["secret"], self.season.entrance)
        unpaid = next(order for order in orders if order["status"] == "n")
        path = f"events/{unpaid['event']}/orders/{unpaid['code']}"
        shop.call("POST", f"{path}/mark_paid/", {"send_email": False})
        late = [order for order in orders if order["status"] == "n"][1]
        shop.call("POST", f"events/{late['event']}/orders/{late['code']}/mark_expired/")
        name, email = "Nieuwe Klant", "nieuw@example.org"
        item = orders[18]["positions"][0]["item"]
        shop.order("voorlezen", email, [ticket(item, "0.00", name, email)], name=name)
        shop.call("PATCH", "events/voorlezen/", {"name": {"nl": "Voorlezen met Pip"}})
        date = shop.all("events/taalcafe/subevents/")[0]
        shop.call(
            "PATCH", f"events/taalcafe/subevents/{date['id']}/", {"name": {"nl": "Taalfeest"}}
        )

    def test_people(self):
        """Somebody whom the library knows is recognised, nobody is there twice."""
        self.anna.write({"firstname": "Fientje", "infix": False, "lastname": "Zeldzaam"})
        name, email = "Fientje Zeldzaam", self.anna.email
        item = self.season.orders[18]["positions"][0]["item"]
        order = self.shop.order("voorlezen", email, [ticket(item, "0.00", name, email)], name=name)
        self._synchronise()
        self._compare()
        line = self._line(order, 1)
        self.assertEqual(line.order_id.partner_id, self.anna)
        self.assertEqual(line.registration_id.attendee_id, self.anna)
        people = self.env["res.partner"].search(
            [("company_id", "=", self.library.id), ("email", "=like", "klant%@example.org")]
        )
        self.assertEqual(len(people), len(set(people.mapped("email"))))

    def test_killed(self):
        """pretix dies in the middle, and comes back."""

        pages = []

        def kill(_number, path):
            if "/orders/?" in path:
                pages.append(path)
                if len(pages) == KILLED_AT:
                    self.server.kill()

        self.proxy.trouble = kill
        self._synchronise()
        self.assertEqual(self.connection.state, "failed")
        self.assertIn("be reached", self.connection.problem_text)
        there = self.env["bzk.ticket.order"].search_count([("source_id", "=", self.tickets.id)])
        self.assertTrue(0 < there < len(self.season.orders), f"{there} orders were there by then")
        self.server.start()
        self.proxy.forget()
        self._synchronise()
        self._compare()

    def test_trouble(self):
        """Every third request fails in one way or another."""
        ways = (500, 429, "hang up", 503)
        self.proxy.trouble = lambda number, path: ways[number // 3 % 4] if number % 3 == 0 else None
        self._synchronise()
        self._compare()
        self.assertGreater(self.proxy.troubles, 20)

    def test_out_of_order(self):
        """Nothing but failures for a while: said in words, and mended by the next time."""
        for status, words in ((500, "out of order"), (429, "fewer requests"), (401, "token")):
            self.proxy.trouble = lambda number, path, status=status: status if number > 9 else None
            self._synchronise(whole=True)
            self.assertEqual(self.connection.state, "failed")
            self.assertIn(words, self.connection.problem_text)
            self.assertNotIn(self.server.token, str(self.connection.problem))
            self.proxy.forget()
        self._synchronise()
        self._compare()

    def test_message_five_times(self):
        """A refund does not show by itself; pretix' message, however often, makes it known."""
        self._synchronise()
        collector = Collector()
        self.addCleanup(collector.close)
        hook = self.shop.webhook(collector.address)
        self.addCleanup(self.shop.call, "PATCH", f"webhooks/{hook}/", {"enabled": False})
        order = self.season.orders[9]
        self.shop.refund(order, "0.50")
        self.assertTrue(collector.messages, "pretix sent its message")
        url = f"{self.base_url()}/bzk/ticketing/hook/{self.connection.hook_secret}"
        for message in (collector.messages * 5)[:5]:
            headers = {"Content-Type": "application/json"}
            answer = self.opener.post(url, data=message, headers=headers, timeout=30)
            self.assertEqual(answer.status_code, 204)
        self.assertEqual(json.loads(collector.messages[0])["code"], order["code"])
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.errand_ids.mapped("key"), [order["code"]])
        self._synchronise()
        self._compare()

    def test_seat_given_back(self):
        """Who cancels here, frees the seat there: one seat of an order, then the last one."""
        self._synchronise()
        order = next(
            order
            for order in self.season.orders
            if order["event"] == "voorlezen" and len(order["positions"]) == 2
        )
        for number, status in ((2, "p"), (1, "c")):
            self.connection._cancel_line(self._line(order, number))
            self._synchronise()
            there = self.shop.call(
                "GET", f"orders/{order['code']}/", include_canceled_positions="true"
            )
            self.assertEqual(there["status"], status)
            self._synchronise()
            self._compare()


def _is_paid(payment):
    return payment["state"] in ("confirmed", "refunded")


def _seat_state(order, position):
    if position["canceled"] or order["status"] in "ce":
        return "cancel"
    if any(entry["type"] == "entry" for entry in position["checkins"]):
        return "done"
    return "draft" if order["status"] == "n" else "open"


def _sum(rows, name):
    return sum((Decimal(row[name]) for row in rows), Decimal("0.00"))


def _cents(amounts):
    """Sum of amounts as the ORM gives them, exact."""
    return sum((Decimal(f"{amount:.2f}") for amount in amounts), Decimal("0.00"))
