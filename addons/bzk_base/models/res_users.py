from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Give staff of a single library a contact that belongs to that library.

        A contact without a company would show their name and address in every library.
        """
        users = super().create(vals_list)
        for user in users:
            if not user.share and len(user.company_ids) == 1:
                user.partner_id.company_id = user.company_id
        return users
