from odoo import api, fields, models

from ..education.school_year import between, school_year, shifted

#: Before this year no order is kept any more: business records go after seven years
#: (Algemene wet inzake rijksbelastingen, article 52), with room for who keeps more.
FIRST_YEAR = "2010-2011"
#: School years that can be chosen beyond the present one.
AHEAD = 2
YEAR_CHECK = (
    r"CHECK(school_year ~ '^20\d\d-20\d\d$'"
    " AND right(school_year, 4)::int = left(school_year, 4)::int + 1)"
)


class EducationPrice(models.Model):
    """What a programme costs in a school year."""

    _name = "bzk.education.price"
    _inherit = "bzk.library.guard"
    _description = "Price of an education programme"
    _order = "school_year DESC, id"
    _rec_name = "school_year"
    _check_company_auto = True

    programme_id = fields.Many2one(
        "bzk.education.programme",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    school_year = fields.Selection(
        selection="_selection_school_year",
        string="School year",
        required=True,
        default=lambda self: self._this_year(),
    )
    price = fields.Monetary(required=True, help="Per pupil, class or school; 0 when it is free.")

    _programme_year_uniq = models.Constraint(
        "UNIQUE(programme_id, school_year)", "This programme already has a price for this year."
    )
    _school_year_form = models.Constraint(
        YEAR_CHECK, "A school year is written as two years that follow each other: 2026-2027."
    )
    _price_not_negative = models.Constraint("CHECK(price >= 0)", "A price is not below zero.")

    @api.model
    def _selection_school_year(self):
        last = shifted(self._this_year(), AHEAD)
        return [(year, year) for year in between(FIRST_YEAR, last)]

    @api.model
    def _this_year(self):
        return school_year(fields.Date.context_today(self))
