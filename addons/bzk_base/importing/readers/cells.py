"""Cells of a workbook as text, so that cleaning is the same for every kind of file."""

import re
from datetime import datetime, time, timedelta

_ERRORS = frozenset(
    ("#N/A", "#N/B", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!")
    + ("#CALC!", "#GETTING_DATA", "#BEZIG!", "#DEEL/0!", "#WAARDE!", "#VERW!", "#NAAM?")
)
#: How Office Open XML writes characters that XML cannot hold.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain_text(text):
    """Return the text of a cell without the escapes of Office Open XML; errors as ``""``."""
    if text[:1] == "#" and text in _ERRORS:
        return ""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def number_text(value):
    """Return a float as text, without ``.0`` and without exponent as far as it is exact."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if value - value == 0 else ""  # not infinite, and a number


def padded(text, width):
    """Return a whole number with the leading zeros that its number format shows."""
    return text.zfill(width) if width and text.isdigit() else text


def date_text(moment):
    """Return a moment as ISO text, as a date alone when it is midnight.

    :param moment: a datetime, date, time or timedelta
    """
    if isinstance(moment, timedelta):
        minutes, seconds = divmod(round(moment.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.time() == time.min:
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")
