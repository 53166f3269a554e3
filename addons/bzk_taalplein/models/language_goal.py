from odoo import fields, models


class LanguageGoal(models.Model):
    """What somebody wants to use Dutch for, and what a volunteer likes to help with."""

    _name = "bzk.language.goal"
    _inherit = "bzk.library.guard"
    _description = "Goal of a learner"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a goal that all libraries have.",
    )
