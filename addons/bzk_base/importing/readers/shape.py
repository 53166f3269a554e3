"""What a file looks like, why a file is refused, and where its header row is."""

import re
import unicodedata
from dataclasses import dataclass

#: Limits of one file. They bound memory and time, no honest library export comes near them.
MAX_COLUMNS = 1_000
MAX_RECORD_CHARS = 131_072
MAX_BLANK_ROWS = 20_000
HEADER_SEARCH_ROWS = 50
MAX_HEADER_ROW = 1_000

_SEPARATORS = re.compile(r"[\W_]+")
#: Control characters and halves of pairs, which neither a person nor the database can use.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
#: Numbers, dates, amounts, e-mail addresses and postcodes: what data has and a heading has not.
_VALUE = re.compile(r"[-+€$%(),./:\s\d]*\d[-+€$%(),./:\s\d]*|\S+@\S+\.\S+|[1-9]\d{3}\s?[A-Za-z]{2}")


class UnreadableFile(ValueError):
    """A file that is refused as a whole.

    :param code: the reason, one of ``empty``, ``header_only``, ``not_found``, ``unknown_format``,
        ``password``, ``damaged``, ``bomb``, ``too_large``, ``too_many_columns``,
        ``cell_too_long``, ``quote``, ``no_header``, ``no_sheet``, ``hidden_only``, ``encoding``,
        ``delimiter`` and ``changed``
    :param params: what the message to a person names: row, column, byte, sheet, limit …
    """

    def __init__(self, code, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self):
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


@dataclass(frozen=True)
class Shape:
    """How to read a file, found by :func:`detect` and accepted by :func:`rows`.

    :param format: ``csv``, ``xls`` or ``xlsx``
    :param encoding: Python codec name, only for csv
    :param delimiter: one character, only for csv
    :param quotechar: one character, only for csv
    :param sheet: name of the chosen sheet, only for xls and xlsx
    :param sheets: ``(name, hidden)`` of every sheet of the workbook
    :param header_row: 1-based row of the headings
    :param headers: the headings, blank ones as ``""``
    :param epoch: 1900 or 1904, the first year of the workbook's serial dates
    :param warnings: ``(code, params)`` of what a person should know: ``hidden_sheets``,
        ``header_not_first``, ``duplicate_header``, ``blank_header``, ``encoding_guessed``
    """

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    quotechar: str | None = None
    sheet: str | None = None
    sheets: tuple = ()
    header_row: int = 1
    headers: tuple = ()
    epoch: int = 1900
    warnings: tuple = ()


def header_key(text):
    """Return the form of a heading in which spellings of it are equal.

    >>> header_key(" E-mail adres.") == header_key("E_MAIL_ADRES")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _SEPARATORS.sub("_", plain).strip("_")


def tidy_headers(cells):
    """Return the headings as shown to a person, without the blank ones at the end."""
    headers = [_SPACES.sub(" ", _UNPRINTABLE.sub("", cell)).strip() for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    return tuple(headers)


def find_header(sample, header_row=None, known=frozenset()):
    """Find the headings among the first rows of a table.

    The row with most known headings wins; without any, the first row that is about as wide as the
    table and consists of different words rather than values.

    :param sample: ``(row number, cells)`` of the first rows
    :param header_row: the row a person pointed at
    :param known: keys (:func:`header_key`) of the headings that profiles know
    :return: ``(row number, headings, number of known headings)``
    :raises UnreadableFile: ``empty``, ``no_header`` or ``too_many_columns``
    """
    filled = [(number, cells) for number, cells in sample if any(map(str.strip, cells))]
    if not filled:
        raise UnreadableFile("empty")
    if header_row is not None:
        chosen = next((pair for pair in filled if pair[0] == header_row), None)
        hits = _known_count(chosen[1], known) if chosen else 0
    else:
        hits, chosen = _best_known(filled, known)
        chosen = chosen or _first_heading_like(filled)
    if chosen is None:
        raise UnreadableFile("no_header", row=header_row or filled[0][0])
    number, cells = chosen
    headers = tidy_headers(cells)
    if len(headers) > MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", row=number, limit=MAX_COLUMNS)
    return number, headers, hits


def header_warnings(number, headers):
    """Return the warnings that follow from the headings alone."""
    found = [("header_not_first", {"row": number})] if number > 1 else []
    places = {}
    for column, header in enumerate(headers, 1):
        places.setdefault(header_key(header), []).append(column)
    blank = places.pop("", [])
    if blank:
        found.append(("blank_header", {"columns": blank}))
    for columns in places.values():
        if len(columns) > 1:
            header = headers[columns[0] - 1]
            found.append(("duplicate_header", {"header": header, "columns": columns}))
    return tuple(found)


def _known_count(cells, known):
    return len({header_key(cell) for cell in cells[:MAX_COLUMNS]} & known) if known else 0


def _best_known(filled, known):
    best = max(filled, key=lambda pair: _known_count(pair[1], known))
    hits = _known_count(best[1], known)
    words = sum(1 for cell in best[1] if cell.strip())
    return (hits, best) if hits >= 2 or hits == words else (0, None)


def _first_heading_like(filled):
    counts = sorted(sum(1 for cell in cells if cell.strip()) for _, cells in filled)
    width = counts[len(counts) * 3 // 4]
    for number, cells in filled:
        words = [cell.strip().casefold() for cell in cells if cell.strip()]
        texts = sum(1 for word in words if not _VALUE.fullmatch(word[:200]))
        if (
            len(words) >= 0.6 * width
            and len(set(words)) >= 0.6 * len(words)
            and texts >= 0.75 * len(words)
        ):
            return number, cells
    return None
