from odoo import fields, models
from odoo.tools import SQL


class Journey(models.Model):
    """Who reached the goal of a journey; they need its mails no more.

    An addon adds a goal by extending the selection and adding a method ``_reached_…`` here. It
    returns SQL of ``id`` (of the entry) and ``date``, of the entries in the table ``looked``.
    """

    _inherit = "bzk.journey"

    def _note_goals(self):
        """Note who reached the goal since they entered; who is under way leaves by it.

        Also of who was held out, so that is seen what the journey changed.

        :return: number of customers who reached it
        """
        self.ensure_one()
        if self.goal == "none":
            return 0
        self._flush_for_trigger()
        self.env["bzk.membership.change"].flush_model()
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                WITH looked AS MATERIALIZED (
                    SELECT id, partner_id, date,
                           (date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
                      FROM bzk_journey_entry
                     WHERE journey_id = %(journey)s AND goal_date IS NULL
                       AND (state = 'running'
                            OR date >= %(now)s - make_interval(days => %(days)s)))
                UPDATE bzk_journey_entry entry
                   SET goal_date = LEAST(reached.date, %(now)s),
                       state = CASE WHEN state = 'running' THEN 'goal' ELSE state END,
                       step_id = CASE WHEN state = 'running' THEN NULL ELSE step_id END,
                       due = CASE WHEN state = 'running' THEN NULL ELSE due END
                  FROM (SELECT id, min(date) AS date FROM (%(reached)s) found GROUP BY id) reached
                 WHERE entry.id = reached.id
                """,
                zone=self._zone(),
                journey=self.id,
                now=now,
                days=self.goal_days,
                reached=getattr(self, f"_reached_{self.goal}")(),
            )
        )
        number = self.env.cr.rowcount
        self.env["bzk.journey.entry"].invalidate_model(flush=False)
        return number

    def _reached_loan(self):
        """Borrowed on a day after entering; the source tells the day of the last loan only."""
        return SQL(
            """
            SELECT looked.id, %s AS date
              FROM looked
              JOIN bzk_membership membership ON membership.partner_id = looked.partner_id
             WHERE membership.last_loan_date > looked.day
            """,
            self._sql_midnight(SQL("membership.last_loan_date")),
        )

    def _reached_visit(self):
        """Was at an activity that began after entering."""
        return SQL(
            """
            SELECT looked.id, COALESCE(slot.start_datetime, event.date_begin) AS date
              FROM looked
              JOIN event_registration seat ON seat.attendee_id = looked.partner_id
               AND seat.active AND seat.state = 'done'
              JOIN event_event event ON event.id = seat.event_id
         LEFT JOIN event_slot slot ON slot.id = seat.event_slot_id
             WHERE COALESCE(slot.start_datetime, event.date_begin) > looked.date
            """
        )

    def _reached_renewal(self):
        """Came back, took back leaving, or became a member anew after entering."""
        return SQL(
            """
            SELECT looked.id, change.noted_on AS date
              FROM looked
              JOIN bzk_membership_change change ON change.partner_id = looked.partner_id
             WHERE change.noted_on > looked.date AND change.date >= looked.day
               AND (change.kind IN ('joined', 'rejoined')
                    OR change.kind = 'end_date'
                   AND (change.to_end IS NULL OR change.to_end > change.from_end))
            """
        )

    def _reached_consent(self):
        """Agreed to a kind of mail after entering, and did not take it back since."""
        return SQL(
            """
            SELECT looked.id, line.date
              FROM looked
              JOIN bzk_consent line ON line.partner_id = looked.partner_id
             WHERE line.state = 'given' AND line.date > looked.date
               AND NOT EXISTS (SELECT FROM bzk_consent later
                                WHERE later.partner_id = line.partner_id
                                  AND later.purpose_id = line.purpose_id
                                  AND later.state = 'withdrawn'
                                  AND (later.date, later.id) > (line.date, line.id))
            """
        )

    def _reached_segment(self):
        """Is in the segment of the goal by now."""
        return SQL(
            "SELECT looked.id, %s::timestamp AS date FROM looked WHERE looked.partner_id IN (%s)",
            fields.Datetime.now(),
            self._sql_segment(self.goal_segment_id),
        )
