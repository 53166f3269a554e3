"""Read delimited text (CSV) in constant memory, whatever is in it."""

import csv
import io
import math
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from .encoding import SAMPLE_BYTES, find_bad_byte, find_encoding
from .shape import (
    HEADER_SEARCH_ROWS,
    MAX_COLUMNS,
    MAX_RECORD_CHARS,
    Shape,
    UnreadableFile,
    find_header,
    header_key,
    header_warnings,
    tidy_headers,
)

DELIMITERS = ";\t,|"
_SAMPLE_RECORDS = 200


class _Runaway(Exception):
    """A stray quote swallowed the rows below it: they are read again, line by line."""


def detect_delimited(path, encoding=None, delimiter=None, header_row=None, known=frozenset()):
    """Return the :class:`Shape` of a text file.

    :raises UnreadableFile: when no table can be found in it
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
        raise UnreadableFile("delimiter", delimiter=delimiter[:10])
    codec, guessed = find_encoding(path, encoding)
    sample = _sample_text(path, codec)
    if not sample.strip("\ufeff \t\r\n\0"):
        raise UnreadableFile("empty")
    declared, sample = _declared_delimiter(sample)
    delimiter = delimiter or declared or _find_delimiter(sample, known)
    quotechar = _find_quotechar(sample, delimiter)
    shape = Shape("csv", encoding=codec, delimiter=delimiter, quotechar=quotechar)
    wanted = max(HEADER_SEARCH_ROWS, header_row or 0)
    first = list(islice(_records(path, shape), wanted))
    for number, cells in first:
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile("too_many_columns", row=number, limit=MAX_COLUMNS)
    if declared:
        first = first[1:]
    number, headers, _ = find_header(first, header_row, known)
    shape = replace(shape, header_row=number, headers=headers)
    if next(delimited_rows(path, shape), None) is None:
        raise UnreadableFile("header_only", row=number)
    warnings = header_warnings(number, headers)
    if declared:
        warnings = tuple(warning for warning in warnings if warning[0] != "header_not_first")
    if guessed:
        warnings += (("encoding_guessed", {"encoding": codec}),)
    return replace(shape, warnings=warnings)


def delimited_rows(path, shape):
    """Yield ``(row number, cells)`` of the rows below the header, blank ones left out.

    Rows are numbered as a spreadsheet numbers them: a cell with line breaks is part of one row.
    A row may have fewer or more cells than there are headings; only blank cells after the last
    heading are taken off. Line breaks in a cell and NUL characters are left to who cleans it.

    :raises UnreadableFile: ``changed``, ``encoding``, ``cell_too_long``, ``quote`` or
        ``too_many_columns``
    """
    width = len(shape.headers)
    records = _records(path, shape)
    header = next((cells for number, cells in records if number == shape.header_row), [])
    if tidy_headers(header) != tuple(shape.headers):
        raise UnreadableFile("changed", row=shape.header_row)
    for record in records:
        cells = record[1]
        if len(cells) != width:
            if len(cells) > MAX_COLUMNS:
                raise UnreadableFile("too_many_columns", row=record[0], limit=MAX_COLUMNS)
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
        # The first cell is nearly always filled: do not join a whole row to find that out.
        if not cells or ((not cells[0] or cells[0].isspace()) and not "".join(cells).strip()):
            continue
        yield record


def _records(path, shape):
    """Yield ``(number, cells)`` of every record, also blank ones and the header."""
    number = 0
    try:
        with open(path, encoding=shape.encoding, newline="") as stream:
            pending, reading = [], True
            while reading:
                try:
                    for cells in _reader(_lines(stream, pending), shape):
                        if len(pending) > 1 and _is_runaway(pending, shape, len(cells)):
                            raise _Runaway
                        number += 1
                        yield number, cells
                        pending.clear()
                    reading = False
                except _Runaway:
                    for line in pending:
                        number += 1
                        yield number, next(_reader([line], shape))
                    pending.clear()
    except UnreadableFile as error:
        error.params["row"] = number + 1
        raise
    except UnicodeError:
        byte, line = find_bad_byte(path, shape.encoding)
        raise UnreadableFile("encoding", encoding=shape.encoding, byte=byte, row=line) from None
    except csv.Error:
        raise UnreadableFile("quote", row=number + 1) from None
    except OSError:
        raise UnreadableFile("not_found") from None


def _reader(lines, shape, strict=False):
    return csv.reader(lines, delimiter=shape.delimiter, quotechar=shape.quotechar, strict=strict)


def _lines(stream, pending):
    """Yield lines and note in ``pending`` those of the record that is being read.

    A line or a quoted cell without end is stopped here: the csv module's own limit is one setting
    for the whole process, and not ours to change.
    """
    size = 0
    while line := stream.readline(MAX_RECORD_CHARS):
        if pending:
            size += len(line)
            if size >= MAX_RECORD_CHARS:
                pending.append(line)
                raise _Runaway
        else:
            size = len(line)
            if size >= MAX_RECORD_CHARS:
                columns = line.count(max(DELIMITERS, key=line.count))
                code = "too_many_columns" if columns > MAX_COLUMNS else "cell_too_long"
                limit = MAX_COLUMNS if columns > MAX_COLUMNS else MAX_RECORD_CHARS
                raise UnreadableFile(code, limit=limit)
        pending.append(line)
        yield line


def _is_runaway(lines, shape, columns):
    """Tell a cell with line breaks from a stray quote that swallowed the rows below it.

    Lines that by themselves are as wide as the table are rows: those of a cell with line breaks
    are narrower, as together they make one row.
    """
    width = len(shape.headers) or columns
    if columns != width:
        return True
    try:
        if len(list(_reader(lines, shape, strict=True))) != 1:
            return True
    except csv.Error:
        return True
    return width > 1 and all(len(next(_reader([line], shape))) == width for line in lines)


def _sample_text(path, codec):
    with open(path, "rb") as file:
        data = file.read(SAMPLE_BYTES)
    text = io.TextIOWrapper(io.BytesIO(data), codec, errors="ignore", newline="").read()
    if len(data) == SAMPLE_BYTES:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    return text


def _declared_delimiter(sample):
    """Read the line ``sep=;`` with which a file tells Excel its delimiter."""
    line, _, rest = sample.partition("\n")
    line = line.strip('\ufeff\r" ')
    if line.casefold().startswith("sep=") and len(line) == 5:
        return line[4], rest
    return None, sample


def _sample_records(sample, delimiter, quotechar='"'):
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quotechar)
    records = []
    # An endless cell: what came before it is what there is to judge by.
    with suppress(csv.Error):
        for cells in islice(reader, _SAMPLE_RECORDS):
            if any(cells):
                records.append(cells)
    return records


def _find_delimiter(sample, known):
    """Return the delimiter that makes most known headings, or else the most regular table."""
    best, best_score = DELIMITERS[0], (0, 0.0)
    for delimiter in DELIMITERS:
        records = _sample_records(sample, delimiter)
        widths = Counter(map(len, records))
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 1))
        hits = max(
            (
                len({header_key(cell) for cell in cells[:MAX_COLUMNS]} & known)
                for cells in records[:HEADER_SEARCH_ROWS]
            ),
            default=0,
        )
        regularity = count / max(len(records), 1) * math.log2(width)
        score = (hits if hits > 1 else 0, regularity)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _find_quotechar(sample, delimiter):
    """Return ``'`` only where whole rows are wrapped in it: Dutch names begin with it too."""
    for cells in _sample_records(sample, delimiter)[:HEADER_SEARCH_ROWS]:
        words = [cell for cell in cells if cell]
        if len(words) > 1:
            wrapped = [len(word) > 1 and word[0] == word[-1] == "'" for word in words]
            return "'" if all(wrapped) else '"'
    return '"'
