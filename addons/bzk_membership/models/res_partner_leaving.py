from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Customers with a retention signal, for lists that find their people by it."""

    _inherit = "res.partner"

    leaving_signal_ids = fields.One2many(
        "bzk.leaving.signal", "partner_id", string="Retention signals"
    )
    may_leave = fields.Boolean(
        string="Has a retention signal",
        compute="_compute_may_leave",
        search="_search_may_leave",
        help="Has not borrowed for as long as the membership type allows, as of last night.",
    )

    @api.depends("leaving_signal_ids.until")
    def _compute_may_leave(self):
        for partner in self:
            partner.may_leave = any(not signal.until for signal in partner.leaving_signal_ids)

    @api.model
    def _search_may_leave(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("leaving_signal_ids", "any", [("until", "=", False)])
        return domain if True in value else ~domain
