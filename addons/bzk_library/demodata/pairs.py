"""Labelled pairs of records: the same person recorded twice, and others who look alike.

Measures how well duplicates are told from others. The people are made first, with their families,
moves, marriages and calling names; then two administrations record them (see ``recording``), so
that the truth is known however little the records show of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from . import contact, names
from .places import Address, Town
from .recording import FORMS, record

SEED = 20261122
TODAY = date(2026, 11, 22)

#: Shares of the pairs in which both records are of one person, and of two people.
SAME = {"plain": 20, "some years apart": 14, "moved": 8, "married": 4, "child": 4}
OTHERS = {
    "brothers and sisters": 8,
    "twins": 8,
    "parent and child": 9,
    "parent and child with the same initials": 4,
    "parent and child with the same name": 2,
    "partners": 6,
    "namesakes": 6,
    "namesakes at one address": 2,
    "same surname and birth date": 3,
    "strangers at one address": 2,
}
#: How somebody born before 1970 is called by first name in the passport.
_CALLED = {
    "Johannes": "Jan Hans Johan Joop Jo",
    "Cornelis": "Kees Cor Cees",
    "Hendrik": "Henk Hein Rik",
    "Willem": "Wim Willem Pim",
    "Pieter": "Piet Peter",
    "Jacobus": "Jaap Koos Jaco",
    "Petrus": "Piet Peter Pierre",
    "Antonius": "Ton Toon Anton Teun",
    "Adrianus": "Ad Arie Adri",
    "Theodorus": "Theo Dirk",
    "Maria": "Mieke Ria Marijke Mia Riet Marja",
    "Johanna": "Joke Hanneke Annie Jo",
    "Cornelia": "Corrie Cora Nel",
    "Elisabeth": "Els Bep Liesbeth Lies",
    "Wilhelmina": "Willy Mien Wil Mineke",
    "Hendrika": "Riek Hennie Ria",
    "Margaretha": "Greet Margriet Gre Rita",
    "Catharina": "Toos Trees Ina Tineke Carla",
    "Petronella": "Nel Nelly Petra",
    "Jacoba": "Coby Ko Jacqueline",
}
_MIDDLE = (
    ("Maria", "Johanna", "Elisabeth", "Anna", "Cornelia", "Catharina", "Wilhelmina", "Jacoba"),
    ("Johannes", "Cornelis", "Hendrik", "Willem", "Pieter", "Jacobus", "Antonius", "Maria"),
)
_REFUGEES = ("sy", "ua", "tr", "ma")


class Pair(NamedTuple):
    """Two records and what they really are.

    :param str kind: one of :data:`SAME` or :data:`OTHERS`
    :param bool same: whether both are of one person
    :param tuple people: number of the person behind each record
    :param dict one: row of the first administration, texts by heading
    :param dict other: row of the second
    """

    kind: str
    same: bool
    people: tuple
    one: dict
    other: dict


class Moment(NamedTuple):
    """How somebody was called and to be reached at some time."""

    surname: tuple  # tussenvoegsel, surname
    address: Address
    email: str
    phone: str


@dataclass
class Someone:
    """A person: who they are does not change."""

    number: int
    origin: str
    female: bool
    birth: date
    given: list
    called: str
    own: tuple  # tussenvoegsel, surname at birth
    partner: tuple | None = None
    style: int = 0  # of the four ways in which the married use their names
    mobile: str = ""
    email: str = ""
    home: "Home" = None

    @property
    def age(self):
        """Age in whole years, about."""
        return (TODAY - self.birth).days // 365


@dataclass
class Home:
    """An address with what those who live there share."""

    address: Address
    email: str = ""
    phone: str = ""


class World:
    """Makes people and pairs of records of them.

    :param seed: anything that tells two worlds apart
    :param str library: library code; addresses are in its area
    """

    def __init__(self, seed=SEED, library="zuid-kennemerland"):
        self.rng = Random(f"{seed}|pairs")
        self.rnd = self.rng.random
        self.town = Town(library)
        self._people = self._records = 0
        #: Pairs of one person left out because the records have nothing but a name in common.
        self.untraceable = 0

    def pairs(self, number):
        """Give ``number`` labelled pairs, the kinds mixed in their shares."""
        kinds = SAME | OTHERS
        for kind in self.rng.choices(list(kinds), list(kinds.values()), k=number):
            pair = None
            while pair is None:
                if kind in SAME:
                    one = other = self.person(age=self._age(kind))
                else:
                    one, other = getattr(self, "_" + kind.replace(" ", "_"))()
                pair = self._recorded(kind, one, other, self._years(kind, one))
            yield pair

    # ------------------------------------------------------------------ people
    def person(self, *, age=None, home=None, origin=None, own=None, female=None, birth=None):
        """Make somebody, with a home of their own unless one is given."""
        rnd, rng = self.rnd, self.rng
        self._people += 1
        age = self._age() if age is None else age
        birth = birth or TODAY - timedelta(days=int(age * 365.25 + rnd() * 364) + 1)
        origin = origin or names.origin(rnd, False)
        female = rnd() < 0.55 if female is None else female
        own = own or names.surname(rnd, origin)
        called = names.first_name(rnd, origin, female, birth.year)
        given = self._given(called, origin, female, birth.year)
        person = Someone(self._people, origin, female, birth, given, called, own)
        person.own = (own[0], names.inflected(own[1], origin, female))
        person.home = home or self.home(person)
        if person.age >= 12:
            person.mobile = self._mobile()
        if person.age >= 13 and rnd() < 0.85:
            person.email = self._email(person.called, own)
        if person.age > 22 and rnd() < 0.55:
            person.partner = names.surname(rnd, origin)
            # Most men keep their name; the older a woman, the more often she has his.
            person.style = (
                rng.choices(range(4), (35, 20, 38, 7))[0] if female else int(rnd() < 0.02)
            )
        return person

    def home(self, person):
        """Make a home with, perhaps, a family's e-mail address and telephone."""
        rnd = self.rnd
        address = self.town.address(self.town.give(rnd))
        home = Home(address)
        if rnd() < 0.6:
            home.email = self._email("fam" if rnd() < 0.5 else person.called, person.own)
        if rnd() < 0.4:
            home.phone = f"{address.area.phone}{int((0.2 + 0.6 * rnd()) * 10**7):07d}"[:10]
        return home

    def _age(self, kind=""):
        if kind == "child" or (not kind and self.rnd() < 0.4):
            return self.rnd() * 17
        if kind == "married":
            return 24 + self.rnd() * 40
        return 18 + (self.rnd() + self.rnd()) / 2 * 78

    def _given(self, called, origin, female, born):
        """Return the first names in the passport of somebody who is called something."""
        rng, rnd = self.rng, self.rnd
        first = called
        if origin == names.DUTCH:
            official = [name for name, forms in _CALLED.items() if called in forms.split()]
            if official and born < 1975 and rnd() < 0.75:
                first = rng.choice(official)
            elif rnd() < (0.1 if born < 1975 else 0.04):
                first = rng.choice(_MIDDLE[not female])
        given = [first]
        if rnd() < (0.6 if origin == names.DUTCH else 0.15):
            given.append(rng.choice(_MIDDLE[not female]))
            if rnd() < 0.35:
                given.append(rng.choice(_MIDDLE[rnd() < 0.5]))
        return given

    def _mobile(self):
        return "06" + "12348"[int(self.rnd() * 5)] + f"{int(self.rnd() * 10**7):07d}"

    def _email(self, first, surname):
        self._records += 1
        return contact.email(self.rnd, first, *surname, self._records)

    # ------------------------------------------------------------------ two people
    def _brothers_and_sisters(self):
        one = self.person(age=self.rnd() * 17)
        other = self._relative(one, one.birth + timedelta(days=int(330 + self.rnd() * 2200)))
        while other.called == one.called:
            self._rename(other)
        return one, other

    def _twins(self):
        one = self.person(age=self.rnd() * 17 if self.rnd() < 0.75 else self._age())
        alike = self.rnd() < 0.55
        other = self._relative(one, one.birth, female=one.female if alike else not one.female)
        # Some parents like names with one letter.
        same_letter = self.rnd() < 0.12
        for attempt in range(60):
            fits = not same_letter or attempt > 50 or other.called[0] == one.called[0]
            if fits and other.called != one.called:
                break
            self._rename(other)
        if self.rnd() < 0.1:
            other.given[1:] = one.given[1:]
        return one, other

    def _parent_and_child(self):
        child = self.person(age=self.rnd() * 30)
        days = int((20 + self.rnd() * 22) * 365.25)
        return child, self._relative(child, child.birth - timedelta(days=days))

    def _parent_and_child_with_the_same_initials(self):
        child, parent = self._parent_and_child()
        parent.given[1:] = child.given[1:]
        for _attempt in range(60):
            self._rename(parent, first_only=True)
            if parent.given[0][0] == child.given[0][0]:
                return child, parent
        parent.given[0] = child.given[0]
        return child, parent

    def _parent_and_child_with_the_same_name(self):
        child, parent = self._parent_and_child()
        parent.female, parent.given, parent.called = child.female, child.given[:], child.called
        return child, parent

    def _partners(self):
        one = self.person(age=20 + self.rnd() * 70)
        gap = timedelta(days=int(self.rng.gauss(0, 3) * 365))
        other = self.person(
            home=one.home, origin=one.origin, birth=one.birth + gap, female=not one.female
        )
        one.partner, other.partner = other.own, one.own
        if not one.female:
            one, other = other, one
        if self.rnd() < 0.3:
            other.email = one.email
        return one, other

    def _namesakes(self):
        one = self.person()
        days = int(self.rng.gauss(0, 12) * 365)
        birth = min(one.birth + timedelta(days=days), TODAY - timedelta(days=30))
        other = self.person(origin=one.origin, own=one.own, female=one.female, birth=birth)
        other.called = one.called
        other.given[0] = one.given[0] if self.rnd() < 0.7 else one.called
        return one, other

    def _namesakes_at_one_address(self):
        if self.rnd() < 0.5:  # Named after a grandparent or an uncle who lives in.
            one = self.person(age=self.rnd() * 30)
            days = int((12 + self.rnd() * 60) * 365)
            other = self._relative(one, one.birth - timedelta(days=days), female=one.female)
            other.own = one.own
            if other.age > 100:
                other.birth = date(1930, 5, 1) + timedelta(days=int(self.rnd() * 3000))
        else:  # Residents of one centre; whose birth date is not known has 1 January.
            origin = self.rng.choice(_REFUGEES)
            one = self.person(age=18 + self.rnd() * 40, origin=origin)
            other = self.person(home=one.home, origin=origin, own=one.own, female=one.female)
            one.home.email = one.home.phone = ""
            for person in (one, other):
                if self.rnd() < 0.6:
                    person.birth = date(1975 + int(self.rnd() * 30), 1, 1)
        other.called, other.given = one.called, one.given[:]
        return one, other

    def _same_surname_and_birth_date(self):
        one = self.person()
        return one, self.person(origin=one.origin, own=one.own, birth=one.birth)

    def _strangers_at_one_address(self):
        one = self.person(age=20 + self.rnd() * 75)
        other = self.person(age=20 + self.rnd() * 75, home=one.home)
        one.home.email = ""
        if self.rnd() < 0.3:
            other.own = one.own
        return one, other

    def _relative(self, one, birth, female=None):
        """Make somebody of the same family, at home with them until they are grown."""
        birth = min(birth, TODAY - timedelta(days=10))
        home = one.home if one.age < 27 or self.rnd() < 0.15 else None
        other = self.person(home=home, origin=one.origin, own=one.own, birth=birth, female=female)
        if self.rnd() < 0.06:
            other.own = names.surname(self.rnd, one.origin)
        elif other.partner and self.rnd() < 0.3:
            other.partner = None
        return other

    def _rename(self, person, first_only=False):
        born = person.birth.year
        called = names.first_name(self.rnd, person.origin, person.female, born)
        given = self._given(called, person.origin, person.female, born)
        person.called = called
        person.given = [given[0], *person.given[1:]] if first_only else given

    # ------------------------------------------------------------------ two records
    def _years(self, kind, person):
        """Draw the years between the two records."""
        if kind in ("some years apart", "moved"):
            return 1 + self.rnd() * 9
        if kind in OTHERS or kind == "child":
            return self.rnd() * min(6, person.age)
        return self.rnd() * 1.5

    def _recorded(self, kind, one, other, years):
        forms = [self._form(one), self._form(other)]
        moved = kind == "moved"
        # Somebody who moved far becomes a member anew: mostly at a counter or a web form.
        now = self._moment(one, married=kind == "married")
        if kind in OTHERS:
            then = self._moment(other)
            if self.rnd() < 1 - 0.93**years:
                then = self._later(other, then, years, moved=True)
        else:
            then = self._later(one, now, years, moved=moved, married=kind == "married")
        records = []
        for form, person, moment in zip(forms, (one, other), (now, then), strict=True):
            self._records += 1
            records.append(record(self.rng, form, f"{self._records:08d}", person, moment))
        if one is other and not self._leaves_a_trace(now, then, *records):
            self.untraceable += 1
            return None
        return Pair(kind, one is other, (one.number, other.number), *records)

    @staticmethod
    def _leaves_a_trace(now, then, one, other):
        """Tell whether two records of a person have more than the name in common.

        Nobody can tell otherwise that they are of one person, and nobody would label them so.
        What is mistyped counts: somebody who looks would see it.
        """
        return (
            (one["GEBOORTEDATUM"] and other["GEBOORTEDATUM"])
            or (now.address == then.address and one["POSTCODE"] and other["POSTCODE"])
            or (now.email == then.email and one["EMAIL"] and other["EMAIL"])
            or (now.phone == then.phone and one["TELEFOON"] and other["TELEFOON"])
        )

    def _form(self, person):
        shares = (55, 12, 27, 6) if person.age < 13 else (60, 13, 27, 0)
        return FORMS[self.rng.choices(list(FORMS), shares)[0]]

    def _moment(self, person, married=False):
        """Return how somebody was first recorded; before the marriage when there is to be one."""
        home, rnd = person.home, self.rnd
        surname = person.own if married else self._surname(person)
        email, phone = person.email, person.mobile
        if person.age < 13 or (person.age < 18 and rnd() < 0.5):
            email, phone = home.email, home.phone or phone
        elif home.email and rnd() < 0.15:
            email = home.email
        if home.phone and person.age > 55 and rnd() < 0.5:
            phone = home.phone
        return Moment(surname, home.address, email, phone)

    def _surname(self, person):
        """Return the tussenvoegsel and surname that somebody uses."""
        if not person.partner or not person.style:
            return person.own
        if person.style == 1:
            return person.partner
        first, second = person.partner, person.own
        if person.style == 3:
            first, second = second, first
        return first[0], f"{first[1]}-{' '.join(filter(None, second))}"

    def _later(self, person, moment, years, moved, married=False):
        """Return how somebody was to be reached some years later."""
        rnd = self.rnd
        surname, address, email, phone = moment
        if married:
            person.partner = names.surname(rnd, person.origin)
            person.style = self.rng.choices((1, 2, 3), (35, 50, 15))[0]
            surname, moved = self._surname(person), rnd() < 0.5
        elif person.partner and rnd() < 0.02 * years + 0.06:
            # Another form asks for the name in another way, or somebody divorced.
            person.style = self.rng.choices(range(4), (45, 15, 35, 5))[0]
            surname = self._surname(person)
        if moved or rnd() < 1 - 0.92**years:
            address = self.town.address(self.town.give(rnd))
            if phone == person.home.phone and rnd() < 0.6:
                phone = person.mobile or self._mobile()
        if email and rnd() < 1 - 0.955**years:
            email = self._email(person.called, surname)
        elif not email and person.age > 12 and rnd() < 0.3:
            email = person.email or self._email(person.called, surname)
        if phone and rnd() < 1 - 0.965**years:
            phone = self._mobile()
        return Moment(surname, address, email, phone)
