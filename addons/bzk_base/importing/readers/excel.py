"""Read workbooks: .xlsx with openpyxl, .xls with xlrd."""

import contextlib
import io
import mmap
import os
import warnings
from itertools import islice

import xlrd
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .cells import cell_text, date_text, number_text
from .package import Package
from .shape import (
    HEADER_SEARCH_ROWS,
    MAX_BLANK_ROWS,
    MAX_COLUMNS,
    Shape,
    UnreadableFile,
    find_header,
    header_warnings,
    tidy_headers,
)

#: xlrd holds a workbook in memory as a whole.
MAX_XLS_BYTES = 64 * 2**20
#: The last row that Excel knows.
MAX_ROWS = 1_048_576
_MAX_SHEETS_SEARCHED = 30
_MAX_SHEETS = 500

# openpyxl warns about single cells, with their content: that does not belong in a log.
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


def detect_excel(path, kind, sheet=None, header_row=None, known=frozenset()):
    """Return the :class:`Shape` of a workbook.

    Without a choice the visible sheet with most known headings is taken, else the first visible
    one with a table on it.

    :param kind: ``xls`` or ``xlsx``
    :raises UnreadableFile: when there is no table to be found in it
    """
    with _open(path, kind) as book:
        if len(book.sheets) > _MAX_SHEETS:
            raise UnreadableFile("damaged")
        hidden = [name for name, is_hidden in book.sheets if is_hidden]
        visible = [name for name, is_hidden in book.sheets if not is_hidden]
        if sheet is not None and sheet not in dict(book.sheets):
            raise UnreadableFile("no_sheet", sheet=sheet[:80], sheets=[*visible, *hidden])
        if sheet is None and not visible:
            raise UnreadableFile("hidden_only" if hidden else "empty", sheets=hidden)
        candidates = [sheet] if sheet is not None else visible[:_MAX_SHEETS_SEARCHED]
        chosen, number, headers = _choose(book, candidates, header_row, known)
        found = header_warnings(number, headers)
        if hidden:
            found += (("hidden_sheets", {"sheets": hidden}),)
        return Shape(
            kind,
            sheet=chosen,
            sheets=tuple(book.sheets),
            header_row=number,
            headers=headers,
            epoch=book.epoch,
            warnings=found,
        )


def excel_rows(path, shape):
    """Yield ``(row number, cells)`` of the rows below the header, blank ones left out.

    Every row has as many cells as there are headings; what stands beside the table is left out.
    Reading ends after :data:`MAX_BLANK_ROWS` blank rows, however large the sheet says it is.

    :raises UnreadableFile: ``changed``, ``no_sheet``, ``damaged``, ``bomb``, ``too_large``
    """
    width = len(shape.headers)
    with _open(path, shape.format) as book:
        records = book.rows(shape.sheet)
        header = next((cells for number, cells in records if number == shape.header_row), [])
        if tidy_headers(header) != tuple(shape.headers):
            raise UnreadableFile("changed", row=shape.header_row)
        for number, cells in records:
            cells = cells[:width]
            if any(cells) and "".join(cells).strip():
                yield number, cells + [""] * (width - len(cells))


def _choose(book, candidates, header_row, known):
    """Return ``(sheet, header row, headings)`` of the sheet that looks most like the table."""
    best, failure = None, None
    for name in candidates:
        sample = list(islice(book.rows(name), max(HEADER_SEARCH_ROWS, header_row or 0)))
        try:
            number, headers, hits = find_header(sample, header_row, known)
        except UnreadableFile as problem:
            # Of several sheets, "this one is empty" says less than "no headings here".
            if failure is None or failure.code == "empty":
                failure = problem
            continue
        if best is None or hits > best[0]:
            best = hits, name, number, headers
    if best is None:
        raise failure
    return best[1:]


