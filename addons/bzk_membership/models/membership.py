from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .membership_type import AUDIENCES

DAYS_IN_YEAR = 365.25
#: Changes of these are kept in the history.
TRACKED = ("type_id", "branch_id", "date_end", "reason_id")
#: Come from the library system; the front desk reads them.
LOANS = {"loans_total", "last_loan_date", "loan_stat_ids"}


class Membership(models.Model):
    """A customer's membership of a library.

    A membership runs from ``date_start`` up to, and not including, ``date_end``. Whether it is
    current follows from those dates on the day one looks, so nothing has to be kept up at night.
    """

    _name = "bzk.membership"
    _inherit = "bzk.library.guard"
    _description = "Membership"
    _order = "date_start DESC NULLS LAST, id DESC"
    _rec_names_search = ["number", "partner_id.complete_name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        check_company=True,
        domain="[('work_contact', '=', False)]",
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    email = fields.Char(related="partner_id.email", string="E-mail")
    phone = fields.Char(related="partner_id.phone")
    zip = fields.Char(related="partner_id.zip", string="Postcode")
    city = fields.Char(related="partner_id.city")
    birthdate = fields.Date(related="partner_id.birthdate")
    age = fields.Integer(related="partner_id.age", aggregator=None)
    number = fields.Char(
        string="Membership number", help="Text: zeros in front belong to the number."
    )
    type_id = fields.Many2one(
        "bzk.membership.type",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    audience = fields.Selection(AUDIENCES, compute="_compute_audience", search="_search_audience")
    branch_id = fields.Many2one(
        "bzk.branch", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    date_start = fields.Date(string="Member since", default=fields.Date.context_today)
    date_end = fields.Date(
        string="Ends on", help="First day on which the customer is no longer a member."
    )
    reason_id = fields.Many2one(
        "bzk.leaving.reason",
        string="Reason for leaving",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    payer_id = fields.Many2one(
        "res.partner",
        check_company=True,
        domain="[('work_contact', '=', False)]",
        ondelete="set null",
        index="btree_not_null",
        help="Who pays, when that is somebody else: a parent for instance.",
    )
    payer_key = fields.Char(
        string="Number of the payer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Number of the payer in the source, as long as the source has not sent the payer.",
    )
    external_id_id = fields.Many2one(
        "bzk.external.id",
        string="Key in the source",
        check_company=True,
        ondelete="set null",
        copy=False,
        readonly=True,
    )
    fee = fields.Monetary(required=True, default=0, help="What this member pays a year.")
    state = fields.Selection(
        [("upcoming", "Upcoming"), ("current", "Current"), ("ended", "Ended")],
        compute="_compute_state",
        search="_search_state",
    )
    loans_total = fields.Integer(
        string="Loans ever", required=True, default=0, aggregator="avg", copy=False
    )
    last_loan_date = fields.Date(string="Last loan", copy=False)
    loan_stat_ids = fields.One2many("bzk.loan.stat", "membership_id", string="Loans per genre")
    stat_year = fields.Integer(
        string="Last year with loan figures",
        compute="_compute_stat",
        store=True,
        aggregator=None,
    )
    stat_loans = fields.Integer(
        string="Loans in that year", compute="_compute_stat", store=True, aggregator="avg"
    )
    loans_year = fields.Integer(
        string="Loans this year", compute="_compute_loans_year", search="_search_loans_year"
    )
    never_borrowed = fields.Boolean(
        string="Never borrowed", compute="_compute_never_borrowed", search="_search_never_borrowed"
    )
    quiet_text = fields.Char(related="partner_id.quiet_text", string="Retention signal")
    years_member = fields.Float(
        string="Years a member", compute="_compute_years_member", digits=(16, 1)
    )
    change_ids = fields.One2many("bzk.membership.change", "membership_id", string="History")

    _end_after_start = models.Constraint(
        "CHECK(date_end >= date_start)", "A membership cannot end before it starts."
    )
    _fee_positive = models.Constraint("CHECK(fee >= 0)", "A fee cannot be negative.")
    _loans_positive = models.Constraint(
        "CHECK(loans_total >= 0)", "A number of loans cannot be negative."
    )
    _external_id_uniq = models.UniqueIndex(
        "(external_id_id) WHERE external_id_id IS NOT NULL",
        "This key of the source already has a membership.",
    )
    # The order of the list, for a user of one library and for one of several.
    _company_start_idx = models.Index("(company_id, date_start DESC NULLS LAST, id DESC)")
    _start_idx = models.Index("(date_start DESC NULLS LAST, id DESC)")
    # varchar_pattern_ops serves both the whole number and its first digits.
    _number_idx = models.Index("(number varchar_pattern_ops)")
    _company_end_idx = models.Index("(company_id, date_end) WHERE date_end IS NOT NULL")

    @api.constrains("partner_id", "payer_id")
    def _check_customers(self):
        (self.partner_id | self.payer_id)._check_private()

    @api.depends("partner_id")
    def _compute_company_id(self):
        for membership in self:
            membership.company_id = (
                membership.partner_id.company_id or membership.company_id or self.env.company
            )

    @api.depends("date_start", "date_end")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for membership in self:
            if membership.date_end and membership.date_end <= today:
                membership.state = "ended"
            elif membership.date_start and membership.date_start > today:
                membership.state = "upcoming"
            else:
                membership.state = "current"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        ended = Domain("date_end", "<=", "today")
        upcoming = Domain("date_start", ">", "today")
        open_ended = Domain("date_end", "=", False) | Domain("date_end", ">", "today")
        started = Domain("date_start", "=", False) | Domain("date_start", "<=", "today")
        domains = {
            "ended": ended,
            "upcoming": upcoming & open_ended,
            "current": open_ended & started,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("type_id.audience")
    def _compute_audience(self):
        for membership in self:
            membership.audience = membership.type_id.audience

    @api.model
    def _search_audience(self, operator, value):
        """Look the few types up first, so that the index on the type is used."""
        types = self.env["bzk.membership.type"].with_context(active_test=False)
        return Domain("type_id", "in", types.search([("audience", operator, value)]).ids)

    @api.depends("loan_stat_ids.year", "loan_stat_ids.loans")
    def _compute_stat(self):
        """Keep the total of the latest year, so that lists need not add up millions of rows."""
        for membership in self:
            stats = membership.loan_stat_ids
            year = max(stats.mapped("year"), default=0)
            membership.stat_year = year
            membership.stat_loans = sum(stat.loans for stat in stats if stat.year == year)

    @api.depends("stat_year", "stat_loans")
    def _compute_loans_year(self):
        year = fields.Date.context_today(self).year
        for membership in self:
            membership.loans_year = membership.stat_loans if membership.stat_year == year else 0

    @api.model
    def _search_loans_year(self, operator, value):
        if operator not in ("in", ">", ">=", "<", "<="):
            return NotImplemented
        year = fields.Date.context_today(self).year
        this_year = Domain("stat_year", "=", year)
        domain = this_year & Domain("stat_loans", operator, value)
        zero_fits = {
            "in": lambda: any(not item for item in value),
            ">": lambda: value < 0,
            ">=": lambda: value <= 0,
            "<": lambda: value > 0,
            "<=": lambda: value >= 0,
        }
        return domain | ~this_year if zero_fits[operator]() else domain

    @api.depends("loans_total", "last_loan_date", "stat_loans", "type_id.counts_loans")
    def _compute_never_borrowed(self):
        for membership in self:
            membership.never_borrowed = membership.type_id.counts_loans and not (
                membership.loans_total or membership.last_loan_date or membership.stat_loans
            )

    @api.model
    def _search_never_borrowed(self, operator, value):
        if operator != "in" or set(value) - {True}:
            return NotImplemented
        return Domain(
            [
                ("loans_total", "=", 0),
                ("last_loan_date", "=", False),
                ("stat_loans", "=", 0),
                ("type_id.counts_loans", "=", True),
            ]
        )

    @api.depends("date_start", "date_end")
    def _compute_years_member(self):
        today = fields.Date.context_today(self)
        for membership in self:
            start = membership.date_start
            end = min(membership.date_end or today, today)
            days = (end - start).days if start else 0
            membership.years_member = max(days, 0) / DAYS_IN_YEAR

    @api.depends("partner_id.name", "number")
    def _compute_display_name(self):
        for membership in self:
            name = membership.partner_id.name or ""
            membership.display_name = f"{name} ({membership.number})" if membership.number else name

    @api.onchange("type_id")
    def _onchange_type_id(self):
        self.fee = self.type_id.fee

    @api.model_create_multi
    def create(self, vals_list):
        """Create memberships and begin their history."""
        for vals in vals_list:
            self._check_loans_access(name for name in LOANS & set(vals) if vals[name])
        memberships = super().create(vals_list)
        change = self.env["bzk.membership.change"].sudo()
        change.create([line for item in memberships for line in change._plan_created(item)])
        return memberships

    def write(self, vals):
        """Write, and add what changed to the history."""
        self._check_loans_access(LOANS & set(vals))
        if "partner_id" in vals and any(item.partner_id.id != vals["partner_id"] for item in self):
            raise UserError(
                self.env._("A membership stays with its customer. Merge the customers instead.")
            )
        if not set(TRACKED) & set(vals):
            return super().write(vals)
        before = {item.id: {name: item[name] for name in TRACKED} for item in self}
        result = super().write(vals)
        change = self.env["bzk.membership.change"].sudo()
        change.create(
            [line for item in self for line in change._plan_changed(item, before[item.id])]
        )
        return result

    def _check_loans_access(self, names):
        """Refuse loans typed in at the desk: they are the library system's to tell.

        :param names: fields about loans that are being written
        :raises AccessError: when there are any and the user is no data steward
        """
        if self.env.su or not any(names):
            return
        if not self.env.user.has_group("bzk_base.group_data_steward"):
            raise AccessError(self.env._("Only a data steward may change loans."))
