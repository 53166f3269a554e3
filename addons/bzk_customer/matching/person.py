"""Somebody's details in the form in which they are compared, made once for each person."""

import re
from datetime import date

from .names import fold, parse_first_name, parse_initials, parse_surname
from .weights import GROWN

#: Dates that systems fill in where they know none.
_FILLERS = frozenset(((1900, 1, 1), (1901, 1, 1), (1899, 12, 30), (1970, 1, 1), (1800, 1, 1)))
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


class Person:
    """What is compared of somebody. Made by :func:`describe`."""

    __slots__ = (
        "address",
        "addition",
        "born",
        "email",
        "first",
        "gender",
        "grown",
        "initials",
        "letters",
        "number",
        "phone",
        "street",
        "surname",
        "zip",
    )


def describe(values, today=None):
    """Return the :class:`Person` of somebody's details.

    :param values: mapping with any of ``initials, firstname, infix, lastname, birthdate`` (a date
        or ``YYYY-MM-DD``), ``zip, street_name, street_number, street_number2, city, email, phone``
        (E.164), ``gender``; nothing may be ``None``, ``False`` or empty
    :param date today: day on which somebody's age counts
    """
    get = values.get
    person = Person()
    person.surname = parse_surname(get("infix") or "", get("lastname") or "")
    person.first, letters = parse_first_name(get("firstname") or "")
    #: What stands as initials; ``letters`` are those that the first name gives otherwise.
    person.initials = parse_initials(get("initials") or "") or letters
    person.letters = person.initials or "".join(word[0] for word in person.first.words)
    person.born = _born(get("birthdate"))
    year = (today or date.today()).year
    person.grown = person.born is not None and year - person.born[0] > GROWN
    person.zip = (get("zip") or "").replace(" ", "").upper()
    person.number = get("street_number") or ""
    person.addition = _NOT_ALPHANUMERIC.sub("", get("street_number2") or "").lower()
    person.street = get("street_name") or ""
    person.address = f"{person.zip} {person.number}" if person.zip and person.number else ""
    person.email = (get("email") or "").lower()
    person.phone = get("phone") or ""
    person.gender = get("gender") or ""
    return person


def _born(value):
    """Return (year, month, day), ``None`` when not known or filled in by a system."""
    if not value:
        return None
    if isinstance(value, str):
        born = int(value[:4]), int(value[5:7]), int(value[8:10])
    else:
        born = value.year, value.month, value.day
    return None if born in _FILLERS else born


def folded_street(person):
    """Return the street of somebody without blanks, points and accents."""
    return _NOT_ALPHANUMERIC.sub("", fold(person.street))
