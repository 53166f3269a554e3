"""What schools take of education programmes: five school years, as a list of orders."""

import csv
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from .writer import Written

HEADER = (
    *("Ordernummer", "BRIN", "School", "Plaats", "Programma", "Schooljaar", "Aantal", "Prijs"),
    *("Groepen", "Leerlingen", "Status", "Besteld op", "Opmerking"),
)
#: School years up to and including the present one.
YEARS = 5
#: Of a hundred schools, how many begin in each of the years, and how many never do.
_BEGINS = (30, 10, 12, 10, 6)
_STOPS = 0.09
_CANCELLED = 0.03
_NOTES = (
    *("Graag leveren in de eerste week", "Twee locaties", "Wil volgend jaar ook de onderbouw"),
    *("Factuur naar het bestuur", "Start na de herfstvakantie"),
)


class Programme(NamedTuple):
    """A programme as the library offers it."""

    name: str
    code: str
    kind: str  # "subscription" or "single"
    unit: str  # "pupil", "class" or "school"
    cents: int  # in the first of the years
    more: int  # cents that a year adds
    groups: tuple  # codes of the groups it is for; empty for all
    chance: float  # that a school takes it; in one year, of what is one-off

    def price(self, place):
        """Cents in a school year.

        :param int place: of the year, from 0
        """
        return self.cents + place * self.more


PROGRAMMES = (
    Programme(
        *("de Bibliotheek op school", "dbos", "subscription", "pupil", 850, 55),
        *(("primary",), 0.9),
    ),
    Programme(
        *("Mediawijs in de klas", "mediawijs", "subscription", "class", 4500, 250),
        *(("primary", "secondary"), 0.3),
    ),
    Programme(*("Voorleescoach", "voorlezen", "subscription", "school", 27500, 1500), (), 0.12),
    Programme(*("Schrijversbezoek", "schrijver", "single", "class", 12500, 0), ("primary",), 0.22),
    Programme(*("Themakoffer", "koffer", "single", "school", 0, 0), (), 0.18),
)


class Order(NamedTuple):
    """One row: what a school takes of a programme in a school year."""

    number: str
    code: str  # of the school with its branch
    school: str
    town: str
    programme: str
    year: str
    count: int
    cents: int
    classes: int
    pupils: int
    state: str
    day: date
    note: str

    def row(self):
        """Cells in the order of :data:`HEADER`."""
        return [
            *(self.number, self.code, self.school, self.town, self.programme, self.year),
            *(self.count, f"{self.cents // 100},{self.cents % 100:02}", self.classes or ""),
            *(self.pupils or "", self.state, f"{self.day:%d-%m-%Y}", self.note),
        ]


def school_years(today):
    """Names of the school years, the first first; they begin in August.

    :param date today: a day in the last of them
    """
    last = today.year - (today.month < 8)
    return [f"{year}-{year + 1}" for year in range(last - YEARS + 1, last + 1)]


def pupils_of(school):
    """How many pupils a school has; always the same for the same school.

    :param school: :class:`~.schools.School`
    """
    return Random(f"pupils-{school.code}").randint(70, 460)


def orders(library, schools, today, seed=2019):
    """The orders of five school years.

    Most schools that begin go on; some stop, and of last year's a few have not been asked yet.

    :param str library: code of the library, for the numbers
    :param list schools: :class:`~.schools.School`
    :param date today: nothing is ordered later
    :param seed: anything; another seed gives other orders
    :return: list of :class:`Order`
    """
    rng = Random(f"{seed}-{library}-education")
    found = []
    for school in schools:
        for programme in PROGRAMMES:
            for place in _places(rng, programme):
                found.append(_order(rng, school, programme, place, today))
    found.sort(key=lambda order: (order.day, order.code, order.programme))
    prefix = library[:2].upper()
    return [
        order._replace(number=f"{prefix}{order.year[2:4]}-{number:04}")
        for number, order in enumerate(found, 1)
    ]


def _places(rng, programme):
    """In which of the years a school has a programme."""
    if programme.kind == "single":
        return [place for place in range(YEARS) if rng.random() < programme.chance]
    if rng.random() > programme.chance:
        return []
    begin = rng.choices(range(YEARS + 1), (*_BEGINS, 100 - sum(_BEGINS)))[0]
    end = next((place for place in range(begin + 1, YEARS) if rng.random() < _STOPS), YEARS)
    return list(range(begin, end))


def _order(rng, school, programme, place, today):
    year = school_years(today)[place]
    pupils = max(pupils_of(school) + rng.randint(-12, 12), 40)
    count = {"pupil": pupils, "class": rng.randint(2, 8), "school": 1}[programme.unit]
    begin = date(int(year[:4]), 8, 20) + timedelta(days=rng.randint(0, 75))
    state = "geleverd"
    if place == YEARS - 1:
        state = "besteld" if rng.random() < 0.8 else "geleverd"
        if programme.kind == "single" and rng.random() < 0.25:
            state = "offerte"
    if rng.random() < _CANCELLED:
        state = "geannuleerd"
    return Order(
        *("", school.code, school.name, school.town, programme.name, year, count),
        programme.price(place),
        count if programme.unit == "class" else 0,
        count if programme.unit == "pupil" else 0,
        state,
        min(begin, today),
        rng.choice(_NOTES) if rng.random() < 0.06 else "",
    )


def write_orders(path, rows):
    """Write the list of orders.

    :param path: ``pathlib.Path`` of the file
    :param list rows: :class:`Order`
    :return: :class:`~.writer.Written`
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(order.row() for order in rows)
    return Written(path, len(rows))
