"""Read .xls workbooks with xlrd."""

import io
import mmap
import os
import re
from contextlib import suppress

import xlrd

from .cells import date_text, number_text, padded
from .shape import UnreadableFile

#: xlrd holds a workbook in memory as a whole.
MAX_BYTES = 64 * 2**20
_ZEROS = re.compile(r"(0{2,15})(?:;.*)?")


class Xls:
    """An open .xls workbook.

    :param path: the file
    :param stack: an ``ExitStack`` that closes what is opened here
    :attr sheets: ``(name, hidden)`` of each sheet
    :attr epoch: 1900 or 1904
    :raises UnreadableFile: ``password`` or ``too_large``
    """

    def __init__(self, path, stack):
        size = os.path.getsize(path)
        if size > MAX_BYTES:
            raise UnreadableFile("too_large", bytes=size, limit=MAX_BYTES)
        _refuse_encrypted(path)
        self._book = _open(path)
        stack.callback(self._book.release_resources)
        self.epoch = 1904 if self._book.datemode else 1900
        visibility = self._book._sheet_visibility
        self.sheets = tuple(
            (name, bool(visibility[index])) for index, name in enumerate(self._book.sheet_names())
        )

    def rows(self, sheet):
        """Yield ``(row number, cells)`` of the rows of a sheet."""
        rows = self._book.sheet_by_name(sheet)
        for index in range(rows.nrows):
            kinds, values = rows.row_types(index), rows.row_values(index)
            cells = [
                self._text(rows, index, column, kind, value)
                for column, (kind, value) in enumerate(zip(kinds, values, strict=True))
            ]
            while cells and not cells[-1]:
                cells.pop()
            yield index + 1, cells

    def _text(self, rows, index, column, kind, value):
        if kind == xlrd.XL_CELL_TEXT:
            return value
        if kind == xlrd.XL_CELL_NUMBER:
            return padded(number_text(value), self._width(rows, index, column))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "1" if value else "0"
        if kind == xlrd.XL_CELL_DATE:
            return self._date(value)
        return ""

    def _width(self, rows, index, column):
        """Return how many digits the number is shown with, or 0."""
        if not self._book.formatting_info:
            return 0
        style = self._book.xf_list[rows.cell_xf_index(index, column)]
        match = _ZEROS.fullmatch(self._book.format_map[style.format_key].format_str)
        return len(match[1]) if match else 0

    def _date(self, serial):
        try:
            moment = xlrd.xldate_as_datetime(serial, self._book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return number_text(serial)
        return date_text(moment.time() if 0 <= serial < 1 else moment)


def _open(path):
    """Open a workbook, with the layout of its cells if xlrd can make sense of that."""
    settings = {"logfile": io.StringIO(), "on_demand": True, "ragged_rows": True}
    with suppress(Exception):
        return xlrd.open_workbook(path, formatting_info=True, **settings)
    try:
        return xlrd.open_workbook(path, **settings)
    except xlrd.XLRDError as error:
        encrypted = "encrypted" in str(error).lower()
        raise UnreadableFile("password" if encrypted else "damaged") from error


def _refuse_encrypted(path):
    """A new workbook with a password is packed in an old container, under a telling name."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise UnreadableFile("password")
