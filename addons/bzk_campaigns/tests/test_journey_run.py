from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.bzk_campaigns.models.journey_entry import POSTPONE_MAX

from .common_journey import JourneyCase

#: A Monday in summer: ten o'clock in the library.
MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyRun(JourneyCase):
    """Customers take step after step, and each step only once."""

    def _start(self, steps, *partners, **values):
        """A journey that started on Monday, with members who joined that day."""
        journey = self._journey(steps, **values)
        with freeze_time(MONDAY):
            journey.action_start()
            for partner in partners:
                self._join(partner)
            journey._run()
        return journey

    def _at(self, journey, **after):
        with freeze_time(MONDAY + timedelta(**after)):
            journey._run()

    def _refuse(self, reason):
        """Let the gate say that everybody is refused."""
        mailings = self.env.registry["mailing.mailing"]
        self.enterContext(
            patch.object(
                mailings,
                "_verdict_query",
                lambda mailing, people: SQL(
                    "SELECT id, %s::text AS reason FROM (%s) person", reason, people
                ),
            )
        )

    def test_welcome_of_three_mails(self):
        anna = self._member("Anna")
        weeks = {"name": "Three", "delay": 2, "delay_unit": "weeks"}
        journey = self._start([{"name": "One"}, {"name": "Two", "delay": 7}, weeks], anna)
        self.assertEqual(self._mails(anna), ["One"])
        self._at(journey, days=6, hours=23)
        self.assertEqual(self._mails(anna), ["One"])
        self._at(journey, days=7)
        self.assertEqual(self._mails(anna), ["One", "Two"])
        self.assertEqual(journey.entry_ids.state, "running")
        self._at(journey, days=21)
        self.assertEqual(self._mails(anna), ["One", "Two", "Three"])
        self.assertEqual(journey.entry_ids.state, "done")
        self._at(journey, days=60)
        self.assertEqual(self._mails(anna), ["One", "Two", "Three"])
        self.assertEqual(journey.entry_ids.passage_ids.mapped("outcome"), ["done"] * 3)

    def test_steps_without_waiting_are_taken_together(self):
        anna = self._member("Anna")
        tag = self.env["res.partner.category"].create({"name": "New"})
        journey = self._start(
            [{"name": "Tag", "kind": "tag", "tag_id": tag.id}, {"name": "One"}, {"name": "Two"}],
            anna,
        )
        self.assertEqual(self._mails(anna), ["One", "Two"])
        self.assertEqual(anna.category_id, tag)
        self.assertEqual(journey.entry_ids.state, "done")

    def test_a_day_is_a_day_on_the_clock(self):
        """From the Saturday before the clock goes forward to the Sunday after is 23 hours."""
        anna = self._member("Anna")
        journey = self._journey([{"name": "One"}, {"name": "Two", "delay": 1}])
        with freeze_time(datetime(2026, 3, 28, 9, 0)):
            journey.action_start()
            self._join(anna)
            journey._run()
        with freeze_time(datetime(2026, 3, 29, 7, 59)):
            journey._run()
            self.assertEqual(self._mails(anna), ["One"])
        with freeze_time(datetime(2026, 3, 29, 8, 0)):
            journey._run()
        self.assertEqual(self._mails(anna), ["One", "Two"])

    def test_mails_leave_in_the_window_only(self):
        anna = self._member("Anna")
        journey = self._journey(
            [{"name": "Check", "kind": "check"}, {"name": "One"}],
            hour_from=9,
            hour_to=17,
            weekdays="12345",
        )
        # Saturday.
        with freeze_time(datetime(2026, 6, 6, 10, 0)):
            journey.action_start()
            self._join(anna)
            journey._run()
            self.assertEqual(journey.entry_ids.step_id.name, "One")
            self.assertEqual(journey.entry_ids.expected, datetime(2026, 6, 8, 7, 0))
        for moment in (datetime(2026, 6, 8, 6, 59), datetime(2026, 6, 7, 12, 0)):
            with freeze_time(moment):
                journey._run()
                self.assertFalse(self._mails(anna))
        with freeze_time(datetime(2026, 6, 8, 7, 0)):
            journey._run()
        self.assertEqual(self._mails(anna), ["One"])

    def test_condition_passes_over_or_leaves(self):
        old, young = self._member("Oma"), self._member("Kim", birthdate="2000-01-01")
        fits = "[('birthdate', '<', '1990-01-01')]"
        journey = self._start(
            [
                {"name": "Old", "domain": fits},
                {"name": "Both"},
                {"name": "Gate", "kind": "check", "domain": fits, "otherwise": "leave"},
                {"name": "Last"},
            ],
            old,
            young,
        )
        self.assertEqual(self._mails(old), ["Old", "Both", "Last"])
        self.assertEqual(self._mails(young), ["Both"])
        entry = journey.entry_ids.filtered(lambda entry: entry.partner_id == young)
        self.assertEqual((entry.state, entry.reason), ("left", "condition"))
        self.assertEqual(entry.passage_ids.sorted("id")[0].outcome, "passed")

    def test_who_may_not_be_mailed_goes_on(self):
        anna = self._member("Anna", agreed=False)
        journey = self._start([{"name": "One"}, {"name": "Two", "delay": 1}], anna)
        passage = journey.entry_ids.passage_ids
        self.assertEqual((passage.outcome, passage.refusal), ("refused", "no_consent"))
        with freeze_time(MONDAY + timedelta(hours=1)):
            self._agree(anna, date=MONDAY)
        self._at(journey, days=1)
        self.assertEqual(self._mails(anna), ["Two"])

    def test_enough_mail_waits_a_day_and_seven_at_most(self):
        anna = self._member("Anna")
        self._refuse("pressure")
        journey = self._start([{"name": "One"}], anna)
        entry = journey.entry_ids
        for day in range(1, POSTPONE_MAX + 1):
            self.assertEqual((entry.state, entry.postponed), ("running", day))
            self.assertFalse(entry.passage_ids)
            self._at(journey, days=day, hours=-1)
            self.assertEqual(entry.postponed, day)
            self._at(journey, days=day)
        self.assertEqual(entry.state, "done")
        self.assertEqual(entry.passage_ids.refusal, "pressure")

    def test_refused_at_sending_waits_too(self):
        anna = self._member("Anna")
        journey = self._start([{"name": "One"}, {"name": "Two", "delay": 3}], anna)
        entry = journey.entry_ids
        trace = entry.passage_ids.trace_id
        trace.write({"trace_status": "cancel", "refusal": "pressure"})
        self._at(journey, hours=1)
        self.assertFalse(entry.passage_ids)
        self.assertEqual((entry.step_id.name, entry.postponed), ("One", 1))
        self._at(journey, days=1, hours=1)
        self.assertEqual(self._mails(anna), ["One"])
        self.assertEqual(entry.passage_ids.trace_id.trace_status, "outgoing")
        self.assertEqual(entry.passage_ids.postponed, 1)
        # Refused for good.
        entry.passage_ids.trace_id.write({"trace_status": "cancel", "refusal": "withdrawn"})
        self._at(journey, days=1, hours=2)
        self.assertEqual(entry.passage_ids.outcome, "refused")
        self.assertEqual(entry.step_id.name, "Two")

    def test_who_is_no_customer_any_more_leaves(self):
        names = ("Dead", "Gone", "Anna")
        dead, gone, anna = (self._member(name) for name in names)
        journey = self._start([{"name": "One", "delay": 1}], dead, gone, anna)
        dead.deceased = True
        gone.active = False
        self._at(journey, days=1)
        states = {entry.partner_id: entry.state for entry in journey.entry_ids}
        self.assertEqual(states, {dead: "left", gone: "left", anna: "done"})
        self.assertFalse(self._mails(dead) + self._mails(gone))

    def test_task_for_a_colleague(self):
        anna = self._member("Anna")
        colleague = self.users["front_desk"]
        self._start([{"name": "Call", "kind": "activity", "activity_user_id": colleague.id}], anna)
        activity = anna.activity_ids
        self.assertEqual((activity.summary, activity.user_id), ("Call", colleague))

    def test_survey_with_a_link_of_ones_own(self):
        anna, bram = self._member("Anna"), self._member("Bram", agreed=False)
        survey = self.env["survey.survey"].create(
            {"title": "How was it", "company_id": self.library.id}
        )
        journey = self._journey([{"name": "Ask", "kind": "survey", "survey_id": survey.id}])
        mailing = journey.step_ids.mailing_id
        mailing.body_html = '<p>Tell us: <t t-out="object.mail_survey"/></p>'
        with freeze_time(MONDAY):
            journey.action_start()
            self._join(anna)
            self._join(bram)
            journey._run()
        answers = self.env["survey.user_input"].search([("survey_id", "=", survey.id)])
        self.assertEqual(answers.partner_id, anna)
        trace = journey.entry_ids.passage_ids.trace_id
        letter = mailing._render_traces(trace, tracked=False)[trace.id]
        self.assertIn(answers.access_token, letter["body_html"])

    def test_one_that_cannot_be_read_does_not_keep_the_others(self):
        anna = self._member("Anna")
        broken = self._start([{"name": "One", "delay": 1}], anna)
        sound = self._journey([{"name": "Two", "delay": 1}])
        with freeze_time(MONDAY):
            sound.action_start()
            sound._run()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bzk_journey_step SET domain = %s WHERE journey_id = %s",
            ("[('no_such_field', '=', 1)]", broken.id),
        )
        self.env.invalidate_all()
        quiet = mute_logger("odoo.addons.bzk_campaigns.models.journey_run")
        with quiet, freeze_time(MONDAY + timedelta(days=1)):
            self.env["bzk.journey"]._cron_run()
        self.assertTrue(broken.problem)
        self.assertFalse(sound.problem)
        self.assertEqual(self._mails(anna), ["Two"])
        self.assertEqual(sound.entry_ids.state, "done")
        broken.step_ids.domain = "[]"
        self._at(broken, days=1)
        self.assertFalse(broken.problem)
        self.assertEqual(self._mails(anna), ["Two", "One"])

    def test_in_batches(self):
        people = [self._member(f"Reader{number}") for number in range(7)]
        journey = self._journey([{"name": "One"}])
        with freeze_time(MONDAY):
            journey.action_start()
            for partner in people:
                self._join(partner)
            journey._enter()
            self.assertEqual([journey._advance(3) for _number in range(4)], [3, 3, 1, 0])
        for partner in people:
            self.assertEqual(self._mails(partner), ["One"])

    def test_the_number_of_queries_does_not_grow(self):
        def queries(journey, count):
            for number in range(count):
                self._join(self._member(f"R{journey.id}x{number}"))
            journey._enter()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            journey._advance()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        tag = self.env["res.partner.category"].create({"name": "New"})
        steps = [
            {"name": "One", "domain": "[('age', '>', 12)]"},
            {"name": "Tag", "kind": "tag", "tag_id": tag.id},
        ]
        counts = []
        with freeze_time(MONDAY):
            for number in (2, 2, 40):
                journey = self._journey(steps)
                journey.action_start()
                counts.append(queries(journey, number))
                journey.action_end()
        # The first time more is looked up.
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 30)

    def test_the_condition_looks_at_the_own_library(self):
        anna = self._member("Anna")
        stranger = self._member("Stranger", company=self.other_library)
        journey = self._start([{"name": "One", "delay": 1, "domain": "[('age', '>', 12)]"}], anna)
        self.assertNotIn(stranger, journey.entry_ids.partner_id)
        self._at(journey, days=1)
        self.assertEqual(self._mails(anna), ["One"])
