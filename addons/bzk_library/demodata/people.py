"""What the row of one member reads like.

Every household and every member is drawn from a generator of its own, seeded by its number: a row
can be made at any time, in any order, and nothing has to be remembered between rows.
"""

from datetime import date
from random import Random
from typing import NamedTuple

from . import composition, contact, names, schema
from .places import Address
from .plan import CHILD, NEWCOMER, PARENT, SINGLE, TYPES

_ODD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_STRIDE = 40  # numbers between two members, on average
_FIRST = 10_000

# Weight of each genre (order of schema.GENRES) by reader.
_TASTES = (
    (7, (0, 0, 0, 1, 1.5, 8, 0.5, 1)),
    (13, (0, 0, 0, 2.5, 7, 1, 3, 1)),
    (18, (1.5, 1, 1, 3, 5, 0.2, 2.5, 1)),
    (30, (3, 2, 2, 4, 1, 1, 0.7, 1)),
    (48, (3, 2.5, 1.5, 3, 1.5, 2.5, 0.3, 1)),
    (200, (4, 4, 2, 2.5, 0.3, 0.4, 0.1, 1.5)),
)


class Household(NamedTuple):
    """What the people at one address share."""

    origin: str
    infix: str
    surname: str
    other_infix: str
    other_surname: str
    email: str  # nothing when they have none
    phone: str
    address: Address


class People:
    """Makes the rows of a plan.

    :param Plan plan: filled
    :param str library: library code
    :param seed: as of the plan
    :param int count: how many of the plan's members get their number in order of start; those after
        them are this week's joiners and come last
    """

    def __init__(self, plan, library, seed, count):
        self.plan = plan
        self._member_rng, self._home_rng = Random(), Random()
        self._key = Random(f"{library}|{seed}|people").getrandbits(64)
        self.year = date.fromordinal(plan.today).year
        self.year_start = date(self.year, 1, 1).toordinal()
        order = sorted(range(count), key=self.start)
        self.order = order
        self._rank = plan.days[:]  # same length and kind; every place is overwritten
        for rank, place in enumerate(order):
            self._rank[place] = rank
        for place in range(count, len(plan)):
            self._rank[place] = place
        library_digits = 700 + sum(map(ord, library)) % 100
        self._card_prefix = f"00{library_digits}"

    def _seeded(self, rng, number):
        rng.seed((self._key + number * _ODD) & _MASK)
        return rng.random

    def _first_name(self, place, origin):
        """Return somebody's first name, and the generator for what else is drawn of them."""
        rnd = self._seeded(self._member_rng, 2 * place + 1)
        born = date.fromordinal(self.plan.birth[place]).year
        return names.first_name(rnd, origin, bool(self.plan.female[place]), born), rnd

    def start(self, place):
        """Return the ordinal of the day somebody became a member."""
        return (self.plan.end[place] or self.plan.today) - self.plan.days[place]

    def number(self, place):
        """Return somebody's number at the library: eight digits, lower for older memberships."""
        rank = self._rank[place]
        return f"{_FIRST + rank * _STRIDE + (rank * 2_654_435_761 >> 7) % _STRIDE:08d}"

    def card(self, number):
        """Return the fourteen digits of the card of a number at the library."""
        # 48271 shares no factor with 10 ** 8, so that different numbers give different cards.
        body = f"{self._card_prefix}{int(number) * 48271 % 10**8:08d}"
        return body + str(sum(map(int, body)) % 10)

    def household(self, number, moved=None):
        """Return a :class:`Household`.

        :param int number: its number in the plan
        :param int moved: code of the address it moved to, if any
        """
        plan = self.plan
        rnd = self._seeded(self._home_rng, 2 * number)
        origin = names.origin(rnd, plan.flavour[number] == NEWCOMER)
        infix, surname = names.surname(rnd, origin)
        # Partners often keep their own name, and mostly have the same origin.
        other_infix, other_surname = infix, surname
        if rnd() < 0.42:
            other_infix, other_surname = names.surname(rnd, origin)
        address = plan.town.address(plan.address[number] if moved is None else moved)
        email = ""
        if rnd() < 0.82:
            head = plan.head[number]
            if rnd() < 0.25:
                first = "fam"
            elif head >= 0:
                first = self._first_name(head, origin)[0]
            else:
                first = names.first_name(rnd, origin, rnd() < 0.6, 1980)
            email = contact.email(rnd, first, infix, surname, number)
        phone = ""
        if rnd() < 0.85:
            phone = (
                contact.mobile(rnd) if rnd() < 0.7 else contact.landline(rnd, address.area.phone)
            )
        return Household(origin, infix, surname, other_infix, other_surname, email, phone, address)

    def row(self, place):
        """Return the row of a member as a list of texts, in the order of the header."""
        plan = self.plan
        code = TYPES[plan.kind[place]]
        home = self.household(plan.household[place])
        first, rnd = self._first_name(place, home.origin)
        born = date.fromordinal(plan.birth[place]).year
        age = self.year - born
        female = bool(plan.female[place])
        infix, last = home.infix, home.surname
        if plan.role[place] not in (CHILD, SINGLE, PARENT) or (
            plan.role[place] == CHILD and rnd() < 0.04
        ):
            infix, last = home.other_infix, home.other_surname
        last = names.inflected(last, home.origin, female)
        row = [""] * (schema.LOANS_YEAR + len(schema.GENRES))
        row[schema.KEY] = number = self.number(place)
        row[schema.CARD] = self.card(number)
        row[schema.INITIALS] = contact.initials(rnd, first)
        row[schema.FIRSTNAME] = first if age < 60 or rnd() < 0.85 else ""
        _set_name(row, rnd, infix, last, home if female and born < 1985 else None)
        if rnd() > 0.015:
            row[schema.GENDER] = "V" if female else "M"
        row[schema.BIRTH] = schema.text_date(plan.birth[place])
        self.set_address(row, rnd, home.address)
        if code != "LEERLING":
            row[schema.EMAIL] = self._email(rnd, place, home, first, age)
            row[schema.PHONE] = self._phone(rnd, place, home, age)
        row[schema.TYPE] = code
        row[schema.FEE] = schema.text_amount(plan.fee[place])
        row[schema.START] = schema.text_date(self.start(place))
        if plan.payer[place] >= 0:
            row[schema.PAYER] = self.number(plan.payer[place])
        if plan.end[place]:
            self._set_loans_ever(row, rnd, place, age)
        elif plan.loans[place] >= 0:
            self._set_loans(row, rnd, place, age)
        return row

    def set_address(self, row, rnd, address):
        """Fill the address and the branch, in the ways they are typed."""
        town = self.plan.town
        row[schema.STREET] = address.street
        row[schema.NUMBER] = str(address.number)
        row[schema.ADDITION] = address.addition
        if address.addition and rnd() < 0.08:
            row[schema.NUMBER] += address.addition
            row[schema.ADDITION] = ""
        postcode, form = address.postcode, rnd()
        if form < 0.05:
            postcode = f"{postcode[:4]} {postcode[4:]}"
        elif form < 0.07:
            postcode = postcode.lower()
        row[schema.POSTCODE] = postcode
        row[schema.TOWN] = address.area.town if rnd() > 0.03 else address.area.town.upper()
        main = rnd() < town.main_share
        row[schema.BRANCH] = town.main_branch if main else address.area.branch

    def _email(self, rnd, place, home, first, age):
        """Return an own or the family's address, or nothing."""
        role = self.plan.role[place]
        own = (
            age >= 13 and rnd() < 0.35
            if role == CHILD
            else role not in (SINGLE, PARENT) or not home.email
        )
        missing = 0.55 if age > 78 else 0.3 if own else 0.12
        if rnd() < missing:
            return ""
        if own:
            number = len(self.plan.address) + place
            return contact.email(rnd, first, home.infix, home.surname, number)
        return home.email

    def _phone(self, rnd, place, home, age):
        """Return an own number, the one at home, or nothing."""
        if rnd() < 0.12:
            return ""
        if self.plan.role[place] == CHILD and (age < 13 or rnd() < 0.5):
            return home.phone
        if age > 70 and rnd() < 0.6:
            return contact.landline(rnd, home.address.area.phone)
        return contact.mobile(rnd)

    def _set_loans(self, row, rnd, place, age):
        """Fill the loans of a current member: this year by genre, in all, and the last day."""
        loans, today = self.plan.loans[place], self.plan.today
        set_genres(row, rnd, loans, age)
        start, total = self.start(place), loans
        if loans:
            since = max(start, self.year_start)
            # Who borrows much, borrowed lately.
            gap = int((today - since + 1) * rnd() ** (1 + loans / 6))
            row[schema.LAST_LOAN] = schema.text_date(max(since, today - gap))
            years = max(0, self.year_start - start) / composition.DAYS_PER_YEAR
            total += int(years * (loans + 6) * (0.3 + rnd()))
        row[schema.LOANS_TOTAL] = str(total)

    def _set_loans_ever(self, row, rnd, place, age):
        """Fill the end date and the loans of somebody who left."""
        plan = self.plan
        loans, end = plan.loans[place], plan.end[place]
        row[schema.END] = schema.text_date(end)
        row[schema.LOANS_TOTAL] = str(loans)
        this_year = 0
        if loans:
            last = end - plan.gap[place]
            row[schema.LAST_LOAN] = schema.text_date(last)
            if last >= self.year_start:
                this_year = 1 + int(rnd() * min(loans, 12))
        set_genres(row, rnd, min(loans, this_year), age)


