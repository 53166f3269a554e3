from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestMeeting(LanguageCase):
    """Meetings: noted quickly, and added up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._pair(date_start=cls._ago(60))

    def _form(self):
        action = self.pair.with_user(self.user).action_note_meeting()
        meetings = self.env["bzk.language.meeting"].with_user(self.user)
        return Form(meetings.with_context(**action["context"]))

    def test_nothing_to_fill_in(self):
        meeting = self._form().save()
        self.assertEqual((meeting.date, meeting.minutes, meeting.hours), (self.today, 60, 1))
        self.assertEqual(meeting.branch_id, self.branch)
        self.assertEqual((meeting.learner_id, meeting.volunteer_id), (self.learner, self.volunteer))
        self.assertEqual((self.pair.meeting_count, self.pair.last_meeting_on), (1, self.today))

    def test_as_long_as_the_last_time(self):
        self._meet(self.pair, days=9, minutes=90)
        self._meet(self.pair, days=2, attended="learner")
        form = self._form()
        self.assertEqual(form.minutes, 90)
        form.attended = "cancelled"
        meeting = form.save()
        self.assertEqual((meeting.minutes, meeting.hours), (0, 0))
        self.assertEqual((self.pair.meeting_count, self.pair.hours), (1, 1.5))

    def test_where_it_was_stays(self):
        meeting = self._meet(self.pair, days=2)
        self.pair.branch_id = False
        self.assertEqual(meeting.branch_id, self.branch)

    def test_days_that_cannot_be(self):
        for days in (-1, 61):
            with self.subTest(days), self.assertRaises(ValidationError):
                self._meet(self.pair, days=days)
        self.pair._end(self._ago(5), "other")
        with self.assertRaises(ValidationError):
            self._meet(self.pair, days=4)
        self.assertTrue(self._meet(self.pair, days=6))

    def test_minutes_that_cannot_be(self):
        meeting = self._meet(self.pair)
        with self.assertRaises(ValidationError):
            meeting.minutes = 0
        for minutes in (-5, 601):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                meeting.minutes = minutes
                self.env.flush_all()

    def test_a_list_of_pairs_takes_as_many_queries_for_more(self):
        pairs = self.env["bzk.language.pair"].with_user(self.user)
        spec = {name: {} for name in ("display_name", "days_late", "meeting_count", "hours")}
        spec |= {"learner_id": {"fields": {"display_name": {}}}}

        def read(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(pairs.web_search_read([], spec)["length"], count)
            return self.env.cr.sql_log_count - before

        read(1)
        few = read(1)
        for number in range(8):
            pair = self._pair(self._learner(f"L{number}"), self._volunteer(f"V{number}"))
            self._meet(pair)
        self.assertEqual(read(9), few)
