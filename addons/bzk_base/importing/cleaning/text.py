"""Text of a cell: blank spellings, invisible characters, and formulas made harmless."""

import re
import unicodedata

from .refusal import Refusal

MAX_TEXT = 10_000
MAX_KEY = 64

#: Spellings of "nothing here" as exports have them; ``-1`` is what Wise makes of a value it
#: cannot read. Compared as they stand, because Null and Nan are also surnames.
BLANKS = frozenset(
    ["", "-1", "-", "--", "---", "NULL", "null", "(null)", "N/A", "n/a", "NVT", "nvt", "Nvt"]
    + ["n.v.t.", "N.v.t.", "N.V.T.", "nvt.", "#N/A", "#N/B", "\\N", "(leeg)"]
)
_LONGEST_BLANK = max(map(len, BLANKS))
#: Spellings of "not known", blank where a list of reasons has no such entry.
UNKNOWN = frozenset(
    ["onbekend", "onbek.", "unknown", "geen", "niet bekend", "?", "??", "???", "xxx"]
)

_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+\d+")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]*")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")
_SPACES = re.compile(r"\s+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def words(text):
    """Return the words of a text: a long list of them reads better that way."""
    return text.split()


def _invisible():
    """Characters that only disturb: controls become a space, format characters disappear."""
    table = dict.fromkeys((*range(1, 32), 127, *range(128, 160)), " ")
    table |= dict.fromkeys((0xAD, 0x61C, 0x180E, 0xFEFF))
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB)):
        table |= dict.fromkeys(range(first, last + 1))
    return table


_INVISIBLE = _invisible()


def clean_text(text, max_length=MAX_TEXT):
    """Return the text of a cell on one line, or ``None`` when it says that there is nothing.

    Unicode becomes NFC, no-break and zero-width spaces and control characters go, runs of spaces
    become one, and a quote that :func:`defuse` set before a formula is taken off.

    :param max_length: number of characters above which the text is refused, ``None`` for any
    :raises Refusal: ``too_long``, or ``nul`` for what PostgreSQL cannot hold
    """
    if not text.isascii() or not text.isprintable():
        text = _plain(text)
    text = text.strip()
    if text[:1] == "'" and _DEFUSED.match(text):
        text = text[1:]
    if len(text) <= _LONGEST_BLANK and text in BLANKS:
        return None
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if max_length is not None and len(text) > max_length:
        raise Refusal("too_long", text[:80], max_length=max_length, length=len(text))
    return text


def _plain(text):
    if _UNSTORABLE.search(text):
        raise Refusal("nul", _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text[:80]))
    text = text.translate(_INVISIBLE)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))


def clean_known(text, max_length=MAX_TEXT):
    """Like :func:`clean_text`, with "onbekend", "?" and the like as blank too."""
    text = clean_text(text, max_length)
    return None if text is not None and text.casefold() in UNKNOWN else text


def clean_key(text):
    """Return the key of a row in its source: text, with its leading zeros.

    :raises Refusal: ``bad_key`` when a spreadsheet rounded the number (``2,9E+13``), ``too_long``
    """
    if text.isdigit() and text.isascii() and len(text) <= MAX_KEY:
        return text
    text = clean_text(text, MAX_KEY)
    if text is not None and "+" in text and _ROUNDED.fullmatch(text):
        raise Refusal("bad_key", text)
    return text


def clean_number(text):
    """Return a card or membership number: text, leading zeros kept, spaces taken out.

    :raises Refusal: ``bad_key`` for anything but letters, digits and ``. / _ -``, ``too_long``
    """
    text = clean_key(text)
    if text is None:
        return None
    text = text.replace(" ", "")
    if not _NUMBER.fullmatch(text):
        raise Refusal("bad_key", text)
    return text


def defuse(text):
    """Set a quote before what a spreadsheet would run as a formula.

    :func:`clean_text` takes exactly that quote off again.
    """
    return "'" + text if _FORMULA.match(text) else text
