from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..demodata import history

#: Talks with members, and visitors without a name, per member over the two years.
TALKS_PER_MEMBER = 0.35
VISITS_PER_MEMBER = 0.2
PURCHASES_PER_MEMBER = 0.06
DAYS = 730
#: Opening hours in UTC, from the first to the last at which a talk begins.
OPENS, HOURS = 9, 7


class Demo(models.AbstractModel):
    """Contact moments, purchases and mails of the demo members over the last two years.

    Set-based and drawn from a print of the row's number, so that the same members always get the
    same history.
    """

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        for company in self._libraries():
            self._create_history(company)
        return result

    def _create_history(self, company):
        """Give the library's members a past, unless they have one."""
        moments = self.env["bzk.contact.moment"].with_company(company)
        if moments.search_count([("company_id", "=", company.id)], limit=1):
            return
        members = self.env["bzk.membership"].search_count(
            [("company_id", "=", company.id), ("state", "=", "current")]
        )
        desk = self.env["res.users"].search([("login", "=", self._login("balie", company))])
        branches = self.env["bzk.branch"].search([("company_id", "=", company.id)])
        if not (members and desk and branches):
            return
        self.env.flush_all()
        known = {
            "company": company.id,
            "currency": company.currency_id.id,
            "partner": company.partner_id.id,
            "user": desk.id,
            "today": fields.Date.context_today(self),
            "branches": branches.ids,
        }
        self._insert_talks(known, int(members * TALKS_PER_MEMBER))
        self._insert_visits(known, int(members * VISITS_PER_MEMBER))
        self._insert_fees(known)
        self._insert_purchases(known, int(members * PURCHASES_PER_MEMBER))
        self._insert_mails(known, company)
        self.env.invalidate_all()
        self._create_promises(company, desk)

    def _subjects(self, rows):
        return [self.env.ref(f"bzk_customer.subject_{row[0]}").id for row in rows]

    def _people(self, known):
        """Current members by number, as SQL: ``n``, ``id`` and ``branch_id``."""
        return SQL(
            """SELECT row_number() OVER (ORDER BY m.partner_id) - 1 AS n, m.partner_id AS id,
                      m.branch_id
                 FROM (SELECT DISTINCT ON (partner_id) partner_id, branch_id
                         FROM bzk_membership
                        WHERE company_id = %(company)s AND date_start IS NOT NULL
                          AND (date_end IS NULL OR date_end > %(today)s)
                     ORDER BY partner_id, id) m""",
            **known,
        )

    def _draws(self, number, seed):
        """Rows 1 to ``number`` with five draws each, as SQL: ``i``, ``a`` to ``e``."""
        columns = SQL(", ").join(
            SQL(
                "('x' || substr(md5(%s || i), %s, 6))::bit(24)::int AS %s",
                seed,
                1 + 6 * place,
                SQL.identifier(name),
            )
            for place, name in enumerate("abcde")
        )
        return SQL("SELECT i, %s FROM generate_series(1, %s) i", columns, number)

    def _when(self, known):
        """A moment within opening hours, as SQL; on Sundays the libraries are closed."""
        day = SQL("(%s::date - 1 - b %% %s)", known["today"], DAYS)
        return SQL(
            "%(day)s - CASE WHEN extract(dow FROM %(day)s) = 0 THEN 1 ELSE 0 END"
            " + make_interval(hours => %(opens)s + c %% %(hours)s, mins => d %% 60)",
            day=day,
            opens=OPENS,
            hours=HOURS,
        )

    def _insert_talks(self, known, number):
        talks = history.weighted(history.TALKS)
        _subjects, channels, outcomes, notes = zip(*talks, strict=True)
        self.env.cr.execute(
            SQL(
                """
                WITH people AS MATERIALIZED (%(people)s),
                     total AS (SELECT count(*)::int AS people FROM people),
                     draws AS (%(draws)s)
                INSERT INTO bzk_contact_moment
                       (partner_id, company_id, branch_id, date, channel, subject_id, outcome, note,
                        user_id, known, create_uid, create_date, write_uid, write_date)
                SELECT p.id, %(company)s, COALESCE(p.branch_id, (%(branches)s)[1]), %(when)s,
                       (%(channels)s)[1 + e %% %(cases)s], (%(subjects)s)[1 + e %% %(cases)s],
                       (%(outcomes)s)[1 + e %% %(cases)s], (%(notes)s)[1 + e %% %(cases)s],
                       %(user)s, 'customer', %(user)s, now() AT TIME ZONE 'UTC', %(user)s,
                       now() AT TIME ZONE 'UTC'
                  FROM draws, total
                  JOIN people p ON true
                 WHERE p.n = a %% total.people
                """,
                **known,
                people=self._people(known),
                draws=self._draws(number, "talk"),
                when=self._when(known),
                cases=len(talks),
                subjects=self._subjects(talks),
                channels=list(channels),
                outcomes=list(outcomes),
                notes=list(notes),
            )
        )

    def _insert_visits(self, known, number):
        """Visitors without a name, to branches as large as their members are many."""
        visits = history.weighted(history.VISITS)
        self.env.cr.execute(
            SQL(
                """
                WITH people AS MATERIALIZED (%(people)s),
                     total AS (SELECT count(*)::int AS people FROM people),
                     draws AS (%(draws)s)
                INSERT INTO bzk_contact_moment
                       (company_id, branch_id, date, channel, subject_id, outcome, user_id, known,
                        create_uid, create_date, write_uid, write_date)
                SELECT %(company)s, COALESCE(p.branch_id, (%(branches)s)[1]), %(when)s,
                       (%(channels)s)[1 + e %% %(cases)s], (%(subjects)s)[1 + e %% %(cases)s],
                       'answered', %(user)s, 'visitor', %(user)s, now() AT TIME ZONE 'UTC',
                       %(user)s, now() AT TIME ZONE 'UTC'
                  FROM draws, total
                  JOIN people p ON true
                 WHERE p.n = a %% total.people
                """,
                **known,
                people=self._people(known),
                draws=self._draws(number, "visit"),
                when=self._when(known),
                cases=len(visits),
                subjects=self._subjects(visits),
                channels=[channel for _subject, channel in visits],
            )
        )

    def _insert_fees(self, known):
        """The fee of each paid membership on its last two anniversaries, from who pays it."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_transaction
                       (partner_id, company_id, branch_id, date, kind, description, amount,
                        currency_id, source_id, key, create_uid, create_date, write_uid, write_date)
                SELECT COALESCE(m.payer_id, m.partner_id), m.company_id, m.branch_id, f.date,
                       'subscription',
                       COALESCE(t.name->>'nl_NL', t.name->>'en_US'), m.fee, %(currency)s,
                       x.source_id, x.key || '-' || extract(year FROM f.date), %(user)s,
                       now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM bzk_membership m
                  JOIN bzk_membership_type t ON t.id = m.type_id
                  JOIN bzk_external_id x ON x.id = m.external_id_id
            CROSS JOIN generate_series(0, 2) ago
            CROSS JOIN LATERAL (SELECT (m.date_start + make_interval(years =>
                           extract(year FROM %(today)s::date)::int - ago
                           - extract(year FROM m.date_start)::int))::date AS date) f
                 WHERE m.company_id = %(company)s AND m.fee > 0
                   AND f.date BETWEEN %(today)s::date - %(days)s AND %(today)s::date
                   AND f.date >= m.date_start AND (m.date_end IS NULL OR m.date_end > f.date)
                """,
                **known,
                days=DAYS,
            )
        )

    def _insert_purchases(self, known, number):
        """Gifts, rented rooms and small sales; one room in eight is paid back."""
        purchases = history.weighted(history.PURCHASES)
        kinds, descriptions, cents = zip(*purchases, strict=True)
        self.env.cr.execute(
            SQL(
                """
                WITH people AS MATERIALIZED (%(people)s),
                     total AS (SELECT count(*)::int AS people FROM people),
                     draws AS (%(draws)s),
                     bought AS (
                INSERT INTO bzk_transaction
                       (partner_id, company_id, branch_id, date, kind, description, amount,
                        currency_id, create_uid, create_date, write_uid, write_date)
                SELECT p.id, %(company)s, p.branch_id, (%(when)s)::date,
                       (%(kinds)s)[1 + e %% %(cases)s], (%(descriptions)s)[1 + e %% %(cases)s],
                       (%(cents)s)[1 + e %% %(cases)s] / 100.0, %(currency)s, %(user)s,
                       now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM draws, total
                  JOIN people p ON true
                 WHERE p.n = a %% total.people
             RETURNING *)
                INSERT INTO bzk_transaction
                       (partner_id, company_id, branch_id, date, kind, description, amount,
                        currency_id, reversed_id, create_uid, create_date, write_uid, write_date)
                SELECT partner_id, company_id, branch_id, LEAST(date + 7, %(today)s::date), kind,
                       'Terugbetaald: ' || description, -amount, currency_id, id, create_uid,
                       create_date, write_uid, write_date
                  FROM bought
                 WHERE kind = 'rental' AND id %% 8 = 0
                """,
                **known,
                people=self._people(known),
                draws=self._draws(number, "purchase"),
                when=self._when(known),
                cases=len(purchases),
                kinds=list(kinds),
                descriptions=list(descriptions),
                cents=list(cents),
            )
        )

    def _insert_mails(self, known, company):
        """A word of welcome for who became a member in the last two years and has an address."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mail_message
                       (model, res_id, message_type, subtype_id, subject, body, date,
                        author_id, email_from, message_id, record_company_id, is_internal,
                        create_uid, create_date, write_uid, write_date)
                SELECT 'res.partner', p.id, 'email_outgoing', %(subtype)s, %(subject)s,
                       replace(%(body)s, '{name}', COALESCE(p.firstname, p.name)),
                       m.date_start + interval '10 hours', %(partner)s, %(sender)s,
                       '<welkom-' || p.id || '@demo.example>', %(company)s, false, %(user)s,
                       now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM bzk_membership m
                  JOIN res_partner p ON p.id = m.partner_id
                 WHERE m.company_id = %(company)s AND p.email IS NOT NULL
                   AND m.date_start BETWEEN %(today)s::date - %(days)s AND %(today)s::date
                   AND m.date_end IS NULL AND m.id %% 4 = 0
                """,
                **known,
                days=DAYS,
                subtype=self.env.ref("mail.mt_comment").id,
                subject=f"Welkom bij {company.name}",
                sender=company.email or "bibliotheek@demo.example",
                body="<p>Beste {name},</p><p>Fijn dat je lid bent! Met je pas kun je in al onze"
                " vestigingen lenen. Tot snel in de bibliotheek.</p>",
            )
        )

    def _create_promises(self, company, desk):
        """A few promises to call back that wait for the desk, the way staff note them."""
        members = self.env["bzk.membership"].search(
            [("company_id", "=", company.id), ("state", "=", "current")],
            order="id",
            limit=len(history.PROMISES) * 10,
        )
        today = fields.Date.context_today(self)
        moments = self.env["bzk.contact.moment"].with_user(desk).with_company(company)
        moments = moments.with_context(lang=desk.lang)
        for membership, promise in zip(members[::10], history.PROMISES, strict=False):
            subject, note, ago, ahead = promise
            moments.create(
                {
                    "partner_id": membership.partner_id.id,
                    "subject_id": self.env.ref(f"bzk_customer.subject_{subject}").id,
                    "branch_id": (membership.branch_id or moments._default_branch()).id,
                    "channel": "phone",
                    "outcome": "call_back",
                    "note": note,
                    "date": fields.Datetime.now() - timedelta(days=ago),
                    "followup_date": today + timedelta(days=ahead),
                    "followup_user_id": desk.id,
                }
            )
