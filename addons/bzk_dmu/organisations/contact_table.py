"""Spreadsheets with a column per function become a table with a row per person.

Colleagues write ``School; Directeur; E-mail directeur; IB'er`` on one row; each name in it is a
person with that function.
"""

import re
from dataclasses import dataclass, field

from odoo.addons.bzk_base.importing.cleaning.text import words

from .names import fold
from .people import split_people

PERSON, EMAIL, PHONE, FUNCTION = "person", "email", "phone", "function_id"
_WHAT = {
    **dict.fromkeys(words("naam naamvan name"), PERSON),
    **dict.fromkeys(words("email emailadres mail mailadres emailvan"), EMAIL),
    **dict.fromkeys(words("telefoon telefoonnummer tel telnr mobiel gsm phone nummer"), PHONE),
}
_FILLER = frozenset(words("van de het v d"))


@dataclass
class Group:
    """The columns about who has one function.

    :param function: as the list calls it
    :param columns: what the cell holds -> position in the row
    """

    function: str
    columns: dict = field(default_factory=dict)


def function_groups(headers, functions, known=frozenset()):
    """Find columns that are about who has a function.

    :param headers: headings in order
    :param functions: spellings of functions, as :func:`function_key` makes them
    :param known: positions of headings that have a meaning of their own
    :return: list of :class:`Group` that have a column with names or addresses
    """
    groups = {}
    for index, header in enumerate(headers):
        if index in known:
            continue
        what, function = _read(header, functions)
        if function:
            group = groups.setdefault(function_key(function), Group(function))
            group.columns.setdefault(what, index)
    return [group for group in groups.values() if {PERSON, EMAIL} & group.columns.keys()]


def function_key(text):
    """Key in which spellings of a function are equal: ``IB-er``, ``IB'er``, ``ib er``."""
    return fold(text).replace(" ", "")


def _read(header, functions):
    """What a heading holds and of which function: ``E-mail directeur``, ``Directeur``."""
    if function_key(header) in functions:
        return PERSON, header
    parts = [part for part in re.split(r"[\s_:()/]+", header.strip()) if part]
    for size in (1, 2):
        for told, rest in ((parts[:size], parts[size:]), (parts[-size:], parts[:-size])):
            what = _WHAT.get(function_key("".join(told)))
            rest = [part for part in rest if fold(part) not in _FILLER]
            if what and rest and function_key("".join(rest)) in functions:
                return what, " ".join(rest)
    return None, None


def unfold(rows, groups, places, own):
    """Make a row of each person in a row.

    :param rows: iterable of (row number, list of cells)
    :param groups: see :func:`function_groups`
    :param dict places: position of ``person``, ``email``, ``phone`` and ``function_id`` in the rows
        that come out, which may lie beyond the end of those that go in
    :param own: positions of what a row says of its own person
    :return: iterator of rows in the same form
    """
    width = max(places.values()) + 1
    for row_no, cells in rows:
        cells = cells + [""] * (width - len(cells))
        people = [person for group in groups for person in _people(group, cells)]
        if not people or any(cells[index].strip() for index in own):
            yield row_no, cells
        for function, told in people:
            row = ["" if index in own else cell for index, cell in enumerate(cells)]
            for what, index in places.items():
                row[index] = told.get(what, "")
            row[places[FUNCTION]] = function
            yield row_no, row


def _people(group, cells):
    told = {what: cells[index].strip() for what, index in group.columns.items()}
    names = split_people(told.get(PERSON, ""))
    if len(names) == 1:
        if told.get(PERSON) or told.get(EMAIL):
            yield group.function, told
        return
    emails = re.split(r"[\s;,/]+", told.get(EMAIL, ""))
    for number, name in enumerate(names):
        email = emails[number] if len(emails) == len(names) else ""
        yield group.function, {PERSON: name, EMAIL: email}
