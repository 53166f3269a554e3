"""Delimited text in all the ways it comes."""

import csv
import io
import random
import tracemalloc

import pytest

from odoo.addons.bzk_base.importing.readers import UnreadableFile, detect, header_key, rows

TABLE = [
    ["LENERNUMMER", "NAAM", "WOONPLAATS", "BEDRAG"],
    ["0001", "Müller", "Haarlem", "42,00"],
    ["0002", "Bos; de", 'De "Bieb"', "1,50"],
    ["0003", "één", "a\nb", ""],
]


def _text(table=TABLE, delimiter=";", quoting=csv.QUOTE_MINIMAL):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows(table)
    return stream.getvalue()


def _file(tmp_path, content):
    path = tmp_path / "leden.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _read(path, **choices):
    shape = detect(path, **choices)
    return shape, list(rows(path, shape))


def _refused(path, **choices):
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, detect(path, **choices)))
    assert str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_found_by_itself(tmp_path, encoding, delimiter, quoting):
    path = _file(tmp_path, _text(delimiter=delimiter, quoting=quoting).encode(encoding))
    shape, read = _read(path)
    assert (shape.format, shape.delimiter, shape.encoding) == ("csv", delimiter, encoding)
    assert shape.headers == tuple(TABLE[0])
    assert read == [(2, TABLE[1]), (3, TABLE[2]), (4, TABLE[3])]
    assert bool(shape.warnings) == (encoding == "cp1252")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path, newline):
    path = _file(tmp_path, newline.join(["id;naam", "1;a", "2;b"]))
    assert _read(path)[1] == [(2, ["1", "a"]), (3, ["2", "b"])]


def test_utf16_with_a_mark_and_chosen_order(tmp_path):
    path = _file(tmp_path, "id;naam\n1;é\n".encode("utf-16"))
    for encoding in ("utf-16", "utf-16-le", None):
        assert _read(path, encoding=encoding)[1] == [(2, ["1", "é"])]


def test_utf16_big_endian_with_a_mark(tmp_path):
    path = _file(tmp_path, "\ufeffid;naam\n1;é\n".encode("utf-16-be"))
    shape, read = _read(path)
    assert (shape.headers, read) == (("id", "naam"), [(2, ["1", "é"])])


def test_overridden(tmp_path):
    path = _file(tmp_path, "id,x;naam\n1,2;b\x82\n".encode("latin-1"))
    shape, read = _read(path, encoding="cp850", delimiter=",")
    assert (shape.encoding, shape.headers, read) == (
        "cp850",
        ("id", "x;naam"),
        [(2, ["1", "2;bé"])],
    )


def test_first_letters_with_accents_far_down(tmp_path):
    """The sample says nothing: what decides is the first byte that is not ASCII."""
    for encoding in ("utf-8", "cp1252"):
        path = _file(tmp_path, ("id;naam\n" + "1;x\n" * 200_000 + "2;é\n").encode(encoding))
        shape = detect(path)
        assert shape.encoding == encoding
        *_, last = rows(path, shape)
        assert last == (200_002, ["2", "é"])


def test_one_broken_byte_does_not_make_it_windows(tmp_path):
    content = "id;naam\n" + "1;één\n" * 100_000
    path = _file(tmp_path, content.encode() + b"2;\xff\n3;x\n")
    refused = _refused(path)
    assert refused.code == "encoding"
    assert refused.params["byte"] == len(content.encode()) + 3
    assert refused.params["row"] == 100_002


def test_broken_letter_across_two_blocks(tmp_path):
    """The file is searched for its bad byte in blocks of a megabyte."""
    lines = b"id;naam\n" + b"1;aaaaa\n" * (2**17 - 2)
    path = _file(tmp_path, lines + b"2;aaaaa\xc3b\n")
    assert path.stat().st_size > 2**20
    refused = _refused(path, encoding="utf-8")
    assert refused.params == {"encoding": "utf-8", "byte": 2**20, "row": 2**17}


def test_cut_off_in_the_middle_of_a_letter(tmp_path):
    path = _file(tmp_path, "id;naam\n1;één\n2;é".encode()[:-1])
    assert _refused(path).params["row"] == 3


def test_cut_off_utf16(tmp_path):
    path = _file(tmp_path, "id;naam\n1;één\n2;é".encode("utf-16")[:-1])
    assert _refused(path).code == "encoding"


def test_dos_letters_are_not_guessed(tmp_path):
    path = _file(tmp_path, b"id;naam\n1;M" + b"\x81ller\n")
    assert _refused(path).code == "encoding"
    assert _read(path, encoding="cp437")[1] == [(2, ["1", "Müller"])]


