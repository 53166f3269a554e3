from odoo import models


class Consent(models.Model):
    """What a source told last is found at once."""

    _inherit = "bzk.consent"

    _source_idx = models.Index(
        "(source_id, partner_id, purpose_id, date DESC, id DESC) WHERE source_id IS NOT NULL"
    )
