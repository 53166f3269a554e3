"""Find out what kind of file it is, by its content."""

import json
import os
import re
import stat

from .delimited import delimited_rows, detect_delimited
from .encoding import SAMPLE_BYTES
from .excel import detect_excel, excel_rows
from .shape import MAX_HEADER_ROW, UnreadableFile, header_key

MAX_FILE_BYTES = 4 * 2**30

_SIGNATURES = (
    (b"PK\3\4", "xlsx"),
    (b"PK\5\6", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    # Workbooks of Excel 2 to 4 are not in a container yet.
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "sqlite"),
    (b"\x00\x01\x00\x00Standard", "access"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
)
_MARKUP = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|table|meta|div|script|style)\b", re.I)
_XML = re.compile(r"\s*<\?xml\b|\s*<[a-z:]+[^<>\n;,\t|]*>\s*<", re.I)
_CONTROLS = bytes(set(range(1, 32)) - {9, 10, 11, 12, 13, 26, 28, 29, 30, 31}) + b"\x7f"


def detect(
    path,
    *,
    name=None,
    encoding=None,
    delimiter=None,
    sheet=None,
    header_row=None,
    known_headers=frozenset(),
):
    """Find out how a file is to be read; whatever is given is taken as chosen by a person.

    :param path: the file on this machine
    :param name: what the sender calls the file; only repeated in messages, never opened
    :param encoding: one of :data:`~.encoding.ENCODINGS`, for text files
    :param delimiter: one character, for text files
    :param sheet: name of a sheet, may be a hidden one
    :param header_row: 1-based row of the headings, at most :data:`~.shape.MAX_HEADER_ROW`
    :param known_headers: headings that profiles know, to find the header row and sheet by
    :return: :class:`~.shape.Shape`
    :raises UnreadableFile: with the reason, whatever is wrong with the file
    """
    known = frozenset(map(header_key, known_headers)) - {""}
    try:
        if header_row is not None and not 1 <= header_row <= MAX_HEADER_ROW:
            raise UnreadableFile("no_header", row=header_row)
        kind = _kind(path)
        if kind in ("xls", "xlsx"):
            return detect_excel(path, kind, sheet, header_row, known)
        if kind == "csv":
            return detect_delimited(path, encoding, delimiter, header_row, known)
        raise UnreadableFile("unknown_format", format=kind)
    except OSError:
        problem = UnreadableFile("not_found")
    except UnreadableFile as refused:
        problem = refused
    if name:
        problem.params["name"] = os.path.basename(str(name))[:120]
    raise problem


def rows(path, shape):
    """Yield ``(row number, cells)`` of the rows below the header, blank ones left out.

    Rows are numbered as a person sees them in a spreadsheet; cells are text as it stands in the
    file. Rows of a workbook have as many cells as there are headings, rows of a text file may be
    ragged.

    :param shape: what :func:`detect` found
    :raises UnreadableFile: when the file turns out unreadable further down, or changed meanwhile
    """
    _check_file(path)
    return (delimited_rows if shape.format == "csv" else excel_rows)(path, shape)


def _check_file(path):
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        raise UnreadableFile("not_found") from None
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("not_found")
    if status.st_size == 0:
        raise UnreadableFile("empty")
    if status.st_size > MAX_FILE_BYTES:
        raise UnreadableFile("too_large", bytes=status.st_size, limit=MAX_FILE_BYTES)


def _kind(path):
    """Return ``csv``, ``xls``, ``xlsx`` or what else the content is."""
    _check_file(path)
    with open(path, "rb") as file:
        head = file.read(SAMPLE_BYTES)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    start = head[:2048].replace(b"\0", b"").decode("latin-1").lstrip("ï»¿ÿþ")
    if _MARKUP.match(start):
        return "html"
    if _XML.match(start):
        return "xml"
    if start.lstrip()[:1] in ("{", "[") and _is_json(start):
        return "json"
    text = head.replace(b"\0", b"")
    if len(text) - len(text.translate(None, _CONTROLS)) > len(text) // 50:
        return "binary"
    if not text:
        return "binary"
    return "csv"


def _is_json(start):
    """Tell the start of a JSON document from a heading that begins with a bracket."""
    try:
        json.JSONDecoder().raw_decode(start.lstrip())
    except json.JSONDecodeError as error:
        return error.pos >= min(len(start.strip()) - 200, 20)
    except RecursionError:
        return True
    return True
