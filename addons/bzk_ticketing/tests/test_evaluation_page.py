from odoo.tests import HttpCase, tagged

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationPage(EvaluationCase, HttpCase):
    """The score in a mail leads to a page; only a POST counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._new_seat(attendee=cls.anna)

    def _path(self, seat=None, score=None, **context):
        url = (seat or self.seat).with_context(**context)._evaluation_url(score)
        return url.replace(self.seat.get_base_url(), "")

    def _post(self, score, seat=None, path=None):
        return self.url_open(path or self._path(seat), data={"score": score}, allow_redirects=False)

    def _answer_of(self, seat=None):
        self.env.invalidate_all()
        return (seat or self.seat).evaluation_ids

    def test_following_the_link_counts_nothing(self):
        page = self.url_open(self._path(score=4))
        self.assertEqual(page.status_code, 200)
        self.assertIn("send_score.js", page.text)
        self.assertIn("data-send", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertFalse(self._answer_of())
        self.assertNotIn("send_score.js", self.url_open(self._path()).text)

    def test_looking_at_the_page_sends_the_score(self):
        self.browser_js(
            self._path(score=4),
            "console.log('test successful')",
            ready="Boolean(document.querySelector('form.o_survey-fill-form'))",
        )
        answer = self._answer_of()
        self.assertEqual((answer.score, answer.state), (4, "in_progress"))

    def test_a_score_is_kept_and_the_other_questions_follow(self):
        response = self._post("4")
        answer = self._answer_of()
        self.assertEqual((answer.score, answer.state), (4, "in_progress"))
        self.assertEqual((answer.event_id, answer.partner_id), (self.event, self.anna))
        self.assertFalse(answer.email or answer.nickname)
        self.assertEqual(self.event.score_average, 4)
        self.assertEqual(response.status_code, 303)
        page = self.url_open(response.headers["Location"])
        self.assertEqual(page.status_code, 200)
        self.assertIn(f'name="{self.survey.question_ids[1].id}"', page.text)

    def test_a_second_click_changes_the_answer_until_it_was_sent(self):
        self._post("4")
        self._post("2")
        answer = self._answer_of()
        self.assertEqual((len(answer), answer.score), (1, 2))
        self.assertEqual(len(answer.user_input_line_ids), 1)
        answer._mark_done()
        self._post("5")
        self.assertEqual(self._answer_of().score, 2)
        self.assertIn('role="status"', self.url_open(self._path(score=5)).text)
        self.assertNotIn("data-send", self.url_open(self._path(score=5)).text)

    def test_a_guest_answers_too(self):
        guest = self._new_seat()
        self._post("5", guest)
        answer = self._answer_of(guest)
        self.assertEqual((answer.score, answer.partner_id.id), (5, False))

    def test_only_who_came(self):
        missed = self._new_seat(attendee=self.bram, state="open")
        gone = self._new_seat(attendee=self.carla, state="cancel")
        coming = self._new_seat(self._new_event(days=3), self.anna, state="open")
        cancelled = self._new_seat(self._new_event(), self.anna, state="open")
        cancelled.event_id.kanban_state = "cancel"
        for seat in (missed, gone, coming, cancelled):
            self._post("1", seat)
            self.assertFalse(self._answer_of(seat))

    def test_nobody_checked_in(self):
        seat = self._new_seat(self._new_event(), self.anna, state="open")
        self._post("3", seat)
        self.assertEqual(self._answer_of(seat).score, 3)

    def test_no_other_link_works(self):
        other = self._new_seat(self.other_event)
        token = self.seat._seat_token("evaluation")
        for path in (
            f"/evaluatie/{other.id}/{token}",
            f"/evaluatie/{self.seat.id}/{self.seat._seat_token('offer')}",
            f"/evaluatie/{self.seat.id}/x",
            f"/evaluatie/0/{token}",
        ):
            response = self._post("5", path=path)
            self.assertEqual(response.status_code, 404)
            self.assertNotIn(self.event.name, response.text)
        self.assertFalse(self._answer_of(other) + self._answer_of())

    def test_nonsense_is_no_score(self):
        for score in ("0", "6", "-1", "4.5", "x", "", "４"):
            self.assertEqual(self._post(score).status_code, 200)
        self.assertFalse(self._answer_of())

    def test_a_test_link_keeps_nothing(self):
        path = self._path(bzk_mail_test=True)
        page = self._post("5", path=path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("disabled", page.text)
        self.assertFalse(self._answer_of())

    def test_the_whole_way_through_the_survey(self):
        """The other questions are sent as core's page sends them."""
        self._post("4")
        answer = self._answer_of()
        score, remark, reason = self.survey.question_ids
        path = f"/survey/submit/{self.survey.access_token}/{answer.access_token}"
        values = {
            str(score.id): "5",
            str(remark.id): "Longer please",
            str(reason.id): str(reason.suggested_answer_ids[1].id),
        }
        self.make_jsonrpc_request(path, values)
        answer = self._answer_of()
        self.assertEqual((answer.state, answer.score), ("done", 5))
        self.assertEqual(
            answer.user_input_line_ids.mapped("display_name"),
            ["5", "Longer please", reason.suggested_answer_ids[1].value],
        )
        again = self.url_open(f"/survey/retry/{self.survey.access_token}/{answer.access_token}")
        self.assertNotIn("/survey/retry/", again.text)
        self.assertEqual(
            self.env["survey.user_input"].search_count([("survey_id", "=", self.survey.id)]), 1
        )

    def test_a_colleague_who_is_logged_in_answers_for_their_own_seat(self):
        self.authenticate(self.users["front_desk"].login, self.users["front_desk"].login)
        page = self.url_open(self._path(), data={"score": "4"})
        self.assertIn(f'name="{self.survey.question_ids[1].id}"', page.text)
