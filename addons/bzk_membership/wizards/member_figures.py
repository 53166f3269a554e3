"""The figures of the member report, each table by one query grouped in the database."""

from datetime import date

from odoo.tools import SQL

#: A membership of which the database knows no loan of any kind.
NEVER = SQL("(m.loans_total = 0 AND m.last_loan_date IS NULL AND m.stat_loans = 0)")
DAYS_IN_YEAR = SQL("365.25")
DAYS_IN_MONTH = SQL("30.4375")
YEARS_SHOWN = 5


def composition(cr, company_id, reference, with_pupils):
    """Who is a member on a day: the paper's table of members by type.

    :param int company_id: the library
    :param date reference: the day; loans are those of its calendar year
    :param bool with_pupils: count members whom their school enrolled
    :return: list of dicts by type in the types' order; the last one, without type, is the total.
        ``fee`` is what members pay the library and ``fee_kb`` what the national library pays;
        averages are ``None`` where nothing is known
    """
    loans = SQL("CASE WHEN t.counts_loans THEN COALESCE(s.loans, 0) END")
    return _rows(
        cr,
        SQL(
            """
            WITH s AS (
                SELECT membership_id, SUM(loans) AS loans
                  FROM bzk_loan_stat
                 WHERE company_id = %(company)s AND year = %(year)s
                 GROUP BY membership_id
            )
            SELECT m.type_id, COUNT(*) AS members,
                   SUM(CASE WHEN t.audience = 'digital_kb' THEN 0 ELSE COALESCE(m.fee, 0) END)
                       AS fee,
                   SUM(CASE WHEN t.audience = 'digital_kb' THEN COALESCE(m.fee, 0) ELSE 0 END)
                       AS fee_kb,
                   AVG(%(loans)s) AS loans,
                   AVG(%(loans)s) FILTER (WHERE NOT %(never)s) AS loans_borrowers,
                   AVG((%(reference)s - m.date_start) / %(days)s) AS years,
                   AVG(CASE WHEN t.counts_loans THEN CASE WHEN %(never)s THEN 100 ELSE 0 END END)
                       AS never
              FROM bzk_membership m
              JOIN bzk_membership_type t ON t.id = m.type_id
         LEFT JOIN s ON s.membership_id = m.id
             WHERE m.company_id = %(company)s
               AND (m.date_start <= %(reference)s OR m.date_start IS NULL)
               AND (m.date_end > %(reference)s OR m.date_end IS NULL)
               AND %(pupils)s
             GROUP BY GROUPING SETS ((m.type_id, t.sequence, t.id), ())
             ORDER BY m.type_id IS NULL, t.sequence, t.id
            """,
            company=company_id,
            year=reference.year,
            reference=reference,
            loans=loans,
            never=NEVER,
            days=DAYS_IN_YEAR,
            pupils=_pupils(with_pupils),
        ),
    )


def lost(cr, company_id, date_from, date_to):
    """Whose membership ended in a period, both days included: the paper's table by type.

    :return: as :func:`composition`, with ``share`` (percentage of all who left), ``months``
        between the last loan and the end, and ``loans`` the average number ever
    """
    return _rows(
        cr,
        SQL(
            """
            SELECT m.type_id, COUNT(*) AS members,
                   100.0 * COUNT(*) * 2 / SUM(COUNT(*)) OVER () AS share,
                   AVG((m.date_end - m.date_start) / %(days)s) AS years,
                   AVG(CASE WHEN t.counts_loans THEN m.loans_total END) AS loans,
                   AVG(GREATEST(m.date_end - m.last_loan_date, 0) / %(month)s)
                       FILTER (WHERE m.last_loan_date IS NOT NULL) AS months,
                   AVG(CASE WHEN t.counts_loans THEN CASE WHEN %(never)s THEN 100 ELSE 0 END END)
                       AS never
              FROM bzk_membership m
              JOIN bzk_membership_type t ON t.id = m.type_id
             WHERE m.company_id = %(company)s
               AND m.date_end BETWEEN %(date_from)s AND %(date_to)s
             GROUP BY GROUPING SETS ((m.type_id, t.sequence, t.id), ())
            HAVING COUNT(*) > 0
             ORDER BY m.type_id IS NULL, COUNT(*) DESC, t.sequence, t.id
            """,
            company=company_id,
            date_from=date_from,
            date_to=date_to,
            never=NEVER,
            days=DAYS_IN_YEAR,
            month=DAYS_IN_MONTH,
        ),
    )


def reasons(cr, company_id, date_from, date_to):
    """Why members left in a period.

    :return: list of dicts with ``reason_id`` (``None``: not given), ``members`` and ``share`` in
        percent, the most given first
    """
    return _rows(
        cr,
        SQL(
            """
            SELECT m.reason_id, COUNT(*) AS members,
                   100.0 * COUNT(*) / SUM(COUNT(*)) OVER () AS share
              FROM bzk_membership m
             WHERE m.company_id = %(company)s
               AND m.date_end BETWEEN %(date_from)s AND %(date_to)s
             GROUP BY m.reason_id
             ORDER BY COUNT(*) DESC, m.reason_id
            """,
            company=company_id,
            date_from=date_from,
            date_to=date_to,
        ),
    )


def dynamics(env, company_id, reference, with_pupils):
    """Who joined and left in each of the last years, the present one up to the reference day.

    :return: list of dicts with ``year``, ``joined``, ``left``, ``type_changes``, ``balance`` and
        ``members`` at the end of that year
    """
    events = env["bzk.membership.dynamics"]._table_query
    rows = _rows(
        env.cr,
        SQL(
            """
            SELECT EXTRACT(YEAR FROM date)::int AS year, SUM(joined) AS joined,
                   SUM("left") AS "left", SUM(type_changes) AS type_changes,
                   SUM(balance) AS balance,
                   SUM(SUM(balance)) OVER (ORDER BY EXTRACT(YEAR FROM date)) AS members
              FROM (%(events)s) m
              JOIN bzk_membership_type t ON t.id = m.type_id
             WHERE m.company_id = %(company)s AND date <= %(reference)s AND %(pupils)s
             GROUP BY EXTRACT(YEAR FROM date)
             ORDER BY 1
            """,
            events=SQL(events),
            company=company_id,
            reference=reference,
            pupils=_pupils(with_pupils),
        ),
    )
    return [row for row in rows if row["year"] > reference.year - YEARS_SHOWN]


def reference_period(today):
    """The year that ends today.

    :param date today: last day of the period
    :return: (first day, last day)
    """
    try:
        year_ago = today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        year_ago = date(today.year - 1, 2, 28)
    return date.fromordinal(year_ago.toordinal() + 1), today


def _pupils(with_pupils):
    return SQL("TRUE") if with_pupils else SQL("t.audience <> 'pupil'")


def _rows(cr, query):
    cr.execute(query)
    return cr.dictfetchall()
