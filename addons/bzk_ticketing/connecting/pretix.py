"""pretix: its REST interface, version 1.

Two things of it decide how orders are fetched. An order's moment of modification is the moment at
which a change began to be saved, so it may become visible after a later one: each run overlaps the
one before (:meth:`Pretix.rewind`). And a page is a number, while an order that changes moves to the
last page: going on by page number would leave out another order, so going on is done by moment.
"""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from urllib.parse import quote

from .client import Client
from .problems import ConnectionProblem
from .system import Activity, Line, Order, Slice, TicketSystem

#: pretix gives 50 at most.
PAGE_SIZE = 50
OVERLAP = timedelta(minutes=10)
#: An activity is looked at until this long after its end.
AFTERMATH = timedelta(days=14)
#: What pretix answers about an event or order that is not there.
ABSENT = ("not_found", "forbidden")
STATES = {"n": "pending", "p": "paid", "e": "expired", "c": "cancelled"}
#: Properties that an organiser gives its events, by the names that tell what they are.
PROPERTIES = {
    "branch": ("branch", "vestiging", "filiaal", "bibliotheek"),
    "theme": ("theme", "thema"),
    "audience": ("audience", "doelgroep"),
    "kind": ("kind", "soort", "type"),
}


class Pretix(TicketSystem):
    """An organiser in pretix, hosted by its makers or by anybody else."""

    code = "pretix"
    label = "pretix"

    def __init__(self, access, **options):
        self._client = Client(access.address, f"Token {access.token}", **options)
        self._base = f"/api/v1/organizers/{quote(access.organiser, safe='')}/"
        self._catalogues = {}
        self._questions = {}

    def check(self):
        name = self._get("")["name"]
        # A token may know the organiser and still not be allowed to read orders.
        self._get("orders/", page_size=1, include="code")
        self._get("events/", page_size=1)
        return name

    def activities(self, known, whole=False):
        now = datetime.now(UTC)
        recent = {"ends_after": (now - AFTERMATH).isoformat()}
        for event in self._events(recent, whole):
            dates = [None]
            if event["has_subevents"]:
                dates = self._all(_path("events", event["slug"], "subevents"), **recent)
                if whole:
                    dates = self._all(_path("events", event["slug"], "subevents"))
            for date in dates:
                _begin, end = _times(event, date)
                changed = known.get(_key(event, date)) != _fingerprint(event, date)
                if changed and _is_offered(event, date, end < now):
                    yield self._activity(event, date)

    def activity(self, key):
        slug, _sign, number = key.partition("/")
        try:
            event = self._get(_path("events", slug))
            date = self._get(_path("events", slug, "subevents", number)) if number else None
        except ConnectionProblem as problem:
            if problem.code in ABSENT:
                return None
            raise
        return self._activity(event, date)

    def orders(self, position=None):
        since, page, seen, before = position, 1, {}, []
        while True:
            answer = self._order_page(since, page)
            if answer is None:
                page = 1
                continue
            found = answer["results"]
            fresh = [raw for raw in found if seen.get(raw["code"]) != raw["last_modified"]]
            seen.update((raw["code"], raw["last_modified"]) for raw in fresh)
            if fresh:
                yield Slice(tuple(map(self._order, fresh)), fresh[-1]["last_modified"])
            if page > 1 and self._codes(since, page - 1) != before:
                # An order left this moment while its pages were read, and the next one moved up.
                page = 1
                continue
            if not answer["next"] or not found:
                return
            if since and _moment(found[-1]["last_modified"]) == _moment(since):
                page, before = page + 1, [raw["code"] for raw in found]
            else:
                since, page = found[-1]["last_modified"], 1

    def position_at(self, moment):
        return moment.replace(tzinfo=UTC).isoformat()

    def rewind(self, position):
        return (_moment(position) - OVERLAP).isoformat()

    def order(self, number):
        try:
            raw = self._get(_path("orders", number), include_canceled_positions="true")
        except ConnectionProblem as problem:
            if problem.code in ABSENT:
                return None
            raise
        return None if raw["testmode"] else self._order(raw)

    def hint(self, message):
        code = message.get("code") if isinstance(message, dict) else None
        if isinstance(code, str) and code.isalnum() and code.isascii() and len(code) <= 16:
            return code
        return None

    def cancel_line(self, order, line):
        raw = self._get(_path("orders", order), include_canceled_positions="true")
        valid = {str(p["positionid"]): p for p in raw["positions"] if not p["canceled"]}
        if raw["status"] in "ce" or line not in valid:
            return
        path = f"{self._base}{_path('events', raw['event'], 'orders', order)}"
        position = valid.pop(line)
        if all(other["addon_to"] == position["id"] for other in valid.values()):
            self._client.post(f"{path}mark_canceled/", {"send_email": False})
            return
        changes = {"cancel_positions": [{"position": position["id"]}]}
        quiet = {"send_email": False, "reissue_invoice": False}
        self._client.post(f"{path}change/", changes | quiet)

    def _get(self, path, **params):
        answer = self._client.get(f"{self._base}{path}", **params)
        if not isinstance(answer, dict):
            raise ConnectionProblem("not_understood")
        return answer

    def _all(self, path, **params):
        """Everything in a list; the address of the next page is made here, never taken over."""
        page = 1
        while True:
            answer = self._get(path, page=page, page_size=PAGE_SIZE, **params)
            yield from answer["results"]
            if not answer["next"]:
                return
            page += 1

    def _order_page(self, since, page):
        """A page of orders, or ``None`` when there are fewer pages by now."""
        params = {"modified_since": since} if since else {}
        try:
            return self._get(
                "orders/",
                ordering="last_modified",
                testmode="false",
                include_canceled_positions="true",
                exclude=["downloads", "positions.downloads", "positions.print_logs"],
                page=page,
                page_size=PAGE_SIZE,
                **params,
            )
        except ConnectionProblem as problem:
            if problem.code == "not_found" and page > 1:
                return None
            raise

    def _codes(self, since, page):
        answer = self._order_page(since, page)
        return answer and [raw["code"] for raw in answer["results"]]

    def _events(self, recent, whole):
        """The events to look at; those of series have no end by which to choose."""
        if whole:
            chosen = [{}]
        else:
            chosen = [recent | {"has_subevents": "false"}, {"has_subevents": "true"}]
        for params in chosen:
            for event in self._all("events/", **params):
                if not event["testmode"]:
                    yield event

    def _catalogue(self, slug, item=None):
        """What an event sells, by number; fetched again for a number that is new."""
        known = self._catalogues.get(slug)
        if known is None or item is not None and item not in known:
            found = self._all(_path("events", slug, "items"))
            known = self._catalogues[slug] = {raw["id"]: raw for raw in found}
        return known

    def _question_texts(self, slug, number):
        """How an event's buyers may have read a question, and its short name."""
        known = self._questions.get(slug)
        if known is None or number not in known:
            found = self._all(_path("events", slug, "questions"))
            known = self._questions[slug] = {
                raw["id"]: [raw["identifier"], *_texts(raw["question"])] for raw in found
            }
        return known.get(number, [])

    def _activity(self, event, date):
        begin, end = _times(event, date)
        catalogue = self._catalogue(event["slug"])
        items = {number for number, item in catalogue.items() if item["admission"]}
        prices = [
            price
            for number in items
            if catalogue[number]["active"]
            for price in _prices(catalogue[number], date)
        ]
        number = date["id"] if date else None
        quotas = [
            quota
            for quota in self._all(_path("events", event["slug"], "quotas"))
            if quota["subevent"] == number
        ]
        words = {**event["meta_data"], **{k: v for k, v in _words(date).items() if v}}
        return Activity(
            key=_key(event, date),
            name=_text(date["name"]) if date else _text(event["name"]),
            begin=begin,
            end=end,
            price_model=price_model(prices),
            capacity=places(quotas, items),
            location=_text((date or {}).get("location") or event["location"]),
            fingerprint=_fingerprint(event, date),
            **{name: _property(words, names) for name, names in PROPERTIES.items()},
        )

    def _order(self, raw):
        lines = tuple(self._line(raw, position) for position in raw["positions"])
        address = raw["invoice_address"] or {}
        name = address.get("name") or address.get("company") or ""
        seats = [line for line in lines if line.admits and not line.cancelled]
        if not name and len(seats) == 1 and seats[0].attendee_email in ("", raw["email"]):
            # One seat, and nobody else's address: the one who comes is the one who ordered.
            name = seats[0].attendee_name
        payments = [p for p in raw["payments"] if p["state"] in ("confirmed", "refunded")]
        refunds = [r for r in raw["refunds"] if r["state"] in ("done", "transit")]
        return Order(
            number=raw["code"],
            date=_moment(raw["datetime"]),
            state=STATES[raw["status"]],
            total=Decimal(raw["total"]),
            fees=_sum(raw["fees"], "value"),
            paid=_sum(payments, "amount"),
            refunded=_sum(refunds, "amount"),
            buyer_name=name,
            buyer_email=raw["email"] or "",
            buyer_phone=raw["phone"] or "",
            lines=lines,
        )

    def _line(self, order, position):
        item = self._catalogue(order["event"], position["item"]).get(position["item"])
        name = _text(item["name"]) if item else ""
        for variation in item["variations"] if item else ():
            if variation["id"] == position["variation"]:
                name = f"{name} – {_text(variation['value'])}"
        entries = [c["datetime"] for c in position["checkins"] if c["type"] == "entry"]
        number = position["subevent"]
        answers = {}
        for answer in position["answers"]:
            for text in self._question_texts(order["event"], answer["question"]):
                answers.setdefault(text, answer["answer"])
        return Line(
            number=str(position["positionid"]),
            activity=f"{order['event']}/{number}" if number else order["event"],
            item=name,
            price=Decimal(position["price"]),
            cancelled=position["canceled"],
            admits=bool(item and item["admission"]),
            attendee_name=position["attendee_name"] or "",
            attendee_email=position["attendee_email"] or "",
            code=position["secret"],
            checked_in=min(map(_moment, entries)) if entries else None,
            answers=answers,
        )


