from odoo import fields, models


class DmuFunction(models.Model):
    """What somebody is at an organisation, such as director or councillor.

    Lists for mailing rest on the code, and files name it by its name or one of its other names.
    """

    _name = "bzk.dmu.function"
    _inherit = "bzk.library.guard"
    _description = "Function at an organisation"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="By which ready lists name it.")
    aliases = fields.Char(
        string="Also called", help="Other names in files, separated by commas: schoolleider, IB'er."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a function that all libraries have.",
    )
    role_ids = fields.Many2many(
        "bzk.dmu.role",
        string="Usual roles",
        help="Filled in for somebody new with this function; change it per person.",
    )

    _company_code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code) WHERE code IS NOT NULL",
        "A function with this code already exists.",
    )
