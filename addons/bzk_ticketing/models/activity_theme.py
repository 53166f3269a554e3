from odoo import fields, models


class ActivityTheme(models.Model):
    """What an activity is about, such as poetry or the digital world."""

    _name = "bzk.activity.theme"
    _inherit = "bzk.library.guard"
    _description = "Theme of activities"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="As a ticketing system or a file writes it.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        help="Empty for a theme that every library has.",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _company_code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a theme with this code already."
    )
