from odoo import api, models


class SurveyQuestionAnswer(models.Model):
    """A choice in a question; guarded as the survey that it is part of."""

    _name = "survey.question.answer"
    _inherit = ["survey.question.answer", "bzk.library.guard"]

    @api.depends("question_id.evaluation_use")
    def _compute_display_name(self):
        """A reason to come says enough without the question, in lists and graphs of reasons."""
        reasons = self.filtered(lambda answer: answer.question_id.evaluation_use == "reason")
        result = super(SurveyQuestionAnswer, self - reasons)._compute_display_name()
        for answer in reasons:
            answer.display_name = answer.value_label
        return result


class SurveyUserInputLine(models.Model):
    """The answer to one question; guarded as the survey that it is part of."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "bzk.library.guard"]
