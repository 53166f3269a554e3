from odoo import api, fields, models
from odoo.exceptions import UserError

from .education_order import BINDING

#: What changes what an organisation owes, or which organisation that is.
MONEY = frozenset(
    {"state", "number", "price", "amount", "programme_id", "relation_id", "school_year"}
)


class EducationOrder(models.Model):
    """The purchases that follow from orders.

    The sum of the purchases of an order is what was ordered; nothing for a proposal or what was
    cancelled. When that changes, the difference becomes one more purchase, below zero for what went
    back. None is ever changed, so that the figures of a day that is past stay as they were.
    """

    _inherit = "bzk.education.order"

    transaction_ids = fields.One2many(
        "bzk.transaction", "education_order_id", string="Purchases", readonly=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Note when an order was made, and what it comes to."""
        for vals in vals_list:
            if vals.get("state") in BINDING and not vals.get("order_date"):
                vals["order_date"] = fields.Date.context_today(self)
        orders = super().create(vals_list)
        orders._settle()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if MONEY & vals.keys():
            self._settle()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        # sudo: who may delete the order need not be one who sees purchases.
        if self.sudo().transaction_ids:
            raise UserError(
                self.env._("What was ordered stays in the history. Cancel the order instead.")
            )

    def _settle(self):
        """Write the difference between what is owed and what was written down before."""
        # sudo: who may order may not write purchases; these follow from the order and nothing else.
        transactions = self.env["bzk.transaction"].sudo()
        booked = transactions._read_group(
            [("education_order_id", "in", self.ids)],
            ["education_order_id"],
            ["amount:sum", "id:recordset"],
        )
        booked = {order.id: (amount, lines) for order, amount, lines in booked}
        today = fields.Date.context_today(self)
        vals_list = []
        # sudo: purchases are written by what they follow from, and by nobody's hand.
        for order in self.sudo():
            amount, lines = booked.get(order.id, (0.0, transactions))
            partner = order.relation_id.partner_id
            moved = lines.filtered(lambda line, partner=partner: line.partner_id != partner)
            if moved:
                # A refund stays with the purchase that it is of, so they go in one statement.
                moved.write({"partner_id": partner.id})
            due = order.amount if order.state in BINDING else 0.0
            difference = order.currency_id.round(due - amount)
            if order.currency_id.is_zero(difference):
                continue
            paid = lines.filtered(lambda line: line.amount > 0).sorted("id")[:1]
            vals_list.append(
                {
                    "partner_id": partner.id,
                    "company_id": order.company_id.id,
                    "date": today if lines else order.order_date or today,
                    "kind": "education",
                    "description": f"{order.programme_id.name} {order.school_year}",
                    "amount": difference,
                    "source_id": order.source_id.id,
                    "reversed_id": paid.id if difference < 0 else False,
                    "education_order_id": order.id,
                }
            )
        transactions.create(vals_list)
