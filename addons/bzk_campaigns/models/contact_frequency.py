from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

#: Who wants mail at most once a month gets one newsletter in four weeks. A day less, so that what
#: goes out every fourth week is never a few minutes too early.
MONTH = timedelta(days=27)
#: Mails that never reached anybody, or have not yet.
NOT_GOT = ("outgoing", "process", "cancel", "error", "bounce")


class MailingMailing(models.Model):
    """Customers say how often they want a newsletter."""

    _inherit = "mailing.mailing"

    def _verdict_query(self, people):
        """Refuse who wants mail at most once a month, and had a newsletter in the last weeks.

        Activities and service mail are no newsletters: they come when there is something. Of two
        newsletters that are being sent, the one that was made first goes.
        """
        if self.purpose_id.priority != "newsletter":
            return super()._verdict_query(people)
        verdicts = super()._verdict_query(SQL("SELECT id FROM reader"))
        for name in ("res.partner", "mailing.mailing", "mailing.trace", "bzk.consent.purpose"):
            self.env[name].flush_model()
        return SQL(
            """
            WITH reader AS MATERIALIZED (%(people)s),
            served AS (
                SELECT DISTINCT partner.id
                  FROM reader
                  JOIN res_partner partner
                    ON partner.id = reader.id AND partner.mail_frequency = 'monthly'
                  JOIN mailing_trace trace
                    ON trace.partner_id = partner.id AND trace.company_id = partner.company_id
                   AND trace.is_test_trace IS NOT TRUE
                  JOIN mailing_mailing other ON other.id = trace.mass_mailing_id
                   AND (other.id <> %(mailing)s OR other.for_journey)
                  JOIN bzk_consent_purpose purpose
                    ON purpose.id = other.purpose_id AND purpose.priority = 'newsletter'
                 WHERE trace.sent_datetime > %(since)s AND trace.trace_status <> ALL(%(not_got)s)
                    OR trace.trace_status = 'process' AND other.id < %(mailing)s
            )
            SELECT verdict.id,
                   CASE WHEN verdict.reason IS NOT NULL THEN verdict.reason
                        WHEN served.id IS NOT NULL THEN 'frequency'
                   END AS reason
              FROM (%(verdicts)s) verdict
         LEFT JOIN served ON served.id = verdict.id
            """,
            people=people,
            mailing=self._origin.id or 0,
            since=fields.Datetime.now() - MONTH,
            not_got=list(NOT_GOT),
            verdicts=verdicts,
        )
