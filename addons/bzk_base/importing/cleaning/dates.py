"""Dates as they stand in exports, to ISO text."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .refusal import Refusal
from .text import clean_known

FIRST_YEAR = 1800
LAST_YEAR = 2199
MAX_AGE_YEARS = 120
_MAX_LENGTH = 40
_LOCAL = ZoneInfo("Europe/Amsterdam")

#: Serial day 0 of a workbook. Excel believes that 1900 was a leap year, so from March 1900 on its
#: day numbers count from 30 December 1899.
_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
#: What systems write for "no date" and "without end".
_NO_DATES = frozenset(
    ["00-00-0000", "0000-00-00", "01-01-0001", "0001-01-01", "31-12-9999", "9999-12-31"]
    + ["1899-12-30", "30-12-1899", "0", "00000000"]
)

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: ``31-12`` -> ``-12-31``: every day of a leap year, so that most dates cost one look-up.
_DAY_MONTH = {
    f"{day:02}{sign}{month:02}": f"-{month:02}-{day:02}"
    for month, days in enumerate(_DAYS_IN_MONTH, 1)
    for day in range(1, days + 1)
    for sign in "-/."
}
_MONTH_DAY = {value[1:]: value for value in _DAY_MONTH.values()}
_YEARS = {f"{year}": f"{year}" for year in range(FIRST_YEAR, LAST_YEAR + 1)}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_TIME = r"(?:[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?)?"
_NUMERIC = re.compile(
    rf"(\d{{1,2}}) ?[-/. ] ?(\d{{1,2}}) ?[-/. ] ?'?(\d{{4}}|\d{{2}}){_TIME}", re.A
)
_YEAR_FIRST = re.compile(rf"(\d{{4}}) ?[-/.] ?(\d{{1,2}}) ?[-/.] ?(\d{{1,2}}){_TIME}", re.A)
_WORDS = re.compile(
    rf"(?:[a-z]+\.?,? )?(\d{{1,2}})[ \-/.]+([a-z]{{3,9}})\.?[ \-/.,]+'?(\d{{4}}|\d{{2}}){_TIME}",
    re.A | re.I,
)
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)", re.A)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?", re.A)


def clean_date(text, epoch=1900, order="dmy"):
    """Return a date as ``YYYY-MM-DD``.

    Read are ``31-12-2012`` with any of ``- / .``, two-digit years (at most twenty years ahead),
    ``2012-12-31``, ``20121231``, ``31122012``, ``31 december 2012``, each with a time behind it,
    and serial days of five digits. A moment with a time zone gives the day in Amsterdam.
    ``9999-12-31`` and the like mean that there is no date.

    :param epoch: 1900 or 1904, first year of the workbook's serial days
    :param order: ``dmy``, or ``mdy`` for sources that write American dates
    :raises Refusal: ``bad_date`` for what is no date or lies outside 1800-2199
    """
    if len(text) == 10 and order == "dmy":
        year = _YEARS.get(text[6:])
        if year:
            tail = _DAY_MONTH.get(text[:5])
            if tail and text[5] == text[2] and (tail != "-02-29" or _is_leap(year)):
                return year + tail
        elif text[4] == "-" == text[7]:
            year, tail = _YEARS.get(text[:4]), _MONTH_DAY.get(text[5:])
            if year and tail and (tail != "-02-29" or _is_leap(year)):
                return year + tail
    text = clean_known(text, _MAX_LENGTH) if text else None
    if text is None or text in _NO_DATES or text[:10] in _NO_DATES:
        return None
    found = _parse(text, epoch, order)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refusal("bad_date", text)
    return found.isoformat()


def clean_birthdate(text, epoch=1900, order="dmy", today=None):
    """Return a date of birth as ``YYYY-MM-DD``; a two-digit year lies in the past.

    :param today: the day to judge by, as ISO text; by default the present one
    :raises Refusal: ``bad_date``, ``date_in_future``, or ``date_too_old`` for over 120 years
    """
    found = clean_date(text, epoch, order)
    if found is None:
        return None
    today = today or date.today().isoformat()
    if found > today:
        if not _has_short_year(text, found):
            raise Refusal("date_in_future", text.strip())
        found = f"{int(found[:4]) - 100:04}{found[4:]}"
    if int(today[:4]) - int(found[:4]) > MAX_AGE_YEARS:
        raise Refusal("date_too_old", text.strip(), years=MAX_AGE_YEARS)
    return found


def _is_leap(year):
    number = int(year)
    return number % 4 == 0 and (number % 100 != 0 or number % 400 == 0)


def _has_short_year(text, found):
    return found[:4] not in text and not _SERIAL.fullmatch(text.strip())


def _parse(text, epoch, order):
    """Return the date in a text, or ``None``."""
    if text.isdigit() and text.isascii() and len(text) == 8:
        first = _date(text[:4], text[4:6], text[6:])
        if first and FIRST_YEAR <= first.year <= LAST_YEAR:
            return first
        return _date(text[4:], text[2:4], text[:2])
    if _ZONED.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(_LOCAL).date()
        except (ValueError, OverflowError):
            return None
    if match := _NUMERIC.fullmatch(text):
        day, month, year = match.groups()
        if order == "mdy":
            day, month = month, day
        return _date(year, month, day)
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(*match.groups())
    if match := _WORDS.fullmatch(text):
        day, month, year = match.groups()
        return _date(year, _MONTHS.get(month.lower(), 0), day)
    if match := _SERIAL.fullmatch(text):
        return _EPOCHS[epoch] + timedelta(days=int(match[1]))
    return None


def _date(year, month, day):
    year = int(year) if len(year) == 4 else _whole_year(int(year))
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _whole_year(short):
    latest = date.today().year + 20
    year = latest - latest % 100 + short
    return year if year <= latest else year - 100