@contextlib.contextmanager
def _open(path, kind):
    """Open a workbook; whatever its parser stumbles over means that the file is damaged."""
    with contextlib.ExitStack() as stack:
        try:
            if kind == "xlsx":
                file = stack.enter_context(open(path, "rb"))
                yield _Xlsx(file, stack)
            else:
                yield _Xls(path, stack)
        except (UnreadableFile, GeneratorExit):
            raise
        except FileNotFoundError:
            raise UnreadableFile("not_found") from None
        except xlrd.XLRDError as error:
            encrypted = "encrypted" in str(error).lower()
            raise UnreadableFile("password" if encrypted else "damaged") from error
        except Exception as error:
            raise UnreadableFile("damaged") from error


class _Xlsx:
    def __init__(self, file, stack):
        self._package = stack.enter_context(Package(file))
        names = set(self._package.namelist())
        if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
            raise UnreadableFile("unknown_format", format=_package_kind(names))
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.archive.close()
        reader.archive = self._package
        try:
            reader.read()
        except OSError:
            raise UnreadableFile("unknown_format", format=_package_kind(names)) from None
        self._book = reader.wb
        self.epoch = 1904 if self._book.epoch == CALENDAR_MAC_1904 else 1900
        self.sheets = tuple(
            (sheet.title, sheet.sheet_state != "visible") for sheet in self._book.worksheets
        )

    def rows(self, name):
        sheet = next((each for each in self._book.worksheets if each.title == name), None)
        if sheet is None:
            raise UnreadableFile("no_sheet", sheet=name, sheets=[each[0] for each in self.sheets])
        # What a sheet says about its size is often wrong, and sometimes meant to be.
        sheet.reset_dimensions()
        blank = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            self._package.refill()
            if number > MAX_ROWS:
                raise UnreadableFile("damaged", row=number)
            cells = list(map(cell_text, values))
            if any(cells):
                blank = 0
            else:
                blank += 1
                if blank > MAX_BLANK_ROWS:
                    return
            yield number, _bounded(number, cells)


class _Xls:
    def __init__(self, path, stack):
        size = os.path.getsize(path)
        if size > MAX_XLS_BYTES:
            raise UnreadableFile("too_large", bytes=size, limit=MAX_XLS_BYTES)
        _refuse_encrypted(path)
        self._book = xlrd.open_workbook(
            path, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        )
        stack.callback(self._book.release_resources)
        self.epoch = 1904 if self._book.datemode else 1900
        self.sheets = tuple(
            zip(self._book.sheet_names(), map(bool, self._book._sheet_visibility), strict=False)
        )

    def rows(self, name):
        if name not in dict(self.sheets):
            raise UnreadableFile("no_sheet", sheet=name, sheets=[each[0] for each in self.sheets])
        sheet = self._book.sheet_by_name(name)
        for index in range(sheet.nrows):
            kinds, values = sheet.row_types(index), sheet.row_values(index)
            yield index + 1, [self._text(*cell) for cell in zip(kinds, values, strict=True)]

    def _text(self, kind, value):
        if kind == xlrd.XL_CELL_TEXT:
            return value
        if kind == xlrd.XL_CELL_NUMBER:
            return number_text(value)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "1" if value else "0"
        if kind == xlrd.XL_CELL_DATE:
            return self._date(value)
        return ""

    def _date(self, value):
        if 0 <= value < 1:
            return xlrd.xldate_as_datetime(value, self._book.datemode).time().isoformat()
        try:
            return date_text(xlrd.xldate_as_datetime(value, self._book.datemode))
        except (xlrd.XLDateError, OverflowError, ValueError):
            return ""


def _bounded(number, cells):
    """Take off the blank cells that only carry a layout; refuse a row that is still too wide."""
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", row=number, limit=MAX_COLUMNS)
    return cells


def _refuse_encrypted(path):
    """A new workbook with a password is packed in an old container, under a telling name."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise UnreadableFile("password")


def _package_kind(names):
    """Return what kind of package a file without sheets is."""
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "word/document.xml" in names:
        return "docx"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"
