from odoo import api, fields, models

from ..greeting import Person, salutation

ADDRESS_FORMS = [("formal", "With title and surname"), ("informal", "By first name")]


class ResPartner(models.Model):
    """How somebody is addressed."""

    _inherit = "res.partner"

    address_form = fields.Selection(
        ADDRESS_FORMS,
        string="Addressed",
        help="Empty to follow the group of the organisation.",
    )
    # sudo: how a group is addressed is nothing of the person's, and templates read the line for
    # whoever mails.
    relation_salutation = fields.Char(
        string="Salutation",
        compute="_compute_relation_salutation",
        compute_sudo=True,
        help="The first line of a mail. Write {{ object.relation_salutation }} in a template.",
    )

    @api.depends(
        "address_form",
        "name",
        "firstname",
        "infix",
        "lastname",
        "gender",
        "lang",
        "dmu_member_ids.relation_id.group_id.formal",
        "dmu_member_ids.date_from",
        "dmu_member_ids.date_to",
    )
    def _compute_relation_salutation(self):
        """Somebody with a place anywhere that is addressed formally is addressed so everywhere."""
        # Read for all at once; a filtered set forgets with whom it was read.
        self.dmu_member_ids.mapped("relation_id.group_id.formal")
        for partner in self:
            places = partner.dmu_member_ids.filtered("current")
            partner.relation_salutation = partner._salutation(
                any(places.relation_id.group_id.mapped("formal"))
            )

    def _salutation(self, formal):
        """Write the line for this person.

        :param bool formal: what the group asks for; the person's own choice goes before it
        """
        self.ensure_one()
        if self.address_form:
            formal = self.address_form == "formal"
        person = Person(
            self.name,
            self.firstname,
            self.infix,
            self.lastname,
            self.gender or None,
        )
        return salutation(person, formal, self.lang)
