from odoo import fields, models


class TicketLine(models.Model):
    """One thing in an order: a ticket, with the seat it gives, or something without a seat.

    ``digest`` and ``sent`` are what the import compares the source's next row with, as
    ``bzk.external.id`` has them for customers.
    """

    _name = "bzk.ticket.line"
    _inherit = "bzk.library.guard"
    _description = "Line of a ticket order"
    _order = "order_id, key, id"
    _rec_name = "key"
    _check_company_auto = True

    order_id = fields.Many2one(
        "bzk.ticket.order", required=True, readonly=True, ondelete="cascade", index=True
    )
    source_id = fields.Many2one(related="order_id.source_id", store=True)
    company_id = fields.Many2one(related="order_id.company_id", string="Library", store=True)
    key = fields.Char(string="Number in the source", required=True, readonly=True)
    event_id = fields.Many2one(
        "event.event",
        string="Activity",
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    item = fields.Char(string="Ticket or article", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Monetary(readonly=True)
    state = fields.Selection(
        [("valid", "Valid"), ("cancelled", "Cancelled")],
        required=True,
        default="valid",
        readonly=True,
    )
    registration_id = fields.Many2one(
        "event.registration",
        string="Seat",
        readonly=True,
        check_company=True,
        ondelete="set null",
        help="Empty for what gives no seat, such as a drink or a book.",
    )
    digest = fields.Char()
    sent = fields.Json(help="Values as the source last sent them.")

    _source_key_uniq = models.Constraint(
        "UNIQUE(source_id, key)", "The source already sent this line."
    )
    _event_revenue_idx = models.Index(
        "(event_id) INCLUDE (price, state, order_id) WHERE event_id IS NOT NULL"
    )
    _registration_uniq = models.UniqueIndex(
        "(registration_id) WHERE registration_id IS NOT NULL", "A seat belongs to one line."
    )
