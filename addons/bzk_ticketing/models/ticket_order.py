from odoo import api, fields, models

from .event_registration import LINKS

STATES = [
    ("pending", "Not paid yet"),
    ("paid", "Paid"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
]


class TicketOrder(models.Model):
    """An order of tickets as the system that sold them last told it.

    Who ordered need not be who comes. The CRM sells nothing: what changes, changes at the source.
    """

    _name = "bzk.ticket.order"
    _inherit = "bzk.library.guard"
    _description = "Ticket order"
    _order = "date DESC, id DESC"
    _check_company_auto = True

    name = fields.Char(string="Order number", required=True, readonly=True)
    source_id = fields.Many2one(
        "bzk.source", string="Source system", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="source_id.company_id", string="Library", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Ordered by",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Empty when the source did not tell enough to know who it was.",
    )
    linked_by = fields.Selection(
        LINKS,
        readonly=True,
        help="How the customer was found.",
    )
    buyer_name = fields.Char(string="Name given", readonly=True)
    buyer_email = fields.Char(string="E-mail given", readonly=True)
    buyer_phone = fields.Char(string="Phone given", readonly=True)
    date = fields.Datetime(string="Ordered on", readonly=True)
    state = fields.Selection(STATES, required=True, default="pending", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True, help="Tickets and fees together.")
    fee_amount = fields.Monetary(string="Fees", readonly=True, help="Part of the amount.")
    paid_amount = fields.Monetary(string="Paid", readonly=True)
    refund_amount = fields.Monetary(string="Refunded", readonly=True)
    date_confirmed = fields.Datetime(
        string="Confirmation sent",
        readonly=True,
        help="When the source mailed the tickets to who ordered them.",
    )
    line_ids = fields.One2many("bzk.ticket.line", "order_id", string="Tickets")
    event_names = fields.Char(string="Activities", compute="_compute_lines")
    seat_count = fields.Integer(
        string="Seats", compute="_compute_lines", help="Without those that were cancelled."
    )
    transaction_ids = fields.One2many("bzk.transaction", "ticket_order_id", string="Payments")

    _source_name_uniq = models.Constraint(
        "UNIQUE(source_id, name)", "The source already sent an order with this number."
    )
    _company_date_idx = models.Index("(company_id, date DESC, id DESC)")

    @api.depends("line_ids.event_id", "line_ids.registration_id", "line_ids.state")
    def _compute_lines(self):
        for order in self:
            order.event_names = ", ".join(order.line_ids.event_id.mapped("name"))
            order.seat_count = len(
                order.line_ids.filtered(lambda line: line.registration_id and line.state == "valid")
            )
