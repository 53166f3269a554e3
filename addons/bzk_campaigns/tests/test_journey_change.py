from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_journey import JourneyCase

MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyChange(JourneyCase):
    """Pausing, changing and ending a journey while people are on it: nobody lost or doubled."""

    def setUp(self):
        super().setUp()
        self.anna = self._member("Anna")
        self.journey = self._journey(
            [{"name": "A"}, {"name": "B", "delay": 7}, {"name": "C", "delay": 7}]
        )
        self.a, self.b, self.c = self.journey.step_ids
        with freeze_time(MONDAY):
            self.journey.action_start()
            self._join(self.anna)
            self.journey._run()
        self.entry = self.journey.entry_ids

    def _run(self, days):
        with freeze_time(MONDAY + timedelta(days=days)):
            self.journey._run()
        return self._mails(self.anna)

    def _until(self, days):
        for day in range(days + 1):
            self._run(day)
        return self._mails(self.anna)

    def test_unchanged(self):
        self.assertEqual(self._until(30), ["A", "B", "C"])

    def test_pause_and_resume(self):
        late = self._member("Late")
        self.journey.action_pause()
        with freeze_time(MONDAY + timedelta(days=2)):
            self._join(late)
            self.env["bzk.journey"]._cron_run()
        with freeze_time(MONDAY + timedelta(days=10)):
            self.env["bzk.journey"]._cron_run()
            self.assertEqual(self._mails(self.anna), ["A"])
            self.journey.action_resume()
            self.env["bzk.journey"]._cron_run()
        # What was due meanwhile comes now, once; who joined meanwhile enters.
        self.assertEqual(self._mails(self.anna), ["A", "B"])
        self.assertEqual(self._mails(late), ["A"])
        self.assertEqual(self._until(60), ["A", "B", "C"])
        self.assertEqual(self._mails(late), ["A", "B", "C"])

    def test_the_next_step_is_taken_out(self):
        self.b.action_remove()
        self.assertFalse(self.b.exists())
        self.assertEqual(self.entry.step_id, self.c)
        self.assertEqual(self.entry.due, MONDAY + timedelta(days=7))
        self.assertEqual(self._until(30), ["A", "C"])

    def test_a_step_that_was_taken_is_taken_out(self):
        self.a.action_remove()
        self.assertFalse(self.a.active)
        self.assertEqual(self.entry.step_id, self.b)
        self.assertEqual(self.entry.passage_ids.step_id, self.a)
        self.assertEqual(self._until(30), ["A", "B", "C"])
        with self.assertRaises(UserError):
            self.b.unlink()

    def test_put_back_it_is_not_taken_again(self):
        self.a.action_remove()
        self._run(7)
        self.a.active = True
        self.assertEqual(self._until(30), ["A", "B", "C"])

    def test_the_last_steps_are_taken_out(self):
        (self.b | self.c).action_remove()
        self.assertEqual(self.entry.state, "done")
        self.assertEqual(self._until(30), ["A"])

    def test_a_new_step_before_the_next_one(self):
        self._steps(self.journey, [{"name": "N", "delay": 2, "sequence": 15}])
        self.assertEqual(self.entry.step_id.name, "N")
        self.assertEqual(self._run(1), ["A"])
        self.assertEqual(self._run(2), ["A", "N"])
        self.assertEqual(self._run(8), ["A", "N"])
        self.assertEqual(self._until(30), ["A", "N", "B", "C"])

    def test_a_new_first_step_is_for_who_comes_after(self):
        self._steps(self.journey, [{"name": "N", "sequence": 5}])
        self.assertEqual(self.entry.step_id, self.b)
        late = self._member("Late")
        with freeze_time(MONDAY + timedelta(days=2)):
            self._join(late)
        self.assertEqual(self._until(30), ["A", "B", "C"])
        self.assertEqual(self._mails(late), ["N", "A", "B", "C"])

    def test_a_new_last_step(self):
        self._steps(self.journey, [{"name": "N", "delay": 1, "sequence": 99}])
        self.assertEqual(self._until(30), ["A", "B", "C", "N"])

    def test_another_order(self):
        self.c.sequence = 15
        self.assertEqual(self.entry.step_id, self.c)
        self.assertEqual(self._until(30), ["A", "C", "B"])

    def test_another_order_of_what_was_taken(self):
        self._run(7)
        self.a.sequence = 25
        # B was taken, and lies before A now: nobody goes back, nobody gets A again.
        self.assertEqual(self.entry.step_id, self.c)
        self.assertEqual(self._until(30), ["A", "B", "C"])

    def test_another_delay(self):
        self.b.delay = 3
        self.assertEqual(self.entry.due, MONDAY + timedelta(days=3))
        self.assertEqual(self._run(3), ["A", "B"])
        self.c.write({"delay": 1, "delay_unit": "months"})
        self.assertEqual(self.entry.due, MONDAY + timedelta(days=3 + 30))

    def test_the_end(self):
        self.assertEqual(self.entry.passage_ids.trace_id.trace_status, "outgoing")
        self.journey.action_end()
        self.assertEqual((self.entry.state, self.entry.reason), ("left", "ended"))
        self.assertEqual(self.entry.passage_ids.trace_id.trace_status, "cancel")
        with freeze_time(MONDAY + timedelta(days=30)):
            self.env["bzk.journey"]._cron_run()
        self.assertEqual(self._mails(self.anna), ["A"])
        # Also nobody of whom the gate would say to wait comes back.
        self.assertEqual(self.entry.state, "left")

    def test_somebody_is_taken_out(self):
        bram = self._member("Bram")
        with freeze_time(MONDAY):
            self._join(bram)
            self.journey._run()
        marketing = self.users["marketing"]
        self.entry.with_user(marketing).action_remove()
        self.assertEqual((self.entry.state, self.entry.reason), ("left", "removed"))
        self.assertEqual(self.entry.passage_ids.trace_id.trace_status, "cancel")
        self.assertEqual(self._until(30), ["A"])
        self.assertEqual(self._mails(bram), ["A", "B", "C"])

    def test_the_trigger_stays(self):
        with self.assertRaises(UserError):
            self.journey.trigger = "birthday"
        self.journey.write({"trigger": "membership_started", "name": "Other name"})

    def test_a_step_does_not_change_into_another(self):
        with self.assertRaises(UserError):
            self.a.kind = "check"
        with self.assertRaises(UserError):
            self.a.journey_id = self._journey([])
        self.c.kind = "check"

    def test_two_customers_become_one(self):
        """Both entered for the same; one goes on, and nothing else of the other is lost."""
        cake = [{"name": "Cake"}, {"name": "More", "delay": 1}]
        birthday = self._journey(cake, trigger="birthday")
        twin = self._member("Anne", birthdate="1990-06-01")
        self.anna.birthdate = "1990-06-01"
        with freeze_time(MONDAY):
            birthday.action_start()
            birthday._run()
            self._join(twin)
            self.journey._run()
        self.assertEqual(birthday.entry_ids.mapped("state"), ["running", "running"])
        self.env["bzk.merge"]._merge(self.anna, twin)
        entries = birthday.entry_ids | self.journey.entry_ids
        self.assertEqual(len(entries), 4)
        self.assertEqual(entries.partner_id, self.anna)
        self.assertEqual(set(birthday.entry_ids.mapped("state")), {"running", "left"})
        with freeze_time(MONDAY + timedelta(days=1)):
            birthday._run()
        self.assertEqual(self._mails(self.anna).count("More"), 1)
