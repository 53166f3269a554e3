from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.bzk_consent.models.consent_purpose import PRIORITIES

#: Mails that are chosen, rendered and sent at once.
BATCH = 250


class MailingMailing(models.Model):
    """Which mails a worker takes, so that no other takes them, and who goes along with whom."""

    _inherit = "mailing.mailing"

    def _next_to_send(self, busy=()):
        """The mailing of which something waits to be sent, the most urgent first.

        :param busy: ids of mailings that another worker sends
        :return: ``mailing.mailing``, or none
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT mailing.id
                  FROM mailing_mailing mailing
             LEFT JOIN bzk_consent_purpose purpose ON purpose.id = mailing.purpose_id
                 WHERE mailing.active AND mailing.company_id IS NOT NULL
                   AND mailing.id <> ALL(%(busy)s)
                   AND mailing.paused IS NOT TRUE
                   AND (mailing.for_journey OR mailing.state = 'sending')
                   AND (mailing.send_after IS NULL OR mailing.send_after <= %(now)s)
                   AND EXISTS (
                       SELECT FROM mailing_trace trace
                        WHERE trace.mass_mailing_id = mailing.id
                          AND trace.trace_status = 'outgoing' AND trace.partner_id IS NOT NULL
                          AND (trace.retry_at IS NULL OR trace.retry_at <= %(now)s))
                 ORDER BY array_position(%(weights)s, purpose.priority::text),
                          mailing.for_journey DESC NULLS LAST, mailing.id
                 LIMIT 1
                """,
                busy=list(busy),
                now=fields.Datetime.now(),
                weights=SQL("%s::text[]", [key for key, _label in PRIORITIES]),
            )
        )
        return self.browse(self.env.cr.fetchone() or ())

    def _claim(self, notebook, most=BATCH):
        """Take some mails of this mailing that wait, and ask the gate once more.

        Whoever has the same address goes along. What the gate refuses is no mail any more.

        :param notebook: ``Notebook`` of the worker
        :param int most: number of mails; more when an address is shared
        :return: ``bzk.mailing.batch``
        """
        self.ensure_one()
        with notebook.choosing(self.id):
            # What another worker just took is only seen in a new transaction.
            self._keep()
            self.env.cr.execute("SELECT nextval('bzk_mailing_batch_id_seq')")
            batch = self.env["bzk.mailing.batch"].browse(self.env.cr.fetchone()[0])
            notebook.open(batch.id)
            self._take(batch, most)
            self._refuse(batch)
            self._pair(batch)
            self._keep()
        self.env.invalidate_all()
        return batch

    def _take(self, batch, most):
        """Mark some that wait as taken, and whoever waits on the same address."""
        now = fields.Datetime.now()
        due = SQL(
            "trace.mass_mailing_id = %s AND trace.trace_status = 'outgoing'"
            " AND trace.partner_id IS NOT NULL"
            " AND (trace.retry_at IS NULL OR trace.retry_at <= %s)",
            self.id,
            now,
        )
        self.env.cr.execute(
            SQL(
                """
                WITH begun AS (
                    INSERT INTO bzk_mailing_batch
                           (id, mailing_id, company_id, date)
                    VALUES (%(batch)s, %(mailing)s, %(company)s, %(now)s)
                ), going AS (
                    INSERT INTO bzk_mailing_going (batch, trace, accepted)
                    VALUES (%(batch)s, 0, FALSE)
                ), chosen AS MATERIALIZED (
                    SELECT trace.id, trace.email
                      FROM mailing_trace trace
                     WHERE %(due)s
                     ORDER BY trace.id
                     LIMIT %(most)s
                ), together AS (
                    SELECT id FROM chosen
                     UNION
                    SELECT trace.id
                      FROM mailing_trace trace
                      JOIN chosen ON chosen.email = trace.email
                     WHERE %(due)s
                ), free AS (
                    SELECT trace.id
                      FROM mailing_trace trace
                     WHERE trace.id IN (SELECT id FROM together)
                       AND trace.trace_status = 'outgoing'
                       FOR UPDATE SKIP LOCKED)
                UPDATE mailing_trace trace
                   SET trace_status = 'process', batch = %(batch)s, carrier_id = NULL,
                       email = partner.email_normalized, failure_type = NULL,
                       failure_reason = NULL, write_date = %(now)s
                  FROM free, res_partner partner
                 WHERE trace.id = free.id AND partner.id = trace.partner_id
                """,
                batch=batch.id,
                mailing=self.id,
                company=self.company_id.id,
                now=now,
                due=due,
                most=most,
            )
        )

    def _refuse(self, batch):
        """Ask the gate who may still be mailed; what they wanted may have changed in the queue."""
        self.env.cr.execute(
            SQL("SELECT DISTINCT partner_id FROM mailing_trace WHERE batch = %s", batch.id)
        )
        people = [partner_id for (partner_id,) in self.env.cr.fetchall()]
        chosen = SQL("SELECT unnest(%s::integer[]) AS id", people)
        self.env.cr.execute(self._verdict_query(chosen))
        # Two statements: in one, the planner may ask the gate anew for each mail.
        refused = [(key, reason) for key, reason in self.env.cr.fetchall() if reason]
        if not refused:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE mailing_trace trace
                   SET trace_status = 'cancel', refusal = gate.reason, batch = NULL
                  FROM unnest(%s::integer[], %s::varchar[]) gate (id, reason)
                 WHERE gate.id = trace.partner_id AND trace.batch = %s
                """,
                *map(list, zip(*refused, strict=True)),
                batch.id,
            )
        )

    def _pair(self, batch):
        """Let one mail carry all who share an address, and give each mail its own number.

        The number stays with a mail that is tried again, so that a receiver can tell.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE mailing_trace trace
                   SET carrier_id = NULLIF(mail.carrier, trace.id),
                       message_id = CASE WHEN mail.carrier = trace.id THEN COALESCE(
                           trace.message_id,
                           format('<bzk-%%s-%%s@%%s>', trace.id,
                                  left(replace(gen_random_uuid()::text, '-', ''), 20), %s)) END
                  FROM (SELECT id, min(id) OVER (PARTITION BY email) AS carrier
                          FROM mailing_trace
                         WHERE batch = %s) mail
                 WHERE mail.id = trace.id
                """,
                self._message_domain(),
                batch.id,
            )
        )

    def _message_domain(self):
        """Domain in the numbers of mails: the library's own."""
        address = self.company_id.bounce_email or self.email_from or ""
        return address.rpartition("@")[2].strip("> ") or "localhost"

    def _keep(self):
        """Write everything and begin a new transaction."""
        self.env["ir.cron"]._commit_progress()
