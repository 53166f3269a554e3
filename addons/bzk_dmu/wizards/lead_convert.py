from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.relation import CLASSES
from ..organisations import CERTAIN, Organisation, web_domain

#: How many organisations that this may be are shown.
SHOWN = 6


class LeadConvert(models.TransientModel):
    """Make a relation of a chance: which organisation it is, and who the contact person is.

    Nothing is made twice: the organisation and the person may be known already, and are looked up.
    """

    _name = "bzk.lead.convert"
    _inherit = "bzk.library.guard"
    _description = "Make a relation of a chance"
    _check_company_auto = True

    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="lead_id.company_id")
    look_alike_ids = fields.Many2many(
        "bzk.relation", string="May be", compute="_compute_look_alike_ids"
    )
    known_partner_id = fields.Many2one(
        "res.partner", string="Is certainly", compute="_compute_look_alike_ids"
    )
    relation_id = fields.Many2one(
        "bzk.relation",
        string="Known organisation",
        compute="_compute_relation_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        check_company=True,
        help="Empty to make a new one.",
    )
    organisation_name = fields.Char(
        compute="_compute_organisation", store=True, readonly=False, string="New organisation"
    )
    city = fields.Char(compute="_compute_organisation", store=True, readonly=False)
    group_id = fields.Many2one(
        "bzk.relation.group",
        compute="_compute_organisation",
        store=True,
        readonly=False,
        ondelete="cascade",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        compute="_compute_organisation",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    class_code = fields.Selection(CLASSES, string="Class", default="b")
    with_person = fields.Boolean(
        string="There is a contact person",
        compute="_compute_person",
        store=True,
        readonly=False,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Known person",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('work_contact', '=', True)]",
        check_company=True,
        help="Empty to add a new one.",
    )
    firstname = fields.Char(
        compute="_compute_person", store=True, readonly=False, string="First name"
    )
    initials = fields.Char(compute="_compute_person", store=True, readonly=False)
    infix = fields.Char(compute="_compute_person", store=True, readonly=False)
    lastname = fields.Char(compute="_compute_person", store=True, readonly=False, string="Surname")
    email = fields.Char(compute="_compute_person", store=True, readonly=False, string="E-mail")
    phone = fields.Char(compute="_compute_person", store=True, readonly=False)
    function_id = fields.Many2one(
        "bzk.dmu.function",
        compute="_compute_person",
        store=True,
        readonly=False,
        ondelete="cascade",
        check_company=True,
    )
    role_ids = fields.Many2many(
        "bzk.dmu.role", string="Roles", compute="_compute_role_ids", store=True, readonly=False
    )

    @api.depends("lead_id")
    def _compute_look_alike_ids(self):
        """Find which organisation this certainly is, and relations that it may be."""
        for wizard in self:
            lead = wizard.lead_id
            described = Organisation(
                name=lead.partner_name or "",
                domain=web_domain(lead.website, lead.email_normalized) or "",
                zip=lead.zip or "",
                city=lead.city or "",
                group=lead.relation_group_id.code or "",
            )
            index = self.env["bzk.organisation.finder"]._index(wizard.company_id)
            partner_ids = [known.id for known, _verdict in index.candidates(described)]
            relations = self.env["bzk.relation"].with_context(active_test=False)
            found = relations.search(
                [("company_id", "=", wizard.company_id.id), ("partner_id", "in", partner_ids)]
            )
            found = found.sorted(lambda item, order=partner_ids: order.index(item.partner_id.id))
            wizard.look_alike_ids = found[:SHOWN]
            known, verdict = index.find(described)
            wizard.known_partner_id = known.id if verdict.outcome == CERTAIN else False

    @api.depends("lead_id")
    def _compute_relation_id(self):
        """Choose what is certain; staff choose what is likely."""
        for wizard in self:
            certain = wizard.look_alike_ids._origin.filtered(
                lambda item, known=wizard.known_partner_id: item.partner_id == known
            )
            wizard.relation_id = wizard.lead_id.relation_id or certain

    @api.depends("lead_id", "relation_id")
    def _compute_organisation(self):
        for wizard in self:
            lead, relation = wizard.lead_id, wizard.relation_id
            wizard.organisation_name = lead.partner_name
            wizard.city = relation.city or lead.city
            wizard.group_id = relation.group_id or lead.relation_group_id
            wizard.user_id = relation.user_id or lead.user_id

    @api.depends("lead_id")
    def _compute_partner_id(self):
        """The person is known when the lead says so, or by the e-mail address at work."""
        for wizard in self:
            lead, known = wizard.lead_id, self.env["res.partner"]
            if not lead.partner_id and lead.email_normalized:
                known = known.search(
                    [
                        ("work_contact", "=", True),
                        ("company_id", "=", lead.company_id.id),
                        ("email_normalized", "=", lead.email_normalized),
                    ],
                    limit=2,
                )
            wizard.partner_id = lead.partner_id or (len(known) == 1 and known)

    @api.depends("lead_id")
    def _compute_person(self):
        for wizard in self:
            lead = wizard.lead_id
            parts = lead._name_parts()
            for part in ("firstname", "initials", "infix", "lastname"):
                wizard[part] = parts.get(part)
            wizard.with_person = bool(lead.contact_name or lead.partner_id)
            wizard.email = lead.email_from
            wizard.phone = lead.phone
            wizard.function_id = wizard._known_function(lead.function)

    def _known_function(self, text):
        """Find the function that somebody wrote down, by its name or one of its other names."""
        functions = self.env["bzk.dmu.function"]
        wanted = (text or "").strip().lower()
        if not wanted:
            return functions
        return functions.search([]).filtered(
            lambda function: (
                wanted
                in {
                    function.name.lower(),
                    *(alias.strip().lower() for alias in (function.aliases or "").split(",")),
                }
            )
        )[:1]

    @api.depends("function_id")
    def _compute_role_ids(self):
        for wizard in self:
            wizard.role_ids = wizard.function_id.role_ids

    def action_convert(self):
        """Make or wake the relation, add the person, and hand over what was said and planned.

        :return: action that opens the organisation
        :raises UserError: when there is no name for a new organisation or person
        """
        self.ensure_one()
        lead = self.lead_id
        if lead.won_status == "won" and lead.converted_on:
            raise UserError(self.env._("This was made a relation already."))
        # What has gone up in another since goes on there.
        relation = self.relation_id._standing() if self.relation_id else self._new_relation()
        values = {"state": "active", "active": True}
        if not relation.user_id:
            values["user_id"] = self.user_id.id
        relation.write(values)
        member = self._member(relation) if self.with_person else self.env["bzk.dmu.member"]
        lead.action_set_won()
        lead.write(
            {
                "relation_id": relation.id,
                "partner_id": member.partner_id.id or lead.partner_id.id,
                "member_id": member.id,
                "converted_on": fields.Date.context_today(self),
            }
        )
        lead._hand_over(relation)
        relation.message_post(
            body=self.env._("Became a relation through the pipeline: %s.", lead.name),
            message_type="notification",
        )
        return lead.action_open_relation()

    def _new_relation(self):
        if not (self.organisation_name or "").strip():
            raise UserError(self.env._("Write down what the organisation is called."))
        lead = self.lead_id
        known = self.known_partner_id
        if known and known not in self.look_alike_ids.partner_id:
            return self.env["bzk.relation"].create(
                {
                    "partner_id": known.id,
                    "company_id": self.company_id.id,
                    "group_id": self.group_id.id,
                    "user_id": self.user_id.id,
                    "class_code": self.class_code,
                }
            )
        return self.env["bzk.relation"].create(
            {
                "name": self.organisation_name.strip(),
                "company_id": self.company_id.id,
                "group_id": self.group_id.id,
                "user_id": self.user_id.id,
                "class_code": self.class_code,
                "street": lead.street,
                "zip": lead.zip,
                "city": self.city,
                "website": lead.website,
            }
        )

    def _member(self, relation):
        """Find the person's place at the organisation, or make it."""
        partner = self.partner_id or self._new_person()
        members = self.env["bzk.dmu.member"]
        known = members.search(
            [
                ("relation_id", "=", relation.id),
                ("partner_id", "=", partner.id),
                ("current", "=", True),
            ],
            limit=1,
        )
        return known or members.create(
            {
                "relation_id": relation.id,
                "partner_id": partner.id,
                "function_id": self.function_id.id,
                "role_ids": [fields.Command.set(self.role_ids.ids)],
                "date_from": fields.Date.context_today(self),
            }
        )

    def _new_person(self):
        if not (self.lastname or self.firstname):
            raise UserError(
                self.env._("Write down what the contact person is called, or choose a known one.")
            )
        parts = ("firstname", "initials", "infix", "lastname", "email", "phone")
        return self.env["res.partner"].create(
            {part: self[part] for part in parts}
            | {"work_contact": True, "company_id": self.company_id.id}
        )