def set_genres(row, rnd, loans, age):
    """Divide the loans of the running year over the genres, by age and personal taste."""
    at = schema.LOANS_YEAR
    if not loans:
        row[at:] = ["0"] * len(schema.GENRES)
        return
    tastes = next(tastes for until, tastes in _TASTES if age < until)
    weights = [weight * rnd() ** 2 for weight in tastes]
    rest, left = sum(weights), loans
    for offset, weight in enumerate(weights):
        share = int(left * weight / rest + 0.5) if rest > 1e-9 else left
        share = min(share, left)
        row[at + offset] = str(share)
        left -= share
        rest -= weight
    if left:
        row[at + 3] = str(int(row[at + 3]) + left)


def _set_name(row, rnd, infix, last, partner):
    """Fill tussenvoegsel and surname in the ways they are typed.

    :param Household partner: household whose other name may come first, for married women
    """
    if partner and partner.other_surname != last and rnd() < 0.12:
        own = f"{infix} {last}".strip()
        infix, last = partner.other_infix, f"{partner.other_surname}-{own}"
    form = rnd()
    if form < 0.02:
        infix, last = infix.upper(), last.upper()
        row[schema.FIRSTNAME] = row[schema.FIRSTNAME].upper()
    elif form < 0.03:
        last = last.lower()
        row[schema.FIRSTNAME] = row[schema.FIRSTNAME].lower()
    elif infix and form < 0.06:
        infix, last = "", f"{infix} {last}"
    elif infix and form < 0.07:
        infix, last = "", f"{last}, {infix}"
    elif infix and form < 0.1:
        infix = infix.capitalize()
    row[schema.INFIX], row[schema.LASTNAME] = infix, last
