from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .third_half import PURPOSE

#: Uses of mail texts that are prepared here: which visitors get them.
USES = {"third_half": ("came", "registered"), "missed": ("missed",)}
#: So long after its moment a mail still makes sense; later check-ins and imports are followed.
WINDOW = timedelta(days=14)


class ThirdHalf(models.Model):
    """Who gets a mail after which activity: worked out for all of them at once, every night."""

    _inherit = "bzk.third.half"

    @api.model
    def _cron_prepare(self):
        """Prepare what is due, and bring what waits up to date."""
        self._prepare()

    @api.model
    def _prepare(self):
        """Make the lines of activities that ended, and correct those that wait.

        A fixed number of statements, however many activities and visitors. What was sent is never
        touched. Who turns out not to have come, or cancelled, no longer waits; consent that was
        given or withdrawn in the meantime counts.
        """
        for name in (
            "bzk.activity.count",
            "event.event",
            "event.mail",
            "event.registration",
            "mail.template",
        ):
            self.env[name].flush_model()
        self.flush_model()
        self._find_due()
        for statement in (
            self._sql_drop(),
            self._sql_insert(),
            self._sql_lapse(),
            self._sql_verdict(),
            self._sql_done(),
        ):
            self.env.cr.execute(statement)
        self.env.cr.execute("DROP TABLE bzk_third_half_due")
        self.invalidate_model(flush=False)
        self.env["event.mail"].invalidate_model(["mail_done", "mail_state"], flush=False)

    def _find_due(self):
        """Collect who has a seat and which text is theirs; the best seat of each customer.

        Somebody who was checked in came, whatever other seats they had. Where nobody was, whoever
        was registered counts as a visitor, unless somebody wrote down that nobody came.
        """
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE bzk_third_half_due ON COMMIT DROP AS
                WITH text AS (
                    SELECT mail.id, mail.event_id, mail.scheduled_date, template.activity_use
                      FROM event_mail mail
                      JOIN mail_template template
                        ON mail.template_ref = 'mail.template,' || template.id
                      JOIN event_event event ON event.id = mail.event_id
                     WHERE template.activity_use = ANY(%(uses)s)
                       AND mail.interval_type = 'after_event'
                       AND mail.scheduled_date BETWEEN %(since)s AND %(now)s
                       AND event.active AND event.kanban_state IS DISTINCT FROM 'cancel'
                ), seat AS (
                    SELECT DISTINCT ON (seat.event_id, seat.attendee_id)
                           seat.event_id, seat.company_id, seat.attendee_id, seat.id AS seat_id,
                           CASE WHEN seat.state = 'done' THEN 'came'
                                WHEN EXISTS (SELECT FROM event_registration other
                                              WHERE other.event_id = seat.event_id
                                                AND other.active
                                                AND other.state = 'done') THEN 'missed'
                                WHEN (SELECT max(number) = 0 FROM bzk_activity_count
                                       WHERE event_id = seat.event_id) THEN NULL
                                ELSE 'registered'
                           END AS variant
                      FROM event_registration seat
                     WHERE seat.event_id IN (SELECT event_id FROM text)
                       AND seat.active AND seat.state IN ('open', 'done')
                       AND seat.attendee_id IS NOT NULL
                     ORDER BY seat.event_id, seat.attendee_id, seat.state = 'done' DESC, seat.id
                )
                SELECT DISTINCT ON (seat.event_id, seat.attendee_id)
                       seat.*, text.id AS mail_id, text.scheduled_date AS date
                  FROM seat
                  JOIN text ON text.event_id = seat.event_id
                   AND (text.activity_use = 'missed') = (seat.variant = 'missed')
                 ORDER BY seat.event_id, seat.attendee_id, text.id
                """,
                uses=list(USES),
                since=now - WINDOW,
                now=now,
            )
        )
        self.env.cr.execute("ANALYZE bzk_third_half_due")

    def _sql_drop(self):
        """Who no longer has a seat, or whose activity has no such mail any more."""
        return SQL(
            """
            DELETE FROM bzk_third_half line
             WHERE line.state = 'waiting' AND line.date >= %s
               AND NOT EXISTS (SELECT FROM bzk_third_half_due due
                                WHERE due.event_id = line.event_id
                                  AND due.attendee_id = line.partner_id)
            """,
            fields.Datetime.now() - WINDOW,
        )

    def _sql_insert(self):
        """New lines, and what changed about those that wait; refused until the gate has spoken."""
        return SQL(
            """
            INSERT INTO bzk_third_half AS line (
                   event_id, company_id, partner_id, registration_id, mail_id, variant, date,
                   state, verdict, reason, create_uid, write_uid, create_date, write_date
            )
            SELECT event_id, company_id, attendee_id, seat_id, mail_id, variant, date,
                   'waiting', 'refused', 'no_consent', %(uid)s, %(uid)s, %(now)s, %(now)s
              FROM bzk_third_half_due
             ORDER BY date, event_id, seat_id
                ON CONFLICT (event_id, partner_id) DO UPDATE
               SET registration_id = EXCLUDED.registration_id, mail_id = EXCLUDED.mail_id,
                   variant = EXCLUDED.variant, date = EXCLUDED.date,
                   write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
             WHERE line.state = 'waiting'
               AND (line.registration_id, line.mail_id, line.variant, line.date)
                   IS DISTINCT FROM (EXCLUDED.registration_id, EXCLUDED.mail_id,
                                     EXCLUDED.variant, EXCLUDED.date)
            """,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

    def _sql_lapse(self):
        """A thank-you of weeks later is none."""
        return SQL(
            "UPDATE bzk_third_half SET state = 'lapsed', write_date = %s"
            " WHERE state = 'waiting' AND date < %s",
            fields.Datetime.now(),
            fields.Datetime.now() - WINDOW,
        )

    def _sql_verdict(self):
        """What the gate says now about everybody who waits."""
        people = SQL("SELECT DISTINCT partner_id AS id FROM bzk_third_half WHERE state = 'waiting'")
        return SQL(
            """
            UPDATE bzk_third_half line
               SET reason = gate.reason, write_date = %s,
                   verdict = CASE WHEN gate.reason IS NULL THEN 'allowed' ELSE 'refused' END
              FROM (%s) gate
             WHERE gate.id = line.partner_id AND line.state = 'waiting'
               AND (line.reason IS DISTINCT FROM gate.reason
                    OR (line.verdict = 'allowed') <> (gate.reason IS NULL))
            """,
            fields.Datetime.now(),
            self.env["res.partner"]._consent_gate_query(PURPOSE, people),
        )

    def _sql_done(self):
        """The activity has done its part; the scheduler need not look at it again."""
        return SQL(
            """
            UPDATE event_mail mail SET mail_done = TRUE
              FROM mail_template template
             WHERE mail.template_ref = 'mail.template,' || template.id
               AND template.activity_use = ANY(%s)
               AND mail.mail_done IS NOT TRUE AND mail.scheduled_date <= %s
            """,
            list(USES),
            fields.Datetime.now(),
        )
