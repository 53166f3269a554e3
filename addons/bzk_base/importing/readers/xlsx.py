"""Read .xlsx workbooks: openpyxl reads the workbook, the rows are streamed from the sheet."""

import re
import warnings
from functools import lru_cache
from xml.etree.ElementTree import iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel, from_ISO8601
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from .cells import date_text, number_text, padded, plain_text
from .package import Package
from .shape import MAX_BLANK_ROWS, MAX_COLUMNS, UnreadableFile

#: The last row that Excel knows.
MAX_ROWS = 1_048_576

_ROW, _CELL, _VALUE, _INLINE, _STRING, _PLAIN = (
    f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("row", "c", "v", "is", "si", "t")
)
_DIGITS = "0123456789"
#: Cells that are one downwards, as they stand after the rows of a sheet.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MERGED_BYTES = 400
_MAX_MERGED = 50_000
#: Sheets above this size come from systems, which merge nothing.
_MAX_MERGED_SHEET = 32 * 2**20
#: Number formats from here on are the workbook's own.
_FIRST_OWN_FORMAT = 164
_ZEROS = re.compile(r"(0{2,15})(?:;.*)?")

# openpyxl warns about parts that it drops, which says nothing about the rows.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


class Xlsx:
    """An open .xlsx workbook.

    :param file: the file, open for reading bytes
    :param stack: an ``ExitStack`` that closes what is opened here
    :attr sheets: ``(name, hidden)`` of each sheet
    :attr epoch: 1900 or 1904
    :raises UnreadableFile: ``unknown_format`` for another kind of package, and see
        :class:`~.package.Package`
    """

    def __init__(self, file, stack):
        self._package = stack.enter_context(Package(file))
        names = set(self._package.namelist())
        if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
            raise UnreadableFile("unknown_format", format=_package_kind(names))
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.archive = self._package
        reader.read_manifest()
        try:
            reader.read_workbook()
        except OSError:
            raise UnreadableFile("unknown_format", format=_package_kind(names)) from None
        apply_stylesheet(self._package, reader.wb)
        self._strings = self._read_strings(reader.package.find(SHARED_STRINGS))
        self._book = reader.wb
        self._zeros = _zero_formats(reader.wb)
        self._parts = {
            sheet.name: (relation.target, sheet.state != "visible")
            for sheet, relation in reader.parser.find_sheets()
            if relation.Type.endswith("/worksheet") and relation.target in names
        }
        self.epoch = 1904 if reader.wb.epoch == CALENDAR_MAC_1904 else 1900
        self.sheets = tuple((name, hidden) for name, (_, hidden) in self._parts.items())

    def _read_strings(self, part_type):
        """Return the table of texts that cells refer to by number."""
        if part_type is None:
            return []
        strings = []
        with self._package.open(part_type.PartName.lstrip("/")) as part:
            for _, element in iterparse(part):
                if element.tag == _STRING:
                    strings.append(_string(element))
                    element.clear()
        return strings

    def rows(self, sheet):
        """Yield ``(row number, cells)`` of the rows that the sheet holds.

        What a sheet says about its size is often wrong, and sometimes meant to be: reading ends
        after :data:`~.shape.MAX_BLANK_ROWS` blank rows.

        :raises UnreadableFile: ``damaged``, ``too_many_columns``, or ``bomb``
        """
        number = blank = 0
        merged = self._merged(sheet)
        above = {}
        with self._package.open(self._parts[sheet][0]) as part:
            for _, element in iterparse(part):
                if element.tag != _ROW:
                    continue
                self._package.refill()
                given = element.get("r")
                number = int(given) if given else number + 1
                if not 0 < number <= MAX_ROWS:
                    raise UnreadableFile("damaged", row=number)
                cells = self._cells(number, element)
                # The tree keeps its rows until the end: leave nothing in them.
                element.clear()
                if merged:
                    cells = _filled_down(number, cells, merged, above)
                blank = 0 if any(cells) else blank + 1
                if blank > MAX_BLANK_ROWS:
                    return
                yield number, cells

    def _merged(self, sheet):
        """Columns with cells that are one downwards: column -> list of (first row, last row).

        They are told after the rows, so the sheet is looked through for them first.
        """
        name = self._parts[sheet][0]
        found, count, kept = {}, 0, b""
        if self._package.getinfo(name).file_size > _MAX_MERGED_SHEET:
            return found
        with self._package.open(name) as part:
            while data := part.read(1 << 16):
                kept += data
                end = 0
                for match in _MERGED.finditer(kept):
                    end = match.end()
                    first, last = int(match[2]), int(match[3])
                    if first < last and count < _MAX_MERGED:
                        count += 1
                        column = _column(match[1].decode())
                        found.setdefault(column, []).append((first, last))
                kept = kept[max(end, len(kept) - _MERGED_BYTES) :]
        return {column: sorted(spans, reverse=True) for column, spans in found.items()}

    def _cells(self, number, row):
        cells = []
        column = 0
        for element in row:
            if element.tag != _CELL:
                continue
            reference = element.get("r")
            column = _column(reference.rstrip(_DIGITS)) if reference else column + 1
            text = self._text(element)
            if not text:
                continue
            if column > MAX_COLUMNS:
                raise UnreadableFile("too_many_columns", row=number, limit=MAX_COLUMNS)
            if column > len(cells):
                cells.extend([""] * (column - len(cells)))
            cells[column - 1] = text
        return cells

    def _text(self, element):
        """Return a cell as text; of a formula what it last amounted to."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find(_INLINE)
            return "" if inline is None else _string(inline)
        value = element.findtext(_VALUE)
        if not value:
            return ""
        if kind == "s":
            return self._strings[int(value)]
        if kind == "n":
            return self._number(value, int(element.get("s", 0)))
        if kind == "b":
            return "1" if value.strip() in ("1", "true") else "0"
        if kind == "d":
            return date_text(from_ISO8601(value))
        return plain_text(value) if kind == "str" else ""  # what is left are errors

    def _number(self, value, style):
        if style in self._book._date_formats:
            return self._date(float(value), style)
        text = value if value.isdigit() else number_text(float(value))
        return padded(text, self._zeros[style]) if style in self._zeros else text

    def _date(self, serial, style):
        try:
            moment = from_excel(
                serial, self._book.epoch, timedelta=style in self._book._timedelta_formats
            )
        except (OverflowError, ValueError):
            return number_text(serial)
        return date_text(moment)


def _filled_down(number, cells, merged, above):
    """Give each row of a merged cell the text that stands in the first.

    :param dict merged: see :meth:`Xlsx._merged`; what lies above the row is taken out
    :param dict above: column -> text of the merged cell that is under way
    """
    for column, spans in merged.items():
        while spans and spans[-1][1] < number:
            spans.pop()
        if not spans or spans[-1][0] > number:
            continue
        here = cells[column - 1] if column <= len(cells) else ""
        if spans[-1][0] == number:
            above[column] = here
        elif not here and above.get(column):
            cells = cells + [""] * (column - len(cells))
            cells[column - 1] = above[column]
    return cells


def _string(element):
    """Return a text; openpyxl's own reading of it is only needed for one with a layout."""
    if len(element) == 1 and element[0].tag == _PLAIN:
        return plain_text(element[0].text or "")
    return plain_text(Text.from_tree(element).content)


@lru_cache(maxsize=MAX_COLUMNS * 4)
def _column(letters):
    return column_index_from_string(letters)


def _zero_formats(book):
    """Return by style how many digits a number is shown with: 123 in ``00000000`` is a text."""
    widths = {}
    for style, cell_style in enumerate(book._cell_styles):
        own = cell_style.numFmtId - _FIRST_OWN_FORMAT
        if 0 <= own < len(book._number_formats):
            match = _ZEROS.fullmatch(book._number_formats[own])
            if match:
                widths[style] = len(match[1])
    return widths


def _package_kind(names):
    """Return what kind of package a file without sheets is."""
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names:
        return "docx"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"
