from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SCOPES = [
    ("both", "All of it"),
    ("one", "Only this record"),
]


class ResPartner(models.Model):
    """That a private customer and somebody at an organisation are the same human.

    What is known of the one is not shown to who works with the other, so that they are one is
    known to data stewards only, and rests on nothing but what one of them noted.
    """

    _inherit = "res.partner"

    private_partner_id = fields.Many2one(
        "res.partner",
        string="Also a private customer",
        domain="[('work_contact', '=', False), ('is_company', '=', False),"
        " ('partner_share', '=', True)]",
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        groups="bzk_base.group_data_steward",
        help="Only data stewards see this. It lets a request for access or erasure be about both.",
    )
    known_at_work_ids = fields.One2many(
        "res.partner",
        "private_partner_id",
        string="Also known at work as",
        groups="bzk_base.group_data_steward",
    )

    @api.constrains("private_partner_id", "work_contact")
    def _check_private_partner(self):
        for partner in self.filtered("private_partner_id"):
            private = partner.private_partner_id
            if not partner.work_contact or private.work_contact or private.is_company:
                raise ValidationError(
                    self.env._(
                        "Tie somebody who is known at work to a private customer, not the reverse."
                    )
                )

    def _other_records(self):
        """The records of the same humans of the other kind, as a data steward noted."""
        # sudo: who handles a request may read both kinds; the fields are a data steward's.
        found = self.sudo().private_partner_id | self.sudo().known_at_work_ids
        return (found - self).sudo(False)


class SameHuman(models.AbstractModel):
    """A request about a person of whom there may be a record of the other kind as well."""

    _name = "bzk.same.human"
    _description = "Request about both records of a person"

    other_ids = fields.Many2many(
        "res.partner", compute="_compute_other_ids", string="The same person is known as"
    )
    scope = fields.Selection(
        SCOPES,
        string="It is about",
        help="What the library knows of the person in private and at work are two records.",
    )

    @api.depends("partner_id")
    def _compute_other_ids(self):
        for request in self:
            request.other_ids = request.partner_id._origin._other_records()

    def _persons(self):
        """The customer, and the record of the other kind when it was said to be about both.

        :raises UserError: while nobody said so
        """
        self.ensure_one()
        if self.other_ids and not self.scope:
            raise UserError(
                self.env._(
                    "The library knows this person in private and at work. Fill in whether it is "
                    "about both; ask the person."
                )
            )
        partners = self.partner_id
        return partners | self.other_ids if self.scope == "both" else partners
