from odoo import api, models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """What a customer thought of activities."""

    _inherit = "bzk.timeline"
    _depends = {
        "survey.user_input": ["partner_id", "event_id", "score", "test_entry"],
        "survey.user_input.line": ["user_input_id", "value_text_box"],
        "survey.survey": ["restrict_user_ids"],
        "event.event": ["name"],
    }

    @api.model
    def _timeline_selects(self):
        return {**super()._timeline_selects(), "evaluation": self._kind_evaluation()}

    def _kind_evaluation(self):
        """Not of a survey that is for some colleagues only, whom a list cannot tell apart."""
        restricted = self.env["survey.survey"]._fields["restrict_user_ids"]
        select = SQL(
            """SELECT answer.id AS row_id, answer.partner_id, answer.company_id, answer.branch_id,
                      answer.create_date AS date, %(name)s AS title,
                      concat_ws(' · ', concat(%(score)s, ' ', answer.score, '/5'), said.words)
                          AS detail,
                      answer.id AS res_id
                 FROM survey_user_input answer
                 JOIN event_event activity ON activity.id = answer.event_id
            LEFT JOIN LATERAL (
                      SELECT string_agg(line.value_text_box, ' · ' ORDER BY line.id) AS words
                        FROM survey_user_input_line line
                       WHERE line.user_input_id = answer.id) said ON TRUE
                WHERE answer.score > 0 AND answer.test_entry IS NOT TRUE
                  AND NOT EXISTS (SELECT FROM %(restricted)s few
                                   WHERE few.%(column)s = answer.survey_id)""",
            name=self._translated("activity", "name"),
            score=self.env._("Score"),
            restricted=SQL.identifier(restricted.relation),
            column=SQL.identifier(restricted.column1),
        )
        columns = ("partner_id", "company_id", "branch_id", "date", "title", "detail", "res_id")
        return Kind(
            self.env._("Evaluations"),
            "fa-star-o",
            "survey.user_input",
            select,
            columns,
            timed=True,
        )
