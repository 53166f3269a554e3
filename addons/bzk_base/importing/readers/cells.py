"""Cells of a workbook as text, so that cleaning is the same for every kind of file."""

import re
from datetime import date, datetime, time, timedelta

_ERRORS = frozenset(
    ("#N/A", "#N/B", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!")
    + ("#CALC!", "#GETTING_DATA", "#BEZIG!", "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?")
)
#: How Office Open XML writes characters that XML cannot hold.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def cell_text(value):
    """Return a cell as text: dates in ISO form, whole numbers without ``.0``, errors as ``""``.

    :param value: what openpyxl gives for a cell
    """
    if value is None:
        return ""
    kind = type(value)
    if kind is str:
        if value[:1] == "#" and value in _ERRORS:
            return ""
        return _ESCAPE.sub(_unescape, value) if "_x" in value else value
    if kind is float:
        return number_text(value)
    if kind is bool:
        return "1" if value else "0"
    if kind is datetime:
        return date_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def number_text(value):
    """Return a number as text, without ``.0`` and without exponent as far as it is exact."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if value - value == 0 else ""  # not infinite, and a number


def date_text(moment):
    """Return a moment as ISO text, as a date alone when it is midnight."""
    if moment.time() == time.min:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def _unescape(match):
    return chr(int(match[1], 16))
