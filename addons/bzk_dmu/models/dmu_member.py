from odoo import api, fields, models
from odoo.exceptions import ValidationError

INFLUENCE = [("high", "Much"), ("medium", "Some"), ("low", "Little")]
ATTITUDE = [("for", "In favour"), ("neutral", "Neutral"), ("against", "Against")]


class DmuMember(models.Model):
    """The place of a person in the decision making unit of an organisation.

    The person is known here by name and how to reach them at work. One person may have several
    places; what the library knows of the same person in private is another customer.
    """

    _name = "bzk.dmu.member"
    _inherit = "bzk.library.guard"
    _description = "Person at an organisation"
    _order = "date_to DESC NULLS FIRST, sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="relation_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('work_contact', '=', True)]",
    )
    sequence = fields.Integer(default=10)
    function_id = fields.Many2one(
        "bzk.dmu.function", ondelete="restrict", index="btree_not_null", check_company=True
    )
    department = fields.Char()
    role_ids = fields.Many2many("bzk.dmu.role", string="Roles")
    influence = fields.Selection(INFLUENCE, groups="bzk_base.group_relations")
    attitude = fields.Selection(ATTITUDE, groups="bzk_base.group_relations")
    email = fields.Char(help="Only when it is another here than the person's own at work.")
    phone = fields.Char(help="Only when it is another here than the person's own at work.")
    address = fields.Char(help="Only when the person works elsewhere than the organisation is.")
    work_email = fields.Char(compute="_compute_work", string="E-mail at work")
    work_phone = fields.Char(compute="_compute_work", string="Phone at work")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until", help="The last day in this function.")
    successor_id = fields.Many2one(
        "bzk.dmu.member",
        string="Succeeded by",
        domain="[('relation_id', '=', relation_id), ('id', '!=', id)]",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    current = fields.Boolean(compute="_compute_current", search="_search_current")
    note = fields.Text(groups="bzk_base.group_relations")

    _period = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "Somebody leaves after they came: look at the dates.",
    )
    _not_own_successor = models.Constraint(
        "CHECK(successor_id <> id)", "Nobody succeeds themselves."
    )

    @api.depends("email", "phone", "partner_id.email", "partner_id.phone")
    def _compute_work(self):
        for member in self:
            member.work_email = member.email or member.partner_id.email
            member.work_phone = member.phone or member.partner_id.phone

    @api.depends("date_from", "date_to")
    def _compute_current(self):
        today = fields.Date.context_today(self)
        for member in self:
            member.current = (not member.date_from or member.date_from <= today) and (
                not member.date_to or member.date_to >= today
            )

    @api.model
    def _search_current(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        today = fields.Date.to_string(fields.Date.context_today(self))
        return [
            "&",
            *("|", ("date_from", "=", False), ("date_from", "<=", today)),
            *("|", ("date_to", "=", False), ("date_to", ">=", today)),
        ]

    @api.constrains("partner_id", "relation_id")
    def _check_person(self):
        for member in self:
            if not member.partner_id.work_contact:
                raise ValidationError(
                    self.env._("Choose a person whom you know at work, or make a new one.")
                )
