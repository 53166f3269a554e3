from odoo import api, fields, models


class Journey(models.Model):
    """How many customers went where, on the journey as a whole."""

    _inherit = "bzk.journey"

    entered_count = fields.Integer(string="Entered", compute="_compute_counts")
    running_count = fields.Integer(string="Under way", compute="_compute_counts")
    held_out_count = fields.Integer(string="Held out", compute="_compute_counts")
    done_count = fields.Integer(string="Went all the way", compute="_compute_counts")
    goal_count = fields.Integer(string="Reached the goal", compute="_compute_counts")
    left_count = fields.Integer(string="Left", compute="_compute_counts")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """One query for all journeys that are shown."""
        counts = {}
        entries = self.env["bzk.journey.entry"]
        if entries.has_access("read"):
            found = entries._read_group(
                [("journey_id", "in", self.ids)], ["journey_id", "state"], ["__count"]
            )
            for journey, state, count in found:
                counts[journey.id, state] = count
        for journey in self:
            own = {
                state: counts.get((journey._origin.id, state), 0)
                for state in ("running", "held_out", "done", "goal", "left")
            }
            journey.entered_count = sum(own.values())
            journey.running_count = own["running"]
            journey.held_out_count = own["held_out"]
            journey.done_count = own["done"]
            journey.goal_count = own["goal"]
            journey.left_count = own["left"]

    def action_open_entries(self):
        """Show the customers on this journey."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_journey_entries"
        )
        state = self.env.context.get("journey_state")
        domain = [("journey_id", "=", self.id)]
        if state:
            domain.append(("state", "=", state))
        return action | {"domain": domain, "context": {}, "display_name": self.name}
