from odoo import fields, models
from odoo.tools import SQL

from ..models.event_event import PRICE_MODELS
from .activity_sql import COUNTS, DAY, NOW, REVENUE, SEATS, STATE, UNCHECKED

STATES = [("held", "Held"), ("coming", "Coming"), ("cancelled", "Cancelled")]
#: Percentages and averages of a group: what is divided by what, times how much.
RATIOS = {
    "no_show_rate": ("no_shows", "expected", 100),
    "occupancy": ("visitors_placed", "places", 100),
    "score": ("score_sum", "answers", 1),
}


class ActivityReport(models.Model):
    """Visitors and revenue, one row for each activity that is not archived.

    Who came is known in four ways that are never mixed up: *attended* (checked in), *registered*
    (booked, while nobody wrote down who came), *counted* and *estimated*. Their sum is the number
    of visitors. A percentage of a group is that of its sums, not the average of percentages.
    """

    _name = "bzk.activity.report"
    _description = "Activity figures"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "event_id"
    _depends = {
        "event.event": [
            "active",
            "audience_id",
            "branch_id",
            "capacity",
            "company_id",
            "date_begin",
            "date_end",
            "date_tz",
            "event_type_id",
            "kanban_state",
            "price_model",
            "score_average",
            "score_count",
            "theme_id",
        ],
        "event.registration": ["active", "event_id", "state"],
        "bzk.activity.count": ["event_id", "method", "number"],
        "bzk.ticket.line": ["event_id", "order_id", "price", "state"],
        "bzk.ticket.order": ["state"],
    }

    event_id = fields.Many2one("event.event", string="Activity", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    theme_id = fields.Many2one("bzk.activity.theme", readonly=True)
    audience_id = fields.Many2one("bzk.activity.audience", readonly=True)
    type_id = fields.Many2one("event.type", string="Kind of activity", readonly=True)
    price_model = fields.Selection(PRICE_MODELS, string="Price", readonly=True)
    date = fields.Date(readonly=True)
    state = fields.Selection(STATES, readonly=True)
    activities = fields.Integer(
        readonly=True, aggregator="sum", help="Activities that were not cancelled."
    )
    visitors = fields.Integer(
        readonly=True,
        aggregator="sum",
        help="Checked in, counted and estimated; who had booked when nobody wrote down who came.",
    )
    visitors_average = fields.Float(
        string="Visitors per activity", readonly=True, aggregator="avg", digits=(16, 1)
    )
    attended = fields.Integer(
        string="Checked in", readonly=True, aggregator="sum", help="Came with a ticket or a place."
    )
    registered = fields.Integer(
        string="Booked, not checked",
        readonly=True,
        aggregator="sum",
        help="Had booked for an activity at which nobody wrote down who came.",
    )
    counted = fields.Integer(readonly=True, aggregator="sum")
    estimated = fields.Integer(readonly=True, aggregator="sum")
    revenue = fields.Monetary(
        readonly=True, aggregator="sum", help="Valid tickets of paid orders, without fees."
    )
    bookings = fields.Integer(readonly=True, aggregator="sum", help="Places that were booked.")
    no_shows = fields.Integer(
        string="Did not come",
        readonly=True,
        aggregator="sum",
        help="Had booked and did not come, where who came was checked.",
    )
    expected = fields.Integer(
        readonly=True,
        aggregator="sum",
        help="Places booked for activities at which who came was checked.",
    )
    no_show_rate = fields.Float(
        string="% did not come", readonly=True, aggregator="avg", digits=(16, 1)
    )
    places = fields.Integer(
        readonly=True, aggregator="sum", help="Of activities with a limited number of places."
    )
    visitors_placed = fields.Integer(
        string="Places taken",
        readonly=True,
        aggregator="sum",
        help="Visitors of activities with a limited number of places; bookings of coming ones.",
    )
    occupancy = fields.Float(string="% occupied", readonly=True, aggregator="avg", digits=(16, 1))

    answers = fields.Integer(
        string="Scores given", readonly=True, aggregator="sum", help="By visitors, from 1 to 5."
    )
    score_sum = fields.Float(string="Scores together", readonly=True, aggregator=None)
    score = fields.Float(readonly=True, aggregator="avg", digits=(16, 1))

    def action_open_activity(self):
        """Show the activity behind the row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "event.event",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """One select; what a question does not need is dropped by the database."""
        return SQL(
            """
            SELECT f.id, f.id AS event_id, f.company_id, f.currency_id, f.branch_id, f.theme_id,
                   f.audience_id, f.type_id, f.price_model, f.date, f.state,
                   f.bookings, f.places,
                   CASE WHEN f.state <> 'cancelled' THEN 1 ELSE 0 END AS activities,
                   f.attended, f.registered, f.counted, f.estimated,
                   f.attended + f.registered + f.counted + f.estimated AS visitors,
                   f.attended + f.registered + f.counted + f.estimated AS visitors_average,
                   f.revenue, f.no_shows, f.expected,
                   100.0 * f.no_shows / NULLIF(f.expected, 0) AS no_show_rate,
                   %(taken)s AS visitors_placed,
                   100.0 * %(taken)s / f.places AS occupancy,
                   f.answers, f.score_sum, f.score_sum / NULLIF(f.answers, 0) AS score
              FROM (
                SELECT e.id, e.company_id, y.currency_id, e.branch_id, e.theme_id, e.audience_id,
                       e.event_type_id AS type_id, e.price_model, %(day)s AS date,
                       %(state)s AS state,
                       COALESCE(s.checked + s.booked, 0) AS bookings,
                       CASE WHEN e.kanban_state <> 'cancel' THEN NULLIF(e.capacity, 0) END
                           AS places,
                       CASE WHEN %(held)s THEN COALESCE(s.checked, 0) END AS attended,
                       CASE WHEN %(held)s
                            THEN CASE WHEN %(unchecked)s THEN COALESCE(s.booked, 0) ELSE 0 END
                       END AS registered,
                       CASE WHEN %(held)s THEN COALESCE(c.counted, 0) END AS counted,
                       CASE WHEN %(held)s THEN COALESCE(c.estimated, 0) END AS estimated,
                       COALESCE(l.revenue, 0) AS revenue, e.score_count AS answers,
                       e.score_average * e.score_count AS score_sum,
                       CASE WHEN %(checked)s THEN s.booked END AS no_shows,
                       CASE WHEN %(checked)s THEN s.checked + s.booked END AS expected
                  FROM event_event e
                  JOIN res_company y ON y.id = e.company_id
             LEFT JOIN (%(seats)s) s ON s.event_id = e.id
             LEFT JOIN (%(counts)s) c ON c.event_id = e.id
             LEFT JOIN (%(revenue)s) l ON l.event_id = e.id
                 WHERE e.active
                   ) f
            """,
            day=DAY,
            state=STATE,
            held=SQL("(%s) = 'held'", STATE),
            unchecked=UNCHECKED,
            checked=SQL(
                "e.kanban_state <> 'cancel' AND s.checked > 0 AND e.date_end <= %s",
                NOW,
            ),
            taken=SQL(
                """CASE WHEN f.places IS NULL THEN NULL WHEN f.state = 'coming' THEN f.bookings
                        ELSE f.attended + f.registered + f.counted + f.estimated END"""
            ),
            seats=SEATS,
            counts=COUNTS,
            revenue=REVENUE,
        )

    def _read_group_select(self, aggregate_spec, query):
        """Divide sums by sums, so that a percentage is right at every grouping."""
        name, _separator, function = aggregate_spec.partition(":")
        if function != "avg" or name not in RATIOS:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], "read")
        above, below, factor = RATIOS[name]
        return SQL(
            "%s * SUM(%s) / NULLIF(SUM(%s), 0)::numeric",
            factor,
            self._field_to_sql(self._table, above, query),
            self._field_to_sql(self._table, below, query),
        )
