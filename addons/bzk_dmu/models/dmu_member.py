from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_phone, phone_display

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
    person_initials = fields.Char(related="partner_id.initials", readonly=False)
    person_firstname = fields.Char(related="partner_id.firstname", readonly=False)
    person_infix = fields.Char(related="partner_id.infix", readonly=False)
    person_lastname = fields.Char(related="partner_id.lastname", readonly=False)
    person_gender = fields.Selection(related="partner_id.gender", readonly=False)
    person_email = fields.Char(
        related="partner_id.email", readonly=False, string="Own e-mail at work"
    )
    person_phone = fields.Char(
        related="partner_id.phone", readonly=False, string="Own phone at work"
    )
    sequence = fields.Integer(default=10)
    function_id = fields.Many2one(
        "bzk.dmu.function", ondelete="restrict", index="btree_not_null", check_company=True
    )
    department = fields.Char()
    role_ids = fields.Many2many(
        "bzk.dmu.role",
        string="Roles",
        compute="_compute_role_ids",
        store=True,
        readonly=False,
        help="Filled with the usual roles of the function as long as there are none.",
    )
    influence = fields.Selection(INFLUENCE, groups="bzk_base.group_relations")
    attitude = fields.Selection(ATTITUDE, groups="bzk_base.group_relations")
    manager_id = fields.Many2one(
        "bzk.dmu.member",
        string="Reports to",
        domain="[('relation_id', '=', relation_id), ('id', '!=', id)]",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        copy=False,
        help="Who is above them in the organisation chart.",
    )
    subordinate_ids = fields.One2many("bzk.dmu.member", "manager_id", string="Below them")
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
        copy=False,
    )
    not_replaced = fields.Boolean(
        string="Nobody comes instead",
        copy=False,
        help="Then a successor is not counted as missing.",
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
    _not_own_manager = models.Constraint("CHECK(manager_id <> id)", "Nobody reports to themselves.")
    _open_place_uniq = models.UniqueIndex(
        "(relation_id, partner_id, COALESCE(function_id, 0)) WHERE date_to IS NULL",
        "This person has this function here already. Change that place, or end it first.",
    )

    @api.depends("function_id")
    def _compute_role_ids(self):
        for member in self:
            if not member.role_ids:
                member.role_ids = member.function_id.role_ids

    @api.depends("email", "phone", "partner_id.email", "partner_id.phone")
    def _compute_work(self):
        for member in self:
            member.work_email = member.email or member.partner_id.email
            member.work_phone = self._shown_phone(member.phone or member.partner_id.phone)

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

    @api.onchange("phone", "person_phone")
    def _onchange_phones(self):
        """Show numbers as the Dutch write them."""
        for name in ("phone", "person_phone"):
            self[name] = self._shown_phone(self[name])

    @api.model
    def _shown_phone(self, text):
        """A number as the Dutch write it; what is no number stays as it was typed."""
        try:
            number = clean_phone(text or "")
        except Refusal:
            return text
        return phone_display(number) if number else text

    @api.model_create_multi
    def create(self, vals_list):
        """Make places of people.

        :raises ValidationError: when there is a role without a person
        """
        for vals in vals_list:
            if not (vals.get("partner_id") or self.env.context.get("default_partner_id")):
                raise ValidationError(
                    self.env._("A role belongs to somebody: fill in who it is, or leave it out.")
                )
        return super().create(vals_list)

    @api.constrains("partner_id", "relation_id")
    def _check_person(self):
        for member in self:
            if not member.partner_id.work_contact:
                raise ValidationError(
                    self.env._("Choose a person whom you know at work, or make a new one.")
                )

    @api.constrains("manager_id", "successor_id", "relation_id")
    def _check_same_organisation(self):
        for member in self:
            others = member.manager_id | member.successor_id
            if others.relation_id - member.relation_id:
                raise ValidationError(
                    self.env._(
                        "Who %s reports to, and who succeeds, works at the same organisation.",
                        member.partner_id.name,
                    )
                )
        if self._has_cycle("manager_id"):
            raise ValidationError(
                self.env._("Somebody would be above themselves in the organisation chart.")
            )

    @api.constrains("partner_id", "relation_id", "function_id", "date_from", "date_to")
    def _check_overlap(self):
        places = {}
        for place in self.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("relation_id", "in", self.relation_id.ids),
            ]
        ):
            places.setdefault(place._place_key(), []).append(place)
        for member in self:
            for other in places.get(member._place_key(), ()):
                if other != member and member._overlaps(other):
                    raise ValidationError(
                        self.env._(
                            "%(person)s has the function %(function)s at %(organisation)s in that"
                            " time already. End the one before the other begins.",
                            person=member.partner_id.name,
                            function=member.function_id.name or self.env._("(none)"),
                            organisation=member.relation_id.name,
                        )
                    )

    def _place_key(self):
        return self.partner_id.id, self.relation_id.id, self.function_id.id

    def _overlaps(self, other):
        """Whether two places have a day in common."""
        starts_in_time = not (self.date_from and other.date_to) or self.date_from <= other.date_to
        ends_in_time = not (self.date_to and other.date_from) or self.date_to >= other.date_from
        return starts_in_time and ends_in_time

    def _place_name(self):
        """Function and organisation: ``Director, De Regenboog``."""
        self.ensure_one()
        return ", ".join(filter(None, (self.function_id.name, self.relation_id.name)))

    def _described(self):
        """Function, or else roles, with the name: ``Director Anna Jansen``."""
        self.ensure_one()
        what = self.function_id.name or ", ".join(self.role_ids.mapped("name"))
        return " ".join(filter(None, (what, self.partner_id.name)))

    def action_open_person(self):
        """Show the person with all their places."""
        self.ensure_one()
        return self.partner_id.get_formview_action()

    def action_open_relation(self):
        """Show the organisation."""
        self.ensure_one()
        return self.relation_id.get_formview_action()

    def action_write_to(self):
        """Write the person a mail that stays in the history of the organisation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mail to %s", self.partner_id.name),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "bzk.relation",
                "default_res_ids": self.relation_id.ids,
                "default_partner_ids": self.partner_id.ids,
                "default_composition_mode": "comment",
            },
        }
