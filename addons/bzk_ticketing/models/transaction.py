from odoo import fields, models


class Transaction(models.Model):
    """Tickets among what a customer paid."""

    _inherit = "bzk.transaction"

    kind = fields.Selection(
        selection_add=[("ticket", "Tickets"), ("rental",)], ondelete={"ticket": "set default"}
    )
    ticket_order_id = fields.Many2one(
        "bzk.ticket.order",
        string="Order",
        check_company=True,
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
