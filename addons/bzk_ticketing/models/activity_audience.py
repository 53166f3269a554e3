from odoo import fields, models


class ActivityAudience(models.Model):
    """For whom an activity is: one of the focus groups of the library."""

    _name = "bzk.activity.audience"
    _inherit = "bzk.library.guard"
    _description = "Audience of activities"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="As a ticketing system or a file writes it.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        help="Empty for an audience that every library has.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _company_code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is an audience with this code already."
    )
