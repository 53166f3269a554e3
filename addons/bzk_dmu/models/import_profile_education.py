from odoo import api, fields, models


class ImportProfile(models.Model):
    """Orders of education programmes, among what can be imported."""

    _inherit = "bzk.import.profile"

    subject = fields.Selection(
        selection_add=[("education", "Orders of education programmes")],
        ondelete={"education": "cascade"},
    )

    @api.model
    def _subject_models(self):
        return super()._subject_models() | {"education": "bzk.import.education"}
