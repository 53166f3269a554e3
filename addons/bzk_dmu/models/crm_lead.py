from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: Kinds of organisations with which money is at stake.
WITH_AMOUNT = ("school", "board", "childcare", "municipality", "fund", "friend")


class CrmLead(models.Model):
    """A chance: an organisation that may become a relation, or a relation that may do more.

    Each group of relations has a pipeline with stages of its own.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "bzk.library.guard"]
    _description = "Chance"

    name = fields.Char(string="Subject", compute="_compute_name", store=True, precompute=True)
    type = fields.Selection(default="opportunity")
    company_id = fields.Many2one(
        string="Library", compute=None, required=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(string="Owner")
    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="When the library knows it already. Otherwise its name is enough.",
    )
    relation_group_id = fields.Many2one(
        "bzk.relation.group",
        string="Group",
        compute="_compute_relation_group_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    team_id = fields.Many2one(string="Pipeline")
    partner_id = fields.Many2one(
        string="Known person",
        domain="[('work_contact', '=', True)]",
        tracking=False,
        help="Somebody whom the library knows at work already.",
    )
    partner_name = fields.Char(
        string="Name of the organisation",
        compute="_compute_partner_name",
        store=True,
        precompute=True,
        help="As it is called until it becomes a relation.",
    )
    contact_name = fields.Char(string="Contact person")
    function = fields.Char(string="Their function")
    with_amount = fields.Boolean(compute="_compute_with_amount")
    expected_revenue = fields.Monetary(string="Expected amount")
    date_deadline = fields.Date(string="Expected on", help="By when it may be won.")
    member_id = fields.Many2one(
        "bzk.dmu.member",
        string="Became",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="The person at the organisation whom the contact person became.",
    )
    mine = fields.Boolean(compute="_compute_mine", search="_search_mine")
    converted_on = fields.Date(string="Relation since", readonly=True, copy=False)

    @api.model
    def default_get(self, fields_list):
        """Somebody who adds a chance in a column of a pipeline means the group of it."""
        values = super().default_get(fields_list)
        stage = self.env["crm.stage"].browse(self.env.context.get("default_stage_id"))
        group = stage.team_ids.relation_group_id[:1]
        if group and "relation_group_id" in fields_list and not values.get("relation_group_id"):
            values["relation_group_id"] = group.id
        return values

    @api.depends("relation_id")
    def _compute_relation_group_id(self):
        for lead in self:
            lead.relation_group_id = lead.relation_id.group_id or lead.relation_group_id

    @api.depends("relation_group_id", "company_id")
    def _compute_team_id(self):
        """The pipeline is that of the group, whoever is the owner."""
        for lead in self:
            group, company = lead.relation_group_id, lead.company_id
            lead.team_id = (
                self.env["crm.team"]._for_groups(company, group)[group]
                if group and company
                else False
            )

    @api.depends("relation_group_id")
    def _compute_with_amount(self):
        for lead in self:
            lead.with_amount = lead.relation_group_id.kind in WITH_AMOUNT

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_mine(self):
        for lead in self:
            lead.mine = lead.user_id == self.env.user

    @api.model
    def _search_mine(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("user_id", "=", self.env.uid)]

    @api.depends("relation_id")
    def _compute_partner_name(self):
        """An organisation that is known is named as it is known."""
        for lead in self:
            lead.partner_name = lead.relation_id.name or lead.partner_name

    @api.depends("partner_id")
    def _compute_contact_name(self):
        """What was noted of a person stays until a known one is chosen."""
        for lead in self:
            lead.contact_name = lead.partner_id.name or lead.contact_name

    @api.depends("partner_name", "relation_id")
    def _compute_name(self):
        for lead in self:
            lead.name = lead.name or lead.relation_id.name or lead.partner_name

    @api.depends("stage_id")
    def _compute_probabilities(self):
        """A chance is won or it is not. A library has too few of them to learn from."""
        for lead in self:
            lead.automated_probability = lead.probability = 100 if lead.stage_id.is_won else 0

    def _pls_increment_frequencies(self, from_state=None, to_state=None):
        """Learn nothing: what core counts here has no library."""

    @api.constrains("partner_id")
    def _check_person(self):
        for lead in self:
            if lead.partner_id and not lead.partner_id.work_contact:
                raise ValidationError(self.env._("Choose a person whom you know at work."))

    @api.constrains("relation_id", "partner_name")
    def _check_organisation(self):
        for lead in self:
            if not lead.relation_id and not (lead.partner_name or "").strip():
                raise ValidationError(
                    self.env._("Choose an organisation, or write down what it is called.")
                )

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show the empty stages of the groups that are looked at, too.

        Core reads them without rules, for whichever library.
        """
        groups = set()
        for condition in Domain(domain).iter_conditions():
            if condition.field_expr == "relation_group_id" and condition.operator in ("=", "in"):
                value = condition.value
                groups |= {value} if isinstance(value, int) else set(value)
        wanted = [("id", "in", stages.ids)]
        if groups:
            teams = self.env["crm.team"].search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("relation_group_id", "in", list(groups)),
                ]
            )
            wanted = ["|", *wanted, ("team_ids", "in", teams.ids)]
        return stages.search(wanted)

    def _stage_find(self, team_id=False, domain=None, order="sequence, id", limit=1):
        """Take stages of the pipeline only: those of core belong to none, and so to all."""
        own = [*(domain or []), ("team_ids", "!=", False)]
        return super()._stage_find(team_id=team_id, domain=own, order=order, limit=limit)

    @api.model
    def action_pipeline(self):
        """Open the pipeline of the group in which the user has most to do."""
        groups = self.env["bzk.relation.group"].search([])
        self.env["crm.team"]._for_groups(self.env.company, groups)
        mine = self._read_group(
            [("user_id", "=", self.env.uid), ("won_status", "=", "pending")],
            ["relation_group_id"],
            ["__count"],
            order="__count DESC",
            limit=1,
        )
        group = mine[0][0] if mine else groups[:1]
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_leads")
        return action | {
            "context": {
                "search_default_mine": bool(mine),
                "searchpanel_default_relation_group_id": group.id,
            }
        }

    def action_convert(self):
        """Ask which organisation and person this is, and make it a relation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make it a relation"),
            "res_model": "bzk.lead.convert",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_lead_id": self.id},
        }

    def action_open_relation(self):
        """Open the organisation that this is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.relation",
            "res_id": self.relation_id.id,
            "views": [(False, "form")],
        }

    def _hand_over(self, relation):
        """Let what was said and what is planned go on at the organisation.

        Changes of the pipeline stay here; they say nothing there.
        """
        self.ensure_one()
        mine = [("model", "=", self._name), ("res_id", "=", self.id)]
        spoken = [("message_type", "in", ("comment", "email", "email_outgoing"))]
        documents = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        # sudo: messages and activities of colleagues move along; the user may write both records.
        self.env["mail.message"].sudo().search(mine + spoken).write(
            {"model": relation._name, "res_id": relation.id}
        )
        self.env["mail.activity"].sudo().search(documents).write(
            {"res_model_id": self.env["ir.model"]._get_id(relation._name), "res_id": relation.id}
        )
        self.env["ir.attachment"].search(documents).write(
            {"res_model": relation._name, "res_id": relation.id}
        )
