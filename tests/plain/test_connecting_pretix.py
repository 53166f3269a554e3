from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo.addons.bzk_ticketing.connecting import SYSTEMS, Access
from odoo.addons.bzk_ticketing.connecting import pretix as module
from odoo.addons.bzk_ticketing.connecting.pretix import places, price_model
from odoo.addons.bzk_ticketing.connecting.problems import ConnectionProblem
from odoo.addons.bzk_ticketing.connecting.rows import (
    ACTIVITY,
    TICKET,
    activity_row,
    order_rows,
    write_csv,
)

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
EVENT = {
    "name": {"en": "Poetry night", "nl": "Poëzieavond"},
    "slug": "poezie",
    "live": True,
    "testmode": False,
    "date_from": "2026-12-01T18:30:00Z",
    "date_to": None,
    "location": {"nl": "Centrum\nHaarlem"},
    "has_subevents": False,
    "meta_data": {"Vestiging": "HLC", "Doelgroep": ""},
}


def item(number, admits=True, price="7.50", **more):
    values = {"id": number, "name": {"nl": f"Kaartje {number}"}, "admission": admits}
    values |= {"default_price": price, "free_price": False, "active": True, "variations": []}
    return values | more


def position(number, **more):
    values = {"id": 100 + number, "positionid": number, "item": 1, "variation": None}
    values |= {"price": "7.50", "attendee_name": None, "attendee_email": None, "subevent": None}
    values |= {"canceled": False, "addon_to": None, "checkins": [], "answers": []}
    return values | {"secret": f"s{number}"} | more


def order(code, modified=BEGIN, positions=(), **more):
    values = {"code": code, "event": "poezie", "status": "p", "testmode": False, "phone": None}
    values |= {"email": "an@example.org", "datetime": "2026-01-01T10:00:00Z", "total": "7.50"}
    values |= {"invoice_address": None, "fees": [], "payments": [], "refunds": []}
    values |= {"last_modified": modified.isoformat(), "positions": list(positions)}
    return values | more


class FakeClient:
    """Answers as pretix does, from lists in memory, three on a page."""

    def __init__(self, **lists):
        self.lists = {f"{path}/": rows for path, rows in lists.items()}
        self.posted, self.asked = [], []
        self.between = lambda number: None

    def get(self, path, page=1, modified_since=None, has_subevents=None, **_params):
        self.asked.append((path, page, modified_since))
        self.between(len(self.asked))
        name = path.removeprefix("/api/v1/organizers/zk/")
        if name not in self.lists:
            raise ConnectionProblem("not_found")
        rows = self.lists[name]
        if isinstance(rows, dict):
            return rows
        if name == "orders/":
            rows = sorted(rows, key=lambda raw: (raw["last_modified"], raw["code"]))
            rows = [raw for raw in rows if not modified_since or _after(raw, modified_since)]
        if has_subevents:
            rows = [raw for raw in rows if raw["has_subevents"] == (has_subevents == "true")]
        found = rows[3 * page - 3 : 3 * page]
        if not found and page > 1:
            raise ConnectionProblem("not_found")
        return {"results": found, "next": len(rows) > 3 * page and "http://evil.example.org/"}

    def post(self, path, payload):
        self.posted.append((path.removeprefix("/api/v1/organizers/zk/"), payload))


def _after(raw, since):
    return datetime.fromisoformat(raw["last_modified"]) >= datetime.fromisoformat(since)


def make(**lists):
    system = SYSTEMS["pretix"](Access("https://tickets.example.org", "zk", "geheim"))
    lists.setdefault("events/poezie/items", [item(1), item(2, admits=False)])
    lists.setdefault("events/poezie/quotas", [])
    system._client = FakeClient(**lists)
    return system


def codes(system, position=None):
    return [order.number for part in system.orders(position) for order in part.orders]


def test_orders_by_moment():
    orders = [order(f"A{n}", BEGIN + timedelta(minutes=n)) for n in range(10)]
    system = make(orders=orders)
    assert codes(system) == [f"A{n}" for n in range(10)]
    position = (BEGIN + timedelta(minutes=7)).isoformat()
    assert codes(system, position) == ["A7", "A8", "A9"]
    assert codes(system, system.rewind((BEGIN + timedelta(minutes=12)).isoformat()))[0] == "A2"


def test_change_while_reading_loses_nobody():
    orders = [order(f"A{n}", BEGIN + timedelta(minutes=n)) for n in range(9)]
    system = make(orders=orders)

    def change_first(number):
        # An order of the first page moves to the last one: the rest moves up one place.
        if number == 2:
            orders[0]["last_modified"] = (BEGIN + timedelta(hours=1)).isoformat()

    system._client.between = change_first
    found = codes(system)
    assert set(found) == {f"A{n}" for n in range(9)}
    assert found.count("A0") == 2, "as it was, and as it is"


