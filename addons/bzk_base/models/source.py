from odoo import fields, models


class Source(models.Model):
    """A system that feeds the CRM of one library, such as its library system."""

    _name = "bzk.source"
    _inherit = "bzk.library.guard"
    _description = "Source system"
    _order = "company_id, name"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    active = fields.Boolean(default=True)
    write_mark = fields.Integer(
        readonly=True,
        copy=False,
        help="Goes up with every chunk that an import writes: a plan made before is out of date.",
    )
    profile_ids = fields.One2many("bzk.import.profile", "source_id", string="Import profiles")

    _company_code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "A source with this code already exists in the library."
    )
