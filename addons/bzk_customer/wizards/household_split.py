from odoo import fields, models
from odoo.exceptions import UserError


class HouseholdSplit(models.TransientModel):
    """Takes some members out of a household, together."""

    _name = "bzk.household.split"
    _inherit = "bzk.library.guard"
    _description = "Split a household"

    household_id = fields.Many2one("bzk.household", required=True, readonly=True)
    partner_ids = fields.Many2many(
        "res.partner",
        string="Not with the others",
        domain="[('household_id', '=', household_id)]",
    )

    def action_split(self):
        """Keep the chosen members apart from the others, now and when households are found."""
        self.ensure_one()
        household, leavers = self.household_id, self.partner_ids
        if not leavers or leavers == household.member_ids or leavers - household.member_ids:
            raise UserError(self.env._("Choose some of the members, and not all."))
        household._remove(leavers)
        return {"type": "ir.actions.act_window_close"}
