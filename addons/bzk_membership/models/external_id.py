from odoo import models


class ExternalId(models.Model):
    """A membership follows the key under which its source knows it."""

    _inherit = "bzk.external.id"

    def _split_off(self, former, customer):
        """Give the customer their memberships, and what was noted of those."""
        memberships = self.env["bzk.membership"].search([("external_id_id", "in", self.ids)])
        memberships._move_to(customer)
        return super()._split_off(former, customer)
