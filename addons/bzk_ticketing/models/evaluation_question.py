from odoo import api, fields, models
from odoo.exceptions import UserError

#: The lowest and the highest score that a visitor can give an activity.
SCORES = (1, 5)
USES = [
    ("score", "Score of the activity"),
    ("reason", "What brought the visitor"),
    ("remark", "Remark"),
]


class SurveyQuestion(models.Model):
    """A question, and what the library reads from the answers to it."""

    _name = "survey.question"
    _inherit = ["survey.question", "bzk.library.guard"]

    evaluation_use = fields.Selection(
        USES,
        string="Shown as",
        help="What the answers are in the figures of activities. The score is asked in the mail.",
    )

    _evaluation_use_uniq = models.UniqueIndex(
        "(survey_id, evaluation_use) WHERE evaluation_use IS NOT NULL",
        "Another question of this survey has this use already.",
    )
    _score_is_scale = models.Constraint(
        "CHECK(evaluation_use IS DISTINCT FROM 'score'"
        f" OR question_type = 'scale' AND scale_min = {SCORES[0]} AND scale_max = {SCORES[1]})",
        "The score of an activity is a scale from 1 to 5.",
    )
    _reason_is_choice = models.Constraint(
        "CHECK(evaluation_use IS DISTINCT FROM 'reason'"
        " OR question_type IN ('simple_choice', 'multiple_choice'))",
        "What brought the visitor is a choice.",
    )

    def copy(self, default=None):
        """Copy one question of a survey; what the first is in the figures, the second is not."""
        return super().copy({"evaluation_use": False, **(default or {})})

    def write(self, vals):
        if vals.get("evaluation_use", "score") != "score":
            self._keep_score()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_keep_score(self):
        self._keep_score()

    def _keep_score(self):
        """Without a score the mails that are under way would lead nowhere.

        :raises UserError: for the score of the survey in use
        """
        if any(item.evaluation_use == "score" and item.survey_id.evaluation for item in self):
            raise UserError(
                self.env._("Visitors are asked for this score. Use another survey for that first.")
            )
