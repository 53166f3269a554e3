"""Find the table in a workbook and read its rows."""

import contextlib
from itertools import islice

from .shape import (
    HEADER_SEARCH_ROWS,
    Shape,
    UnreadableFile,
    find_header,
    header_warnings,
    tidy_headers,
)
from .xls import Xls
from .xlsx import Xlsx

_MAX_SHEETS_SEARCHED = 30
_MAX_SHEETS = 500


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
        width = len(headers)
        if not any(_is_filled(cells[:width]) for row, cells in book.rows(chosen) if row > number):
            raise UnreadableFile("header_only", row=number, sheet=chosen)
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

    :raises UnreadableFile: ``changed``, ``no_sheet``, ``damaged``, ``bomb``, ``too_large``
    """
    width = len(shape.headers)
    with _open(path, shape.format) as book:
        if shape.sheet not in dict(book.sheets):
            raise UnreadableFile("no_sheet", sheet=shape.sheet)
        records = book.rows(shape.sheet)
        header = next((cells for number, cells in records if number == shape.header_row), [])
        if tidy_headers(header) != tuple(shape.headers):
            raise UnreadableFile("changed", row=shape.header_row)
        for number, cells in records:
            cells = cells[:width]
            if _is_filled(cells):
                yield number, cells + [""] * (width - len(cells))


def _is_filled(cells):
    return any(cells) and "".join(cells).strip() != ""


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
                yield Xlsx(file, stack)
            else:
                yield Xls(path, stack)
        except (UnreadableFile, GeneratorExit):
            raise
        except FileNotFoundError:
            raise UnreadableFile("not_found") from None
        except Exception as error:
            raise UnreadableFile("damaged") from error
