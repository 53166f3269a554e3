from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.bzk_consent.models.consent_purpose import PRIORITIES

#: In which time the mails are counted that somebody got.
WEEK = timedelta(days=7)
#: Mails that never reached anybody, or have not yet.
NOT_GOT = ("outgoing", "process", "cancel", "error", "bounce")


class MailingMailing(models.Model):
    """Nobody gets more mail in a week than the library wants to send."""

    _inherit = "mailing.mailing"

    def _verdict_query(self, people):
        """Refuse who had enough mail in the last seven days, or is about to.

        Service mail is never held and does not count. A weightier mail that waits goes before this
        one; of two of the same weight that are being sent, the one that was made first.
        """
        most = self.company_id.mail_max_week
        if not most or self.purpose_id.priority == "service":
            return super()._verdict_query(people)
        verdicts = super()._verdict_query(SQL("SELECT id FROM person"))
        for name in ("mailing.mailing", "mailing.trace", "bzk.consent.purpose"):
            self.env[name].flush_model()
        weights = [key for key, _label in PRIORITIES]
        return SQL(
            """
            WITH person AS MATERIALIZED (%(people)s),
            enough AS (
                SELECT trace.partner_id
                  FROM mailing_trace trace
                  JOIN mailing_mailing other ON other.id = trace.mass_mailing_id
                  JOIN bzk_consent_purpose purpose ON purpose.id = other.purpose_id
                 WHERE trace.company_id = %(company)s
                   AND trace.partner_id IN (SELECT id FROM person)
                   AND purpose.priority <> 'service'
                   AND trace.is_test_trace IS NOT TRUE
                   AND (other.id <> %(mailing)s OR other.for_journey)
                   AND (trace.sent_datetime > %(since)s AND trace.trace_status <> ALL(%(not_got)s)
                        OR trace.trace_status IN ('outgoing', 'process')
                           AND array_position(%(weights)s, purpose.priority::text) < %(weight)s
                        OR trace.trace_status = 'process' AND other.id < %(mailing)s
                           AND array_position(%(weights)s, purpose.priority::text) = %(weight)s)
                 GROUP BY trace.partner_id
                HAVING count(*) >= %(most)s
            )
            SELECT verdict.id,
                   CASE WHEN verdict.reason IS NOT NULL THEN verdict.reason
                        WHEN enough.partner_id IS NOT NULL THEN 'pressure'
                   END AS reason
              FROM (%(verdicts)s) verdict
         LEFT JOIN enough ON enough.partner_id = verdict.id
            """,
            people=people,
            company=self.company_id.id,
            mailing=self._origin.id or 0,
            since=fields.Datetime.now() - WEEK,
            not_got=list(NOT_GOT),
            weights=SQL("%s::text[]", weights),
            # 1 is the weightiest, as in the database; without a purpose nobody is mailed anyway.
            weight=weights.index(self.purpose_id.priority or weights[-1]) + 1,
            most=most,
            verdicts=verdicts,
        )


class MailingTrace(models.Model):
    """The mails of a library in a week are found at once."""

    _inherit = "mailing.trace"

    _company_sent_idx = models.Index("(company_id, sent_datetime) WHERE partner_id IS NOT NULL")
