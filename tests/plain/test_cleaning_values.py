"""Dates, amounts, counts, yes and no, gender."""

from datetime import date, timedelta

import pytest

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_amount,
    clean_birthdate,
    clean_boolean,
    clean_date,
    clean_gender,
    clean_integer,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2012", "2012-12-31"),
        ("31/12/2012", "2012-12-31"),
        ("31.12.2012", "2012-12-31"),
        ("29-02-2012", "2012-02-29"),
        ("1-2-2012", "2012-02-01"),
        (" 1 - 2 - 2012 ", "2012-02-01"),
        ("1/2/12", "2012-02-01"),
        ("1/2/87", "1987-02-01"),
        ("31-12-2012 10:15", "2012-12-31"),
        ("2012-12-31", "2012-12-31"),
        ("2012/12/31", "2012-12-31"),
        ("2012-12-31T10:15:00", "2012-12-31"),
        ("2012-12-31 10:15:00.123", "2012-12-31"),
        ("1990-05-02T22:00:00.000Z", "1990-05-03"),
        ("2024-01-01T00:30:00+01:00", "2024-01-01"),
        ("20121231", "2012-12-31"),
        ("31122012", "2012-12-31"),
        ("20102012", "2012-10-20"),
        ("3 mei 2012", "2012-05-03"),
        ("dinsdag 3 mei 2012", "2012-05-03"),
        ("3 mrt. 2012", "2012-03-03"),
        ("3-okt-12", "2012-10-03"),
        ("03-MAY-2012", "2012-05-03"),
        ("40000", "2009-07-06"),
        ("40000.75", "2009-07-06"),
        ("", None),
        ("-1", None),
        ("onbekend", None),
        ("00-00-0000", None),
        ("0000-00-00 00:00:00", None),
        ("31-12-9999", None),
        ("9999-12-31", None),
    ],
)
def test_date(text, expected):
    assert clean_date(text) == expected


@pytest.mark.parametrize(
    "text",
    ["29-02-2013", "29-02-1900", "31-04-2012", "32-01-2012", "12-13-2012", "2012-02-30", "2012"]
    + ["31-12-12345", "31-12.2012x", "3 foo 2012", "1-1-1799", "01-01-2200", "0203", "123456"]
    + ["٣١-١٢-٢٠١٢", "2012-12-31T99:00:00Z", "31-12/", "x" * 50],
)
def test_no_date(text):
    with pytest.raises(Refusal):
        clean_date(text)


def test_every_day_is_read_in_both_forms():
    day = date(1895, 1, 1)
    while day < date(2030, 1, 1):
        assert clean_date(f"{day:%d-%m-%Y}") == day.isoformat() == clean_date(day.isoformat())
        day += timedelta(days=17)


def test_epochs():
    assert clean_date("41274") == "2012-12-31"
    assert clean_date("39812", epoch=1904) == "2012-12-31"


def test_american_dates():
    assert clean_date("11/29/24 22:28", order="mdy") == "2024-11-29"
    assert clean_date("11/05/2024", order="mdy") == "2024-11-05"
    assert clean_date("11/05/2024") == "2024-05-11"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-1980", "1980-12-31"),
        ("3-5-45", "1945-05-03"),
        ("3-5-30", "1930-05-03"),
        ("1/2/12", "2012-02-01"),
        ("29-2-28", "1928-02-29"),
        ("20-11-2026", "2026-11-20"),
        ("-1", None),
        ("", None),
    ],
)
def test_birthdate(text, expected):
    assert clean_birthdate(text, today="2026-11-20") == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("21-11-2026", "date_in_future"),
        ("01-01-2050", "date_in_future"),
        ("60000", "date_in_future"),
        ("01-01-1890", "date_too_old"),
        ("31-02-1980", "bad_date"),
    ],
)
def test_no_birthdate(text, code):
    with pytest.raises(Refusal) as caught:
        clean_birthdate(text, today="2026-11-20")
    assert caught.value.code == code


def test_birthdate_is_judged_by_today():
    today = date.today()
    assert clean_birthdate(today.isoformat()) == today.isoformat()
    with pytest.raises(Refusal):
        clean_birthdate((today + timedelta(days=1)).isoformat())


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("42", 4200),
        ("42,00", 4200),
        ("42,5", 4250),
        ("42.50", 4250),
        ("0,07", 7),
        (",50", 50),
        ("€ 1.234,50", 123450),
        ("EUR 1.234,50", 123450),
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("1.234.567", 123456700),
        ("€ 1.234", 123400),
        ("1 234,50", 123450),
        ("42,-", 4200),
        ("€ 42,--", 4200),
        ("-3,10", -310),
        ("3,10-", -310),
        ("€ -3,10", -310),
        ("0.30000000000000004", 30),
        ("41.99999999999999", 4200),
        ("-0.30000000000000004", -30),
        ("0", 0),
        ("", None),
        ("-1", None),
        ("n.v.t.", None),
    ],
)
def test_amount(text, cents):
    assert clean_amount(text) == cents


@pytest.mark.parametrize(
    "text",
    ["abc", "1.234", "1,234", "1,2345", "12.345.6", "1.23.456", "€", "--5", "1,2,3", "12.3456"]
    + ["99999999999999", "1e5", "٤٢", "1,-5", "-€", ".", "1.234,567"],
)
def test_no_amount(text):
    with pytest.raises(Refusal):
        clean_amount(text)


def test_amount_in_cents():
    assert clean_amount("4200", already_cents=True) == 4200
    assert clean_amount("-50", already_cents=True) == -50
    for text in ("42,00", "42.5", "x"):
        with pytest.raises(Refusal):
            clean_amount(text, already_cents=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", 12), ("0", 0), ("012", 12), ("1.234", 1234), ("1 234", 1234), ("12,0", 12)]
    + [("+5", 5), ("-1", None), ("", None)],
)
def test_integer(text, expected):
    assert clean_integer(text) == expected


@pytest.mark.parametrize("text", ["-5", "1,5", "abc", "99999999999", "٣", "1.2345", "1e3"])
def test_no_integer(text):
    with pytest.raises(Refusal):
        clean_integer(text)


def test_integer_bounds():
    assert clean_integer("-5", minimum=-10) == -5
    with pytest.raises(Refusal):
        clean_integer("11", maximum=10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ja", True), ("J", True), ("WAAR", True), ("1", True), ("x", True), ("true", True)]
    + [("nee", False), ("N", False), ("onwaar", False), ("0", False), ("", None)],
)
def test_boolean(text, expected):
    assert clean_boolean(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("M", "m"), ("man", "m"), ("De heer", "m"), ("dhr.", "m"), ("V", "f"), ("F", "f")]
    + [("vrouw", "f"), ("Mevr.", "f"), ("X", "x"), ("O", "x"), ("Onbekend", None), ("", None)]
    + [("?", None), ("-", None), ("-1", None), (" ", None), ("\u00a0", None), ("9", None)],
)
def test_gender(text, expected):
    assert clean_gender(text) == expected


def test_neither():
    with pytest.raises(Refusal) as caught:
        clean_boolean("misschien")
    assert caught.value.code == "bad_boolean"
    with pytest.raises(Refusal) as caught:
        clean_gender("q")
    assert caught.value.code == "bad_gender"
