from odoo import api, fields, models


class ImportProfile(models.Model):
    """Files of activities and of the orders of tickets, among what can be imported."""

    _inherit = "bzk.import.profile"

    subject = fields.Selection(
        selection_add=[("activity", "Activities")], ondelete={"activity": "cascade"}
    )

    @api.model
    def _subject_models(self):
        return super()._subject_models() | {"activity": "bzk.import.activity"}
