from odoo import fields, models


class Transaction(models.Model):
    """Education programmes among what an organisation bought."""

    _inherit = "bzk.transaction"

    kind = fields.Selection(
        selection_add=[("education", "Education"), ("rental",)],
        ondelete={"education": "set default"},
    )
    education_order_id = fields.Many2one(
        "bzk.education.order",
        string="Order of a programme",
        check_company=True,
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
