from odoo import fields, models


class ConsentRecord(models.TransientModel):
    """People at organisations are asked about other mail than private customers are."""

    _inherit = "bzk.consent.record"

    at_work = fields.Boolean(related="partner_id.work_contact")

    def _askable(self):
        return super()._askable().filtered(lambda purpose: purpose.at_work == self.at_work)

    def _candidates(self):
        """At work somebody decides for themselves."""
        if self.at_work:
            return self.env["res.partner"]
        return super()._candidates()
