from odoo import fields, models
from odoo.tools import SQL

from .evaluation_question import SCORES


class EventRegistration(models.Model):
    """What whoever had this seat thought of the activity."""

    _inherit = "event.registration"

    evaluation_ids = fields.One2many("survey.user_input", "registration_id")

    def _score_words(self):
        """What each score means: list of (score, face, word)."""
        _ = self.env._
        words = (_("Bad"), _("Not so good"), _("All right"), _("Good"), _("Very good"))
        return list(zip(range(SCORES[0], SCORES[1] + 1), "😞😕😐😊😄", words, strict=True))

    def _evaluation_url(self, score=None):
        """Address of the page on which this visitor scores the activity.

        :param int score: the one that the visitor chooses by following the link, if any
        """
        self.ensure_one()
        # A mail that staff send themselves as a test must not score the activity.
        purpose = "evaluation-test" if self.env.context.get("bzk_mail_test") else "evaluation"
        url = f"{self.get_base_url()}/evaluatie/{self.id}/{self._seat_token(purpose)}"
        return f"{url}?score={score}" if score else url

    def _may_evaluate(self):
        """Whether this seat was taken by a visitor, as far as is known."""
        self.ensure_one()
        event = self.event_id
        held = event.date_begin <= fields.Datetime.now() and event.kanban_state != "cancel"
        return held and self.standing in ("came", "registered")

    def _evaluate(self, score):
        """Keep the score that the visitor gives; until the rest was sent too it may change.

        :param int score: from 1 to 5
        :return: ``survey.user_input`` record, with the rights of the system
        """
        self.ensure_one()
        # Of two answers at once the second begins anew and finds the first.
        self.env.cr.execute(
            SQL("UPDATE event_registration SET write_date = write_date WHERE id = %s", self.id)
        )
        # sudo: whoever has the signed link of this seat, and need not have a login.
        seat = self.sudo().with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        answer = seat.evaluation_ids or self._new_answer(seat)
        if answer.state != "done":
            answer._save_lines(answer.survey_id._score_question(), str(score))
        if answer.state == "new":
            answer._mark_in_progress()
        return answer

    def _new_answer(self, seat):
        survey = seat.env["survey.survey"]._evaluation_of(seat.company_id)
        lang = self.env["res.lang"]._get_data(code=self.env.context.get("lang"))
        # Not as core does it from a customer, with a copy of the name and the address.
        return survey.with_context(**seat.env.context)._create_answer(
            check_attempts=False,
            partner_id=seat.attendee_id.id,
            event_id=seat.event_id.id,
            registration_id=seat.id,
            lang_id=lang.id,
        )
