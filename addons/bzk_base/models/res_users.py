from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._settle_contact()
        return users

    def write(self, vals):
        result = super().write(vals)
        if "company_ids" in vals:
            self._settle_contact()
        return result

    def _settle_contact(self):
        """Let the contact of an employee belong to their library.

        A contact without a company would show their name and address in every library; one of
        somebody who works for several has to be seen in all of them.
        """
        for user in self:
            if not user.share:
                libraries = user.company_ids
                user.partner_id.company_id = libraries if len(libraries) == 1 else False