@pytest.mark.parametrize("moment", range(2, 9))
def test_many_orders_of_one_moment(moment):
    """A date that moves touches all its orders at once; one of them changes while they are read."""
    orders = [order(f"B{n}") for n in range(11)] + [order("C", BEGIN + timedelta(hours=2))]
    system = make(orders=orders)

    def change(number):
        if number == moment:
            orders[0]["last_modified"] = (BEGIN + timedelta(hours=1)).isoformat()

    system._client.between = change
    assert set(codes(system)) == {f"B{n}" for n in range(11)} | {"C"}


def test_order():
    raw = order(
        "A1",
        positions=[
            position(
                1,
                attendee_name="An de Vries",
                checkins=[
                    {"type": "entry", "datetime": "2026-12-01T18:45:00Z"},
                    {"type": "exit", "datetime": "2026-12-01T20:00:00Z"},
                    {"type": "entry", "datetime": "2026-12-01T18:20:00Z"},
                ],
                answers=[{"question": 9, "answer": "00123"}],
            ),
            position(2, canceled=True, attendee_name="Bert", attendee_email="b@example.org"),
            position(3, item=2, price="2.50"),
        ],
        fees=[{"value": "1.00"}],
        payments=[
            {"state": "confirmed", "amount": "10.00"},
            {"state": "refunded", "amount": "8.50"},
            {"state": "canceled", "amount": "5.00"},
        ],
        refunds=[{"state": "done", "amount": "7.50"}, {"state": "created", "amount": "1.00"}],
    )
    questions = [{"id": 9, "identifier": "KAART", "question": {"nl": "Pasnummer", "en": "Card"}}]
    system = make(**{"orders": [raw], "events/poezie/questions": questions})
    (part,) = system.orders()
    (found,) = part.orders
    assert (found.state, found.total, found.fees) == ("paid", Decimal("7.50"), Decimal("1.00"))
    assert (found.paid, found.refunded) == (Decimal("18.50"), Decimal("7.50"))
    first, second, third = found.lines
    assert first.checked_in == datetime(2026, 12, 1, 18, 20, tzinfo=UTC), "the first time in"
    assert first.answers == {"KAART": "00123", "Pasnummer": "00123", "Card": "00123"}
    assert second.cancelled and not third.cancelled
    assert first.admits and not third.admits
    assert found.buyer_name == "An de Vries", "one seat, nobody else's address"


def test_buyer_is_not_guessed():
    seats = [position(1, attendee_name="An"), position(2, attendee_name="Bert")]
    other = [position(1, attendee_name="Bert", attendee_email="bert@example.org")]
    system = make(orders=[order("A1", positions=seats), order("A2", positions=other)])
    (part,) = system.orders()
    assert [found.buyer_name for found in part.orders] == ["", ""]


def test_item_that_is_new():
    """An item that was added after the catalogue was read is looked up once more."""
    items = [item(1)]
    system = make(
        **{
            "orders": [order("A1", positions=[position(1)]), order("A2")],
            "events/poezie/items": items,
        }
    )
    assert codes(system) == ["A1", "A2"]
    items.append(item(5, variations=[{"id": 7, "value": {"nl": "Kind"}, "active": True}]))
    system._client.lists["orders/"] = [order("A3", positions=[position(1, item=5, variation=7)])]
    (part,) = system.orders()
    assert part.orders[0].lines[0].item == "Kaartje 5 – Kind"


def test_activities():
    events = [
        EVENT,
        {**EVENT, "slug": "concept", "live": False},
        {**EVENT, "slug": "voorbij", "live": False, "date_from": "2020-01-01T10:00:00Z"},
        {**EVENT, "slug": "proef", "testmode": True},
    ]
    lists = {f"events/{event['slug']}/items": [item(1)] for event in events}
    lists |= {f"events/{event['slug']}/quotas": [] for event in events}
    system = make(events=events, **lists)
    found = list(system.activities({}))
    assert [activity.key for activity in found] == ["poezie", "voorbij"]
    activity = found[0]
    assert (activity.name, activity.location) == ("Poëzieavond", "Centrum Haarlem")
    assert activity.end - activity.begin == timedelta(hours=2), "pretix knows no end"
    assert (activity.branch, activity.audience, activity.price_model) == ("HLC", "", "paid")
    known = {activity.key: activity.fingerprint for activity in found}
    assert not list(system.activities(known)), "nothing changed"
    events[0] = {**EVENT, "name": {"nl": "Dichtersavond"}}
    assert [a.name for a in system.activities(known)] == ["Dichtersavond"]


