from odoo import fields, models


class ConsentPurpose(models.Model):
    """What a customer may agree to: one kind of mail or use of data, named as they read it."""

    _name = "bzk.consent.purpose"
    _inherit = "bzk.library.guard"
    _description = "Purpose of consent"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", string="Library", help="Empty for a purpose that every library has."
    )
    description = fields.Char(
        translate=True, string="In words", help="What is said to the customer at the desk."
    )
    minimum_age = fields.Integer(
        default=16,
        required=True,
        help="Below this age a parent or guardian decides (AVG article 8).",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _company_code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a purpose with this code already."
    )
    _age_positive = models.Constraint(
        "CHECK(minimum_age BETWEEN 0 AND 16)",
        "From 16 on a customer decides for themselves: the age lies between 0 and 16.",
    )
