from odoo import api, fields, models
from odoo.exceptions import ValidationError

AUDIENCES = [
    ("youth", "Youth"),
    ("adult", "Adults"),
    ("other", "Other"),
    ("dutch", "Learning Dutch"),
    ("friend", "Friends"),
    ("home", "Library at home"),
    ("digital", "Digital"),
    ("digital_kb", "Digital through the national library"),
    ("pupil", "Pupils"),
]
#: Paid by the national library: no income of the library's own, so left out of its totals.
PAID_ELSEWHERE = "digital_kb"
#: Months between the last loan and leaving, on average: what the strategy paper found.
QUIET_MONTHS = {"youth": 37, "pupil": 37}
QUIET_MONTHS_OTHERS = 24
#: Enrolled by their school; the member figures of a library leave them out.
PUPIL = "pupil"


class MembershipType(models.Model):
    """What a library offers its customers to join: a kind of card with its fee and audience."""

    _name = "bzk.membership.type"
    _inherit = "bzk.library.guard"
    _description = "Membership type"
    _order = "company_id, sequence, name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="As the library system writes it in its exports.")
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    audience = fields.Selection(AUDIENCES, required=True, default="adult", index=True)
    fee = fields.Monetary(help="What a member of this type pays a year, unless agreed otherwise.")
    is_paying = fields.Boolean(string="Paying", help="Members of this type pay a fee.")
    age_min = fields.Integer(string="From age", help="In years. 0 when there is no lower limit.")
    age_max = fields.Integer(
        string="Up to age", help="In years, this age included. 0 when there is no upper limit."
    )
    successor_id = fields.Many2one(
        "bzk.membership.type",
        string="Followed by",
        check_company=True,
        ondelete="set null",
        help="The type that a member moves on to when too old for this one.",
    )
    counts_loans = fields.Boolean(
        string="Loans are counted",
        default=True,
        help="Switch off when members of this type borrow elsewhere: their loans are then shown "
        "as unknown instead of none.",
    )
    quiet_months = fields.Integer(
        string="Quiet after (months)",
        compute="_compute_quiet_months",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="After so many months without a loan a member has a retention signal: adults stop "
        "borrowing two years before they leave, youth three. 0 gives no signal.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _company_code_uniq = models.Constraint(
        "UNIQUE(company_id, code)",
        "A membership type with this code already exists in the library.",
    )
    _fee_positive = models.Constraint("CHECK(fee >= 0)", "A fee cannot be negative.")
    _ages_in_order = models.Constraint(
        "CHECK(age_min >= 0 AND age_max >= 0 AND (age_max = 0 OR age_max >= age_min))",
        "The highest age cannot be below the lowest.",
    )

    _quiet_positive = models.Constraint(
        "CHECK(quiet_months >= 0)", "A number of months cannot be negative."
    )

    @api.depends("audience")
    def _compute_quiet_months(self):
        for kind in self:
            kind.quiet_months = QUIET_MONTHS.get(kind.audience, QUIET_MONTHS_OTHERS)

    @api.constrains("successor_id")
    def _check_successor(self):
        if self._has_cycle("successor_id"):
            raise ValidationError(
                self.env._("A membership type cannot follow itself, not even by way of others.")
            )
