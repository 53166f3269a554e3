from odoo import fields, models
from odoo.tools import LazyTranslate

from ..models.membership_type import AUDIENCES

_lt = LazyTranslate(__name__)

#: (code, label, first age above the group): from these come the SQL and the selection.
AGE_GROUPS = [
    ("00_05", "0 to 5", 6),
    ("06_12", "6 to 12", 13),
    ("13_17", "13 to 17", 18),
    ("18_29", "18 to 29", 30),
    ("30_39", "30 to 39", 40),
    ("40_49", "40 to 49", 50),
    ("50_64", "50 to 64", 65),
    ("65_up", "65 and older", None),
    ("unknown", "Unknown", None),
]


def age_group_sql(birthdate):
    """Write the age group of today as SQL, comparing dates so that nothing is computed per row.

    :param str birthdate: trusted SQL expression of a date
    :return: SQL expression that gives the code of the group
    """
    cases = " ".join(
        f"WHEN {birthdate} > CURRENT_DATE - INTERVAL '{below} years' THEN '{code}'"
        for code, _label, below in AGE_GROUPS
        if below
    )
    return f"CASE WHEN {birthdate} IS NULL THEN 'unknown' {cases} ELSE '65_up' END"


class MembershipReport(models.Model):
    """Members and lost members, one row for each membership that has begun.

    Averages leave out what is unknown: loans of members who borrow elsewhere, and the last loan
    of those who never had one. "Without those who never borrowed" is the measure of the strategy
    paper, where its quotient with the plain average equals the share that did borrow.
    """

    _name = "bzk.membership.report"
    _description = "Member figures"
    _auto = False
    _order = "date_start DESC NULLS LAST, id DESC"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    type_id = fields.Many2one("bzk.membership.type", string="Membership type", readonly=True)
    audience = fields.Selection(AUDIENCES, readonly=True)
    age_group = fields.Selection(
        [(code, label) for code, label, _below in AGE_GROUPS], string="Age group", readonly=True
    )
    is_paying = fields.Boolean(string="Paying", readonly=True)
    state = fields.Selection([("active", "Member"), ("lost", "Lost")], readonly=True)
    reason_id = fields.Many2one(
        "bzk.leaving.reason",
        string="Reason for leaving",
        readonly=True,
        falsy_value_label=_lt("(not given)"),  # pylint: disable=translation-field
    )
    date_start = fields.Date(string="Member since", readonly=True)
    date_end = fields.Date(string="Ended on", readonly=True)
    last_loan_date = fields.Date(string="Last loan", readonly=True)
    members = fields.Integer(readonly=True, aggregator="sum")
    fee = fields.Monetary(
        string="Subscription value",
        readonly=True,
        aggregator="sum",
        help="What members pay the library a year.",
    )
    fee_kb = fields.Monetary(
        string="Income from the national library", readonly=True, aggregator="sum"
    )
    loans_year = fields.Float(
        string="Loans this year", readonly=True, aggregator="avg", digits=(16, 1)
    )
    loans_borrowers = fields.Float(
        string="Loans this year, without those who never borrowed",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    loans_total = fields.Float(string="Loans ever", readonly=True, aggregator="avg", digits=(16, 1))
    years_member = fields.Float(
        string="Years a member", readonly=True, aggregator="avg", digits=(16, 1)
    )
    never_borrowed = fields.Float(
        string="% never borrowed", readonly=True, aggregator="avg", digits=(16, 1)
    )
    months_since_loan = fields.Float(
        string="Months since last loan",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Up to today, or up to the day on which the membership ended.",
    )

    def action_open_membership(self):
        """Show the membership behind the row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "bzk.membership",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """One select; joins that a question does not need are dropped by the database."""
        never = "m.loans_total = 0 AND m.last_loan_date IS NULL AND m.stat_loans = 0"
        loans = """CASE WHEN m.stat_year = EXTRACT(YEAR FROM CURRENT_DATE)
                        THEN m.stat_loans ELSE 0 END"""
        until = "LEAST(m.date_end, CURRENT_DATE)"
        return f"""
            SELECT m.id, m.partner_id, m.company_id, c.currency_id, m.branch_id, m.type_id,
                   m.reason_id, m.date_start, m.date_end, m.last_loan_date,
                   t.audience, t.is_paying,
                   {age_group_sql("p.birthdate")} AS age_group,
                   CASE WHEN m.date_end <= CURRENT_DATE THEN 'lost' ELSE 'active' END AS state,
                   1 AS members,
                   CASE WHEN t.audience = 'digital_kb' THEN 0 ELSE m.fee END AS fee,
                   CASE WHEN t.audience = 'digital_kb' THEN m.fee ELSE 0 END AS fee_kb,
                   CASE WHEN t.counts_loans THEN {loans} END AS loans_year,
                   CASE WHEN t.counts_loans AND NOT ({never}) THEN {loans} END AS loans_borrowers,
                   CASE WHEN t.counts_loans THEN m.loans_total END AS loans_total,
                   ({until} - m.date_start) / 365.25 AS years_member,
                   CASE WHEN t.counts_loans
                        THEN CASE WHEN {never} THEN 100 ELSE 0 END END AS never_borrowed,
                   CASE WHEN m.last_loan_date IS NOT NULL
                        THEN GREATEST({until} - m.last_loan_date, 0) / 30.4375
                   END AS months_since_loan
              FROM bzk_membership m
         LEFT JOIN bzk_membership_type t ON t.id = m.type_id
         LEFT JOIN res_company c ON c.id = m.company_id
         LEFT JOIN res_partner p ON p.id = m.partner_id
             WHERE m.date_start <= CURRENT_DATE OR m.date_start IS NULL
        """
