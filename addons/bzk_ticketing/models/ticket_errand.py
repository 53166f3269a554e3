from odoo import fields, models


class TicketErrand(models.Model):
    """Something to do at a ticketing system when it is next called.

    Messages from the system only say that there is something new; each order waits once, however
    often it is named. The system itself is asked what is true.
    """

    _name = "bzk.ticket.errand"
    _inherit = "bzk.library.guard"
    _description = "Errand to a ticketing system"
    _order = "id"

    connection_id = fields.Many2one("bzk.ticket.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="connection_id.company_id", string="Library", store=True, index=True
    )
    kind = fields.Selection(
        [("fetch", "Fetch the order"), ("cancel", "Give the seat back")], required=True
    )
    key = fields.Char(
        required=True, help="Number of the order, or of the line; * for anything at all."
    )
    line_id = fields.Many2one(
        "bzk.ticket.line", string="Ticket", ondelete="cascade", index="btree_not_null"
    )
    done = fields.Boolean(help="Done in the system; what it says now is still to be imported.")

    _key_uniq = models.Constraint(
        "UNIQUE(connection_id, kind, key)", "This waits to be done already."
    )
