from odoo import models


class SurveyQuestionAnswer(models.Model):
    """A choice in a question; guarded as the survey that it is part of."""

    _name = "survey.question.answer"
    _inherit = ["survey.question.answer", "bzk.library.guard"]


class SurveyUserInputLine(models.Model):
    """The answer to one question; guarded as the survey that it is part of."""

    _name = "survey.user_input.line"
    _inherit = ["survey.user_input.line", "bzk.library.guard"]


class SurveyInvite(models.TransientModel):
    """An invitation to a survey reaches nobody of another library."""

    _name = "survey.invite"
    _inherit = ["survey.invite", "bzk.library.guard"]