@pytest.mark.parametrize("encoding", ["rot13", "zip", "idna", "punycode", "nope", "utf-7", "\x00"])
def test_encoding_that_is_none(tmp_path, encoding):
    assert _refused(_file(tmp_path, "id;naam\n1;a\n"), encoding=encoding).code == "encoding"


@pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "\x00"])
def test_delimiter_that_is_none(tmp_path, delimiter):
    assert _refused(_file(tmp_path, "id;naam\n1;a\n"), delimiter=delimiter).code == "delimiter"


def test_wrong_delimiter_gives_one_column(tmp_path):
    shape, read = _read(_file(tmp_path, _text()), delimiter="|")
    assert len(shape.headers) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b";;;\n;;;\n", "empty"),
        (b"id;naam\n", "header_only"),
        (b"id;naam\n;\n  ;\n\n", "header_only"),
        (b"1;2;3\n4;5;6\n", "no_header"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "unknown_format"),
        (b"%PDF-1.7\n", "unknown_format"),
        (b"<html><body><table><tr><td>id</td></tr></table>", "unknown_format"),
        (b'<?xml version="1.0"?><leden/>', "unknown_format"),
        (b'[{"id": 1, "naam": "Bos"}, {"id": 2}]', "unknown_format"),
        (bytes(1000), "unknown_format"),
        (bytes(range(1, 9)) * 100, "unknown_format"),
    ],
)
def test_refused(tmp_path, content, code):
    assert _refused(_file(tmp_path, content)).code == code


def test_no_such_file(tmp_path):
    for path in (tmp_path, tmp_path / "nergens.csv", tmp_path / ("x" * 300), "a\x00b"):
        assert _refused(path).code == "not_found"


def test_name_is_only_repeated(tmp_path):
    path = _file(tmp_path, b"")
    refused = _refused(path, name="../../../etc/passwd")
    assert refused.params["name"] == "passwd"
    assert _read(_file(tmp_path, _text()), name="/etc/passwd")[1]


def test_header_below_notes(tmp_path):
    notes = "Export van 1 maart;;\nGemaakt door: balie;;\n;;\n"
    path = _file(tmp_path, notes + "Nummer;Naam;Plaats\n1;Bos;Haarlem\n2;Vis;Heemstede\n")
    shape, read = _read(path)
    assert (shape.header_row, shape.headers) == (4, ("Nummer", "Naam", "Plaats"))
    assert shape.warnings == (("header_not_first", {"row": 4}),)
    assert read[0] == (5, ["1", "Bos", "Haarlem"])


def test_header_by_known_headings(tmp_path):
    path = _file(tmp_path, "a;b;c\nd;e;f\nPas Nummer;NAAM;x\n1;2;3\n")
    assert detect(path).header_row == 1
    assert detect(path, known_headers={"pasnummer", "PAS_NUMMER", "naam"}).header_row == 3


def test_header_row_chosen(tmp_path):
    path = _file(tmp_path, "a;b\nc;d\n1;2\n")
    shape, read = _read(path, header_row=2)
    assert (shape.headers, read) == (("c", "d"), [(3, ["1", "2"])])
    for row in (9, 0, -1, 10**9):
        assert _refused(path, header_row=row).code == "no_header"
    assert _refused(path, header_row=3).code == "header_only"


def test_sep_line(tmp_path):
    shape, read = _read(_file(tmp_path, '"sep=|"\nid|naam;x\n1|a\n'))
    assert (shape.delimiter, shape.headers, read) == ("|", ("id", "naam;x"), [(3, ["1", "a"])])
    assert shape.warnings == ()


def test_blank_rows_and_blank_ends(tmp_path):
    path = _file(tmp_path, "id;naam;\n\n1;a;\n;;\n  ; ;\n;b;\n2;c;;;\n3\n4;a;b;c\n")
    assert _read(path)[1] == [
        (3, ["1", "a"]),
        (6, ["", "b"]),
        (7, ["2", "c"]),
        (8, ["3"]),
        (9, ["4", "a", "b", "c"]),
    ]


def test_doubtful_headings_are_named(tmp_path):
    shape = detect(_file(tmp_path, "id;Naam;;naam\n1;a;b;c\n"))
    assert shape.headers == ("id", "Naam", "", "naam")
    assert dict(shape.warnings) == {
        "blank_header": {"columns": [3]},
        "duplicate_header": {"header": "Naam", "columns": [2, 4]},
    }


def test_single_quotes(tmp_path):
    assert _read(_file(tmp_path, "'id','naam'\n'1','Bos, de'\n"))[1] == [(2, ["1", "Bos, de"])]
    path = _file(tmp_path, "id;naam\n1;'t Hart\n2;'s-Gravesande\n")
    assert _read(path)[1] == [(2, ["1", "'t Hart"]), (3, ["2", "'s-Gravesande"])]


