from odoo import fields, models


class ResCompany(models.Model):
    """How often a library wants contact with the relations of each class."""

    _inherit = "res.company"

    relation_months_a = fields.Integer(string="Contact with class A every", default=3)
    relation_months_b = fields.Integer(string="Contact with class B every", default=6)
    relation_months_c = fields.Integer(string="Contact with class C every", default=12)

    _relation_months_positive = models.Constraint(
        "CHECK(relation_months_a > 0 AND relation_months_b > 0 AND relation_months_c > 0)",
        "A rhythm of contact is at least one month.",
    )
