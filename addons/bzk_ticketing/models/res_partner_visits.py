from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


class ResPartner(models.Model):
    """What can be asked of customers as visitors, for lists that find their people by it."""

    _inherit = "res.partner"

    last_activity_date = fields.Datetime(search="_search_last_activity_date")
    activities_year = fields.Integer(
        string="Activities in twelve months",
        compute="_compute_activities_year",
        search="_search_activities_year",
        help="To how many activities the customer came in the last twelve months.",
    )
    last_ticket_date = fields.Date(
        string="Last ticket bought",
        compute="_compute_last_ticket_date",
        search="_search_last_ticket_date",
        help="When the customer last paid for tickets.",
    )

    @api.depends("attendance_ids.state", "attendance_ids.event_id")
    def _compute_activities_year(self):
        mine = SQL(
            "SELECT attendee_id, count(*) FROM (%s) visit WHERE attendee_id = ANY(%s) GROUP BY 1",
            self._visits(self._year_ago()),
            self.ids,
        )
        self.env.cr.execute(mine)
        found = dict(self.env.cr.fetchall())
        for partner in self:
            partner.activities_year = found.get(partner._origin.id, 0)

    def _compute_last_ticket_date(self):
        last = dict(
            self.env["bzk.transaction"]._read_group(
                [*self._tickets(), ("partner_id", "in", self.ids)], ["partner_id"], ["date:max"]
            )
        )
        for partner in self:
            partner.last_ticket_date = last.get(partner._origin, False)

    @api.model
    def _search_last_activity_date(self, operator, value):
        """Who came in that time; before a day means that nothing came after it."""
        came = Domain("id", "in", self._visitors())
        if operator in (">", ">="):
            return Domain("id", "in", self._visitors(value, COMPARISONS[operator]))
        if operator in ("<", "<="):
            after = COMPARISONS[">=" if operator == "<" else ">"]
            return came & ~Domain("id", "in", self._visitors(value, after))
        if operator == "in" and set(value) == {False}:
            return ~came
        return NotImplemented

    @api.model
    def _search_activities_year(self, operator, value):
        if operator == "in" and not any(value):
            operator, value = "<", 1
        if operator not in COMPARISONS:
            return NotImplemented
        # Who came to none is not among the visitors, and is found as what is left.
        fewer = operator in ("<", "<=")
        asked = {"<": ">=", "<=": ">"}.get(operator, operator)
        if value < 0 or (value == 0 and asked == ">="):
            return Domain.FALSE if fewer else Domain.TRUE
        found = SQL(
            "(SELECT attendee_id FROM (%s) visit GROUP BY 1 HAVING count(*) %s %s)",
            self._visits(self._year_ago()),
            COMPARISONS[asked],
            int(value),
        )
        domain = Domain("id", "in", found)
        return ~domain if fewer else domain

    @api.model
    def _search_last_ticket_date(self, operator, value):
        """Compare dates of what was paid; before a day means that nothing was bought after it."""
        tickets = Domain(self._tickets())

        def bought(domain):
            chosen = self.env["bzk.transaction"]._search(tickets & domain)
            return Domain("id", "in", chosen.subselect("partner_id"))

        if operator in (">", ">="):
            return bought(Domain("date", operator, value))
        if operator in ("<", "<="):
            later = Domain("date", ">=" if operator == "<" else ">", value)
            return bought(Domain.TRUE) & ~bought(later)
        if operator == "in" and set(value) == {False}:
            return ~bought(Domain.TRUE)
        return NotImplemented

    @api.model
    def _tickets(self):
        return [("kind", "=", "ticket"), ("amount", ">", 0)]

    @api.model
    def _year_ago(self):
        return fields.Datetime.now() - relativedelta(years=1)

    @api.model
    def _visitors(self, moment=None, operator=None):
        return SQL("(SELECT attendee_id FROM (%s) visit)", self._visits(moment, operator))

    @api.model
    def _visits(self, moment=None, operator=None):
        """Give the visits at the libraries at work, of activities that are over.

        Whoever was registered for one at which nobody was checked in, is taken to have come.

        :param moment: only of activities that began from then on
        :param operator: SQL of another comparison of that moment
        :return: SQL select of ``attendee_id``, one row for each visit
        """
        self.env["event.registration"].flush_model()
        self.env["event.event"].flush_model(["date_begin", "date_end"])
        since = SQL("TRUE")
        if moment:
            since = SQL("activity.date_begin %s %s", operator or SQL(">="), moment)
        return SQL(
            """
            SELECT seat.attendee_id
              FROM event_event activity
              JOIN event_registration seat ON seat.event_id = activity.id AND seat.active
             WHERE activity.company_id = ANY(%(companies)s) AND activity.date_end <= %(now)s
               AND %(since)s AND seat.attendee_id IS NOT NULL
               AND (seat.state = 'done'
                    OR seat.state = 'open' AND NOT EXISTS (
                        SELECT FROM event_registration other
                         WHERE other.event_id = activity.id AND other.state = 'done'))
            """,
            companies=self._library_ids(),
            now=fields.Datetime.now(),
            since=since,
        )
