from odoo import models


class SurveyInvite(models.TransientModel):
    """An invitation to a survey reaches nobody of another library."""

    _name = "survey.invite"
    _inherit = ["survey.invite", "bzk.library.guard"]
