from odoo import fields, models


class Source(models.Model):
    """Where tickets come from by a connection."""

    _inherit = "bzk.source"

    connection_ids = fields.One2many("bzk.ticket.connection", "source_id")
