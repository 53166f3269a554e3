"""Writes the files with activities and orders of one library."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

from . import activities, schema, tickets
from .activities import PAPER, PRESENT, Year
from .writer import Written

ACTIVITIES = "activiteiten.csv"
TICKETS = "kaartverkoop.csv"
#: How far ahead tickets are sold, in days, and how many activities that are full have a queue.
AHEAD, FULL = 56, 3
#: How many of the last activities without tickets nobody has given a number for yet.
UNCOUNTED = 4
#: One person for so many seats.
VISITS_EACH = 3
#: How far back the present reaches at least, in days, for when the year has just begun.
BACK = 60


def write_sales(folder, today, branches, members, families, share=1.0, paper=True, seed=2019):
    """Write the activities of a library and the orders for them.

    :param folder: where to; made when it is not there
    :param date today: what is later has not happened yet
    :param dict branches: code -> how much is held there, relatively
    :param list members: :class:`~.tickets.Person` of grown-up members
    :param list families: (parent, child), each a :class:`~.tickets.Person`
    :param float share: size of the library, as a part of the one in the strategy paper
    :param bool paper: also write the five years of the paper
    :param seed: anything; another seed gives other years
    :return: dict file name -> :class:`~.writer.Written`
    """
    held = []
    for year, figures in PAPER.items() if paper else ():
        first, last = date(year, 1, 2), date(year, 12, 31)
        held += activities.make_activities(first, last, _scaled(figures, share), branches, seed)
    held += _present(today, share, branches, seed)
    seats = sum(activity.seats for activity in held)
    crowd = tickets.Crowd(members, families, max(seats // VISITS_EACH, 10), seed)
    until = datetime(today.year, today.month, today.day)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = tickets.orders(held, crowd, seed, until)
    return {
        ACTIVITIES: _write(
            folder / ACTIVITIES, activities.HEADER, (activity.row() for activity in held)
        ),
        TICKETS: _write(folder / TICKETS, tickets.HEADER, rows),
    }


def _present(today, share, branches, seed):
    """The running year up to today, and what is coming."""
    first = min(date(today.year, 1, 2), today - timedelta(days=BACK))
    last = today - timedelta(days=1)
    whole = _scaled(PRESENT, share)
    past = _scaled(whole, ((last - first).days + 1) / 365)
    held = activities.make_activities(first, last, past, branches, f"{seed}-present")
    without = [item for item in held if not item.item.booked and not item.called_off]
    for activity in without[-UNCOUNTED:]:
        activity.counted = activity.estimated = None
    ahead = _scaled(whole, AHEAD / 365)._replace(scanned=0)
    coming = activities.make_activities(
        today, today + timedelta(days=AHEAD), ahead, branches, f"{seed}-coming"
    )
    for activity in coming:
        activity.counted = activity.estimated = None
    sold = [item for item in coming if item.item.booked and item.seats > 4 and not item.called_off]
    for activity in sold:
        activity.places = max(activity.places, activity.seats + 2)
    for activity in sold[:: max(1, len(sold) // FULL)][:FULL]:
        activity.places = activity.seats
    return held + coming


def _scaled(figures, share):
    """Figures of a smaller library or a shorter time."""
    if share == 1:
        return figures
    number = max(round(figures.activities * share), 2)
    return Year(
        max(round(figures.visitors * share), number),
        round(figures.revenue * share),
        number,
        figures.scanned,
        figures.estimated,
        figures.no_show,
    )


def _write(path, header, rows):
    count = 0
    with path.open("w", encoding=schema.ENCODING, newline="") as stream:
        writer = csv.writer(stream, delimiter=schema.DELIMITER)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return Written(path, count)
