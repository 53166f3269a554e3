"""No more mails in a minute than a provider takes."""

import time


class Pace:
    """Spreads mails evenly, for as long as one worker serves a server.

    :param int per_minute: how many; 0 for no limit
    :param clock: seconds that only go up
    :param sleep: waits so many seconds
    """

    def __init__(self, per_minute, clock=time.monotonic, sleep=time.sleep):
        self._between = 60 / per_minute if per_minute else 0
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    def wait(self):
        """Wait until the next mail may go."""
        if not self._between:
            return
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        # What was missed is not made up for: a minute never holds more than its share.
        self._next = max(now, self._next) + self._between
