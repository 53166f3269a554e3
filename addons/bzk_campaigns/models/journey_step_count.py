from odoo import api, fields, models


class JourneyStep(models.Model):
    """How many customers wait for a step, took it or passed over it."""

    _inherit = "bzk.journey.step"

    wait_text = fields.Char(string="When", compute="_compute_wait_text")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    taken_count = fields.Integer(string="Done", compute="_compute_counts")
    passed_count = fields.Integer(string="Passed over", compute="_compute_counts")
    refused_count = fields.Integer(string="Not mailed", compute="_compute_counts")

    @api.depends("delay", "delay_unit")
    @api.depends_context("lang")
    def _compute_wait_text(self):
        units = dict(self._fields["delay_unit"]._description_selection(self.env))
        for step in self:
            step.wait_text = (
                self.env._(
                    "wait %(number)s %(unit)s", number=step.delay, unit=units[step.delay_unit]
                )
                if step.delay
                else self.env._("straight away")
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        """Two queries for all steps that are shown."""
        waiting, taken = {}, {}
        entries, passages = self.env["bzk.journey.entry"], self.env["bzk.journey.passage"]
        if entries.has_access("read") and passages.has_access("read"):
            waiting = dict(
                entries._read_group(
                    [("step_id", "in", self.ids), ("state", "=", "running")],
                    ["step_id"],
                    ["__count"],
                )
            )
            taken = {
                (step, outcome): count
                for step, outcome, count in passages._read_group(
                    [("step_id", "in", self.ids)], ["step_id", "outcome"], ["__count"]
                )
            }
        for step in self:
            origin = step._origin
            step.waiting_count = waiting.get(origin, 0)
            step.taken_count = taken.get((origin, "done"), 0)
            step.passed_count = taken.get((origin, "passed"), 0)
            step.refused_count = taken.get((origin, "refused"), 0)

    def action_open_waiting(self):
        """Show who waits for this step."""
        self.ensure_one()
        action = self.journey_id.action_open_entries()
        return action | {
            "domain": [("step_id", "=", self.id), ("state", "=", "running")],
            "display_name": self.name,
        }

    def action_open_passages(self):
        """Show who took this step or passed over it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "bzk_campaigns.action_journey_passages"
        )
        outcome = self.env.context.get("journey_outcome")
        domain = [("step_id", "=", self.id)]
        if outcome:
            domain.append(("outcome", "=", outcome))
        group = {"search_default_group_refusal": 1} if outcome == "refused" else {}
        return action | {"domain": domain, "context": group, "display_name": self.name}
