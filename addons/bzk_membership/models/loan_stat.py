from odoo import fields, models


class LoanStat(models.Model):
    """How often a member borrowed in a year, by genre. The CRM never holds titles (AVG)."""

    _name = "bzk.loan.stat"
    _inherit = "bzk.library.guard"
    _description = "Loans per year and genre"
    _order = "year DESC, loans DESC, id"
    _rec_name = "year"
    _check_company_auto = True
    # Several rows for each member: who wrote them is known of the import, and two references
    # less are checked for each.
    _log_access = False

    membership_id = fields.Many2one(
        "bzk.membership", required=True, check_company=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="membership_id.partner_id",
        string="Customer",
        store=True,
        precompute=True,
        index=True,
        help="Beside the membership, so that who borrows a genre is found among a million.",
    )
    company_id = fields.Many2one(
        related="membership_id.company_id", string="Library", store=True, precompute=True
    )
    year = fields.Integer(required=True, aggregator=None)
    genre_id = fields.Many2one("bzk.genre", required=True, ondelete="restrict")
    loans = fields.Integer(required=True, default=0)

    _member_year_genre_uniq = models.Constraint(
        "UNIQUE(membership_id, year, genre_id)",
        "Loans of this year and genre are already there.",
    )
    # Who borrows a genre: nothing that an import changes, so that its updates stay cheap.
    _genre_idx = models.Index("(company_id, genre_id, year) INCLUDE (partner_id)")
    _loans_positive = models.Constraint(
        "CHECK(loans >= 0)", "A number of loans cannot be negative."
    )
    _year_plausible = models.Constraint(
        "CHECK(year BETWEEN 1900 AND 2200)", "Write the year in four digits."
    )
