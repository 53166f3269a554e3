from odoo import api, fields, models

from .import_profile import RELATION_SUBJECTS
from .relation import STATES


class ImportRun(models.Model):
    """Lists of organisations and their people: what becomes of those that are new."""

    _inherit = "bzk.import.run"

    relation_group_id = fields.Many2one(
        "bzk.relation.group",
        string="Group of new organisations",
        compute="_compute_relation_options",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        help="When the file does not tell the group. Empty to let the name tell.",
    )
    relation_state = fields.Selection(
        STATES,
        string="Standing of new organisations",
        compute="_compute_relation_options",
        store=True,
        readonly=False,
        precompute=True,
    )
    relation_user_id = fields.Many2one(
        "res.users",
        string="Owner of new organisations",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="set null",
        help="When the file does not tell who keeps the contact.",
    )
    news_ids = fields.One2many("bzk.relation.news", "run_id", string="Organisations")
    news_count = fields.Integer(compute="_compute_news_count")
    open_news_count = fields.Integer(compute="_compute_news_count")

    @api.depends("profile_id")
    def _compute_relation_options(self):
        for run in self:
            run.relation_group_id = run.profile_id.relation_group_id
            run.relation_state = run.profile_id.relation_state

    def _compute_news_count(self):
        counts = self.env["bzk.relation.news"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        for run in self:
            found = {state: count for one, state, count in counts if one == run}
            run.news_count = sum(found.values())
            run.open_news_count = found.get("open", 0)

    def _question_line(self, question):
        if question["code"] == "many_missing" and self.subject in RELATION_SUBJECTS:
            return self.env._(
                "%(missing)s of the %(known)s organisations that this source named before are not "
                "in this file. Is the file complete?",
                missing=question["params"]["missing"],
                known=question["params"]["known"],
            )
        return super()._question_line(question)

    def _problem_line(self, problem):
        if problem["code"] == "no_organisation_column":
            return self.env._(
                "No column with the name of the organisation was found. The headings are: %s. Add "
                "the heading to the profile, or name the column Organisatie.",
                ", ".join(problem.get("params", {}).get("headers", [])),
            )
        return super()._problem_line(problem)

    def action_news(self):
        """Show what the import told of organisations."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_relation_news")
        action["domain"] = [("run_id", "=", self.id)]
        action["context"] = {"search_default_group_kind": 1}
        return action

    def action_open_news(self):
        """Show what somebody has to decide about."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_relation_gone")
        action["domain"] = [("run_id", "=", self.id), ("kind", "in", ("missing", "returned"))]
        return action
