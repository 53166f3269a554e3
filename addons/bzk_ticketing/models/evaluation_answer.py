from odoo import api, fields, models

from .evaluation_question import SCORES


class SurveyUserInput(models.Model):
    """What one visitor answered; about an activity, from one seat, at most once."""

    _name = "survey.user_input"
    _inherit = ["survey.user_input", "bzk.library.guard"]
    _check_company_auto = True

    company_id = fields.Many2one(
        related="survey_id.company_id", string="Library", store=True, index=True
    )
    event_id = fields.Many2one(
        "event.event",
        string="Activity",
        readonly=True,
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
    )
    registration_id = fields.Many2one(
        "event.registration",
        string="Seat",
        readonly=True,
        check_company=True,
        ondelete="set null",
        copy=False,
    )
    partner_id = fields.Many2one(check_company=True)
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        compute_sudo=True,
        aggregator="avg",
        help="From 1 to 5; 0 when it was not answered.",
    )

    _registration_uniq = models.UniqueIndex(
        "(registration_id) WHERE registration_id IS NOT NULL",
        "The visitor in this seat answered already.",
    )
    _score_range = models.Constraint(
        f"CHECK(score BETWEEN 0 AND {SCORES[1]})", "A score lies between 1 and 5."
    )

    @api.depends("user_input_line_ids.value_scale", "user_input_line_ids.question_id")
    def _compute_score(self):
        for answer in self:
            lines = answer.user_input_line_ids.filtered(
                lambda line: line.question_id.evaluation_use == "score" and not line.skipped
            )
            answer.score = lines[:1].value_scale


class SurveyUserInputLine(models.Model):
    """The answer to one question; guarded as the survey that it is part of."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "bzk.library.guard"]


class SurveyInvite(models.TransientModel):
    """An invitation to a survey reaches nobody of another library."""

    _name = "survey.invite"
    _inherit = ["survey.invite", "bzk.library.guard"]
