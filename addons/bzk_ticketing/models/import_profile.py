from odoo import api, fields, models


class ImportProfile(models.Model):
    """Files of activities and of the orders of tickets, among what can be imported."""

    _inherit = "bzk.import.profile"

    subject = fields.Selection(
        selection_add=[("activity", "Activities"), ("ticket", "Ticket orders")],
        ondelete={"activity": "cascade", "ticket": "cascade"},
    )

    @api.model
    def _subject_models(self):
        own = {"activity": "bzk.import.activity", "ticket": "bzk.import.ticket"}
        return super()._subject_models() | own
