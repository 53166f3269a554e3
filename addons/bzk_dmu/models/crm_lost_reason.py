from odoo import fields, models


class CrmLostReason(models.Model):
    """Why an organisation did not become a relation."""

    _name = "crm.lost.reason"
    _inherit = ["crm.lost.reason", "bzk.library.guard"]
    _description = "Reason for losing"
    _order = "sequence, name, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a reason that all libraries have.",
    )
