from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: What happened longer ago is not acted upon any more: a welcome of months later is none.
RECENT = timedelta(days=30)


class Journey(models.Model):
    """Who enters a journey: everybody for whom the trigger happened, in one statement."""

    _inherit = "bzk.journey"

    def _enter(self):
        """Let everybody in for whom the trigger happened and who did not enter for it before.

        Who is held out follows from who they are and which journey it is, so it never changes.

        :return: number of customers who entered
        """
        self.ensure_one()
        self._flush_for_trigger()
        happened = getattr(self, f"_happened_{self.trigger}")()
        now = fields.Datetime.now()
        first = self.step_ids.sorted(lambda step: (step.sequence, step.id))[:1]
        self.env.cr.execute(
            SQL(
                """
                WITH step AS (
                    SELECT %(step)s::integer AS id, %(delay)s::integer AS delay,
                           %(unit)s::text AS unit)
                INSERT INTO bzk_journey_entry (
                       journey_id, company_id, partner_id, key, date, happened, postponed,
                       state, step_id, due)
                SELECT DISTINCT ON (happened.partner_id, happened.key)
                       %(journey)s, %(company)s, happened.partner_id, happened.key, %(now)s,
                       happened.date, 0, fate.state,
                       CASE WHEN fate.state = 'running' THEN step.id END,
                       CASE WHEN fate.state = 'running' THEN %(due)s END
                  FROM (%(happened)s) happened
                  JOIN res_partner partner ON partner.id = happened.partner_id
            CROSS JOIN step
            CROSS JOIN LATERAL (
                       SELECT CASE WHEN %(share)s < %(holdout)s THEN 'held_out'
                                   WHEN step.id IS NULL THEN 'done'
                                   ELSE 'running' END AS state) fate
                 WHERE %(customer)s
                   AND %(segment)s
                   AND NOT EXISTS (SELECT FROM bzk_journey_entry entry
                                    WHERE entry.journey_id = %(journey)s
                                      AND entry.partner_id = happened.partner_id
                                      AND entry.key = happened.key)
                 ORDER BY happened.partner_id, happened.key, happened.date
                    ON CONFLICT (journey_id, partner_id, key) DO NOTHING
                """,
                journey=self.id,
                company=self.company_id.id,
                now=now,
                step=first.id or None,
                delay=first.delay,
                unit=first.delay_unit or None,
                due=self._sql_after(SQL("happened.date")),
                share=self._sql_share("happened.partner_id"),
                holdout=self.holdout,
                happened=happened,
                customer=self._sql_customer(),
                segment=self._sql_in_segment(),
            )
        )
        entered = self.env.cr.rowcount
        self.env["bzk.journey.entry"].invalidate_model(flush=False)
        self._after_enter()
        return entered

    def _after_enter(self):
        """Note what the next look compares with; nothing for most triggers."""
        if self.trigger == "segment":
            self._note_present()

    def _flush_for_trigger(self):
        """Write what triggers read in SQL."""
        for name in (
            "bzk.consent",
            "bzk.membership",
            "bzk.membership.type",
            "event.event",
            "event.registration",
            "res.partner",
            "survey.user_input",
        ):
            self.env[name].flush_model()
        self.flush_recordset()

    def _sql_share(self, partner):
        """Give SQL of a number from 0 to 99 that is always the same for this customer here.

        :param str partner: column that holds the customer
        """
        return SQL(
            "('x' || substr(md5(%s || ':' || %s), 1, 7))::bit(28)::integer %% 100",
            str(self.id),
            SQL.identifier(*partner.split(".")),
        )

    def _sql_customer(self):
        """Give SQL that holds for somebody, ``partner``, who is a living customer here."""
        return SQL(
            """partner.company_id = %s AND partner.active AND partner.is_company IS NOT TRUE
               AND partner.work_contact IS NOT TRUE AND partner.deceased IS NOT TRUE
               AND partner.do_not_contact IS NOT TRUE AND partner.erased_on IS NULL
               AND partner.merged_into_id IS NULL""",
            self.company_id.id,
        )

    def _sql_in_segment(self):
        """Give SQL that holds for ``partner`` in the segment, or for everybody without one."""
        if not self.segment_id:
            return SQL("TRUE")
        return SQL("partner.id IN (%s)", self._sql_segment(self.segment_id))

    def _sql_segment(self, segment):
        """Give SQL of the ids of who is in a segment, of this library only."""
        segment = segment.with_context(allowed_company_ids=self.company_id.ids)
        domain = segment._people_domain() & Domain("company_id", "=", self.company_id.id)
        people = self.env["res.partner"].with_context(allowed_company_ids=self.company_id.ids)
        people.flush_model()
        return people._search(domain, active_test=False).select()

    def _zone(self):
        """Name the timezone of the library."""
        return self.company_id.partner_id.tz or "Europe/Amsterdam"

    def _today(self):
        """Give the day it is in the library."""
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self._zone()), fields.Datetime.now()
        ).date()

    def _since(self, most=RECENT):
        """Give the moment from which on what happened counts.

        :param timedelta most: how long ago at most
        """
        return max(self.date_from, fields.Datetime.now() - most)

    def _sql_midnight(self, day):
        """Give SQL of the moment, in UTC, at which a day begins in the library.

        :param SQL day: a date
        """
        return SQL("((%s)::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')", day, self._zone())

    def _since_day(self, most=RECENT):
        """Give the day from which on what happened counts, in the library."""
        moment = self._since(most)
        return fields.Datetime.context_timestamp(self.with_context(tz=self._zone()), moment).date()
