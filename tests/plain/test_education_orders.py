import pytest

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_dmu.education.orders import (
    clean_number,
    clean_order_state,
    clean_price,
    clean_school_year,
    school_year_in,
    settle_price,
)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Offerte", "proposal"),
        ("besteld", "ordered"),
        ("JA", "ordered"),
        ("Geleverd.", "delivered"),
        ("opgezegd", "cancelled"),
        (" ", None),
        ("n.v.t.", None),
    ],
)
def test_state(text, state):
    assert clean_order_state(text) == state


@pytest.mark.parametrize(
    ("clean", "text", "code"),
    [
        (clean_order_state, "misschien", "unknown_order_state"),
        (clean_school_year, "2026", "bad_school_year"),
        (clean_school_year, "2026-2028", "bad_school_year"),
        (clean_price, "-3,10", "bad_amount"),
        (clean_price, "gratis", "bad_amount"),
        (clean_number, "1.000.000", "bad_number"),
        (clean_number, "-4", "bad_number"),
    ],
)
def test_refused(clean, text, code):
    with pytest.raises(Refusal) as caught:
        clean(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Abonnementen 2026-2027.xlsx", "2026-2027"),
        ("dbos_2026_2027_def.csv", "2026-2027"),
        ("schooljaar 2026-27", "2026-2027"),
        ("2025-2026 en 2026-2027.xlsx", None),
        ("abonnementen 20262027.xlsx", None),
        ("abonnementen.xlsx", None),
        ("stand 2026-09-12.xlsx", None),
        (None, None),
    ],
)
def test_school_year_in_the_name_of_a_file(text, year):
    assert school_year_in(text) == year


def test_price():
    assert settle_price(3, None, 1000) == (333, 1000)
    assert settle_price(210, 850, None) == (850, None)
    assert settle_price(None, None, 1000) == (None, 1000)
    assert settle_price(0, None, 1000) == (None, 1000)
    assert settle_price(4, 0, 0) == (0, 0)
