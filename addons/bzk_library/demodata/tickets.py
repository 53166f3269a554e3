"""Orders of tickets: who ordered, who came, what was cancelled, as a ticketing system tells it."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from . import contact, names
from .activities import SCANNED

#: Somebody who does not belong to the library, for so many of a hundred buyers.
STRANGERS = 42
#: Of a hundred orders on top: cancelled with the money back, never paid, one ticket taken back.
CANCELLED, EXPIRED, TAKEN_BACK = 2, 1, 3
#: What an order that is paid for costs on top, in cents, from the year in which that began.
FEE, FEE_FROM = 50, 2016
#: Of a hundred seats beside the buyer's own, how many bear a name.
NAMED = 55
#: Letters of an order's number: none that looks like another.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
YOUNG = 13

HEADER = (
    "Bestelnummer",
    "Positie",
    "Besteldatum",
    "Bestelstatus",
    "Totaal",
    "Kosten",
    "Betaald",
    "Terugbetaald",
    "Bevestigd",
    "Naam besteller",
    "E-mail besteller",
    "Telefoon besteller",
    "Activiteitnummer",
    "Artikel",
    "Prijs",
    "Ticketstatus",
    "Naam deelnemer",
    "E-mail deelnemer",
    "Geboortedatum deelnemer",
    "Pasnummer",
    "Ticketcode",
    "Ingecheckt",
    "Geeft plaats",
)


class Person(NamedTuple):
    """Somebody who orders or comes; ``card`` and ``born`` only where they are known."""

    firstname: str
    infix: str
    lastname: str
    email: str = ""
    phone: str = ""
    card: str = ""
    born: date | None = None

    @property
    def name(self):
        """The whole name, as people type it."""
        return " ".join(filter(None, (self.firstname, self.infix, self.lastname)))


class Crowd:
    """The people who come to the activities of a library, some of them often.

    :param list members: :class:`Person` of grown-up members
    :param list families: (parent, child) of members, each a :class:`Person`
    :param int size: how many people there are to draw from
    :param seed: anything
    """

    def __init__(self, members, families, size, seed):
        self.rng = rng = Random(f"crowd-{seed}")
        strangers = [self._stranger(number) for number in range(size * STRANGERS // 100)]
        known = rng.sample(members, min(len(members), size - len(strangers)))
        self.people = strangers + known
        rng.shuffle(self.people)
        self.families = rng.sample(families, min(len(families), size // 3))

    def _stranger(self, number):
        rnd = self.rng.random
        origin = names.origin(rnd, False)
        female = rnd() < 0.6
        first = names.first_name(rnd, origin, female, 1940 + int(rnd() * 60))
        infix, last = names.surname(rnd, origin)
        last = names.inflected(last, origin, female)
        email = contact.email(rnd, first, infix, last, 900_000 + number)
        return Person(first, infix, last, email, contact.mobile(rnd) if rnd() < 0.5 else "")

    def buyer(self, day, for_children):
        """Somebody who orders, with a child of theirs when it is for children.

        Those in front of the list come most: visitors return.

        :return: (:class:`Person`, child or ``None``)
        """
        rng = self.rng
        if for_children and self.families and rng.random() < 0.6:
            parent, child = self.families[int(len(self.families) * rng.random() ** 2)]
            if child.born and 2 <= (day - child.born).days / 365.25 < YOUNG:
                return parent, child
        return self.people[int(len(self.people) * rng.random() ** 2.2)], None


def orders(activities, crowd, seed, until):
    """Make the lines of the orders for activities.

    :param activities: list of :class:`~.activities.Activity`
    :param Crowd crowd: who comes
    :param seed: anything
    :param datetime until: what is later has not happened yet
    :return: rows under :data:`HEADER`
    """
    rng = Random(f"orders-{seed}")
    numbers = set()
    for activity in activities:
        if activity.item.booked:
            yield from _Sale(rng, activity, crowd, numbers, until).rows()


class _Sale:
    """The orders for one activity."""

    def __init__(self, rng, activity, crowd, numbers, until):
        self.rng, self.activity, self.crowd = rng, activity, crowd
        self.numbers, self.until = numbers, until
        self.coming = activity.begin > until
        self.children = activity.item.audience in ("youth", "parents")
        gone = [True] * activity.came + [False] * activity.away
        rng.shuffle(gone)
        prices = activity.gifts or [activity.cents] * len(gone)
        self.seats = list(zip(gone, prices, strict=True))

    def rows(self):
        """Orders of one to four seats each, and some that came to nothing."""
        rng = self.rng
        if self.activity.called_off:
            for _order in range(rng.randint(1, 5)):
                yield from self._order([(False, self.activity.cents)], "geannuleerd")
            return
        left = self.seats
        while left:
            size = min(len(left), rng.choices((1, 2, 3, 4), self._sizes())[0])
            yield from self._order(left[:size], "betaald")
            left = left[size:]
            draw = rng.randrange(100)
            if draw < CANCELLED:
                yield from self._order([(False, self.activity.cents)], "geannuleerd")
            elif draw < CANCELLED + EXPIRED and self.activity.cents:
                yield from self._order([(False, self.activity.cents)], "verlopen")
        if self.coming and self.activity.cents:
            yield from self._order([(False, self.activity.cents)], "openstaand")

    def _sizes(self):
        return (20, 45, 22, 13) if self.children else (48, 40, 7, 5)

    def _order(self, seats, state):
        """The rows of one order; what its lines say of it is the same in each."""
        rng, activity = self.rng, self.activity
        day = activity.begin.date()
        buyer, child = self.crowd.buyer(day, self.children)
        ago = timedelta(days=int(30 * rng.random() ** 1.7), minutes=30 + rng.randrange(600))
        ordered = min(activity.begin, self.until) - ago
        lines = [(gone, cents, "geldig") for gone, cents in seats]
        back = 0
        if state == "betaald" and rng.randrange(100) < TAKEN_BACK:
            lines.append((False, activity.cents, "geannuleerd"))
            back = activity.cents
        if state in ("geannuleerd", "verlopen"):
            lines = [(False, cents, "geannuleerd") for _gone, cents, _state in lines]
        total = sum(cents for _gone, cents, line in lines if line == "geldig" or state != "betaald")
        fee = FEE if total and ordered.year >= FEE_FROM else 0
        total += fee
        paid = total + back if state in ("betaald", "geannuleerd") else 0
        if state == "geannuleerd":
            back = paid
        head = (
            f"{ordered:%d-%m-%Y %H:%M}",
            state,
            _euros(total),
            _euros(fee),
            _euros(paid),
            _euros(back),
            f"{ordered + timedelta(minutes=2):%d-%m-%Y %H:%M}" if state == "betaald" else "",
            buyer.name,
            buyer.email,
            buyer.phone,
            activity.key,
        )
        number = self._number()
        for position, (gone, cents, line) in enumerate(lines, start=1):
            yield (
                number,
                position,
                *head,
                _article(activity),
                _euros(cents),
                line,
                *self._attendee(position, buyer, child),
                f"{number.lower()}{position}{self._letters(8).lower()}",
                self._entry() if gone and activity.known == SCANNED else "",
                "ja",
            )

    def _attendee(self, position, buyer, child):
        """Name, e-mail, birth date and card number of who comes on a seat."""
        rng = self.rng
        if position == 1:
            card = buyer.card if rng.random() < 0.35 else ""
            return buyer.name, buyer.email, "", card
        if position == 2 and child:
            return child.name, "", child.born and f"{child.born:%d-%m-%Y}" or "", child.card
        if rng.randrange(100) >= NAMED:
            return "", "", "", ""
        female = rng.random() < 0.5
        origin = names.DUTCH
        born = self.activity.begin.year - (8 if self.children else 50)
        first = names.first_name(rng.random, origin, female, born)
        last = " ".join(filter(None, (buyer.infix, buyer.lastname)))
        return f"{first} {last}", "", "", ""

    def _entry(self):
        """When the ticket was scanned, in the half hour before it began."""
        moment = self.activity.begin - timedelta(minutes=self.rng.randrange(-4, 26))
        return f"{moment:%d-%m-%Y %H:%M}"

    def _number(self):
        while (number := self._letters(6)) in self.numbers:
            pass
        self.numbers.add(number)
        return number

    def _letters(self, count):
        return "".join(self.rng.choices(LETTERS, k=count))


def _article(activity):
    if activity.price == "gratis":
        return "Gratis kaartje"
    return "Kaartje" if activity.price == "betaald" else "Kaartje, vrije bijdrage"


def _euros(cents):
    return f"{cents // 100},{cents % 100:02}"
