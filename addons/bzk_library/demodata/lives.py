"""People with what changes in a life: names they use, homes, ways to be reached.

Made for labelled pairs of records (see ``pairs``), where the truth must be known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from . import contact, names
from .places import Address, Town

TODAY = date(2026, 11, 22)

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


class Lives:
    """Makes people, and how they were to be reached at some time.

    :param str seed: anything that tells two of these apart
    :param str library: library code; addresses are in its area
    """

    def __init__(self, seed, library):
        self.rng = Random(seed)
        self.rnd = self.rng.random
        self.town = Town(library)
        self._people = self._emails = 0

    def person(self, *, age=None, home=None, origin=None, own=None, female=None, birth=None):
        """Make somebody, with a home of their own unless one is given."""
        rnd, rng = self.rnd, self.rng
        self._people += 1
        age = self.draw_age() if age is None else age
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

    def draw_age(self, kind=""):
        """Draw an age in years: of a child, of somebody who marries, or of any customer."""
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
        self._emails += 1
        return contact.email(self.rnd, first, *surname, self._emails)

    def relative(self, one, birth, female=None):
        """Make somebody of the same family, at home with them until they are grown."""
        birth = min(birth, TODAY - timedelta(days=10))
        home = one.home if one.age < 27 or self.rnd() < 0.15 else None
        other = self.person(home=home, origin=one.origin, own=one.own, birth=birth, female=female)
        if self.rnd() < 0.06:
            other.own = names.surname(self.rnd, one.origin)
        elif other.partner and self.rnd() < 0.3:
            other.partner = None
        return other

    def rename(self, person, first_only=False):
        """Give somebody other first names, or another name to be called by only."""
        born = person.birth.year
        called = names.first_name(self.rnd, person.origin, person.female, born)
        given = self._given(called, person.origin, person.female, born)
        person.called = called
        person.given = [given[0], *person.given[1:]] if first_only else given

    def moment(self, person, married=False):
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

    def later(self, person, moment, years, moved, married=False):
        """Return how somebody was called and to be reached some years after a moment.

        :param float years: the longer ago, the more has changed
        :param bool moved: somebody lives elsewhere now, whatever the years
        :param bool married: somebody uses a partner's name now
        """
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
