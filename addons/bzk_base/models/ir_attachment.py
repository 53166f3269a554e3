from odoo import api, models


class IrAttachment(models.Model):
    """A document with a customer is of the customer's library, whoever put it there.

    With an organisation that libraries share, it is of the library at work; a rule of access
    shows it to no other.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._follow_customer()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            self._follow_customer()
        return result

    def _follow_customer(self):
        # sudo: of which library a customer is, decides who may see what is with them.
        for attachment in self.sudo():
            if attachment.res_model != "res.partner" or attachment.res_field:
                continue
            company = self.env["res.partner"].sudo().browse(attachment.res_id).company_id
            if company and attachment.company_id != company:
                attachment.company_id = company
