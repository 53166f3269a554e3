from odoo import api, fields, models
from odoo.tools import SQL


class HouseholdFinder(models.AbstractModel):
    """Who pays for a membership is often the parent, and often lives with the member."""

    _inherit = "bzk.household.finder"

    @api.model
    def _pair_selects(self, company):
        return [
            *super()._pair_selects(company),
            (
                "payer",
                SQL(
                    "SELECT partner_id, payer_id FROM bzk_membership"
                    " WHERE company_id = %s AND payer_id IS NOT NULL"
                    " AND (date_end IS NULL OR date_end > %s)",
                    company.id,
                    fields.Date.context_today(self),
                ),
            ),
        ]