def test_series():
    dates = [
        {
            "id": number,
            "name": {"nl": f"Taalcafé {number}"},
            "date_from": "2026-12-01T18:30:00Z",
            "date_to": "2026-12-01T20:00:00Z",
            "location": None,
            "active": number != 3,
            "meta_data": {"Vestiging": "HLN"} if number == 2 else {},
            "item_price_overrides": [{"item": 1, "price": "0.00"}] if number == 1 else [],
        }
        for number in (1, 2, 3)
    ]
    quotas = [{"subevent": n, "size": 10 * n, "items": [1]} for n in (1, 2)]
    system = make(
        **{
            "events": [{**EVENT, "has_subevents": True}],
            "events/poezie/subevents": dates,
            "events/poezie/quotas": quotas,
        }
    )
    found = [(a.key, a.branch, a.capacity, a.price_model) for a in system.activities({})]
    assert found == [("poezie/1", "HLC", 10, "free"), ("poezie/2", "HLN", 20, "paid")]


def test_activity_that_is_gone():
    assert make().activity("weg") is None


@pytest.mark.parametrize(
    ("prices", "model"),
    [
        ([], "free"),
        ([("0.00", False)], "free"),
        ([("0.00", False), ("5.00", False)], "paid"),
        ([("5.00", True), ("5.00", False)], "choice"),
    ],
)
def test_price_model(prices, model):
    assert price_model([(Decimal(price), free) for price, free in prices]) == model


@pytest.mark.parametrize(
    ("quotas", "number"),
    [
        ([], 0),
        ([(40, [1, 2])], 40),
        ([(30, [1]), (10, [2])], 40),
        ([(40, [1, 2]), (10, [2])], 40),
        ([(40, [1, 2]), (30, [1]), (5, [2])], 40),
        ([(None, [1, 2])], 0),
        ([(30, [1]), (None, [2])], 0),
        ([(30, [1, 2]), (None, [1, 2])], 30),
        ([(30, [1]), (5, [3])], 30),
    ],
)
def test_places(quotas, number):
    assert places([{"size": size, "items": items} for size, items in quotas], {1, 2}) == number


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ({"event": "poezie", "code": "A1", "action": "pretix.event.order.paid"}, "A1"),
        ({"event": "poezie"}, None),
        ({"event": "poezie", "code": ["A1"]}, None),
        ({"event": "poezie", "code": "../settings"}, None),
        ({"event": "poezie", "code": "A" * 17}, None),
        ({"event": "poezie", "code": ""}, None),
        (["poezie"], None),
        (None, None),
    ],
)
def test_hint(message, hint):
    assert make().hint(message) == hint


def test_order_of_hint():
    raw = order("A1")
    system = make(**{"orders/A1": raw})
    assert system.order("A1").number == "A1"
    assert system.order("WEG") is None
    raw["testmode"] = True
    assert system.order("A1") is None


def test_cancel_line():
    drink = position(3, item=2, addon_to=101)
    raw = order("A1", positions=[position(1), position(2), drink])
    system = make(**{"orders/A1": raw})
    system.cancel_line("A1", "1")
    path, payload = system._client.posted.pop()
    assert path == "events/poezie/orders/A1/change/"
    assert payload["cancel_positions"] == [{"position": 101}] and not payload["send_email"]
    raw["positions"][1]["canceled"] = True
    system.cancel_line("A1", "2")
    assert not system._client.posted, "that one was cancelled already"
    system.cancel_line("A1", "1")
    path, payload = system._client.posted.pop()
    assert path == "events/poezie/orders/A1/mark_canceled/", "the last seat, and what goes with it"
    raw["status"] = "c"
    system.cancel_line("A1", "1")
    assert not system._client.posted


def test_names_in_addresses_are_quoted():
    access = Access("https://tickets.example.org", "zk/../admin", "geheim")
    system = SYSTEMS["pretix"](access)
    assert system._base == "/api/v1/organizers/zk%2F..%2Fadmin/"
    assert module._path("events", "a/b?c") == "events/a%2Fb%3Fc/"
    assert "geheim" not in repr(access)


def test_rows(tmp_path):
    raw = order(
        "A1",
        positions=[
            position(1, attendee_name="=1+1", answers=[{"question": 9, "answer": "00123"}]),
            position(2, canceled=True),
        ],
    )
    questions = [{"id": 9, "identifier": "X", "question": {"nl": "Pas-nummer"}}]
    system = make(
        **{"orders": [raw], "events": [EVENT], "events/poezie/questions": questions},
    )
    (part,) = system.orders()
    rows = list(order_rows(part.orders[0], [["Lidnummer", "Pas nummer"]]))
    first = dict(zip([*TICKET, "card"], rows[0], strict=True))
    assert (first["order"], first["position"], first["card"]) == ("A1", "1", "00123")
    assert first["order_date"] == "2026-01-01T11:00:00+01:00"
    assert [row[TICKET.index("line_state")] for row in rows] == ["valid", "cancelled"]
    path = tmp_path / "tickets.csv"
    assert write_csv(path, [*TICKET, "card"], rows) == 2
    assert ";'=1+1;" in path.read_text(encoding="utf-8-sig")
    (activity,) = system.activities({})
    assert len(activity_row(activity)) == len(ACTIVITY)
