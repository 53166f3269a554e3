from odoo import fields, models


class ConsentRecord(models.TransientModel):
    """People at organisations are asked about other mail than private customers are."""

    _inherit = "bzk.consent.record"

    at_work = fields.Boolean(related="partner_id.work_contact")
    given_ids = fields.Many2many(
        domain="[('company_id', 'in', [company_id, False]), ('at_work', '=', at_work)]"
    )
    withdrawn_ids = fields.Many2many(
        domain="[('company_id', 'in', [company_id, False]), ('at_work', '=', at_work)]"
    )

    def _purpose_domain(self):
        return [*super()._purpose_domain(), ("at_work", "=", self.at_work)]

    def _candidates(self):
        """At work somebody decides for themselves."""
        if self.at_work:
            return self.env["res.partner"]
        return super()._candidates()
