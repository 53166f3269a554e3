from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: How long is looked at what readers of a newsletter with held-out customers do, days.
MAILING_DAYS = 30
#: Who was to be followed longer ago, and was not, is not followed any more, days.
LATE = 7
ARMS = [("mailed", "Mailed"), ("held_out", "Held out")]


class CampaignEffect(models.Model):
    """What one customer did in the weeks after a mail, or after being held out of it.

    Who is mailed and who is held out was decided by lot, so that whatever else happens in those
    weeks happens to both. It is looked at every night as long as it lasts, because a source tells
    only the day of the *last* loan: a loan in those weeks is seen unless another one, after them,
    came in with the same file. Then nothing is changed any more. Who was to be mailed counts as
    mailed, also when the mail came back: leaving those out would spoil the comparison.
    """

    _name = "bzk.campaign.effect"
    _inherit = "bzk.library.guard"
    _description = "What a customer did after a mail"
    _order = "date DESC, id DESC"
    _rec_name = "partner_id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    mailing_id = fields.Many2one("mailing.mailing", readonly=True, ondelete="cascade")
    journey_id = fields.Many2one("bzk.journey", readonly=True, ondelete="cascade")
    entry_id = fields.Many2one("bzk.journey.entry", readonly=True, ondelete="set null")
    arm = fields.Selection(ARMS, string="Group", required=True, readonly=True)
    date = fields.Datetime(string="Since", required=True, readonly=True)
    until = fields.Datetime(required=True, readonly=True)
    closed = fields.Boolean(readonly=True, help="The weeks are over; nothing changes any more.")
    was_member = fields.Boolean(readonly=True)
    loan_on = fields.Date(string="Borrowed on", readonly=True)
    visit_on = fields.Datetime(string="Came on", readonly=True)
    preference_on = fields.Datetime(string="Told preferences on", readonly=True)
    goal_on = fields.Datetime(string="Reached the goal on", readonly=True)
    stayed = fields.Boolean(string="Stayed a member", readonly=True)

    _entry_uniq = models.UniqueIndex("(entry_id) WHERE entry_id IS NOT NULL")
    _mailing_uniq = models.UniqueIndex(
        "(mailing_id, partner_id) WHERE mailing_id IS NOT NULL AND partner_id IS NOT NULL"
    )
    _journey_idx = models.Index("(journey_id, arm) WHERE journey_id IS NOT NULL")
    _open_idx = models.Index("(until) WHERE closed IS NOT TRUE")
    _of_one = models.Constraint(
        "CHECK(num_nonnulls(mailing_id, journey_id) = 1)", "It is of a mailing or of a journey."
    )

    @api.model
    def _cron_look(self):
        """Look every night at what customers did, set by set."""
        for name in ("bzk.journey.entry", "bzk.membership", "mailing.trace", "res.partner"):
            self.env[name].flush_model()
        for name in ("event.event", "event.registration", "bzk.consent"):
            self.env[name].flush_model()
        now = fields.Datetime.now()
        self._take_in_journeys(now)
        self._take_in_mailings(now)
        for statement in (self._loans(), self._visits(), self._preferences(), self._goals()):
            self.env.cr.execute(statement)
        self._close(now)
        self.invalidate_model(flush=False)

    def _take_in_journeys(self, now):
        """Follow who entered a journey that holds customers out."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_campaign_effect (
                       company_id, partner_id, journey_id, entry_id, arm, date, until, was_member)
                SELECT entry.company_id, entry.partner_id, entry.journey_id, entry.id,
                       CASE WHEN entry.state = 'held_out' THEN 'held_out' ELSE 'mailed' END,
                       entry.date, entry.date + make_interval(days => journey.goal_days),
                       %s
                  FROM bzk_journey_entry entry
                  JOIN bzk_journey journey ON journey.id = entry.journey_id
                 WHERE journey.holdout > 0 AND journey.goal_days > 0
                   AND entry.date > %s - make_interval(days => journey.goal_days + %s)
                    ON CONFLICT (entry_id) WHERE entry_id IS NOT NULL DO NOTHING
                """,
                self._member_on(SQL("entry"), SQL("entry.date")),
                now,
                LATE,
            )
        )

    def _take_in_mailings(self, now):
        """Follow who got a newsletter of which customers were held out, and who was."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_campaign_effect (
                       company_id, partner_id, mailing_id, arm, date, until, was_member)
                SELECT part.company_id, part.partner_id, part.mailing_id, part.arm, part.date,
                       part.date + make_interval(days => %s), %s
                  FROM (
                    SELECT company_id, partner_id, mailing_id, 'held_out' AS arm, date
                      FROM bzk_mailing_holdout
                 UNION ALL
                    SELECT company_id, partner_id, mass_mailing_id, 'mailed', create_date
                      FROM mailing_trace
                     WHERE partner_id IS NOT NULL AND mass_mailing_id IN (
                           SELECT id FROM mailing_mailing
                            WHERE holdout > 0 AND for_journey IS NOT TRUE)
                       ) part
                 WHERE part.date > %s
                    ON CONFLICT (mailing_id, partner_id)
                 WHERE mailing_id IS NOT NULL AND partner_id IS NOT NULL DO NOTHING
                """,
                MAILING_DAYS,
                self._member_on(SQL("part"), SQL("part.date")),
                now - timedelta(days=MAILING_DAYS + LATE),
            )
        )

    def _member_on(self, row, moment):
        """Give SQL of whether the customer of a row was a member at a moment."""
        return SQL(
            """EXISTS (
               SELECT FROM bzk_membership membership
                WHERE membership.partner_id = %(row)s.partner_id
                  AND membership.company_id = %(row)s.company_id
                  AND (membership.date_start IS NULL OR membership.date_start <= %(moment)s)
                  AND (membership.date_end IS NULL OR membership.date_end > %(moment)s))""",
            row=row,
            moment=moment,
        )

    def _loans(self):
        return SQL(
            """
            UPDATE bzk_campaign_effect effect
               SET loan_on = found.day
              FROM (SELECT open.id, MAX(membership.last_loan_date) AS day
                      FROM bzk_campaign_effect open
                      JOIN bzk_membership membership ON membership.partner_id = open.partner_id
                       AND membership.company_id = open.company_id
                     WHERE open.closed IS NOT TRUE AND open.loan_on IS NULL
                       AND membership.last_loan_date > open.date::date
                       AND membership.last_loan_date <= open.until::date
                     GROUP BY open.id) found
             WHERE effect.id = found.id
            """
        )

    def _visits(self):
        return SQL(
            """
            UPDATE bzk_campaign_effect effect
               SET visit_on = found.moment
              FROM (SELECT open.id, MIN(event.date_begin) AS moment
                      FROM bzk_campaign_effect open
                      JOIN event_registration seat ON seat.attendee_id = open.partner_id
                       AND seat.active AND seat.state = 'done'
                      JOIN event_event event ON event.id = seat.event_id
                     WHERE open.closed IS NOT TRUE AND open.visit_on IS NULL
                       AND event.date_begin > open.date AND event.date_begin <= open.until
                     GROUP BY open.id) found
             WHERE effect.id = found.id
            """
        )

    def _preferences(self):
        return SQL(
            """
            UPDATE bzk_campaign_effect effect
               SET preference_on = partner.preferences_on
              FROM res_partner partner
             WHERE partner.id = effect.partner_id AND effect.closed IS NOT TRUE
               AND effect.preference_on IS NULL
               AND partner.preferences_on > effect.date AND partner.preferences_on <= effect.until
            """
        )

    def _goals(self):
        return SQL(
            """
            UPDATE bzk_campaign_effect effect
               SET goal_on = entry.goal_date
              FROM bzk_journey_entry entry
             WHERE entry.id = effect.entry_id AND effect.closed IS NOT TRUE
               AND effect.goal_on IS NULL AND entry.goal_date <= effect.until
            """
        )

    def _close(self, now):
        """Close what is over, and write down who is still a member."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_campaign_effect effect
                   SET closed = TRUE, stayed = was_member AND %s
                 WHERE effect.closed IS NOT TRUE AND effect.until < %s
                """,
                self._member_on(SQL("effect"), SQL("effect.until")),
                now,
            )
        )