def test_nul_stays_in_its_cell(tmp_path):
    path = _file(tmp_path, b"id;naam\n1;a\x00b\n2;c\n")
    assert _read(path)[1] == [(2, ["1", "a\x00b"]), (3, ["2", "c"])]


@pytest.mark.parametrize("closing", ["", '9;"b"\n', '9;b"\n', '9;"b;c"\n'])
@pytest.mark.parametrize("count", [3, 50_000])
def test_a_stray_quote_swallows_no_rows(tmp_path, closing, count):
    body = '1;a\n2;"stray\n' + "3;x\n" * count + closing + "4;y\n" * 3
    shape, read = _read(_file(tmp_path, "id;naam\n" + body))
    assert [cells for _, cells in read].count(["3", "x"]) == count
    assert [cells for _, cells in read].count(["4", "y"]) == 3
    assert len(read) == body.count("\n")
    assert read[1][1] == ["2", "stray\n"]
    assert [number for number, _ in read] == list(range(2, len(read) + 2))


def test_lines_within_a_cell(tmp_path):
    path = _file(tmp_path, 'id;naam\n1;"a\n\n;b"\n2;"x"\n')
    assert _read(path)[1] == [(2, ["1", "a\n\n;b"]), (3, ["2", "x"])]


def test_endless_cell(tmp_path):
    path = _file(tmp_path, b"id;naam\n1;a\n2;" + b"x" * 10_000_000 + b"\n3;b\n")
    tracemalloc.start()
    refused = _refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (refused.code, refused.params["row"]) == ("cell_too_long", 3)
    assert peak < 5_000_000


def test_long_cell_is_left_to_the_planner(tmp_path):
    path = _file(tmp_path, "id;naam\n1;" + "x" * 100_000 + "\n")
    assert _read(path)[1] == [(2, ["1", "x" * 100_000])]


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_million_columns(tmp_path, row):
    lines = ["id;naam", "1;a", "2;b"]
    lines[row - 1] = ";".join(map(str, range(1_000_000)))
    refused = _refused(_file(tmp_path, "\n".join(lines)))
    assert (refused.code, refused.params["row"]) == ("too_many_columns", row)


def test_two_thousand_columns(tmp_path):
    for content in (";".join(map(str, range(2_000))) + "\n1\n", "id;naam\n1" + ";x" * 2_000):
        assert _refused(_file(tmp_path, content)).code == "too_many_columns"


def test_changed_meanwhile(tmp_path):
    path = _file(tmp_path, "id;naam\n1;a\n")
    shape = detect(path)
    path.write_text("id;voornaam\n1;a\n")
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, shape))
    assert caught.value.code == "changed"
    path.unlink()
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, shape))
    assert caught.value.code == "not_found"


def test_many_rows_in_little_memory(tmp_path):
    path = _file(tmp_path, "id;naam;plaats\n" + "0001;van der Berg;Haarlem\n" * 100_000)
    tracemalloc.start()
    count = sum(1 for _ in rows(path, detect(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 100_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("E_MAIL", "e_mail"),
        (" E-mail. ", "e_mail"),
        ("Datum  geboren", "datum_geboren"),
        ("België", "belgie"),
        ("NAAMTUS|VOORVOEGSEL", "naamtus_voorvoegsel"),
        ("UITLENINGEN_2026_ROMAN", "uitleningen_2026_roman"),
        ("\ufeffid", "id"),
        ("%", ""),
    ],
)
def test_header_key(text, key):
    assert header_key(text) == key == header_key(key)


def test_anything_is_read_or_refused(tmp_path):
    rng = random.Random(2)
    good = [_text().encode(code) for code in ("utf-8", "cp1252", "utf-16", "utf-8-sig")] * 2
    outcomes = {"read": 0, "refused": 0}
    for number in range(1_500):
        content = bytearray(rng.choice(good))
        for _ in range(rng.randrange(1, 6)):
            place = rng.randrange(len(content) + 1)
            junk = rng.choice([rng.randbytes(rng.randrange(5)), b'"', b"\x00", b";", b"\r", b"\n"])
            content[place : place + rng.randrange(4)] = junk
        if number % 5 == 0:
            content = content[: rng.randrange(len(content))]
        if number % 10 == 0:
            content = rng.randbytes(rng.randrange(2_000))
        path = _file(tmp_path, bytes(content))
        try:
            for row_number, cells in rows(path, detect(path)):
                assert row_number > 1
                assert all(type(cell) is str for cell in cells)
            outcomes["read"] += 1
        except UnreadableFile as refused:
            assert refused.code
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 100
