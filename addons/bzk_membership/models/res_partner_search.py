from odoo import api, models
from odoo.fields import Domain

#: A few digits fit thousands of numbers; nobody looks through more than this.
MANY_NUMBERS = 1000


class ResPartner(models.Model):
    """A customer is also found by the number on the card, or how it begins."""

    _inherit = "res.partner"

    @api.model
    def _digits_domain(self, digits):
        """Look the few memberships up first: a sub-select in an OR would read all customers."""
        # Only figures get here, so nothing that LIKE understands.
        memberships = self.env["bzk.membership"].search(
            [("number", "=like", f"{digits}%")], limit=MANY_NUMBERS
        )
        return super()._digits_domain(digits) | Domain("id", "in", memberships.partner_id.ids)
