from odoo import fields, models


class EventType(models.Model):
    """A kind of activity, with the mail that goes with it; one library's own, or of all."""

    _name = "event.type"
    _inherit = ["event.type", "bzk.library.guard"]

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        help="Empty for a kind that every library has.",
    )
