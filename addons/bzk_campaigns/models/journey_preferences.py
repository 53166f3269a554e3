from odoo import models
from odoo.tools import SQL


class Journey(models.Model):
    """Telling preferences is what some journeys are for."""

    _inherit = "bzk.journey"

    def _reached_preferences(self):
        """Told what they like, or how often they want mail, after entering."""
        return SQL(
            """
            SELECT looked.id, partner.preferences_on AS date
              FROM looked
              JOIN res_partner partner ON partner.id = looked.partner_id
             WHERE partner.preferences_on > looked.date
            """
        )
