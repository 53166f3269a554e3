from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from .common_journey import JourneyCase

MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyRun(JourneyCase):
    """Customers enter, take steps, and each step only once."""

    def _states(self, journey):
        return journey.entry_ids.mapped("state")

    def test_welcome_of_three_mails(self):
        journey = self._journey(
            [
                {"name": "One"},
                {"name": "Two", "delay": 7},
                {"name": "Three", "delay": 2, "delay_unit": "weeks"},
            ]
        )
        anna = self._member("Anna")
        with freeze_time(MONDAY):
            journey.action_start()
            self._join(anna)
            journey._run()
            self.assertEqual(self._mails(anna), ["One"])
            journey._run()
            self.assertEqual(self._mails(anna), ["One"])
        with freeze_time(MONDAY + timedelta(days=6, hours=23)):
            journey._run()
            self.assertEqual(self._mails(anna), ["One"])
        with freeze_time(MONDAY + timedelta(days=7)):
            journey._run()
            self.assertEqual(self._mails(anna), ["One", "Two"])
            self.assertEqual(self._states(journey), ["running"])
        with freeze_time(MONDAY + timedelta(days=21)):
            journey._run()
            self.assertEqual(self._mails(anna), ["One", "Two", "Three"])
            self.assertEqual(self._states(journey), ["done"])
        with freeze_time(MONDAY + timedelta(days=60)):
            journey._run()
        self.assertEqual(self._mails(anna), ["One", "Two", "Three"])
