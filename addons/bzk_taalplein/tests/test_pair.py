from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestPair(LanguageCase):
    """A learner and a volunteer who meet: making, ending, and what follows for both."""

    def _end(self, pair, **values):
        action = pair.with_user(self.user).action_end()
        form = Form(
            self.env["bzk.language.pair.end"].with_user(self.user).with_context(**action["context"])
        )
        for name, value in {"end_reason": "fit", **values}.items():
            form[name] = value
        form.save().action_end()

    def test_a_pair_on_the_form(self):
        form = Form(self.env["bzk.language.pair"].with_user(self.user))
        form.learner_id = self.learner
        form.volunteer_id = self.volunteer
        pair = form.save()
        self.assertEqual((pair.state, pair.branch_id), ("active", self.branch))
        self.assertEqual((self.learner.state, self.volunteer.state), ("paired", "paired"))
        self.assertEqual(self.volunteer.free_places, 0)
        self.assertEqual(self.learner.current_pair_id, pair)
        self.assertEqual(pair.display_name, "Amina Haddad – Joke Smit")

    def test_where_they_meet(self):
        elsewhere = self.env["bzk.branch"].create(
            {"name": "Noord", "code": "NRD", "company_id": self.library.id}
        )
        self.learner.write({"branch_id": elsewhere.id, "also_branch_ids": [(4, self.branch.id)]})
        self.assertEqual(self._pair().branch_id, self.branch)
        online = self._learner(branch_id=elsewhere.id, online=True)
        helper = self._volunteer(online=True)
        self.assertFalse(self._pair(online, helper).branch_id)

    def test_both_are_free_again(self):
        pair = self._pair()
        self._end(pair, end_note="Geen klik")
        self.assertEqual((pair.state, pair.end_reason), ("ended", "fit"))
        self.assertEqual((self.learner.state, self.volunteer.free_places), ("registered", 1))
        self.assertTrue(self._pair())

    def test_what_both_do_next(self):
        pair = self._pair(date_start=self._ago(30))
        self._end(pair, end_reason="reached", learner_next="stop", volunteer_next="pause")
        self.assertEqual((self.learner.state, self.learner.stop_reason), ("stopped", "reached"))
        self.assertEqual(self.volunteer.state, "paused")
        self.assertEqual((pair.pair_days, pair.end_reason), (30, "reached"))

    def test_a_pair_ends_once(self):
        pair = self._pair()
        end = self.env["bzk.language.pair.end"].create({"pair_id": pair.id, "end_reason": "other"})
        end.action_end()
        with self.assertRaises(UserError):
            end.action_end()

    def test_days_that_cannot_be(self):
        pair = self._pair(date_start=self._ago(10))
        self._meet(pair, days=3)
        for day in (self._ago(-1), self._ago(4)):
            with self.subTest(day), self.assertRaises(ValidationError):
                pair._end(day, "other")
        pair.meeting_ids.unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            pair._end(self._ago(11), "other")
            self.env.flush_all()
        pair._end(self._ago(3), "other")

    @mute_logger("odoo.sql_db")
    def test_an_end_has_a_reason(self):
        pair = self._pair()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            pair.date_end = self.today
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_a_learner_is_in_one_pair_at_a_time(self):
        self._pair()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._pair(volunteer=self._volunteer())

    def test_a_volunteer_has_room_for_so_many(self):
        self.volunteer.capacity = 2
        self._pair()
        self.assertEqual((self.volunteer.pair_count, self.volunteer.free_places), (1, 1))
        self._pair(self._learner("Badr", "Tweede"))
        with self._refused("Joke Smit has room for 2"):
            self._pair(self._learner("Chadia", "Derde"))
        with self.assertRaises(ValidationError):
            self.volunteer.capacity = 1

    def test_who_does_not_take_part_is_not_paired(self):
        self.learner.paused_on = self.today
        with self._refused("Amina Haddad"):
            self._pair()
        self.learner.action_resume()
        self.volunteer._stop(self.today, "time")
        with self._refused("Joke Smit"):
            self._pair()

    def test_overdue(self):
        pair = self._pair(date_start=self._ago(8))
        late = self.env["bzk.language.pair"].search([("overdue", "=", True)])
        self.assertIn(pair, late)
        self.assertEqual((pair.next_meeting_on, pair.days_late), (self._ago(1), 1))
        self._meet(pair, days=1)
        self.assertEqual((pair.overdue, pair.next_meeting_on), (False, self._ago(-6)))
        pair.rhythm = "fortnight"
        self.assertEqual(pair.next_meeting_on, self._ago(-13))
        pair.next_meeting_on = self._ago(2)
        self.assertTrue(pair.overdue)
        pair._end(self.today, "other")
        self.assertEqual((pair.overdue, pair.next_meeting_on), (False, False))
        self.assertNotIn(pair, pair.search([("overdue", "=", True)]))

    def test_who_did_not_come_is_no_reason_to_ask_again_today(self):
        pair = self._pair(date_start=self._ago(8))
        self._meet(pair, attended="learner")
        self.assertFalse(pair.overdue)
        self.assertEqual((pair.meeting_count, pair.last_meeting_on), (0, False))

    def test_who_met_is_not_deleted(self):
        pair = self._pair()
        meeting = self._meet(pair)
        with self.assertRaises(UserError):
            pair.with_user(self.user).unlink()
        meeting.with_user(self.user).unlink()
        pair.with_user(self.user).unlink()

    def test_found_by_either_name(self):
        pair = self._pair()
        pairs = self.env["bzk.language.pair"].with_user(self.user)
        for name in ("Haddad", "Smit"):
            self.assertEqual([found[0] for found in pairs.name_search(name)], pair.ids)
