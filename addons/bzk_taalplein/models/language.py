from odoo import fields, models


class Language(models.Model):
    """A language that learners and volunteers speak, by which the two are brought together.

    Core's list holds languages of screens and lacks most of those that learners speak.
    """

    _name = "bzk.language"
    _inherit = "bzk.library.guard"
    _description = "Spoken language"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Three letters, as ISO 639-3 has them.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a language that all libraries have.",
    )

    _company_code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "This language is in the list already."
    )
    _code_form = models.Constraint(
        "CHECK(code ~ '^[a-z]{3}$')",
        "The code of a language is three small letters, such as tir for Tigrinya.",
    )
