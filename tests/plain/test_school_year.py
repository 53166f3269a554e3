from datetime import date

import pytest

from odoo.addons.bzk_dmu.education.school_year import (
    between,
    due_for_renewal,
    read_school_year,
    school_year,
    shifted,
    span,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 7, 31), "2025-2026"),
        (date(2026, 8, 1), "2026-2027"),
        (date(2026, 12, 31), "2026-2027"),
        (date(2027, 1, 1), "2026-2027"),
        (date(2099, 8, 1), "2099-2100"),
    ],
)
def test_school_year_of_a_day(day, name):
    assert school_year(day) == name
    first, last = span(name)
    assert first <= day <= last


def test_span_and_shift():
    assert span("2026-2027") == (date(2026, 8, 1), date(2027, 7, 31))
    assert shifted("2026-2027", -1) == "2025-2026"
    assert between("2025-2026", "2027-2028") == ["2027-2028", "2026-2027", "2025-2026"]


@pytest.mark.parametrize(
    "text",
    [
        *("2026-2027", "2026/2027", "2026-27", "2026/'27".replace("'", ""), "26/27", "26-27"),
        *("schooljaar 2026-2027", "Schooljaar 26/27", "SJ 2026 - 2027", "sj. 2026/27"),
        *("2026\u20132027", " 2026-2027 ", "2026 t/m 2027"),
    ],
)
def test_reading(text):
    assert read_school_year(text) == "2026-2027"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-2028", "2027-2026", "26-28", "1926-1927", "nu", "2026-2027-2028"]
)
def test_not_a_school_year(text):
    assert read_school_year(text) is None


def test_due_for_renewal_all_year_and_in_season():
    assert due_for_renewal(date(2026, 11, 22)) == ["2025-2026"]
    assert due_for_renewal(date(2027, 1, 31)) == ["2025-2026"]
    assert due_for_renewal(date(2027, 2, 1)) == ["2025-2026", "2026-2027"]
    assert due_for_renewal(date(2027, 7, 31)) == ["2025-2026", "2026-2027"]
    assert due_for_renewal(date(2027, 8, 1)) == ["2026-2027"]
