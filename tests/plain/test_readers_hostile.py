"""Files that are made, or have become, to do harm: each is refused, soon and in little memory."""

import io
import random
import struct
import time
import tracemalloc
import zipfile
from datetime import date

import pytest
import xlsxwriter
import xlwt

from odoo.addons.bzk_base.importing.readers import UnreadableFile, detect, rows

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _book():
    """A workbook with its texts in a table of their own, as Excel writes it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet()
    rows = [["id", "naam", "geboren"], ["0001", "Müller", date(1980, 1, 2)], [2, "é", None]]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _old_book():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Blad1")
    for index, row in enumerate([["id", "naam"], ["0001", "Müller"], [2, "é"]]):
        for column, value in enumerate(row):
            sheet.write(index, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with(path, parts, compression=zipfile.ZIP_DEFLATED):
    """Write a good workbook to ``path`` with some parts replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(_book()))
    with zipfile.ZipFile(path, "w", compression) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            if isinstance(content, (str, bytes)):
                target.writestr(name, content)
            else:
                with target.open(name, "w", force_zip64=True) as part:
                    for block in content:
                        part.write(block)
    return path


def _sheet(rows_xml, before="", after=""):
    sheet = f"<sheetData>{rows_xml}</sheetData>{after}"
    return f'{before}<worksheet xmlns="{NAMESPACE}">{sheet}</worksheet>'


HEADER = '<row r="1"><c r="A1" t="str"><v>id</v></c><c r="B1" t="str"><v>naam</v></c></row>'


def _outcome(path, seconds=10, megabytes=200):
    """Read a file to the end; return the rows or the refusal, and hold it to its limits."""
    tracemalloc.start()
    start = time.process_time()
    try:
        return list(rows(path, detect(path)))
    except UnreadableFile as refused:
        assert refused.code and str(refused)
        return refused
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert time.process_time() - start < seconds
        assert peak < megabytes * 2**20


