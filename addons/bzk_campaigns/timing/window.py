"""When mails of a journey may leave: hours and weekdays as the clock in the library tells them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAYS = "1234567"
#: In a week every weekday comes by; one day more for what is left of today.
_LOOK_AHEAD = 8


class Window(NamedTuple):
    """Hours of some weekdays in which is mailed.

    :param hour_from: float, 9.5 is half past nine
    :param hour_to: float, up to and not including; 24 is midnight
    :param weekdays: str of digits, 1 is Monday
    :param zone: name of the timezone in which the hours are meant
    """

    hour_from: float
    hour_to: float
    weekdays: str = DAYS
    zone: str = "Europe/Amsterdam"

    def is_open(self, moment):
        """Tell whether a moment lies in the window.

        :param datetime moment: UTC, naive as Odoo stores it
        :return: bool

        >>> Window(9, 20).is_open(datetime(2026, 7, 1, 7, 0))
        True
        >>> Window(9, 20).is_open(datetime(2026, 1, 1, 7, 0))
        False
        """
        return self.next_open(moment) == moment

    def next_open(self, moment):
        """Give the first moment in the window from this one on.

        Where the clock is put forward over the whole window, it does not open that night.

        :param datetime moment: UTC, naive
        :return: datetime, UTC, naive
        """
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        for ahead in range(_LOOK_AHEAD):
            day = local.date() + timedelta(days=ahead)
            if str(day.isoweekday()) not in self.weekdays:
                continue
            opens, closes = self._at(day, self.hour_from), self._at(day, self.hour_to)
            if opens < closes and moment < closes:
                return max(moment, opens)
        raise ValueError("a window without weekdays never opens")

    def _at(self, day, hour):
        """Give an hour of a day in UTC; in the hour that comes twice, the first time."""
        clock = datetime.combine(day, datetime.min.time()) + timedelta(minutes=round(hour * 60))
        return clock_to_utc(clock, self.zone)


def clock_to_utc(clock, zone):
    """Give the moment, in UTC, at which a clock tells a time.

    :param datetime clock: naive, what the clock tells
    :param str zone: name of the timezone
    :return: datetime, UTC, naive

    >>> clock_to_utc(datetime(2026, 7, 1, 9), "Europe/Amsterdam")
    datetime.datetime(2026, 7, 1, 7, 0)
    """
    return clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
