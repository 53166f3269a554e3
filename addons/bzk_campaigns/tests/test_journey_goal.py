from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from .common_journey import JourneyCase

MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyGoal(JourneyCase):
    """Who reached the goal leaves, and is counted; also who was held out."""

    def _started(self, goal, partner, **values):
        journey = self._journey(
            [{"name": "One"}, {"name": "Two", "delay": 14}],
            trigger="birthday",
            goal=goal,
            **values,
        )
        partner.birthdate = "1990-06-01"
        with freeze_time(MONDAY):
            journey.action_start()
            journey._run()
        self.assertEqual(journey.entry_ids.partner_id, partner)
        return journey

    def _look(self, journey, days):
        with freeze_time(MONDAY + timedelta(days=days)):
            journey._run()
        return journey.entry_ids.state, bool(journey.entry_ids.goal_date)

    def test_borrows(self):
        anna = self._member("Anna")
        membership = self._join(anna, date_start="2020-01-01", last_loan_date="2026-06-01")
        journey = self._started("loan", anna)
        self.assertEqual(self._look(journey, 1), ("running", False))
        membership.last_loan_date = "2026-06-03"
        self.assertEqual(self._look(journey, 3), ("goal", True))
        self.assertEqual(journey.entry_ids.goal_date, datetime(2026, 6, 2, 22, 0))
        self._look(journey, 30)
        self.assertEqual(self._mails(anna), ["One"])

    def test_comes_to_an_activity(self):
        anna = self._member("Anna")
        journey = self._started("visit", anna)
        begin = MONDAY + timedelta(days=2)
        event = self.env["event.event"].create(
            {
                "name": "Reading",
                "company_id": self.library.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=1),
            }
        )
        seat = self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": anna.id, "attendee_id": anna.id}
        )
        self.assertEqual(self._look(journey, 3), ("running", False))
        seat.state = "done"
        self.assertEqual(self._look(journey, 3), ("goal", True))

    def test_stays_a_member(self):
        anna = self._member("Anna")
        membership = self._join(anna, date_start="2020-01-01", date_end="2026-12-31")
        journey = self._started("renewal", anna)
        self.assertEqual(self._look(journey, 1), ("running", False))
        with freeze_time(MONDAY + timedelta(days=2)):
            membership.date_end = "2026-11-30"
        self.assertEqual(self._look(journey, 2), ("running", False))
        with freeze_time(MONDAY + timedelta(days=3)):
            membership.date_end = False
        self.assertEqual(self._look(journey, 4), ("goal", True))

    def test_agrees(self):
        anna = self._member("Anna", agreed=False)
        journey = self._started("consent", anna)
        self.assertEqual(self._look(journey, 1), ("running", False))
        with freeze_time(MONDAY + timedelta(days=3)):
            self._agree(anna, date=MONDAY + timedelta(days=2))
            self._agree(anna, "withdrawn", date=MONDAY + timedelta(days=3))
        self.assertEqual(self._look(journey, 3), ("running", False))
        with freeze_time(MONDAY + timedelta(days=4)):
            self._agree(anna, date=MONDAY + timedelta(days=4))
        self.assertEqual(self._look(journey, 5), ("goal", True))

    def test_is_in_a_segment(self):
        anna = self._member("Anna")
        segment = self.env["mailing.filter"].create(
            {
                "name": "Haarlem",
                "company_id": self.library.id,
                "mailing_domain": "[('city', '=', 'Haarlem')]",
                "purpose_id": self.purpose.id,
            }
        )
        journey = self._started("segment", anna, goal_segment_id=segment.id)
        self.assertEqual(self._look(journey, 1), ("running", False))
        anna.city = "Haarlem"
        self.assertEqual(self._look(journey, 2), ("goal", True))

    def test_who_is_done_or_held_out_counts_within_the_days(self):
        anna = self._member("Anna")
        membership = self._join(anna, date_start="2020-01-01")
        for days, counts in ((20, True), (40, False)):
            membership.last_loan_date = False
            journey = self._started("loan", anna, holdout=0, goal_days=30)
            self._look(journey, 14)
            self.assertEqual(journey.entry_ids.state, "done")
            membership.last_loan_date = (MONDAY + timedelta(days=days)).date()
            self.assertEqual(self._look(journey, days), ("done", counts))
        entry = journey.entry_ids
        self.env.cr.execute(
            "UPDATE bzk_journey_entry SET state = 'held_out' WHERE id = %s", entry.ids
        )
        self.env.invalidate_all()
        membership.last_loan_date = "2026-06-05"
        self.assertEqual(self._look(journey, 5), ("held_out", True))
