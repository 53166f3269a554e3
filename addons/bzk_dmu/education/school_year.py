"""School years, written as ``2026-2027``: from 1 August up to and including 31 July.

So it is in article 1 of the Wet op het primair onderwijs and article 1.1 of the Wet voortgezet
onderwijs 2020, whatever the holidays.
"""

import re
from datetime import date

FIRST_MONTH = 8
#: From this month on staff look after the subscriptions that end in the summer.
RENEWAL_MONTH = 2

_YEARS = re.compile(r"(20\d\d)\s*(?:[-/\u2013\u2014]|t/m)\s*(20)?(\d\d)", re.A)


def school_year(day):
    """Name of the school year that a day is in.

    :param date day: any day
    :return: text such as ``2026-2027``
    """
    return _named(day.year - (day.month < FIRST_MONTH))


def shifted(name, years):
    """The school year a number of years after (or, below zero, before) another.

    :param str name: such as ``2026-2027``
    """
    return _named(int(name[:4]) + years)


def span(name):
    """First and last day of a school year.

    :param str name: such as ``2026-2027``
    :return: two dates
    """
    first = int(name[:4])
    return date(first, FIRST_MONTH, 1), date(first + 1, FIRST_MONTH - 1, 31)


def between(first, last):
    """Names of the school years from one up to and including another, the latest first."""
    return [_named(year) for year in range(int(last[:4]), int(first[:4]) - 1, -1)]


def due_for_renewal(today):
    """School years whose subscriptions should have been renewed, or be so soon.

    Last year's are overdue all year; this year's come up from February, when schools make their
    budgets for the next.

    :return: list of names, the earliest first
    """
    this = school_year(today)
    season = RENEWAL_MONTH <= today.month < FIRST_MONTH
    return [shifted(this, -1), this] if season else [shifted(this, -1)]


def read_school_year(text):
    """Read a school year as people write it: ``2026-2027``, ``2026/27``, ``schooljaar 26/27``.

    A single year, or two that do not follow each other, could be anything and is not guessed.

    :return: such as ``2026-2027``, or ``None`` when the text is none
    """
    bare = re.sub(r"^(?:schooljaar|sj\.?)\s*", "", text.strip(), flags=re.I)
    if re.fullmatch(r"\d\d\s*[-/\u2013]\s*\d\d", bare, re.A):
        bare = "20" + bare
    match = _YEARS.fullmatch(bare)
    if not match or (int(match[1]) + 1) % 100 != int(match[3]):
        return None
    return _named(int(match[1]))


def _named(first):
    return f"{first}-{first + 1}"
