from odoo import api, fields, models
from odoo.fields import Domain

#: This calendar year and the one before, so that nobody is lost on New Year's Day.
YEARS_BACK = 1


class ResPartner(models.Model):
    """Which genres a customer borrows; never titles (AVG)."""

    _inherit = "res.partner"

    loan_stat_ids = fields.One2many("bzk.loan.stat", "partner_id", string="Loans per genre")
    loan_genre_ids = fields.Many2many(
        "bzk.genre",
        string="Genres borrowed",
        compute="_compute_loan_genre_ids",
        search="_search_loan_genre_ids",
        help="In this calendar year or the one before.",
    )

    @api.depends("loan_stat_ids.year", "loan_stat_ids.genre_id")
    def _compute_loan_genre_ids(self):
        first = self._first_loan_year()
        for partner in self:
            stats = partner.loan_stat_ids.filtered(lambda s: s.year >= first)
            partner.loan_genre_ids = stats.genre_id

    @api.model
    def _search_loan_genre_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        lately = Domain("year", ">=", self._first_loan_year())
        genres = [genre for genre in value if genre] if operator == "in" else value
        borrowed = self._borrowed(lately & Domain("genre_id", operator, genres))
        if operator == "in" and len(genres) < len(value):
            return borrowed | ~self._borrowed(lately)
        return borrowed

    @api.model
    def _borrowed(self, domain):
        return Domain("loan_stat_ids", "any", domain)

    @api.model
    def _first_loan_year(self):
        return fields.Date.context_today(self).year - YEARS_BACK
