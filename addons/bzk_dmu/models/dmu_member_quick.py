from odoo import api, models
from odoo.exceptions import UserError


class DmuMember(models.Model):
    """Somebody new is added while reporting, by typing their name."""

    _inherit = "bzk.dmu.member"

    @api.model
    def name_create(self, name):
        """Make a person known at work, with a place at the organisation that the form is about.

        :param str name: as typed; taken apart into its parts
        :return: tuple of id and name, as core asks
        :raises UserError: when the form is about no organisation yet
        """
        relation = self.env["bzk.relation"].browse(self.env.context.get("default_relation_id"))
        if not relation:
            raise UserError(self.env._("Choose the organisation first, and then who is there."))
        people = self.env["res.partner"].with_context(
            default_work_contact=True, default_company_id=relation.company_id.id
        )
        person, _name = people.name_create(name)
        member = self.create({"relation_id": relation.id, "partner_id": person})
        return member.id, member.display_name
