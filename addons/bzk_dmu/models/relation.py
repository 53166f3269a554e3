from odoo import api, fields, models
from odoo.exceptions import ValidationError

CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]
STATES = [("prospect", "Prospect"), ("active", "Relation"), ("ended", "Ended")]
#: Fields of the relation that the organisation has too, for its own purposes.
OWN = frozenset({"company_id", "active", "user_id", "parent_id", "child_ids", "comment"})


class Relation(models.Model):
    """What ties one library to one organisation.

    The organisation itself may be shared between libraries. Who is its owner here, how often there
    is contact, who was spoken to and what was said is the library's own, and hangs on this record.
    """

    _name = "bzk.relation"
    _inherit = ["bzk.library.guard", "mail.thread", "mail.activity.mixin"]
    _inherits = {"res.partner": "partner_id"}
    _description = "Relation"
    _order = "id"
    _rec_names_search = ["name", "city", "brin"]
    _parent_store = True
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Organisation",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    active = fields.Boolean(default=True)
    group_id = fields.Many2one(
        "bzk.relation.group",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    kind = fields.Selection(related="group_id.kind")
    state = fields.Selection(
        STATES, string="Standing", required=True, default="active", tracking=True
    )
    parent_id = fields.Many2one(
        "bzk.relation",
        string="Part of",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The school board of a school, the municipality of a department.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("bzk.relation", "parent_id", string="Parts")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        ondelete="set null",
        check_company=True,
        tracking=True,
        help="Who keeps the contact.",
    )
    class_code = fields.Selection(
        CLASSES, string="Class", default="b", tracking=True, help="How often there is contact."
    )
    last_contact_date = fields.Date(string="Last contact", readonly=True, copy=False)
    next_contact_date = fields.Date(string="Next contact", copy=False, tracking=True)
    comment = fields.Html(string="Notes", copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    application_deadline = fields.Date(
        string="Next application",
        copy=False,
        help="Before when the fund wants the next application.",
    )
    grant_minimum = fields.Monetary(string="Gives from")
    grant_maximum = fields.Monetary(string="Gives up to")
    friend_since = fields.Date(string="Friend since")
    friend_amount = fields.Monetary(string="Gift a year")
    refers_to = fields.Char(
        string="Refers people for",
        help="What the people whom they send come for, such as Dutch lessons or digital help.",
    )
    mine = fields.Boolean(
        compute="_compute_mine", search="_search_mine", help="Whether the user is its owner."
    )
    member_ids = fields.One2many("bzk.dmu.member", "relation_id", string="People")
    part_count = fields.Integer(string="Number of parts", compute="_compute_part_count")
    report_ids = fields.One2many(
        "bzk.contact.report",
        "relation_id",
        string="Reports",
        groups="bzk_base.group_relations",
    )

    _company_partner_uniq = models.Constraint(
        "UNIQUE(company_id, partner_id)", "This organisation already is a relation of the library."
    )
    _company_next_idx = models.Index(
        "(company_id, next_contact_date) WHERE next_contact_date IS NOT NULL AND active"
    )
    _user_next_idx = models.Index(
        "(user_id, next_contact_date) WHERE next_contact_date IS NOT NULL AND active"
    )

    _grants_in_order = models.Constraint(
        "CHECK(grant_minimum >= 0 AND friend_amount >= 0 AND (COALESCE(grant_maximum, 0) = 0"
        " OR grant_maximum >= grant_minimum))",
        "Amounts are not below zero, and a fund gives at most more than at least.",
    )

    @api.depends("city")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Tell schools with one name apart by their place, in a list to choose from."""
        result = super()._compute_display_name()
        if self.env.context.get("formatted_display_name"):
            for relation in self.filtered("city"):
                # Core's way of writing what stands small behind a name.
                relation.display_name = f"{relation.display_name} \t --{relation.city}--"
        return result

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_mine(self):
        for relation in self:
            relation.mine = relation.user_id == self.env.user

    @api.model
    def _search_mine(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return [("user_id", "=", self.env.uid)]

    @api.depends("child_ids")
    def _compute_part_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for relation in self:
            relation.part_count = counts.get(relation._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Let a new organisation belong to the library, unless one that is there is named."""
        partners = self.env["res.partner"]
        partner_fields = partners._fields
        vals_list = [partners._clean_numbers(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("partner_id"):
                continue
            names = (vals.keys() & partner_fields.keys()) - OWN - {"message_follower_ids"}
            values = {name: vals.pop(name) for name in names if self._fields[name].inherited}
            company = vals.get("company_id") or self.env.company.id
            partner = self.env["res.partner"].create(
                values | {"is_company": True, "company_id": company}
            )
            vals["partner_id"] = partner.id
        return super().create(vals_list)

    def write(self, vals):
        self._check_parent(vals.get("parent_id"))
        # Also here, as the relation would go on with what was typed.
        return super().write(self.env["res.partner"]._clean_numbers(vals))

    def _check_parent(self, parent_id):
        """Refuse a circle, before core keeps the paths of the hierarchy.

        :raises ValidationError: when the parent is one of these, or part of one
        """
        parent = self.browse(parent_id or ())
        above = {int(part) for part in (parent.parent_path or "").split("/") if part}
        if above & set(self.ids):
            raise ValidationError(
                self.env._("An organisation cannot be part of itself, also not by way of another.")
            )

    @api.constrains("partner_id")
    def _check_organisation(self):
        for relation in self:
            if not relation.partner_id.is_company:
                raise ValidationError(
                    self.env._("%s is a person, not an organisation.", relation.partner_id.name)
                )

    def action_open_parts(self):
        """Show the schools of a board, the departments of a municipality, under each other."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_relation_hierarchy")
        action["domain"] = [("id", "child_of", self.id)]
        action["context"] = {"default_parent_id": self.id, "hierarchy_res_id": self.id}
        return action

    def action_open_chart(self):
        """Show the people as an organisation chart, in which they can be dragged."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_dmu_chart")
        action["domain"] = [("relation_id", "=", self.id), ("current", "=", True)]
        action["context"] = {"default_relation_id": self.id}
        return action

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
