from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name

from .mail_address import RELATION_GROUPS

PARTS = [("from", "From"), ("to", "To"), ("cc", "Cc")]
STATES = [
    ("known", "Known"),
    ("colleague", "Colleague"),
    ("ignored", "Left out"),
    ("waiting", "Unknown"),
    ("skipped", "Not asked"),
]
CHOICES = [
    ("person", "Is this person"),
    ("new", "New person at"),
    ("organisation", "Is of the organisation"),
    ("skip", "Leave out this time"),
    ("ignore", "Leave out always"),
]
#: What staff say about an address.
CHOSEN = frozenset({"choice", "name", "partner_id", "relation_id", "function_id"})


class FiledMailLine(models.Model):
    """An address in a mail for the file, and whose it is."""

    _name = "bzk.filed.mail.line"
    _inherit = "bzk.library.guard"
    _description = "Address in a mail for the file"
    _order = "id"
    _rec_name = "email"
    _check_company_auto = True

    mail_id = fields.Many2one(
        "bzk.filed.mail", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="mail_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    hat = fields.Selection(related="mail_id.hat")
    part = fields.Selection(PARTS, string="In", readonly=True)
    name = fields.Char()
    email = fields.Char(string="E-mail", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    choice = fields.Selection(CHOICES, string="What to do")
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        groups=RELATION_GROUPS,
    )
    function_id = fields.Many2one(
        "bzk.dmu.function", ondelete="set null", check_company=True, groups=RELATION_GROUPS
    )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id and self.state == "waiting":
            self.choice = "person"

    @api.onchange("relation_id")
    def _onchange_relation_id(self):
        if self.relation_id and self.choice not in ("person", "new", "organisation"):
            self.choice = "new"

    @api.model_create_multi
    def create(self, vals_list):
        """Lines come with their mail; nobody adds an address to it by hand."""
        if not self.env.su:
            raise UserError(self.env._("The addresses are those in the mail."))
        return super().create(vals_list)

    def write(self, vals):
        """Of who is settled nothing is changed any more, and the outcome is the system's."""
        if not self.env.su:
            if any(line.state != "waiting" for line in self):
                raise UserError(self.env._("This address was settled already."))
            if vals.keys() - CHOSEN:
                raise AccessError(self.env._("A mail in the file is not written by hand."))
        return super().write(vals)

    @api.constrains("partner_id")
    def _check_hat(self):
        """What is known of somebody in private is not named where relations are dealt with."""
        for line in self:
            self.env["bzk.mail.address"]._check_fits(line.hat, line.partner_id)

    def _settle(self):
        """Do what was chosen, as the user who chose: their rights decide what they may make.

        :raises UserError: when the choice lacks the person or the organisation
        """
        addresses = self.env["bzk.mail.address"]
        for line in self:
            company, hat, email = line.company_id, line.hat, line.email
            values = {"state": "known"}
            if hat == "private" and line.choice in ("new", "organisation"):
                raise UserError(self.env._("Choose a customer, or leave the address out."))
            if line.choice == "skip":
                values["state"] = "skipped"
            elif line.choice == "ignore":
                addresses._remember(company, hat, email, "ignore")
                values["state"] = "ignored"
            elif line.choice == "organisation":
                if not line.relation_id:
                    raise UserError(self.env._("Choose the organisation of %s.", email))
                addresses._remember(company, hat, email, "organisation", None, line.relation_id)
                values["partner_id"] = False
            elif line.choice == "new":
                if not line.relation_id:
                    raise UserError(self.env._("Choose the organisation of %s.", email))
                values["partner_id"] = line._new_person().id
            else:
                line._settle_person()
            # sudo: the outcome is the system's to write.
            line.sudo().write(values)

    def _settle_person(self):
        """Take the address to be of the person chosen, who may get a place where they lack one."""
        person = self.partner_id
        if not person:
            raise UserError(self.env._("Choose the person of %s.", self.email))
        if person.is_company:
            raise UserError(
                self.env._("%s is an organisation: choose that it is of it.", person.name)
            )
        relation = self.hat != "private" and self.relation_id
        if relation and person.work_contact:
            places = person.dmu_member_ids.filtered(lambda place: place.relation_id == relation)
            if not places:
                self._new_place(person)
        if not person.email and person.has_access("write"):
            person.email = self.email
        elif person.email_normalized != self.email:
            self.env["bzk.mail.address"]._remember(
                self.company_id, self.hat, self.email, "person", person, relation
            )

    def _new_person(self):
        """A work contact with this address, and a place at the organisation."""
        name = self.name or self.email.split("@")[0].replace(".", " ").title()
        person = self.env["res.partner"].create(
            {
                **{part: value for part, value in split_name(name).items() if value},
                "work_contact": True,
                "email": self.email,
                "company_id": self.company_id.id,
            }
        )
        self._new_place(person)
        return person

    def _new_place(self, person):
        self.env["bzk.dmu.member"].create(
            {
                "partner_id": person.id,
                "relation_id": self.relation_id.id,
                "function_id": self.function_id.id,
                "role_ids": [(6, 0, self.function_id.role_ids.ids)],
            }
        )
