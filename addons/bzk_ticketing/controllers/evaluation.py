from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import SIGNED_PAGE, choose_language, gone, public_page
from odoo.addons.survey.controllers.main import Survey

from ..models.evaluation_question import SCORES


class Evaluation(Controller):
    """The page that a score in a mail leads to: a GET counts nothing, scanners follow links.

    Its script sends the score when somebody looks at it; without scripts a button does.
    """

    # The signed link says who it is; there is no session that another site could misuse.
    @route("/evaluatie/<int:seat_id>/<token>", **SIGNED_PAGE)
    def evaluation(self, seat_id, token, score=None, lang=None, **_others):
        """Show the scores; keep the one that was sent, and go on with the other questions."""
        seats = request.env["event.registration"]
        seat = seats._seat_from_link(seat_id, token, "evaluation")
        test = not seat and seats._seat_from_link(seat_id, token, "evaluation-test")
        seat = seat or test
        choose_language(lang or (seat._seat_lang() if seat else None))
        if not seat:
            return gone()
        seat = seat.with_context(lang=request.env.context.get("lang"))
        score = self._score(score)
        if score and not test and request.httprequest.method == "POST" and seat._may_evaluate():
            return self._go_on(seat._evaluate(score))
        return self._page(seat, score, bool(test))

    def _score(self, text):
        """The score that was sent; what is none counts as nothing."""
        known = {str(score): score for score in range(SCORES[0], SCORES[1] + 1)}
        return known.get(text)

    def _page(self, seat, score, test):
        answer = seat.evaluation_ids
        if answer.state == "done":
            page_status = "done"
        else:
            page_status = "open" if test or seat._may_evaluate() else "closed"
        return public_page(
            "bzk_ticketing.public_evaluation",
            seat.company_id,
            seat.event_id.name,
            seat=seat,
            event=seat.event_id,
            score=score or answer.score,
            send=bool(score) and not test,
            test=test,
            page_status=page_status,
        )

    def _go_on(self, answer):
        """To core's page with the other questions, in the language of the visitor."""
        url = f"/survey/{answer.survey_id.access_token}/{answer.access_token}"
        lang = answer.lang_id.code or request.env.context.get("lang")
        return request.redirect(request.env["ir.http"]._url_for(url, lang), code=303)


class EvaluationSurvey(Survey):
    """Core's pages, for a visitor whose link says who it is."""

    def _check_validity(
        self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True
    ):
        """Let a colleague who is logged in answer for the seat that they had themselves."""
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner and not answer_sudo.registration_id,
        )

    @route()
    def survey_retry(self, survey_token, answer_token, **post):
        """Show what was answered: from one seat that is done once."""
        _survey, answer = self._fetch_from_access_token(survey_token, answer_token)
        if answer.registration_id:
            return request.redirect(f"/survey/{survey_token}/{answer_token}")
        return super().survey_retry(survey_token, answer_token, **post)
