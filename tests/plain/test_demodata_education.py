"""The demo's orders of education programmes."""

import csv
from collections import Counter
from datetime import date

import pytest

from odoo.addons.bzk_dmu.education.school_year import school_year, span
from odoo.addons.bzk_library.demodata import education, schools

TODAY = date(2026, 11, 22)
LIBRARIES = sorted(schools.NUMBERS)


@pytest.fixture(params=LIBRARIES, name="made")
def _made(request):
    return education.orders(request.param, schools.schools(request.param), TODAY)


def test_the_same_orders_come_out_again():
    args = ("hilversum", schools.schools("hilversum"), TODAY)
    assert education.orders(*args) == education.orders(*args)
    assert education.orders(*args) != education.orders(*args, seed=1)


def test_numbers_are_unique(made):
    assert len({order.number for order in made}) == len(made)
    keys = Counter((order.code, order.programme, order.year) for order in made)
    assert max(keys.values()) == 1


def test_five_school_years_of_which_the_last_runs(made):
    years = sorted({order.year for order in made})
    assert years == education.school_years(TODAY)
    assert years[-1] == school_year(TODAY)
    for order in made:
        first, last = span(order.year)
        assert first <= order.day <= min(last, TODAY)


def test_there_is_work_for_each_screen(made):
    assert {"geleverd", "besteld", "offerte", "geannuleerd"} == {order.state for order in made}
    *_before, last, this = education.school_years(TODAY)
    subscriptions = {item.name for item in education.PROGRAMMES if item.kind == "subscription"}

    def taken(year):
        return {
            (order.code, order.programme)
            for order in made
            if order.year == year and order.programme in subscriptions
        }

    assert taken(last) - taken(this)
    assert len(taken(last) & taken(this)) > len(taken(last)) / 2


def test_the_file_reads_back(made, tmp_path):
    written = education.write_orders(tmp_path / "bestellingen.csv", made)
    with written.path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert len(rows) == written.rows == len(made)
    assert rows[0]["Ordernummer"] == made[0].number
    assert all(row["Schooljaar"] for row in rows)
