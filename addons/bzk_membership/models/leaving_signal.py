from odoo import api, fields, models
from odoo.tools import SQL

OUTCOMES = [
    ("borrowed", "Borrowed again"),
    ("left", "Left"),
    ("other", "No longer counts"),
]


class LeavingSignal(models.Model):
    """A member who may be on the way out, as nothing was borrowed for longer than their type does.

    Worked out each night for everybody at once. A signal that is over stays, with what became of
    it: only so can be told later how many of those with a signal left.
    """

    _name = "bzk.leaving.signal"
    _inherit = "bzk.library.guard"
    _description = "Retention signal"
    _order = "until DESC NULLS FIRST, since DESC, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    # Written by the night's statements alone.
    _log_access = False

    membership_id = fields.Many2one(
        "bzk.membership", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    type_id = fields.Many2one(
        "bzk.membership.type",
        string="Membership type",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    branch_id = fields.Many2one("bzk.branch", readonly=True, ondelete="set null")
    quiet_since = fields.Date(
        string="Last loan or start",
        required=True,
        readonly=True,
        help="Day of the last loan, or on which the membership began of who never borrowed.",
    )
    never_borrowed = fields.Boolean(readonly=True)
    months = fields.Integer(
        string="Months without a loan", required=True, readonly=True, aggregator="avg"
    )
    since = fields.Date(
        string="Signal since",
        required=True,
        readonly=True,
        help="Day on which the months of the membership type were over.",
    )
    until = fields.Date(
        string="Signal until", readonly=True, help="Empty as long as the signal holds."
    )
    outcome = fields.Selection(OUTCOMES, string="What became of it", readonly=True)
    noted_on = fields.Date(
        required=True, readonly=True, help="Night on which the signal was first seen."
    )
    reason = fields.Char(compute="_compute_reason", string="Why")
    birthdate = fields.Date(related="partner_id.birthdate")
    age = fields.Integer(related="partner_id.age", aggregator=None)
    date_start = fields.Date(related="membership_id.date_start", string="Member since")
    loans_total = fields.Integer(related="membership_id.loans_total", aggregator=None)

    _one_at_a_time = models.UniqueIndex(
        "(membership_id) WHERE until IS NULL", "This member has a signal already."
    )
    _membership_idx = models.Index("(membership_id, since)")
    _company_until_idx = models.Index("(company_id, until, type_id) INCLUDE (partner_id)")

    @api.depends("never_borrowed", "months", "type_id.quiet_months")
    def _compute_reason(self):
        for signal in self:
            _ = signal.env._
            values = {"months": signal.months, "limit": signal.type_id.quiet_months}
            if signal.never_borrowed:
                signal.reason = _(
                    "Never borrowed in %(months)s months; for this type %(limit)s is long.",
                    **values,
                )
            else:
                signal.reason = _(
                    "No loan for %(months)s months; for this type %(limit)s is long.", **values
                )

    @api.depends("partner_id.name")
    def _compute_display_name(self):
        for signal in self:
            signal.display_name = signal.partner_id.name

    def action_open_customer(self):
        """Show the customer's screen."""
        self.ensure_one()
        form = self.env.ref("bzk_base.view_customer_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(form.id, "form")],
        }

    @api.model
    def _cron_renew(self):
        self._renew()

    @api.model
    def _renew(self):
        """Bring the signals of all libraries up to date: three statements, however many members."""
        for name in ("bzk.membership", "bzk.membership.type", "res.partner", self._name):
            self.env[name].flush_model()
        today = fields.Date.context_today(self)
        quiet = self._quiet_query(today)
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_leaving_signal signal
                   SET until = CASE WHEN m.date_end <= %(today)s THEN m.date_end
                                    WHEN m.last_loan_date > signal.quiet_since
                                    THEN GREATEST(m.last_loan_date, signal.since)
                                    ELSE %(today)s END,
                       outcome = CASE WHEN m.date_end <= %(today)s THEN 'left'
                                      WHEN m.last_loan_date > signal.quiet_since THEN 'borrowed'
                                      ELSE 'other' END
                  FROM bzk_membership m
                 WHERE m.id = signal.membership_id AND signal.until IS NULL
                   AND NOT EXISTS (SELECT FROM (%(quiet)s) quiet WHERE quiet.id = m.id)
                """,
                today=today,
                quiet=quiet,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_leaving_signal signal
                   SET partner_id = quiet.partner_id, type_id = quiet.type_id,
                       branch_id = quiet.branch_id, quiet_since = quiet.quiet_since,
                       never_borrowed = quiet.never_borrowed, months = quiet.months,
                       since = quiet.since
                  FROM (%(quiet)s) quiet
                 WHERE quiet.id = signal.membership_id AND signal.until IS NULL
                   AND (signal.partner_id, signal.type_id, signal.branch_id, signal.quiet_since,
                        signal.never_borrowed, signal.months, signal.since)
                       IS DISTINCT FROM
                       (quiet.partner_id, quiet.type_id, quiet.branch_id, quiet.quiet_since,
                        quiet.never_borrowed, quiet.months, quiet.since)
                """,
                quiet=quiet,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_leaving_signal (membership_id, partner_id, company_id, type_id,
                       branch_id, quiet_since, never_borrowed, months, since, noted_on)
                SELECT quiet.id, quiet.partner_id, quiet.company_id, quiet.type_id,
                       quiet.branch_id, quiet.quiet_since, quiet.never_borrowed, quiet.months,
                       quiet.since, %(today)s
                  FROM (%(quiet)s) quiet
                    ON CONFLICT (membership_id) WHERE until IS NULL DO NOTHING
                """,
                quiet=quiet,
                today=today,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _quiet_query(self, today):
        """Give the current members who have not borrowed for as long as their type allows.

        As ``res.partner.quiet_text`` tells it of one of them. Of who is known to have borrowed and
        has no date of it, nothing can be said.

        :return: SQL select of a membership's ``id``, ``partner_id``, ``company_id``, ``type_id``,
            ``branch_id``, ``quiet_since``, ``since``, ``never_borrowed`` and ``months``
        """
        return SQL(
            """
            SELECT m.id, m.partner_id, m.company_id, m.type_id, m.branch_id,
                   COALESCE(m.last_loan_date, m.date_start) AS quiet_since,
                   (COALESCE(m.last_loan_date, m.date_start)
                    + make_interval(months => kind.quiet_months))::date AS since,
                   m.last_loan_date IS NULL AS never_borrowed,
                   (EXTRACT(YEAR FROM gone.by) * 12 + EXTRACT(MONTH FROM gone.by))::int AS months
              FROM bzk_membership m
              JOIN bzk_membership_type kind ON kind.id = m.type_id
               AND kind.counts_loans AND kind.quiet_months > 0
              JOIN res_partner partner ON partner.id = m.partner_id
               AND partner.active AND partner.deceased IS NOT TRUE
        CROSS JOIN LATERAL (
                   SELECT age(%(today)s, COALESCE(m.last_loan_date, m.date_start)) AS by
                   ) gone
             WHERE (m.date_end IS NULL OR m.date_end > %(today)s)
               AND (m.date_start IS NULL OR m.date_start <= %(today)s)
               AND COALESCE(m.last_loan_date, m.date_start)
                   <= %(today)s - make_interval(months => kind.quiet_months)
               AND (m.last_loan_date IS NOT NULL
                    OR COALESCE(m.loans_total, 0) = 0 AND COALESCE(m.stat_loans, 0) = 0)
            """,
            today=today,
        )
