from odoo import fields, models
from odoo.tools import SQL

#: Percentages of a group: what is divided by what.
RATIOS = {
    "delivered_rate": ("delivered", "sent"),
    "opened_rate": ("opened", "measured"),
    "clicked_rate": ("clicked", "delivered"),
    "unsubscribed_rate": ("unsubscribed", "delivered"),
    "complaint_rate": ("complaints", "delivered"),
}
#: Numbers that add up.
COUNTS = (
    "sent",
    "delivered",
    "people",
    "hard",
    "soft",
    "failed",
    "refused",
    "waiting",
    "measured",
    "opened",
    "clicked",
    "replied",
    "unsubscribed",
    "complaints",
)


class CampaignResult(models.Model):
    """What became of mails: a row for each mail, branch and day, without anybody's name.

    A mail was delivered when it was handed over and did not come back. It is only known of who
    agreed to that whether they opened it, so that openings are a share of those. Clicks are those
    of readers, without the programs that check mails. A percentage of a group is that of its sums.
    """

    _name = "bzk.campaign.result"
    _description = "Results of mails"
    _auto = False
    _order = "date DESC, mailing_id DESC, id"
    _rec_name = "mailing_id"
    _depends = {
        "mailing.trace": [
            "bounce_kind",
            "company_id",
            "complained_on",
            "links_click_datetime",
            "mass_mailing_id",
            "open_datetime",
            "partner_id",
            "reply_datetime",
            "sent_datetime",
            "trace_status",
            "tracked",
        ],
        "mailing.mailing": ["for_journey", "purpose_id"],
        "bzk.journey.step": ["journey_id", "mailing_id"],
        "bzk.consent": ["mailing_trace_id", "state"],
        "res.partner": ["branch_id"],
    }

    mailing_id = fields.Many2one("mailing.mailing", string="Mail", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    purpose_id = fields.Many2one("bzk.consent.purpose", string="Consent for", readonly=True)
    journey_id = fields.Many2one("bzk.journey", readonly=True)
    step_id = fields.Many2one("bzk.journey.step", readonly=True)
    branch_id = fields.Many2one("bzk.branch", readonly=True)
    date = fields.Date(string="Sent on", readonly=True)
    sent = fields.Integer(readonly=True, help="Handed over to the mail server.")
    delivered = fields.Integer(readonly=True, help="Handed over, and did not come back.")
    people = fields.Integer(
        string="Customers reached",
        readonly=True,
        help="More than the mails, where several customers on one address share one.",
    )
    hard = fields.Integer(
        string="Address does not exist", readonly=True, help="Came back, and will again."
    )
    soft = fields.Integer(string="Not delivered this time", readonly=True)
    failed = fields.Integer(string="Could not be sent", readonly=True)
    refused = fields.Integer(
        string="Not mailed", readonly=True, help="Refused by the gate of consent at sending."
    )
    waiting = fields.Integer(string="Not sent yet", readonly=True)
    measured = fields.Integer(
        string="Opening is measured", readonly=True, help="Delivered to who agreed to that."
    )
    opened = fields.Integer(readonly=True, help="Of those of whom opening is measured.")
    clicked = fields.Integer(string="Followed a link", readonly=True)
    replied = fields.Integer(string="Answered", readonly=True)
    unsubscribed = fields.Integer(readonly=True)
    complaints = fields.Integer(string="Reported as spam", readonly=True)
    delivered_rate = fields.Float(
        string="% delivered", readonly=True, aggregator="avg", digits=(16, 1)
    )
    opened_rate = fields.Float(string="% opened", readonly=True, aggregator="avg", digits=(16, 1))
    clicked_rate = fields.Float(
        string="% followed a link", readonly=True, aggregator="avg", digits=(16, 1)
    )
    unsubscribed_rate = fields.Float(
        string="% unsubscribed", readonly=True, aggregator="avg", digits=(16, 2)
    )
    complaint_rate = fields.Float(
        string="% reported as spam", readonly=True, aggregator="avg", digits=(16, 2)
    )

    @property
    def _table_query(self):
        """Count the mails; those that are only tried out belong to no library."""
        rates = SQL(", ").join(
            SQL(
                "100.0 * %s / NULLIF(%s, 0) AS %s",
                SQL.identifier("counted", above),
                SQL.identifier("counted", below),
                SQL.identifier(name),
            )
            for name, (above, below) in RATIOS.items()
        )
        return SQL(
            """
            SELECT counted.*, mailing.purpose_id, step.id AS step_id, step.journey_id, %(rates)s
              FROM (
                SELECT MIN(t.id) AS id, t.mass_mailing_id AS mailing_id, t.company_id,
                       p.branch_id, %(day)s AS date,
                       COUNT(*) FILTER (WHERE %(sent)s)::int AS sent,
                       COUNT(*) FILTER (WHERE %(delivered)s)::int AS delivered,
                       COUNT(*) FILTER (WHERE %(people)s)::int AS people,
                       COUNT(*) FILTER (WHERE %(back)s AND t.bounce_kind = 'hard')::int AS hard,
                       COUNT(*) FILTER (WHERE %(back)s
                                        AND t.bounce_kind IS DISTINCT FROM 'hard')::int AS soft,
                       COUNT(*) FILTER (WHERE t.trace_status = 'error')::int AS failed,
                       COUNT(*) FILTER (WHERE t.trace_status = 'cancel'
                                        AND t.refusal IS NOT NULL)::int AS refused,
                       COUNT(*) FILTER (WHERE t.trace_status IN
                                        ('outgoing', 'process', 'pending'))::int AS waiting,
                       COUNT(*) FILTER (WHERE %(delivered)s AND t.tracked)::int AS measured,
                       COUNT(*) FILTER (WHERE %(delivered)s AND t.tracked
                                        AND t.open_datetime IS NOT NULL)::int AS opened,
                       COUNT(*) FILTER (WHERE %(delivered)s
                                        AND t.links_click_datetime IS NOT NULL)::int AS clicked,
                       COUNT(t.reply_datetime)::int AS replied,
                       COUNT(*) FILTER (WHERE %(unsubscribed)s)::int AS unsubscribed,
                       COUNT(t.complained_on)::int AS complaints
                  FROM mailing_trace t
             LEFT JOIN res_partner p ON p.id = t.partner_id
             LEFT JOIN (%(gone)s) gone ON gone.mailing_trace_id = t.id
                 WHERE t.company_id IS NOT NULL AND t.is_test_trace IS NOT TRUE
                 GROUP BY t.mass_mailing_id, t.company_id, p.branch_id, %(day)s
                   ) counted
              JOIN mailing_mailing mailing ON mailing.id = counted.mailing_id
         LEFT JOIN LATERAL (
                SELECT s.id, s.journey_id FROM bzk_journey_step s
                 WHERE s.mailing_id = counted.mailing_id ORDER BY s.id LIMIT 1
                   ) step ON TRUE
            """,
            rates=rates,
            # The day in UTC: mails leave by daylight, and to reckon the zone of each of a million
            # takes seconds.
            day=SQL("t.sent_datetime::date"),
            sent=SQL(
                "t.carrier_id IS NULL AND t.trace_status IN ('sent', 'open', 'reply', 'bounce')"
            ),
            delivered=SQL("t.carrier_id IS NULL AND t.trace_status IN ('sent', 'open', 'reply')"),
            back=SQL("t.carrier_id IS NULL AND t.trace_status = 'bounce'"),
            people=SQL("t.trace_status IN ('sent', 'open', 'reply')"),
            # All at once: looking for each mail by itself takes longer than counting them.
            gone=SQL(
                """SELECT DISTINCT mailing_trace_id FROM bzk_consent
                    WHERE mailing_trace_id IS NOT NULL AND state = 'withdrawn'"""
            ),
            unsubscribed=SQL("gone.mailing_trace_id IS NOT NULL"),
        )

    def _read_group_select(self, aggregate_spec, query):
        """Divide sums by sums, so that a percentage is right at every grouping."""
        name, _separator, function = aggregate_spec.partition(":")
        if function != "avg" or name not in RATIOS:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], "read")
        above, below = RATIOS[name]
        return SQL(
            "100 * SUM(%s) / NULLIF(SUM(%s), 0)::numeric",
            self._field_to_sql(self._table, above, query),
            self._field_to_sql(self._table, below, query),
        )

    def action_open_page(self):
        """Show all results of the mail behind the row."""
        self.ensure_one()
        return self.mailing_id.action_results()
