from odoo import api, fields, models


class EventEvent(models.Model):
    """What visitors thought of an activity."""

    _inherit = "event.event"

    evaluation_ids = fields.One2many("survey.user_input", "event_id", string="Evaluations")
    score_count = fields.Integer(
        string="Scores given", compute="_compute_score", store=True, compute_sudo=True
    )
    score_average = fields.Float(
        string="Score",
        compute="_compute_score",
        store=True,
        compute_sudo=True,
        aggregator=None,
        help="Average of what visitors gave, from 1 to 5; 0 when nobody did.",
    )

    @api.depends("evaluation_ids.score", "evaluation_ids.test_entry")
    def _compute_score(self):
        groups = self.env["survey.user_input"]._read_group(
            [("event_id", "in", self.ids), ("score", ">", 0), ("test_entry", "=", False)],
            ["event_id"],
            ["__count", "score:avg"],
        )
        found = {event.id: (count, average) for event, count, average in groups}
        for event in self:
            event.score_count, event.score_average = found.get(event._origin.id, (0, 0))

    def action_open_evaluations(self):
        """Show what visitors answered about the activity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_evaluations")
        return action | {"domain": [("event_id", "=", self.id)], "context": {}}
