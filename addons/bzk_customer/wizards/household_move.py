from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_postcode
from odoo.addons.bzk_base.importing.customer import join_street

PARTS = ("street_name", "street_number", "street_number2", "zip", "city")


class HouseholdMove(models.TransientModel):
    """Moves a customer, and asks about the others of the household.

    Also used when the address of one was changed already (``moved``): the others then come to live
    there. Whoever does not come along is no longer of the same household.
    """

    _name = "bzk.household.move"
    _inherit = "bzk.library.guard"
    _description = "Move"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True)
    moved = fields.Boolean(readonly=True, help="The customer's address is the new one already.")
    street_name = fields.Char(string="Street")
    street_number = fields.Char(string="Number")
    street_number2 = fields.Char(string="Addition")
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    line_ids = fields.One2many("bzk.household.move.line", "wizard_id", string="Others")

    @api.model
    def default_get(self, names):
        """Propose that everyone who lives with the customer comes along."""
        values = super().default_get(names)
        if "line_ids" not in names:
            return values
        context = self.env.context
        partner = self.env["res.partner"].browse(
            context.get("default_partner_id") or context.get("active_id")
        )
        partner.check_access("read")
        values["partner_id"] = partner.id
        others = partner.housemate_ids._at_home()
        if context.get("default_moved"):
            _movers, others = partner._moved_and_stayed()
            values |= {name: partner[name] for name in PARTS}
        values["line_ids"] = [
            Command.create({"partner_id": other.id, "comes_along": True}) for other in others
        ]
        return values

    @api.onchange("zip")
    def _onchange_zip(self):
        """Show a postcode as it is written; one that is none is refused when all is filled in."""
        try:
            self.zip = clean_postcode(self.zip or "")
        except Refusal:
            return

    def _clean_zip(self):
        try:
            return clean_postcode(self.zip)
        except Refusal:
            raise UserError(
                self.env._("%s is not a postcode. Write it as 1234 AB.", self.zip)
            ) from None

    def action_move(self):
        """Write the new address to everyone who moves, and leave a note of the old one."""
        self.ensure_one()
        if not (self.street_name and self.street_number and self.zip and self.city):
            raise UserError(self.env._("Fill in the whole new address."))
        partner = self.partner_id
        along = self.line_ids.filtered("comes_along").partner_id
        if along - partner.housemate_ids:
            raise UserError(self.env._("Somebody here is no longer in this household."))
        address = {
            "street": join_street(self.street_name, self.street_number, self.street_number2),
            "zip": self._clean_zip(),
            "city": self.city,
        }
        moving = along if self.moved else partner | along
        for mover in moving:
            mover._message_log(
                body=self.env._("Moved. The old address was %s.", mover._address_line() or "-")
            )
        moving.write({**address, "moved_away": False})
        self._settle_household(partner | along)
        return {"type": "ir.actions.act_window_close"}

    def _settle_household(self, movers):
        """Part those who moved from those who did not."""
        household = self.partner_id.household_id
        if not household:
            return
        rest = household.member_ids._at_home() - movers
        if len(rest) > 1 or (rest and len(movers) == 1):
            household._split(movers)
        elif rest:
            household._split(rest)
        else:
            household._settle()


class HouseholdMoveLine(models.TransientModel):
    """Somebody who may come along."""

    _name = "bzk.household.move.line"
    _inherit = "bzk.library.guard"
    _description = "Who comes along"

    wizard_id = fields.Many2one("bzk.household.move", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Name", required=True)
    age = fields.Integer(related="partner_id.age")
    address = fields.Char(compute="_compute_address", string="Lives at")
    comes_along = fields.Boolean(string="Moves too", default=True)

    @api.depends("partner_id")
    def _compute_address(self):
        for line in self:
            line.address = line.partner_id._address_line()
