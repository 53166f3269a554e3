from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """What a customer likes, told by themselves or shown by what they borrow."""

    _inherit = "res.partner"

    genre_interest_ids = fields.Many2many(
        "bzk.genre",
        string="Genres liked or borrowed",
        compute="_compute_genre_interest_ids",
        search="_search_genre_interest_ids",
        help="Told by the customer, or borrowed in this calendar year or the one before.",
    )
    has_preferences = fields.Boolean(
        string="Told preferences",
        compute="_compute_has_preferences",
        search="_search_has_preferences",
    )

    @api.depends("preferred_genre_ids", "loan_genre_ids")
    def _compute_genre_interest_ids(self):
        for partner in self:
            partner.genre_interest_ids = partner.preferred_genre_ids | partner.loan_genre_ids

    @api.depends("preferences_on")
    def _compute_has_preferences(self):
        for partner in self:
            partner.has_preferences = bool(partner.preferences_on)

    @api.model
    def _search_genre_interest_ids(self, operator, value):
        """Look for both at once, as the database joins with a list but not with either of two.

        Without doubles, or it reckons with very few.
        """
        if operator != "in" or not all(isinstance(genre, int) and genre for genre in value):
            return NotImplemented
        self.env["bzk.loan.stat"].flush_model()
        self.flush_model(["preferred_genre_ids"])
        found = SQL(
            """(SELECT partner_id FROM bzk_loan_stat
                 WHERE company_id = ANY(%(companies)s) AND genre_id = ANY(%(genres)s)
                   AND year >= %(year)s
                 UNION
                SELECT partner_id FROM bzk_partner_preferred_genre
                 WHERE genre_id = ANY(%(genres)s))""",
            companies=self._library_ids(),
            genres=list(value),
            year=self._first_loan_year(),
        )
        return Domain("id", "in", found)

    @api.model
    def _search_has_preferences(self, operator, value):
        """Few have told, so they are looked up and the others are what is left."""
        if operator != "in":
            return NotImplemented
        self.flush_model(["preferences_on"])
        told = Domain(
            "id", "in", SQL("(SELECT id FROM res_partner WHERE preferences_on IS NOT NULL)")
        )
        return told if True in value else ~told
