from odoo import api, fields, models
from odoo.exceptions import UserError


class HouseholdJoin(models.TransientModel):
    """Puts a customer in one household with another."""

    _name = "bzk.household.join"
    _inherit = "bzk.library.guard"
    _description = "Lives with"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True)
    company_id = fields.Many2one(related="partner_id.company_id")
    other_id = fields.Many2one(
        "res.partner",
        string="Lives with",
        required=True,
        domain="[('is_company', '=', False), ('work_contact', '=', False),"
        " ('id', '!=', partner_id),"
        " ('company_id', '=', company_id)]",
    )
    other_address = fields.Char(compute="_compute_other", string="Address")
    other_household = fields.Char(compute="_compute_other", string="Together with")
    same_address = fields.Boolean(compute="_compute_other")

    @api.model
    def default_get(self, names):
        """Start from the customer on screen."""
        values = super().default_get(names)
        values.setdefault("partner_id", self.env.context.get("active_id"))
        return values

    @api.depends("other_id")
    def _compute_other(self):
        for wizard in self:
            other = wizard.other_id
            wizard.other_address = other._address_line()
            wizard.other_household = ", ".join(other.housemate_ids.mapped("name"))
            wizard.same_address = bool(other) and (
                other._address_key() == wizard.partner_id._address_key()
            )

    def action_join(self):
        """Let the customer live in the other's household, which is made if there is none."""
        self.ensure_one()
        partner, other = self.partner_id, self.other_id
        if partner == other or other.company_id != partner.company_id:
            raise UserError(self.env._("Choose another customer of the same library."))
        household = other.household_id
        if not household and partner.household_id:
            partner, other = other, partner
            household = other.household_id
        if not household:
            household = self.env["bzk.household"].create({"company_id": partner.company_id.id})
        household._add(partner | other)
        return {"type": "ir.actions.act_window_close"}