def price_model(prices):
    """Tell free, paid and pay what you want apart.

    :param prices: list of (price as :class:`Decimal`, whether the buyer may choose another)
    """
    if any(free for _price, free in prices):
        return "choice"
    return "paid" if any(price > 0 for price, _free in prices) else "free"


def places(quotas, items):
    """How many tickets that admit can be sold in all, 0 when there is no limit.

    Several quotas may limit the same ticket, such as 40 in all of which 10 at the lower price.

    :param quotas: as pretix gives them
    :param items: numbers of the items that admit
    """
    quotas = [quota for quota in quotas if items.intersection(quota["items"])]
    sold = {item for quota in quotas for item in items.intersection(quota["items"])}
    sizes = [quota["size"] for quota in quotas if quota["size"] is not None]
    limited = {item for quota in quotas if quota["size"] is not None for item in quota["items"]}
    limits = [
        quota["size"]
        for quota in quotas
        if quota["size"] is not None and sold.issubset(quota["items"])
    ]
    if sold and sold <= limited:
        limits.append(sum(sizes))
    return min(limits, default=0)


def _path(*parts):
    return "".join(f"{quote(str(part), safe='')}/" for part in parts)


def _key(event, date):
    return f"{event['slug']}/{date['id']}" if date else event["slug"]


