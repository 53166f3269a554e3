from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    library_code = fields.Char(
        copy=False, help="Name of the library's settings file, by which it is found again."
    )
    branch_ids = fields.One2many("bzk.branch", "company_id", string="Branches of the library")

    _library_code_uniq = models.Constraint(
        "UNIQUE(library_code)", "Another library already has this code."
    )
