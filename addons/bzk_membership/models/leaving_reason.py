from odoo import fields, models


class LeavingReason(models.Model):
    """Why someone ended a membership; shared by all libraries when it names none."""

    _name = "bzk.leaving.reason"
    _inherit = "bzk.library.guard"
    _description = "Reason for leaving"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, help="As the library system writes it in its exports.")
    code = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        ondelete="cascade",
        index="btree_not_null",
        help="Leave empty to let all libraries use it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _company_name_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), LOWER(name))", "This reason for leaving already exists."
    )
