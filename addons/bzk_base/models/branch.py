from odoo import fields, models


class Branch(models.Model):
    """A building of a library where its customers come."""

    _name = "bzk.branch"
    _inherit = "bzk.library.guard"
    _description = "Branch"
    _order = "company_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="As the library system writes it in its exports.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    active = fields.Boolean(default=True)
    street = fields.Char()
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    email = fields.Char()
    phone = fields.Char()

    _company_code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "A branch with this code already exists in the library."
    )
