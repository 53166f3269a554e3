"""The hours in which mails of a journey may leave, by the clock of the library."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.bzk_campaigns.timing.window import Window

WORKDAYS = Window(9, 20, "12345")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        # Winter: one hour ahead of UTC; summer: two.
        (datetime(2026, 1, 5, 7, 59), datetime(2026, 1, 5, 8, 0)),
        (datetime(2026, 7, 6, 6, 59), datetime(2026, 7, 6, 7, 0)),
        # In the window: at once.
        (datetime(2026, 1, 5, 8, 0), datetime(2026, 1, 5, 8, 0)),
        (datetime(2026, 1, 5, 18, 59, 59), datetime(2026, 1, 5, 18, 59, 59)),
        # After closing: the next day; Friday evening: Monday.
        (datetime(2026, 1, 5, 19, 0), datetime(2026, 1, 6, 8, 0)),
        (datetime(2026, 1, 9, 19, 0), datetime(2026, 1, 12, 8, 0)),
        # Saturday before and Monday after the clock was put forward.
        (datetime(2026, 3, 28, 12, 0), datetime(2026, 3, 30, 7, 0)),
        # And back.
        (datetime(2026, 10, 24, 12, 0), datetime(2026, 10, 26, 8, 0)),
        # Already Monday in the library, still Sunday in UTC.
        (datetime(2026, 7, 5, 22, 30), datetime(2026, 7, 6, 7, 0)),
    ],
)
def test_workdays(moment, opens):
    assert WORKDAYS.next_open(moment) == opens
    assert WORKDAYS.is_open(moment) == (moment == opens)


def test_hours_that_do_not_exist():
    # From 2:00 to 3:00 on 29 March 2026 there is no clock.
    before = datetime(2026, 3, 28, 23, 0)
    assert Window(2, 4).next_open(before) == datetime(2026, 3, 29, 1, 0)
    assert Window(2, 3).next_open(before) == datetime(2026, 3, 30, 0, 0)
    night = Window(2.5, 3.5)
    assert night.is_open(night.next_open(before))


def test_an_hour_that_comes_twice():
    night = Window(2, 3)
    assert night.next_open(datetime(2026, 10, 24, 12, 0)) == datetime(2026, 10, 25, 0, 0)


def test_day_and_night():
    always = Window(0, 24)
    moment = datetime(2026, 3, 27, 0, 0)
    while moment < datetime(2026, 4, 2):
        assert always.is_open(moment)
        moment += timedelta(minutes=7)


def test_a_single_day():
    friday = Window(9.5, 10, "5")
    assert friday.next_open(datetime(2026, 1, 9, 9, 0)) == datetime(2026, 1, 16, 8, 30)


def test_no_weekday_is_a_mistake():
    with pytest.raises(ValueError, match="never opens"):
        Window(9, 20, "").next_open(datetime(2026, 1, 5))


def test_opens_within_a_week_and_is_open_then():
    for hours in range(0, 24 * 14, 5):
        moment = datetime(2026, 10, 20) + timedelta(hours=hours)
        opens = WORKDAYS.next_open(moment)
        assert moment <= opens < moment + timedelta(days=4)
        assert WORKDAYS.is_open(opens)
