from odoo import api, models


class Merge(models.Model):
    """Who becomes one customer keeps what was told to like."""

    _inherit = "bzk.merge"

    @api.model
    def _units(self):
        """How often somebody wants mail fills a gap; genres of both come together by themselves."""
        return (*super()._units(), ("mail_frequency", "preferences_on"))
