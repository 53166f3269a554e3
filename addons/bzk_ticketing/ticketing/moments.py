"""Moments as they stand in exports: a date with or without a time, Dutch, ISO or American."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_date, clean_text

LOCAL = ZoneInfo("Europe/Amsterdam")
#: How long an activity takes of which only the beginning is known.
USUAL = timedelta(hours=2)
_STORED = "%Y-%m-%d %H:%M:%S"
_MAX_LENGTH = 60
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.A)
_PLAIN = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?", re.A)
_TIME = re.compile(
    r"(?:om )?(\d{1,2})(?:[:.hu](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)? ?(am|pm|uur|u|h)?\.?",
    re.A | re.I,
)
_BEHIND_DATE = re.compile(
    r"(?:,| om|T| -)? *(\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)? ?(?:am|pm|uur|u)?)$",
    re.A | re.I,
)
_SERIAL = re.compile(r"(\d{5})([.,]\d+)", re.A)
#: What separates a date from a time behind it; ``14.30`` alone could be part of a date.
_DATE_FIRST = re.compile(r".*\d{2}\D.*|.*\d{4,}.*")


def clean_moment(text, order="dmy"):
    """Return a moment: ``YYYY-MM-DD HH:MM:SS`` in UTC, or ``YYYY-MM-DD`` when no time is told.

    A time without a zone is one in Amsterdam.

    :param order: ``dmy``, or ``mdy`` for sources that write American dates
    :raises Refusal: ``bad_date``
    """
    match = _PLAIN.fullmatch(text)
    if match:
        day, hours, minutes, seconds = match.groups()
        day = clean_date(day)
        return day and to_utc(day, f"{hours}:{minutes}:{seconds or '00'}")
    text = clean_text(text, _MAX_LENGTH)
    if text is None:
        return None
    if _ZONED.fullmatch(text):
        # A year far away, which some systems write for "always", is no moment to count from.
        if not clean_date(text[:10]):
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise Refusal("bad_date", text) from None
        return moment.astimezone(UTC).strftime(_STORED)
    if match := _SERIAL.fullmatch(text):
        day = clean_date(match[1])
        seconds = round(float("0" + match[2].replace(",", ".")) * 86_400)
        clock = (datetime.min + timedelta(seconds=min(seconds, 86_399))).strftime("%H:%M:%S")
        return to_utc(day, clock)
    match = _BEHIND_DATE.search(text)
    if match and _DATE_FIRST.fullmatch(text[: match.start()]):
        day = clean_date(text[: match.start()].strip(" ,"), order=order)
        return day and to_utc(day, clean_time(match[1]))
    return clean_date(text, order=order)


def clean_time(text):
    """Return a time of the day as ``HH:MM:SS``: ``19:30``, ``19.30 uur``, ``7:30 PM``, ``20 uur``.

    :raises Refusal: ``bad_time``
    """
    text = clean_text(text, _MAX_LENGTH)
    if text is None:
        return None
    match = _TIME.fullmatch(text)
    if not match or not (match[2] or match[4]):
        raise Refusal("bad_time", text)
    hours, minutes, seconds = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    half = (match[4] or "").lower()
    if half in ("am", "pm"):
        if not 1 <= hours <= 12:
            raise Refusal("bad_time", text)
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise Refusal("bad_time", text)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def to_utc(day, clock):
    """Turn a day and a time in Amsterdam into the moment as it is stored.

    :param str day: ``YYYY-MM-DD``
    :param str clock: ``HH:MM:SS``
    """
    try:
        local = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=LOCAL)
        return local.astimezone(UTC).strftime(_STORED)
    except (ValueError, OverflowError):
        raise Refusal("bad_date", f"{day} {clock}") from None


def local_day(moment):
    """Day in Amsterdam of a moment as :func:`clean_moment` gives it."""
    if len(moment) == 10:
        return moment
    stored = datetime.strptime(moment, _STORED).replace(tzinfo=UTC)
    return stored.astimezone(LOCAL).date().isoformat()


def span(begin, begin_time=None, end=None, end_time=None):
    """Work out when an activity begins and ends.

    A date and its time may stand in two columns. Without an end it takes two hours; without any
    time at all it takes the whole day. An end time before the begin is after midnight.

    :param begin: as :func:`clean_moment` gives it; ``end`` too
    :param begin_time: as :func:`clean_time` gives it; ``end_time`` too
    :return: (begin, end) as they are stored, in UTC
    :raises Refusal: ``end_before_begin``
    """
    day = local_day(begin)
    timed = len(begin) > 10 or begin_time
    first = _at(begin, begin_time or "00:00:00")
    if end or end_time:
        last = _at(end or day, end_time or ("23:59:00" if not timed or end else None))
        if last <= first and end_time and (not end or local_day(end) == day):
            last = _shift(last, timedelta(days=1))
    elif timed:
        last = _shift(first, USUAL)
    else:
        last = to_utc(day, "23:59:00")
    if last < first:
        raise Refusal("end_before_begin", last)
    return first, last


def _at(moment, clock):
    return moment if len(moment) > 10 else to_utc(moment, clock)


def _shift(moment, by):
    return (datetime.strptime(moment, _STORED) + by).strftime(_STORED)
