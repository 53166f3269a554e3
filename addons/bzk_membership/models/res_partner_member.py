from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .membership import DAYS_IN_YEAR
from .membership_type import AUDIENCES

#: What is asked of numbers; Odoo brings "is" and "is not" down to "in".
COMPARISONS = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}
#: Nobody is a member for longer; asked for more years, nobody is found.
MOST_YEARS = 150


class ResPartner(models.Model):
    """What can be asked of customers as members, for lists that find their people by it.

    All of it is about the current membership, so that what was true of an earlier one counts not.
    """

    _inherit = "res.partner"

    member_since = fields.Date(
        compute="_compute_member",
        search="_search_member_since",
        help="Start of the current membership; empty for who is no member.",
    )
    member_audience = fields.Selection(
        AUDIENCES,
        string="Kind of membership",
        compute="_compute_member",
        search="_search_member_audience",
        help="Of the current membership; empty for who is no member.",
    )
    member_until = fields.Date(
        string="Member until",
        compute="_compute_member_until",
        search="_search_member_until",
        help="Day on which the last membership ended; empty for members and for who never was one.",
    )
    member_jubilee = fields.Integer(
        string="Years a member, reached this month",
        compute="_compute_member_jubilee",
        search="_search_member_jubilee",
        help="5 when the membership is five years old on a day of this month; 0 in other months "
        "than the one in which it began.",
    )
    last_loan_date = fields.Date(
        string="Last loan",
        compute="_compute_member",
        search="_search_last_loan_date",
        help="On the current membership; empty for who never borrowed on it.",
    )
    never_borrowed = fields.Boolean(
        compute="_compute_member",
        search="_search_never_borrowed",
        help="Is a member and may borrow, and never did.",
    )
    loans_average = fields.Float(
        string="Loans a year",
        compute="_compute_member",
        search="_search_loans_average",
        digits=(16, 1),
        help="Loans ever, divided by the years of the current membership (at least one).",
    )

    @api.depends(
        "membership_id.date_start",
        "membership_id.date_end",
        "membership_id.last_loan_date",
        "membership_id.loans_total",
        "membership_id.never_borrowed",
        "membership_id.type_id.audience",
    )
    def _compute_member(self):
        for partner in self:
            membership = partner.membership_id
            if membership.state != "current":
                membership = membership.browse()
            partner.member_since = membership.date_start
            partner.member_audience = membership.audience
            partner.last_loan_date = membership.last_loan_date
            partner.never_borrowed = membership.never_borrowed
            partner.loans_average = membership.loans_total / max(membership.years_member, 1)

    @api.depends("membership_id.date_end")
    def _compute_member_until(self):
        for partner in self:
            membership = partner.membership_id
            partner.member_until = membership.state == "ended" and membership.date_end

    @api.depends("member_since")
    def _compute_member_jubilee(self):
        today = fields.Date.context_today(self)
        for partner in self:
            since = partner.member_since
            reached = since and since.month == today.month
            partner.member_jubilee = today.year - since.year if reached else 0

    @api.model
    def _membership_where(self, domain):
        """Who has a current membership of which this holds."""
        return Domain("membership_ids", "any", Domain("state", "in", ["current"]) & Domain(domain))

    @api.model
    def _membership_date(self, name, operator, value):
        """Compare a date of the current membership; empty also for who is no member.

        :param name: field of ``bzk.membership``
        """
        if operator in COMPARISONS:
            return self._membership_where([(name, operator, value)])
        if operator != "in":
            return NotImplemented
        days = [day for day in value if day]
        domain = self._membership_where([(name, "in", days)]) if days else Domain.FALSE
        return (
            domain
            if len(days) == len(value)
            else (domain | ~self._membership_where([(name, "!=", False)]))
        )

    @api.model
    def _search_member_since(self, operator, value):
        return self._membership_date("date_start", operator, value)

    @api.model
    def _search_last_loan_date(self, operator, value):
        return self._membership_date("last_loan_date", operator, value)

    @api.model
    def _search_member_audience(self, operator, value):
        if operator != "in":
            return NotImplemented
        audiences = [audience for audience in value if audience]
        domain = (
            self._membership_where([("audience", "in", audiences)]) if audiences else Domain.FALSE
        )
        return domain if len(audiences) == len(value) else domain | ~self._membership_where([])

    @api.model
    def _search_member_until(self, operator, value):
        """Who has a membership that ended then, and none that holds or is to come."""
        ended = Domain("date_end", "<=", "today")
        if operator in COMPARISONS:
            ended &= Domain("date_end", operator, value)
        elif operator == "in" and all(value):
            ended &= Domain("date_end", "in", value)
        elif operator == "in" and not any(value):
            return ~self._search_member_until("<=", fields.Date.context_today(self))
        else:
            return NotImplemented
        holds = Domain("date_end", "=", False) | Domain("date_end", ">", "today")
        return Domain("membership_ids", "any", ended) & ~Domain("membership_ids", "any", holds)

    @api.model
    def _search_never_borrowed(self, operator, value):
        if operator != "in" or set(value) - {True}:
            return NotImplemented
        return self._membership_where([("never_borrowed", "=", True)])

    @api.model
    def _search_member_jubilee(self, operator, value):
        """Look at the starts of memberships in this month of those years."""
        if operator != "in" or not all(value):
            return NotImplemented
        first = fields.Date.context_today(self).replace(day=1)
        months = Domain.FALSE
        for years in {int(years) for years in value}:
            if 0 < years <= MOST_YEARS:
                start = first - relativedelta(years=years)
                end = start + relativedelta(months=1)
                months |= Domain([("date_start", ">=", start), ("date_start", "<", end)])
        return self._membership_where(months)

    @api.model
    def _search_loans_average(self, operator, value):
        """Compare the loans themselves with what they would have to be in those years."""
        if operator not in COMPARISONS:
            return NotImplemented
        self.env["bzk.membership"].flush_model()
        today = fields.Date.context_today(self)
        found = SQL(
            """(SELECT m.partner_id FROM bzk_membership m
                 WHERE m.company_id = ANY(%(companies)s)
                   AND (m.date_end IS NULL OR m.date_end > %(today)s)
                   AND (m.date_start IS NULL OR m.date_start <= %(today)s)
                   AND m.loans_total %(operator)s %(value)s
                       * GREATEST((%(today)s - m.date_start) / %(days)s, 1))""",
            companies=self._library_ids(),
            today=today,
            operator=COMPARISONS[operator],
            value=float(value),
            days=DAYS_IN_YEAR,
        )
        return Domain("id", "in", found)
