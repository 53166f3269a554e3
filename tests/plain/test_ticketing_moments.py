import pytest

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_ticketing.ticketing.moments import clean_moment, clean_time, local_day, span
from odoo.addons.bzk_ticketing.ticketing.statuses import (
    clean_line_state,
    clean_order_state,
    clean_price_model,
    seat_state,
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("", None),
        ("n.v.t.", None),
        ("14-03-2018", "2018-03-14"),
        ("2018-03-14", "2018-03-14"),
        ("14 maart 2018", "2018-03-14"),
        ("14-03-2018 19:30", "2018-03-14 18:30:00"),
        ("14-07-2018 19.30 uur", "2018-07-14 17:30:00"),
        ("14-07-2018 om 19:30", "2018-07-14 17:30:00"),
        ("2018-07-14 19:30:15", "2018-07-14 17:30:15"),
        ("2018-07-14T19:30", "2018-07-14 17:30:00"),
        ("2018-07-14T19:30:00+02:00", "2018-07-14 17:30:00"),
        ("2018-07-14T17:30:00Z", "2018-07-14 17:30:00"),
        ("14 juli 2018, 19:30", "2018-07-14 17:30:00"),
        ("43173.8125", "2018-03-14 18:30:00"),
    ],
)
def test_moment(text, moment):
    assert clean_moment(text) == moment


def test_american_moment():
    assert clean_moment("11/29/24 22:28", "mdy") == "2024-11-29 21:28:00"
    assert clean_moment("11/29/24 10:28 PM", "mdy") == "2024-11-29 21:28:00"


@pytest.mark.parametrize("text", ["morgen", "31-02-2018", "2018-02-31T10:00", "14-03-2018 25:00"])
def test_no_moment(text):
    with pytest.raises(Refusal):
        clean_moment(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("", None),
        ("19:30", "19:30:00"),
        ("19.30 uur", "19:30:00"),
        ("9:05", "09:05:00"),
        ("20 uur", "20:00:00"),
        ("20u30", "20:30:00"),
        ("7:30 pm", "19:30:00"),
        ("12:00 AM", "00:00:00"),
        ("19:30:00", "19:30:00"),
    ],
)
def test_time(text, time):
    assert clean_time(text) == time


@pytest.mark.parametrize("text", ["24:00", "19:60", "avond", "13:00 PM", "20"])
def test_no_time(text):
    with pytest.raises(Refusal):
        clean_time(text)


@pytest.mark.parametrize(
    ("columns", "begin", "end"),
    [
        (("2018-03-14",), "2018-03-13 23:00:00", "2018-03-14 22:59:00"),
        (("2018-03-14 18:30:00",), "2018-03-14 18:30:00", "2018-03-14 20:30:00"),
        (("2018-03-14", "19:30:00"), "2018-03-14 18:30:00", "2018-03-14 20:30:00"),
        (
            ("2018-03-14", "19:30:00", None, "21:00:00"),
            "2018-03-14 18:30:00",
            "2018-03-14 20:00:00",
        ),
        (
            ("2018-03-14", "22:00:00", None, "01:00:00"),
            "2018-03-14 21:00:00",
            "2018-03-15 00:00:00",
        ),
        (
            ("2018-03-14", "19:30:00", "2018-03-14", "21:00:00"),
            "2018-03-14 18:30:00",
            "2018-03-14 20:00:00",
        ),
        (("2018-03-14", None, "2018-03-16"), "2018-03-13 23:00:00", "2018-03-16 22:59:00"),
        (
            ("2018-03-14", None, None, "21:00:00"),
            "2018-03-13 23:00:00",
            "2018-03-14 20:00:00",
        ),
    ],
)
def test_span(columns, begin, end):
    assert span(*columns) == (begin, end)


def test_end_before_begin():
    with pytest.raises(Refusal, match="end_before_begin"):
        span("2018-03-14 18:30:00", None, "2018-03-13 18:30:00")


def test_local_day():
    assert local_day("2018-03-13 23:30:00") == "2018-03-14"
    assert local_day("2018-03-14") == "2018-03-14"


def test_words():
    assert clean_order_state("Betaald") == clean_order_state("paid") == "paid"
    assert clean_order_state("In afwachting van betaling") == "pending"
    assert clean_order_state("canceled") == clean_order_state("Geannuleerd") == "cancelled"
    assert clean_order_state(" ") is None
    assert clean_line_state("Refunded") == "cancelled"
    assert clean_price_model("Pay what you want") == "choice"
    assert clean_price_model("vrije_bijdrage") == "choice"
    with pytest.raises(Refusal, match="unknown_state"):
        clean_order_state("vreemd")


def test_seat():
    assert seat_state("paid", "valid", False) == "open"
    assert seat_state("paid", "valid", True) == "done"
    assert seat_state("pending", "valid", False) == "draft"
    assert seat_state("paid", "cancelled", True) == "cancel"
    assert seat_state("expired", "valid", False) == "cancel"


@pytest.mark.parametrize("zone", ["", "Z", "+12:00", "-12:00"])
@pytest.mark.parametrize(
    "begin", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "0999-05-05 10:00"]
)
def test_moment_that_is_none(begin, zone):
    try:
        assert clean_moment(begin + zone) is None
    except Refusal as refusal:
        assert refusal.code == "bad_date"
