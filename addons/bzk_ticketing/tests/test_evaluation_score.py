from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .evaluation_common import EvaluationCase

ANSWERS = ("activities", "marketing", "administrator")


@tagged("post_install", "-at_install")
class TestEvaluationScore(EvaluationCase):
    """Scores of activities, and who may see what visitors answered."""

    def test_score_of_an_activity(self):
        self.assertEqual((self.event.score_count, self.event.score_average), (0, 0))
        first = self._answer(self._new_seat(attendee=self.anna), 5)
        self._answer(self._new_seat(attendee=self.bram), 2)
        self._answer(self._new_seat(), 3, test_entry=True)
        self.assertEqual((self.event.score_count, self.event.score_average), (2, 3.5))
        first._save_lines(self.survey._score_question(), "4")
        self.assertEqual(self.event.score_average, 3)
        first.unlink()
        self.assertEqual((self.event.score_count, self.event.score_average), (1, 2))

    def test_scores_are_stored_for_many_activities_at_once(self):
        events = self.event.browse()
        for _number in range(20):
            event = self._new_event()
            self._answer(self._new_seat(event))
            events |= event
        self.env.flush_all()
        self.env.add_to_compute(events._fields["score_average"], events)
        self.env.add_to_compute(events._fields["score_count"], events)
        with self.assertQueryCount(3):
            self.env.flush_all()

    def test_a_skipped_score_is_no_score(self):
        answer = self._answer(self._new_seat(attendee=self.anna), 5)
        answer._save_lines(self.survey._score_question(), "")
        self.assertEqual((answer.score, self.event.score_count), (0, 0))

    def test_one_answer_for_a_seat(self):
        seat = self._new_seat(attendee=self.anna)
        self._answer(seat)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._answer(seat)

    def test_each_library_has_its_own_survey(self):
        self.assertEqual(self.survey.company_id, self.library)
        self.assertEqual(self.other_survey.company_id, self.other_library)
        self.assertNotEqual(self.survey, self.other_survey)
        self.assertEqual(self.surveys._evaluation_of(self.library), self.survey)
        uses = self.survey.question_ids.mapped("evaluation_use")
        self.assertEqual(uses, ["score", "remark", "reason"])
        shipped = self.env.ref("bzk_ticketing.survey_evaluation")
        self.assertEqual(self.survey.title, shipped.title)

    def test_another_survey_for_the_evaluation(self):
        own = self.survey.copy()
        self.assertFalse(own.evaluation)
        own.action_use_for_evaluation()
        self.assertEqual(self.surveys._evaluation_of(self.library), own)
        self.assertFalse(self.survey.evaluation)
        empty = self.surveys.create({"title": "Other", "company_id": self.library.id})
        with self.assertRaisesRegex(ValidationError, "Mark one question"):
            empty.action_use_for_evaluation()

    def test_the_survey_in_use_stays_open(self):
        for values in ({"active": False}, {"users_login_required": True}):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, "stay open"),
                self.env.cr.savepoint(),
            ):
                self.survey.write(values)
        with self.assertRaisesRegex(UserError, "Close them"):
            self.survey.unlink()
        self._answer(self._new_seat())
        self.survey.copy().action_use_for_evaluation()
        with self.assertRaisesRegex(UserError, "Close them"):
            self.survey.unlink()
        self.survey.action_archive()
        self.assertEqual(self.event.score_count, 1)

    def test_a_score_can_change_however_the_survey_is_set_up(self):
        self.survey.write({"questions_layout": "page_per_question", "users_can_go_back": False})
        seat = self._new_seat(attendee=self.anna)
        seat._evaluate(2)
        answer = seat._evaluate(5)
        answer._save_lines(self.survey._score_question(), "4", overwrite_existing=False)
        self.assertEqual(answer.score, 4)

    def test_reason_and_remark(self):
        answer = self._answer(self._new_seat(attendee=self.anna))
        _score, remark, reason = self.survey.question_ids
        choice = reason.suggested_answer_ids[2]
        answer._save_lines(remark, "Louder please")
        answer._save_lines(reason, str(choice.id), "My neighbour")
        self.assertEqual(answer.reason_id, choice)
        self.assertEqual(answer.reason_id.display_name, choice.value)
        self.assertEqual(answer.remark, "Louder please\nMy neighbour")

    def test_the_score_in_use_stays(self):
        question = self.survey._score_question()
        for change in (lambda: question.write({"evaluation_use": False}), question.unlink):
            with self.assertRaisesRegex(UserError, "asked for this score"):
                change()
        question.title = "Was it good?"
        self.assertFalse(question.copy().evaluation_use)

    def test_the_score_is_a_scale_from_1_to_5(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.survey._score_question().scale_max = 10
            self.env.flush_all()

    def test_nobody_sees_answers_of_another_library(self):
        own = self._answer(self._new_seat(attendee=self.anna))
        other = self._answer(self._new_seat(self.other_event))
        for role in ROLES:
            user = self.users[role]
            for record, foreign in (
                (own, other),
                (own.user_input_line_ids, other.user_input_line_ids),
                (self.survey, self.other_survey),
                (self.survey.question_ids[2], self.other_survey.question_ids[2]),
                (
                    self.survey.question_ids.suggested_answer_ids,
                    self.other_survey.question_ids.suggested_answer_ids,
                ),
            ):
                with self.subTest(role=role, model=record._name):
                    model = record.with_user(user)
                    self.assertEqual(model.has_access("read"), role in ANSWERS)
                    with self.assertRaises(AccessError):
                        foreign.with_user(user).read(["display_name"])
                    if role in ANSWERS:
                        self.assertFalse(model.search([("id", "in", foreign.ids)]))

    def test_nobody_moves_an_answer_to_another_library(self):
        answer = self._answer(self._new_seat(attendee=self.anna)).with_user(
            self.users["activities"]
        )
        for values in (
            {"survey_id": self.other_survey.id},
            {"event_id": self.other_event.id},
            {"registration_id": self._new_seat(self.other_event).id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                answer.write(values)
        spare = self.survey.copy().with_user(self.users["activities"])
        with self.assertRaises(AccessError):
            spare.company_id = self.other_library

    def test_the_shipped_survey_is_read_only(self):
        shipped = self.env.ref("bzk_ticketing.survey_evaluation").with_user(
            self.users["administrator"]
        )
        self.assertTrue(shipped.title)
        with self.assertRaises(AccessError):
            shipped.title = "Ours"
        with self.assertRaises(AccessError):
            shipped.question_ids[0].title = "Ours"

    def test_it_stands_in_the_timeline_for_who_may_read_it(self):
        answer = self._answer(self._new_seat(attendee=self.anna), 4)
        answer._save_lines(self.survey.question_ids[1], "Louder please")
        self.env.flush_all()
        found = {}
        for role in STAFF:
            page = self.env["bzk.timeline"].with_user(self.users[role]).page(self.anna.id)
            found[role] = [line for line in page["lines"] if line["kind"] == "evaluation"]
            self.assertEqual(len(found[role]), role in ANSWERS, role)
        line = found["activities"][0]
        self.assertEqual(line["title"], self.event.name)
        self.assertEqual(line["detail"], "Score 4/5 · Louder please")
        self.survey.restrict_user_ids = self.users["activities"]
        page = self.env["bzk.timeline"].with_user(self.users["marketing"]).page(self.anna.id)
        self.assertNotIn("evaluation", [line["kind"] for line in page["lines"]])