def test_the_good_ones_are_read(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(_book())
    assert _outcome(path) == [(2, ["0001", "Müller", "1980-01-02"]), (3, ["2", "é", ""])]
    path.write_bytes(_old_book())
    assert _outcome(path) == [(2, ["0001", "Müller"]), (3, ["2", "é"])]
    assert _outcome(_with(path, {SHEET: _sheet(HEADER + "<row><c><v>1</v></c></row>")})) == [
        (2, ["1", ""])
    ]
    endless = "<row><c><v>1e999</v></c><c><v>-2.50</v></c></row>"
    path = _with(path, {SHEET: _sheet(HEADER + endless)})
    assert _outcome(path) == [(2, ["", "-2.5"])]


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_zip_bomb(tmp_path, part):
    blocks = (bytes(2**20) for _ in range(100))
    path = _with(tmp_path / "a.xlsx", {part: blocks})
    refused = _outcome(path, seconds=5, megabytes=20)
    assert (refused.code, refused.params["part"]) == ("bomb", part)


def test_zip_bomb_that_lies_about_its_size(tmp_path):
    path = _with(tmp_path / "a.xlsx", {SHEET: (bytes(2**20) for _ in range(50))})
    content = bytearray(path.read_bytes())
    size = struct.pack("<L", 50 * 2**20)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<L", 1_000)
    path.write_bytes(content)
    assert _outcome(path, megabytes=20).code == "damaged"


def test_too_many_members(tmp_path):
    path = _with(tmp_path / "a.xlsx", {f"xl/media/{number}": b"" for number in range(3_000)})
    assert _outcome(path).code == "bomb"
    path = _with(tmp_path / "a.xlsx", {f"xl/media/{number}": b"" for number in range(30_000)})
    assert _outcome(path, megabytes=20).code == "bomb"


def test_other_compression(tmp_path):
    path = _with(tmp_path / "a.xlsx", {SHEET: _sheet(HEADER)}, zipfile.ZIP_BZIP2)
    assert _outcome(path).code == "damaged"


def test_encrypted_member(tmp_path):
    content = bytearray(_book())
    place = content.find(b"PK\1\2")
    content[place + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(content)
    assert _outcome(tmp_path / "a.xlsx").code == "password"


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "part",
    [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"],
)
def test_entities(tmp_path, part, encoding):
    source = zipfile.ZipFile(io.BytesIO(_book())).read(part).decode()
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' + " " * 70_000
    body = source.partition("?>")[2] if source.startswith("<?xml") else source
    content = (declaration + LAUGHS + body.replace("naam", "&i;")).encode(encoding)
    assert _outcome(_with(tmp_path / "a.xlsx", {part: content})).code == "bomb"


def test_external_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
    content = _sheet(HEADER + "<row><c t='str'><v>&x;</v></c></row>", before=doctype)
    assert _outcome(_with(tmp_path / "a.xlsx", {SHEET: content})).code == "bomb"


def test_size_that_lies(tmp_path):
    lie = '<dimension ref="A1:XFD1048576"/>'
    last = '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    content = _sheet(HEADER + last).replace("<sheetData>", lie + "<sheetData>")
    path = _with(tmp_path / "a.xlsx", {SHEET: content})
    assert _outcome(path, seconds=2, megabytes=20) == [(1_048_576, ["7", ""])]


@pytest.mark.parametrize("number", [1_048_577, 10**15, 0, -5, "x", 1.5])
def test_row_that_cannot_be(tmp_path, number):
    content = _sheet(HEADER + f'<row r="{number}"><c><v>7</v></c></row>')
    assert _outcome(_with(tmp_path / "a.xlsx", {SHEET: content}), seconds=2).code == "damaged"


def test_a_million_blank_rows(tmp_path):
    def blocks():
        start = _sheet(HEADER + '<row r="2"><c r="A2"><v>1</v></c></row>')
        yield start.partition("</sheetData>")[0].encode()
        for number in range(3, 300_000):
            cells = f'<c r="A{number}" s="1"/><c r="B{number}" s="1"/>'
            yield f'<row r="{number}">{cells}</row>'.encode()
        yield b"</sheetData></worksheet>"

    path = _with(tmp_path / "a.xlsx", {SHEET: blocks()})
    assert _outcome(path, seconds=10, megabytes=40) == [(2, ["1", ""])]


@pytest.mark.parametrize("reference", ["ALM2", "XFD2", "ZZZ2"])
def test_cell_far_to_the_right(tmp_path, reference):
    content = _sheet(HEADER + f'<row r="2"><c r="{reference}"><v>7</v></c></row>')
    refused = _outcome(_with(tmp_path / "a.xlsx", {SHEET: content}))
    assert (refused.code, refused.params["row"]) == ("too_many_columns", 2)


def test_blank_cell_far_to_the_right(tmp_path):
    content = _sheet(HEADER + '<row r="2"><c r="A2"><v>7</v></c><c r="XFD2" s="1"/></row>')
    assert _outcome(_with(tmp_path / "a.xlsx", {SHEET: content})) == [(2, ["7", ""])]


def test_a_million_columns_in_a_row(tmp_path):
    for count, code in ((100_000, "too_many_columns"), (1_000_000, "bomb")):
        content = _sheet(HEADER + f'<row r="2">{"<c><v>1</v></c>" * count}</row>')
        assert _outcome(_with(tmp_path / "a.xlsx", {SHEET: content})).code == code


def test_ten_megabytes_in_a_cell(tmp_path):
    noise = random.Random(1).randbytes(5 * 2**20).hex()
    content = _sheet(HEADER + f'<row r="2"><c t="str"><v>{noise}</v></c></row>')
    ((number, cells),) = _outcome(_with(tmp_path / "a.xlsx", {SHEET: content}))
    assert (number, len(cells[0])) == (2, 10 * 2**20)
    content = _sheet(HEADER + f'<row r="2"><c t="str"><v>{noise * 2}</v></c></row>')
    assert _outcome(_with(tmp_path / "a.xlsx", {SHEET: content})).code == "bomb"


@pytest.mark.parametrize("where", ["before", "in_row", "after"])
def test_tags_without_end(tmp_path, where):
    junk = "<x/>" * 7_000_000
    content = {
        "before": _sheet("", after="").replace("<sheetData>", junk + "<sheetData>"),
        "in_row": _sheet(HEADER + f"<row>{junk}</row>"),
        "after": _sheet(HEADER + "<row><c><v>1</v></c></row>", after=junk),
    }[where]
    path = _with(tmp_path / "a.xlsx", {SHEET: content})
    assert _outcome(path, seconds=20, megabytes=900).code == "bomb"


def test_other_packages(tmp_path):
    path = tmp_path / "a.xlsx"
    for members, kind in (
        (["mimetype", "content.xml"], "ods"),
        (["[Content_Types].xml", "xl/workbook.bin"], "xlsb"),
        (["word/document.xml"], "docx"),
        (["foto.jpg"], "zip"),
        ([], "zip"),
    ):
        with zipfile.ZipFile(path, "w") as package:
            for member in members:
                package.writestr(member, "x")
        refused = _outcome(path)
        assert (refused.code, refused.params["format"]) == ("unknown_format", kind)


def test_password_on_a_new_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + "EncryptedPackage".encode("utf-16-le")
    )
    assert _outcome(path).code == "password"


def test_password_on_an_old_workbook(tmp_path):
    content = _old_book()
    start = content.find(b"\x09\x08\x10\x00")  # the workbook's first record
    end = start + 20
    (tmp_path / "a.xls").write_bytes(
        # FILEPASS in place of the record after it.
        content[:end] + b"\x2f\x00" + content[end + 2 :]
    )
    assert _outcome(tmp_path / "a.xls").code == "password"


def _mutations(good, count, rng):
    for number in range(count):
        content = bytearray(good)
        kind = number % 4
        if kind == 0:
            content = content[: rng.randrange(len(content))]
        for _ in range(rng.randrange(1, 40)):
            place = rng.randrange(len(content) or 1)
            if kind == 1:
                content[place : place + rng.randrange(1, 9)] = rng.randbytes(rng.randrange(9))
            else:
                content[place : place + 1] = rng.randbytes(1)
        yield bytes(content)


@pytest.mark.parametrize("make", [_book, _old_book])
def test_mutated_workbooks_are_read_or_refused(tmp_path, make):
    path = tmp_path / "a"
    codes = set()
    for content in _mutations(make(), 400, random.Random(3)):
        path.write_bytes(content)
        outcome = _outcome(path, seconds=5)
        codes.add(outcome.code if isinstance(outcome, UnreadableFile) else "read")
    assert {"damaged", "read"} <= codes


def test_mutated_parts_are_read_or_refused(tmp_path):
    rng = random.Random(4)
    source = zipfile.ZipFile(io.BytesIO(_book()))
    names = [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
    names += ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
    codes = set()
    for number in range(150):
        name = names[number % len(names)]
        content = source.read(name)
        words = [b'"', b"<", b">", b"/", b"1", b"-1", b"x", b"99999999999999999999", b"1e999", b""]
        for _ in range(rng.randrange(1, 4)):
            place = rng.randrange(len(content))
            content = content[:place] + rng.choice(words) + content[place + rng.randrange(3) :]
        outcome = _outcome(_with(tmp_path / "a.xlsx", {name: content}), seconds=5)
        codes.add(outcome.code if isinstance(outcome, UnreadableFile) else "read")
    assert {"damaged", "read"} <= codes
