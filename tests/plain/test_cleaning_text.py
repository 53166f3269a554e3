"""Text, keys, card numbers and formulas."""

import json

import pytest

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_key,
    clean_number,
    clean_text,
    defuse,
)

NO_BREAK, ZERO_WIDTH, MARK = "\u00a0", "\u200b", "\ufeff"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haarlem", "Haarlem"),
        ("  Grote   Markt ", "Grote Markt"),
        (f"{MARK}Anna{NO_BREAK}{ZERO_WIDTH} Bos", "Anna Bos"),
        ("regel 1\r\nregel\t2", "regel 1 regel 2"),
        ("Cafe\u0301", "Café"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u202eb", "ab"),
        ("'+31612345678", "+31612345678"),
        ("'=SOM(A1)", "=SOM(A1)"),
        ("=SOM(A1)", "=SOM(A1)"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("'t Hart", "'t Hart"),
        ("Null", "Null"),
        ("Nan", "Nan"),
        ("onbekend", "onbekend"),
        ("-12", "-12"),
    ],
)
def test_text(text, expected):
    assert clean_text(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", NO_BREAK, ZERO_WIDTH, MARK, "-1", "-", "--", "NULL", "null", "N/A", "nvt", "n.v.t."]
    + ["#N/A", " -1 ", "'-", "\t\r\n", "\\N"],
)
def test_blank(text):
    assert clean_text(text) is None


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "\ud800"])
def test_what_the_database_cannot_hold(text):
    with pytest.raises(Refusal) as caught:
        clean_text(text)
    assert caught.value.code == "nul"
    caught.value.value.encode()
    assert "\x00" not in caught.value.value


def test_too_long():
    assert clean_text("x" * 10, max_length=10) == "x" * 10
    with pytest.raises(Refusal) as caught:
        clean_text("x" * 11, max_length=10)
    assert (caught.value.code, caught.value.params["length"]) == ("too_long", 11)
    assert len(clean_text("x" * 20_000, max_length=None)) == 20_000
    json.dumps(caught.value.params)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31",
        "-5",
        "@a",
        "'=1",
        "''=1",
        "'s-Gravenhage",
        "plain",
        "'",
        "''",
        "'t Hart",
        "x=",
    ],
)
def test_defused_and_back(text):
    written = defuse(text)
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert clean_text(written) == text


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_defused_space(text):
    assert defuse(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00012345", "00012345"),
        ("001234", "001234"),
        ("1234", "1234"),
        ("1234.0", "1234.0"),
        ("A/12", "A/12"),
        ("1E5", "1E5"),
        ("-1", None),
        ("", None),
    ],
)
def test_key(text, expected):
    assert clean_key(text) == expected


@pytest.mark.parametrize("text", ["2,9E+13", "2.90123E+13", "2E+13"])
def test_key_that_a_spreadsheet_rounded(text):
    for clean in (clean_key, clean_number):
        with pytest.raises(Refusal) as caught:
            clean(text)
        assert caught.value.code == "bad_key"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29000000012345", "29000000012345"),
        ("0001234", "0001234"),
        ("2900 0000 012345", "29000000012345"),
        ("'0123", "'0123"),
        ("AB-12.3/4", "AB-12.3/4"),
        ("NVT", None),
    ],
)
def test_number(text, expected):
    if expected and not expected[0].isalnum():
        with pytest.raises(Refusal):
            clean_number(text)
    else:
        assert clean_number(text) == expected


@pytest.mark.parametrize("text", ["12;34", "pas é", "x" * 65, "€12"])
def test_no_number(text):
    with pytest.raises(Refusal):
        clean_number(text)
