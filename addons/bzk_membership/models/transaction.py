from odoo import fields, models


class Transaction(models.Model):
    """Fees of memberships among what a customer paid."""

    _inherit = "bzk.transaction"

    kind = fields.Selection(
        selection_add=[("subscription", "Subscription fee"), ("rental",)],
        ondelete={"subscription": "set default"},
    )
