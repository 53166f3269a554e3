"""Writes the demo files of one library: this week's and next week's, members and leavers."""

import csv
from contextlib import ExitStack
from datetime import date as Date
from pathlib import Path
from typing import NamedTuple

from . import composition, schema
from .leavers import add_leavers
from .people import People
from .plan import Plan
from .weekly import Week, add_joiners

SEED = 2019
# Numbers at the library have eight digits and room between them.
MOST_MEMBERS = 2_000_000


class Written(NamedTuple):
    """A file that was written."""

    path: Path
    rows: int  # without the header


def generate(folder, library_code, date, members=None, seed=SEED):
    """Write the member files of a library; the same arguments always give the same bytes.

    :param folder: where to; made when it is not there
    :param str library_code: a key of :data:`composition.LIBRARY_SIZES`
    :param date: the day the files are of: a ``datetime.date``
    :param members: number of current members, or None for the library in full
    :param seed: anything; another seed gives other people
    :return: dict file name -> :class:`Written`
    :raises ValueError: for an unknown library or an impossible number of members
    """
    if library_code not in composition.LIBRARY_SIZES:
        known = ", ".join(composition.LIBRARY_SIZES)
        raise ValueError(f"unknown library {library_code!r}, expected one of {known}")
    if members is None:
        members = composition.LIBRARY_SIZES[library_code]
    if not 0 <= members <= MOST_MEMBERS:
        raise ValueError(f"members must be between 0 and {MOST_MEMBERS}, not {members}")
    today = date.toordinal()
    plan = Plan(library_code, today, seed)
    for code, places in plan.add_people(composition.members_by_type(members)).items():
        plan.set_figures(code, places, Date(date.year, 1, 1).toordinal())
    reasons = add_leavers(plan, members)
    week = Week(plan, members)
    count = len(plan)
    add_joiners(plan, members)
    people = People(plan, library_code, seed, count)

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        files = {
            name: _File(stack, folder / name, year)
            for name, year in (
                (schema.CURRENT, people.year),
                (schema.LEAVERS, people.year),
                (schema.CURRENT_NEXT_WEEK, week.year),
                (schema.LEAVERS_NEXT_WEEK, week.year),
            )
        }
        _write(files, plan, people, week, members, reasons)
        return {name: Written(file.path, file.rows) for name, file in files.items()}


class _File:
    """A CSV file being written, that counts its rows."""

    def __init__(self, stack, path, year):
        self.path, self.rows = path, 0
        stream = stack.enter_context(path.open("w", encoding=schema.ENCODING, newline=""))
        self._write = csv.writer(stream, delimiter=schema.DELIMITER).writerow
        self._write(schema.header(year))

    def write(self, row):
        self._write(row)
        self.rows += 1


def _write(files, plan, people, week, members, reasons):
    """Make each row once and write it to the files it belongs in."""
    current, next_current = files[schema.CURRENT], files[schema.CURRENT_NEXT_WEEK]
    leavers, next_leavers = files[schema.LEAVERS], files[schema.LEAVERS_NEXT_WEEK]
    duplicates = []
    for place in people.order:
        row = people.row(place)
        if place >= members:
            row[schema.REASON] = reasons[place]
            leavers.write(row)
            continue
        week.spoil(place, row)
        next_row, left = week.next_row(people, place, row)
        (next_leavers if left else next_current).write(next_row)
        if place in week.mended:
            week.mistype(row)
        current.write(row)
        if place in week.duplicates:
            duplicates.append(week.duplicate(row))
    # The second rows under a number come last, far from the first.
    for row in duplicates:
        current.write(row)
        next_current.write(row)
    for place in range(len(people.order), len(plan)):
        next_current.write(people.row(place))
