from odoo import fields, models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    access_request_ids = fields.One2many("bzk.access.request", "partner_id")
    erasure_ids = fields.One2many("bzk.erasure", "partner_id")

    def write(self, vals):
        """Let nobody fill in an erased customer again; someone who comes back is a new customer."""
        if not self.env.su and any(partner.erased_on for partner in self):
            raise UserError(self.env._("This customer was erased. Make a new customer instead."))
        return super().write(vals)

    def action_access_request(self):
        """Begin, or go on with, the answer to a customer who asks what is held about them."""
        self.ensure_one()
        request = self.access_request_ids.filtered(lambda item: item.state in ("open", "made"))[:1]
        if not request:
            request = self.env["bzk.access.request"].create({"partner_id": self.id})
        return request._open()

    def action_erasure(self):
        """Show what would go and what must stay if this customer were erased."""
        self.ensure_one()
        erasure = self.erasure_ids.filtered(lambda item: item.state in ("draft", "proposed"))[:1]
        if not erasure:
            erasure = self.env["bzk.erasure"].create({"partner_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.erasure",
            "res_id": erasure.id,
            "views": [(False, "form")],
        }
