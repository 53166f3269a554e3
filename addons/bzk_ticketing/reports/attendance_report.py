from odoo import fields, models
from odoo.tools import SQL, LazyTranslate

from odoo.addons.bzk_base.models.res_partner import AGE_GROUPS, LAST_AGES

from ..models.event_event import PRICE_MODELS
from .activity_sql import COUNTS, DAY, NOW, SEATS, UNCHECKED

_lt = LazyTranslate(__name__)
#: Of who was counted, or came as somebody's guest.
UNKNOWN = _lt("(not known)")

KINDS = [
    ("attended", "Checked in"),
    ("registered", "Booked, not checked"),
    ("counted", "Counted"),
    ("estimated", "Estimated"),
]


class AttendanceReport(models.Model):
    """Who came: a row for each place that was taken, and for each count of an age group.

    Of who was counted, and of a guest of whom too little is known, there is no customer. A visit
    is somebody's *first* when there is none before it; whether the customer was a member is that
    of the day of the visit.
    """

    _name = "bzk.attendance.report"
    _description = "Visits to activities"
    _auto = False
    _order = "date DESC, id DESC"
    _rec_name = "event_id"
    _depends = {
        "event.event": ["active", "company_id", "date_begin", "date_end", "kanban_state"],
        "event.registration": ["active", "attendee_id", "event_id", "state"],
        "bzk.activity.count": ["age_group", "event_id", "method", "number"],
        "res.partner": ["birthdate"],
    }

    event_id = fields.Many2one("event.event", string="Activity", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    theme_id = fields.Many2one("bzk.activity.theme", readonly=True)
    audience_id = fields.Many2one("bzk.activity.audience", readonly=True)
    type_id = fields.Many2one("event.type", string="Kind of activity", readonly=True)
    price_model = fields.Selection(PRICE_MODELS, string="Price", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(KINDS, string="How it is known", readonly=True)
    age_group = fields.Selection(
        AGE_GROUPS,
        readonly=True,
        falsy_value_label=UNKNOWN,  # pylint: disable=translation-field
        help="Age on the day of the visit.",
    )
    visit = fields.Selection(
        [("first", "First visit"), ("again", "Came before")],
        readonly=True,
        falsy_value_label=UNKNOWN,  # pylint: disable=translation-field
        help="Empty when it is not known who came.",
    )
    member = fields.Selection(
        [("yes", "Member"), ("no", "No member")],
        readonly=True,
        falsy_value_label=UNKNOWN,  # pylint: disable=translation-field
        help="On the day of the visit. Empty when it is not known who came.",
    )
    visitors = fields.Integer(readonly=True, aggregator="sum")
    customers = fields.Integer(
        string="Known customers",
        readonly=True,
        aggregator="count_distinct",
        help="Different people among the visitors of whom it is known who they are.",
    )
    member_share = fields.Float(
        string="% members",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Of the visits of known customers.",
    )

    def action_open_activity(self):
        """Show the activity behind the row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "event.event",
            "res_id": self.event_id.id,
            "views": [(False, "form")],
        }

    @property
    def _table_query(self):
        """Places taken and counts.

        The types of both selects are the same to the letter: only then does the database leave
        out the joins that a question does not need.
        """
        columns = SQL(
            """e.company_id, e.branch_id, e.theme_id, e.audience_id, e.event_type_id AS type_id,
               e.price_model, e.date_begin, d.date"""
        )
        # Behind a fence the day is worked out once for an activity, not for each who came.
        day = SQL("CROSS JOIN LATERAL (SELECT %s AS date OFFSET 0) d", DAY)
        held = SQL("e.active AND e.kanban_state <> 'cancel' AND e.date_begin <= %s", NOW)
        return SQL(
            """
            SELECT r.id::int8 * 2 AS id, r.event_id, r.attendee_id AS partner_id, %(columns)s,
                   (CASE r.state WHEN 'done' THEN 'attended' ELSE 'registered' END)::varchar
                       AS kind,
                   (%(age_group)s)::varchar AS age_group,
                   (CASE WHEN e.date_begin > f.date_begin THEN 'again'
                         WHEN r.attendee_id IS NOT NULL THEN 'first' END)::varchar AS visit,
                   (CASE WHEN r.attendee_id IS NOT NULL
                         THEN CASE WHEN %(member)s THEN 'yes' ELSE 'no' END END)::varchar
                       AS member,
                   1 AS visitors, r.attendee_id AS customers,
                   CASE WHEN r.attendee_id IS NOT NULL
                        THEN CASE WHEN %(member)s THEN 100 ELSE 0 END END AS member_share
              FROM event_registration r
              JOIN event_event e ON e.id = r.event_id %(day)s
         LEFT JOIN (%(seats)s) s ON s.event_id = e.id
         LEFT JOIN (%(counts)s) c ON c.event_id = e.id
         LEFT JOIN (%(first)s) f ON f.attendee_id = r.attendee_id
         LEFT JOIN res_partner p ON p.id = r.attendee_id
             WHERE %(held)s AND r.active
               AND (r.state = 'done' OR r.state = 'open' AND %(unchecked)s)
         UNION ALL
            SELECT n.id::int8 * 2 + 1, n.event_id, NULL::int4, %(columns)s, n.method,
                   n.age_group, NULL::varchar, NULL::varchar, n.number, NULL::int4,
                   NULL::int4
              FROM bzk_activity_count n
              JOIN event_event e ON e.id = n.event_id %(day)s
             WHERE %(held)s AND n.number > 0
            """,
            columns=columns,
            day=day,
            age_group=_age_group(SQL("p.birthdate"), SQL("d.date")),
            member=SQL(
                """EXISTS (SELECT FROM (%s) m
                            WHERE m.partner_id = r.attendee_id
                              AND (m.date_start IS NULL OR m.date_start <= d.date)
                              AND (m.date_end IS NULL OR m.date_end > d.date))""",
                self.env["res.partner"]._member_periods(),
            ),
            first=self._first_visits(),
            seats=SEATS,
            counts=COUNTS,
            unchecked=UNCHECKED,
            held=held,
        )

    def _first_visits(self):
        """When each customer came for the first time, as SQL."""
        return SQL(
            """SELECT r.attendee_id, MIN(e.date_begin) AS date_begin
                 FROM event_registration r
                 JOIN event_event e ON e.id = r.event_id
            LEFT JOIN (%(seats)s) s ON s.event_id = e.id
            LEFT JOIN (%(counts)s) c ON c.event_id = e.id
                WHERE r.attendee_id IS NOT NULL AND r.active
                  AND e.active AND e.kanban_state <> 'cancel' AND e.date_begin <= %(now)s
                  AND (r.state = 'done' OR r.state = 'open' AND %(unchecked)s)
                GROUP BY r.attendee_id""",
            seats=SEATS,
            counts=COUNTS,
            unchecked=UNCHECKED,
            now=NOW,
        )


def _age_group(birthdate, day):
    """Write the age group on a day as SQL, by comparing dates."""
    cases = SQL(" ").join(
        SQL(
            "WHEN %s > %s - make_interval(years => %s) THEN %s",
            birthdate,
            day,
            last + 1,
            code,
        )
        for code, last in LAST_AGES
    )
    return SQL("CASE WHEN %s IS NULL THEN NULL %s ELSE %s END", birthdate, cases, AGE_GROUPS[-1][0])
