from odoo import api, models


class Merge(models.Model):
    """The household comes along with the customer."""

    _inherit = "bzk.merge"

    @api.model
    def _units(self):
        return (*super()._units(), ("household_id", "household_state"))
