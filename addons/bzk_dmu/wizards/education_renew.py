from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class EducationRenew(models.TransientModel):
    """Proposals for the next school year, with their prices, before they are made."""

    _name = "bzk.education.renew"
    _inherit = "bzk.library.guard"
    _description = "Propose subscriptions for the next school year"

    order_ids = fields.Many2many("bzk.education.order", string="Subscriptions", readonly=True)
    line_ids = fields.One2many("bzk.education.renew.line", "wizard_id", string="By programme")
    proposal_count = fields.Integer(string="Proposals to make", compute="_compute_counts")
    skipped_count = fields.Integer(
        string="Left out",
        compute="_compute_counts",
        help="One-off, cancelled, or proposed, renewed or stopped already.",
    )

    @api.model
    def default_get(self, fields_list):
        """Show what can be renewed of the orders that were chosen, by programme and year."""
        values = super().default_get(fields_list)
        ids = self.env.context.get("default_order_ids") or self.env.context.get("active_ids", [])
        orders = self.env["bzk.education.order"].browse(ids)
        orders.check_access("write")
        values["order_ids"] = [Command.set(orders.ids)]
        values["line_ids"] = [
            Command.create(
                {
                    "programme_id": programme.id,
                    "school_year": year,
                    "order_ids": [Command.set(group.ids)],
                    "price": programme._price_of(year).price,
                }
            )
            for (programme, year), group in orders._to_renew_by_programme().items()
        ]
        return values

    @api.depends("order_ids", "line_ids.order_count")
    def _compute_counts(self):
        for wizard in self:
            wizard.proposal_count = sum(wizard.line_ids.mapped("order_count"))
            wizard.skipped_count = len(wizard.order_ids) - wizard.proposal_count

    def action_propose(self):
        """Make the proposals, keep prices that the programmes did not have yet, and show them.

        :raises UserError: when there is nothing to renew
        """
        self.ensure_one()
        prices = {}
        for line in self.line_ids:
            if line.price_missing:
                self.env["bzk.education.price"].create(
                    {
                        "programme_id": line.programme_id.id,
                        "school_year": line.school_year,
                        "price": line.price,
                    }
                )
            prices[line.programme_id, line.school_year] = line.price
        proposals = self.order_ids._propose_next(prices)
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_education_orders")
        name = self.env._("Proposals that were made")
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("id", "in", proposals.ids)],
            "context": {},
        }


class EducationRenewLine(models.TransientModel):
    """One programme among the subscriptions to renew, at the price of the year to come."""

    _name = "bzk.education.renew.line"
    _inherit = "bzk.library.guard"
    _description = "Programme to propose for the next school year"

    wizard_id = fields.Many2one("bzk.education.renew", required=True, ondelete="cascade")
    programme_id = fields.Many2one(
        "bzk.education.programme", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="programme_id.currency_id")
    school_year = fields.Char(string="School year", required=True, readonly=True)
    order_ids = fields.Many2many("bzk.education.order", string="Subscriptions", readonly=True)
    order_count = fields.Integer(string="Organisations", compute="_compute_order_count")
    price = fields.Monetary(required=True)
    price_missing = fields.Boolean(
        string="No price yet",
        compute="_compute_price_missing",
        help="The programme has no price for this year: the last one is filled in, and what stands "
        "here becomes its price.",
    )
    amount = fields.Monetary(string="Together", compute="_compute_amount")

    @api.depends("order_ids")
    def _compute_order_count(self):
        for line in self:
            line.order_count = len(line.order_ids)

    @api.depends("programme_id", "school_year")
    def _compute_price_missing(self):
        for line in self:
            line.price_missing = (
                line.programme_id._price_of(line.school_year).school_year != line.school_year
            )

    @api.depends("order_ids", "price")
    def _compute_amount(self):
        for line in self:
            line.amount = line.price * sum(line.order_ids._numbers_to_renew().values())

    @api.constrains("price")
    def _check_price(self):
        if any(line.price < 0 for line in self):
            raise UserError(self.env._("A price is not below zero."))
