import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL
from psycopg2 import OperationalError
from psycopg2.extensions import TransactionRollbackError

#: So many mails are claimed, written and committed at a time.
BATCH = 200
#: Mails are looked for among so many schedules at a time.
SLICE = 50

_logger = logging.getLogger(__name__)


class EventMail(models.Model):
    """Mails around an activity, for all that are due at once instead of activity by activity.

    Core's settings stay what they are; how they are carried out is not core's. One query finds
    what is due. Whoever is to be mailed is claimed first, by a row that can exist only once for a
    schedule and a seat, in the transaction that also writes the mail: a crash or a second worker
    sends nothing twice and forgets nobody. Until the activity begins the schedule stays open, so
    that who registers late is reminded too.

    Core's own way is kept for what hangs on a registration and for activities with time slots.
    """

    _inherit = "event.mail"

    _todo_idx = models.Index("(scheduled_date) WHERE mail_done IS NOT TRUE")

    @api.constrains("template_ref", "event_id")
    def _check_template_company(self):
        for scheduler in self:
            template, event = scheduler.template_ref, scheduler.event_id
            # Only whose text it is is looked at, also of one that the user may not read.
            owner = template.sudo().company_id if template else event.company_id
            if owner and owner != event.company_id:
                raise ValidationError(scheduler.env._("This text belongs to another library."))

    @api.model
    def _uses_sent_elsewhere(self):
        """Uses of mail texts that are prepared by others and not sent from here.

        :return: set of values of ``mail.template.activity_use``
        """
        return set()

    @api.private
    @api.model
    def schedule_communications(self, autocommit=False):
        """Send what is due.

        :param bool autocommit: commit after every batch, as the scheduled action does
        """
        self.flush_model()
        self.env["event.registration"].flush_model()
        self.env["event.event"].flush_model()
        self._close_missed()
        self._send_all(self._due(), autocommit)
        self._close_finished()
        for scheduler in self._due_one_by_one():
            scheduler._run_one(autocommit)
        return True

    def _send_all(self, ids, autocommit):
        """Send what is due of these schedules, slice by slice, as long as there is time."""
        left = [ids[at : at + SLICE] for at in range(0, len(ids), SLICE)]
        while left:
            slice_ids = left[0]
            try:
                with self.env.cr.savepoint():
                    sent = self.browse(slice_ids)._send_batch()
            except TransactionRollbackError:
                # Another worker has just mailed the same people. What it did shows in a new
                # transaction; without leave to commit, whoever called begins anew.
                if not autocommit:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all()
                continue
            except OperationalError:
                raise
            except Exception as error:
                # One broken text must not keep the others waiting: they are tried one by one.
                self.env.invalidate_all()
                left.pop(0)
                if len(slice_ids) > 1:
                    left[:0] = [[scheduler_id] for scheduler_id in slice_ids]
                    continue
                _logger.exception("Mails of schedule %s", slice_ids[0])
                self.browse(slice_ids)._warn_error(error)
                sent = 0
            else:
                if sent < BATCH:
                    left.pop(0)
            if autocommit:
                remaining = sum(map(len, left))
                time_left = self.env["ir.cron"]._commit_progress(sent, remaining=remaining)
                if not time_left:
                    return
            self.env.invalidate_all()

    def _run_one(self, autocommit):
        """Let core carry out what is counted per registration or time slot."""
        try:
            with self.env.cr.savepoint():
                self.execute()
        except Exception as error:
            _logger.exception("Mails of schedule %s", self.id)
            self.env.invalidate_all()
            self._warn_error(error)
        if autocommit:
            self.env["ir.cron"]._commit_progress(1)

    def _sql_scheduled(self):
        """Schedules whose moment has come, of activities that go on."""
        return SQL(
            """
              FROM event_mail scheduler
              JOIN event_event event ON event.id = scheduler.event_id
              LEFT JOIN mail_template template
                     ON scheduler.template_ref = 'mail.template,' || template.id
             WHERE scheduler.mail_done IS NOT TRUE
               AND scheduler.scheduled_date <= %s
               AND event.active
               AND event.kanban_state IS DISTINCT FROM 'cancel'
               AND COALESCE(template.activity_use, '') <> ALL(%s)
            """,
            fields.Datetime.now(),
            list(self._uses_sent_elsewhere()),
        )

    def _sql_open(self):
        """As long as it makes sense: a reminder until the activity begins, thanks for ever."""
        return SQL(
            """CASE scheduler.interval_type
                    WHEN 'before_event' THEN event.date_begin > %(now)s
                    WHEN 'after_event' THEN TRUE
                    ELSE event.date_end > %(now)s
                END""",
            now=fields.Datetime.now(),
        )

    def _sql_together(self):
        """What is sent to all attendees at one moment, and not per registration or time slot."""
        return SQL(
            """(template.id IS NOT NULL AND scheduler.interval_type <> 'after_sub'
                AND event.is_multi_slots IS NOT TRUE)"""
        )

    def _sql_pending(self):
        """Seats that are still to be mailed, with the address: their own, else the buyer's.

        Never who cancelled, waits or has not paid. After an activity it is only who came, where
        that was checked.
        """
        return SQL(
            """
              FROM event_registration seat
              LEFT JOIN res_partner attendee ON attendee.id = seat.attendee_id
              LEFT JOIN res_partner buyer ON buyer.id = seat.partner_id
              LEFT JOIN bzk_ticket_line line ON line.registration_id = seat.id
              LEFT JOIN bzk_ticket_order ordered ON ordered.id = line.order_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE(NULLIF(trim(seat.email), ''), NULLIF(trim(buyer.email), ''),
                                   NULLIF(trim(ordered.buyer_email), '')) AS address) mail
             WHERE seat.event_id = event.id
               AND seat.active
               AND mail.address IS NOT NULL
               AND attendee.deceased IS NOT TRUE
               AND seat.id > COALESCE(scheduler.last_registration_id, 0)
               AND CASE scheduler.interval_type
                        WHEN 'before_event' THEN seat.state = 'open'
                        WHEN 'after_event' THEN seat.state = 'done' OR seat.state = 'open'
                             AND NOT EXISTS (SELECT FROM event_registration other
                                              WHERE other.event_id = event.id
                                                AND other.state = 'done')
                        ELSE seat.state IN ('open', 'done')
                    END
               AND NOT EXISTS (SELECT FROM event_mail_registration sent
                                WHERE sent.scheduler_id = scheduler.id
                                  AND sent.registration_id = seat.id)
            """
        )

    def _due(self):
        """Ids of schedules with somebody to mail now, the first activity first."""
        self.env.cr.execute(
            SQL(
                """SELECT scheduler.id %s AND %s AND %s AND EXISTS (SELECT %s)
                    ORDER BY event.date_begin, scheduler.id""",
                self._sql_scheduled(),
                self._sql_together(),
                self._sql_open(),
                self._sql_pending(),
            )
        )
        return [scheduler_id for (scheduler_id,) in self.env.cr.fetchall()]

    def _due_one_by_one(self):
        """What core carries out: per registration, when there is one to mail, or per time slot."""
        self.env.cr.execute(
            SQL(
                """
                SELECT scheduler.id %s
                   AND CASE scheduler.interval_type
                            WHEN 'after_sub' THEN event.date_end > %s AND EXISTS (
                                 SELECT
                                   FROM event_registration seat
                                   LEFT JOIN event_mail_registration sent
                                          ON sent.registration_id = seat.id
                                         AND sent.scheduler_id = scheduler.id
                                  WHERE seat.event_id = event.id
                                    AND seat.active
                                    AND seat.state IN ('open', 'done')
                                    AND (sent.id IS NULL
                                         OR sent.mail_sent IS NOT TRUE
                                            AND sent.scheduled_date <= %s))
                            ELSE event.is_multi_slots OR template.id IS NULL
                        END
                 ORDER BY event.date_begin, scheduler.id
                """,
                self._sql_scheduled(),
                fields.Datetime.now(),
                fields.Datetime.now(),
            )
        )
        return self.browse([scheduler_id for (scheduler_id,) in self.env.cr.fetchall()])

    def _close_missed(self):
        """Mark as done what came too late; core would look for it again at every run."""
        self._close(SQL("%s AND NOT (%s)", self._sql_together(), self._sql_open()))

    def _close_finished(self):
        """Mark as done what is sent once, after the activity, and has been."""
        self._close(
            SQL(
                "%s AND scheduler.interval_type = 'after_event' AND NOT EXISTS (SELECT %s)",
                self._sql_together(),
                self._sql_pending(),
            )
        )

    def _close(self, condition):
        self.env.cr.execute(
            SQL(
                """UPDATE event_mail SET mail_done = TRUE
                    WHERE id IN (SELECT scheduler.id %s AND %s)""",
                self._sql_scheduled(),
                condition,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["mail_done", "mail_state"], flush=False)

    def _create_missing_mail_registrations(self, registrations):
        """Make a row for each attendee who has none.

        Core makes one for every attendee again for each part of 500 of them.
        """
        rows = self.env["event.mail.registration"]
        new = rows
        for scheduler in self:
            domain = [
                ("scheduler_id", "=", scheduler.id),
                ("registration_id", "in", registrations.ids),
            ]
            missing = registrations - rows.search(domain).registration_id
            new += rows.create(
                [
                    {"scheduler_id": scheduler.id, "registration_id": registration.id}
                    for registration in missing
                ]
            )
        return new

    def action_preview(self):
        """Show this mail to somebody who comes to the activity."""
        self.ensure_one()
        template = self.template_ref._for_company(self.event_id.company_id)
        seats = self.event_id.registration_ids
        coming = seats.filtered(lambda seat: seat.state in ("open", "done"))
        return template._open_preview((coming or seats)[:1])
