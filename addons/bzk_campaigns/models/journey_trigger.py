from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .journey_enter import RECENT

#: What has no recency: somebody stays quiet.
FOREVER = timedelta(days=36500)
#: A wish for a birthday comes on the day; a day later when nothing ran on the day itself.
BIRTHDAY = timedelta(days=1)


class Journey(models.Model):
    """What makes somebody enter: one SQL select for each trigger.

    An addon adds a trigger by extending the selection and adding a method ``_happened_…`` here. It
    returns SQL of ``partner_id``, ``key`` (which time it happened; nobody enters twice for the
    same one) and ``date`` (the moment in UTC at which it happened).
    """

    _inherit = "bzk.journey"

    def _happened_membership_started(self):
        """Somebody became a member who was none on the day before.

        A member who gets another card, such as a youth member who grows up, is not new.
        """
        return SQL(
            """
            SELECT membership.partner_id, membership.id::text AS key, %(midnight)s AS date
              FROM bzk_membership membership
             WHERE membership.company_id = %(company)s
               AND membership.date_start BETWEEN %(since)s AND %(today)s
               AND (membership.date_end IS NULL OR membership.date_end > %(today)s)
               AND NOT EXISTS (
                   SELECT FROM bzk_membership earlier
                    WHERE earlier.partner_id = membership.partner_id
                      AND earlier.id <> membership.id
                      AND (earlier.date_start IS NULL
                           OR (earlier.date_start, earlier.id)
                              < (membership.date_start, membership.id))
                      AND (earlier.date_end IS NULL
                           OR earlier.date_end >= membership.date_start))
            """,
            midnight=self._sql_midnight(SQL("membership.date_start")),
            **self._days(),
        )

    def _happened_birthday(self):
        """Somebody's birthday is today; of who was born on 29 February, on the 28th otherwise."""
        return SQL(
            """
            SELECT birthday.partner_id, extract(year FROM birthday.day)::integer::text AS key,
                   %(midnight)s AS date
              FROM (SELECT partner.id AS partner_id,
                           (partner.birthdate + make_interval(years => (
                            extract(year FROM %(today)s::date - offset_days.days)
                            - extract(year FROM partner.birthdate))::integer))::date AS day
                      FROM res_partner partner
                CROSS JOIN (VALUES (0), (1)) offset_days (days)
                     WHERE partner.company_id = %(company)s
                       AND partner.birthdate < %(today)s) birthday
             WHERE birthday.day BETWEEN %(since)s AND %(today)s
            """,
            midnight=self._sql_midnight(SQL("birthday.day")),
            **self._days(BIRTHDAY),
        )

    def _happened_age(self):
        """Somebody reached the age."""
        return SQL(
            """
            SELECT partner.id AS partner_id, %(age)s::text AS key, %(midnight)s AS date
              FROM res_partner partner
             WHERE partner.company_id = %(company)s
               AND (partner.birthdate + make_interval(years => %(age)s))::date
                   BETWEEN %(since)s AND %(today)s
            """,
            age=self.trigger_number,
            midnight=self._sql_midnight(
                SQL("(partner.birthdate + make_interval(years => %s))::date", self.trigger_number)
            ),
            **self._days(),
        )

    def _happened_anniversary(self):
        """A member is so many years one; every year when no number is given, else each so many."""
        return SQL(
            """
            SELECT member.partner_id, extract(year FROM member.day)::integer::text AS key,
                   %(midnight)s AS date
              FROM (SELECT membership.partner_id, turn.years,
                           (membership.date_start + make_interval(years => turn.years))::date
                               AS day
                      FROM bzk_membership membership
                CROSS JOIN (VALUES (0), (1)) offset_days (days)
                CROSS JOIN LATERAL (SELECT (
                            extract(year FROM %(today)s::date - offset_days.days)
                            - extract(year FROM membership.date_start))::integer AS years) turn
                     WHERE membership.company_id = %(company)s
                       AND membership.date_start < %(today)s
                       AND (membership.date_end IS NULL OR membership.date_end > %(today)s)
                   ) member
             WHERE member.day BETWEEN %(since)s AND %(today)s
               AND member.years > 0 AND member.years %% %(every)s = 0
            """,
            midnight=self._sql_midnight(SQL("member.day")),
            every=max(self.trigger_number, 1),
            **self._days(BIRTHDAY),
        )

    def _happened_quiet(self):
        """A member whose loans are counted borrowed for the last time so many months ago.

        Borrowing again and falling quiet again is another time. Who is under way does not enter.
        """
        return SQL(
            """
            SELECT member.partner_id, member.last_loan::text AS key, %(midnight)s AS date
              FROM (SELECT membership.partner_id, max(membership.last_loan_date) AS last_loan
                      FROM bzk_membership membership
                      JOIN bzk_membership_type type ON type.id = membership.type_id
                       AND type.counts_loans
                     WHERE membership.company_id = %(company)s
                       AND (membership.date_start IS NULL OR membership.date_start <= %(today)s)
                       AND (membership.date_end IS NULL OR membership.date_end > %(today)s)
                     GROUP BY membership.partner_id) member
             WHERE (member.last_loan + make_interval(months => %(months)s))::date <= %(today)s
               AND (%(all)s OR (member.last_loan + make_interval(months => %(months)s))::date
                    >= %(since)s)
               AND %(not_under_way)s
            """,
            midnight=self._sql_midnight(
                SQL("(member.last_loan + make_interval(months => %s))::date", self.trigger_number)
            ),
            months=self.trigger_number,
            all=self.include_present,
            not_under_way=self._sql_not_under_way("member"),
            **self._days(FOREVER),
        )

    def _happened_registered(self):
        """Somebody was given a seat at an activity that is still to come; each activity once."""
        return SQL(
            """
            SELECT seat.attendee_id AS partner_id, seat.event_id::text AS key,
                   seat.create_date AS date
              FROM event_registration seat
              JOIN event_event event ON event.id = seat.event_id
         LEFT JOIN event_slot slot ON slot.id = seat.event_slot_id
             WHERE seat.company_id = %s AND seat.active AND seat.state IN ('open', 'done')
               AND seat.attendee_id IS NOT NULL AND seat.create_date >= %s
               AND event.active AND event.kanban_state IS DISTINCT FROM 'cancel'
               AND COALESCE(slot.start_datetime, event.date_begin) > %s
            """,
            self.company_id.id,
            self._since(),
            fields.Datetime.now(),
        )

    def _happened_attended(self):
        """Somebody was at an activity that is over; each activity once."""
        return SQL(
            """
            SELECT seat.attendee_id AS partner_id, seat.event_id::text AS key,
                   COALESCE(slot.end_datetime, event.date_end) AS date
              FROM event_event event
              JOIN event_registration seat ON seat.event_id = event.id AND seat.active
               AND seat.state = 'done' AND seat.attendee_id IS NOT NULL
         LEFT JOIN event_slot slot ON slot.id = seat.event_slot_id
             WHERE event.company_id = %(company)s AND event.active
               AND event.date_end >= %(since)s
               AND COALESCE(slot.end_datetime, event.date_end) BETWEEN %(since)s AND %(now)s
            """,
            company=self.company_id.id,
            since=self._since(),
            now=fields.Datetime.now(),
        )

    def _happened_form(self):
        """Somebody filled in the form; without one, confirmed a sign-up on the library's page."""
        if self.survey_id:
            return SQL(
                """
                SELECT COALESCE(answer.partner_id, seat.attendee_id) AS partner_id,
                       answer.id::text AS key, answer.end_datetime AS date
                  FROM survey_user_input answer
             LEFT JOIN event_registration seat ON seat.id = answer.registration_id
                 WHERE answer.survey_id = %s AND answer.state = 'done'
                   AND answer.test_entry IS NOT TRUE AND answer.end_datetime >= %s
                   AND COALESCE(answer.partner_id, seat.attendee_id) IS NOT NULL
                """,
                self.survey_id.id,
                self._since(),
            )
        return SQL(
            """
            SELECT line.partner_id,
                   to_char(line.date AT TIME ZONE 'UTC' AT TIME ZONE %s, 'YYYY-MM-DD') AS key,
                   line.date
              FROM bzk_consent line
             WHERE line.company_id = %s AND line.channel = 'form' AND line.state = 'given'
               AND line.date >= %s
            """,
            self._zone(),
            self.company_id.id,
            self._since(),
        )

    def _happened_segment(self):
        """Somebody is in the segment who was not in it the night before."""
        if self.present_date == self._today():
            return SQL(
                "SELECT NULL::integer AS partner_id, '' AS key, NULL::timestamp AS date WHERE FALSE"
            )
        return SQL(
            """
            SELECT chosen.id AS partner_id, %(today)s::date::text AS key,
                   %(now)s::timestamp AS date
              FROM (%(people)s) chosen
             WHERE NOT EXISTS (SELECT FROM bzk_journey_present present
                                WHERE present.journey_id = %(journey)s
                                  AND present.partner_id = chosen.id)
               AND %(not_under_way)s
            """,
            today=self._today(),
            now=fields.Datetime.now(),
            people=self._sql_segment(self.segment_id),
            journey=self.id,
            not_under_way=self._sql_not_under_way("chosen", "id"),
        )

    def _sql_not_under_way(self, table, column="partner_id"):
        """Give SQL that holds for who is not under way on this journey already."""
        return SQL(
            """NOT EXISTS (SELECT FROM bzk_journey_entry earlier
                            WHERE earlier.journey_id = %s AND earlier.partner_id = %s
                              AND earlier.state = 'running')""",
            self.id,
            SQL.identifier(table, column),
        )

    def _days(self, most=RECENT):
        """Give the parameters that most triggers on a day have."""
        return {
            "company": self.company_id.id,
            "since": self._since_day(most),
            "today": self._today(),
        }