def _fingerprint(event, date):
    """Digest of what is used of an event or a date of a series."""
    used = [(date or event)[name] for name in ("name", "date_from", "date_to", "location")]
    text = json.dumps([*used, event["meta_data"], _words(date)], sort_keys=True)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _words(date):
    return (date or {}).get("meta_data") or {}


def _is_offered(event, date, over):
    """Whether people can know of it; a shop may be closed again once an activity is over."""
    return (event["live"] or over) and (date is None or date["active"])


def _times(event, date):
    source = date or event
    begin = _moment(source["date_from"])
    end = source["date_to"] and _moment(source["date_to"])
    return begin, max(begin, end) if end else begin + timedelta(hours=2)


def _prices(item, date):
    """Prices of an item and its variations, on a date of a series those of the date."""
    own = {raw["item"]: raw["price"] for raw in (date or {}).get("item_price_overrides", ())}
    base = own.get(item["id"]) or item["default_price"]
    variations = [raw["price"] for raw in item["variations"] if raw["active"]]
    for price in variations or [base]:
        yield Decimal(price or base), item["free_price"]


def _property(words, names):
    for name, value in words.items():
        if name.strip().lower() in names and value:
            return value
    return ""


def _texts(value):
    """All translations of a text, Dutch first."""
    if not isinstance(value, dict):
        return [value] if value else []
    order = sorted(value, key=lambda language: (language[:2] != "nl", language))
    return [value[language] for language in order if value[language]]


def _text(value):
    return " ".join(next(iter(_texts(value)), "").split())


def _moment(text):
    return datetime.fromisoformat(text)


def _sum(lines, name):
    return sum((Decimal(line[name]) for line in lines), Decimal("0.00"))
