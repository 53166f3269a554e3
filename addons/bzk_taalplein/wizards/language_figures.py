"""The figures of the language point, each group of tables by one query."""

from odoo import fields
from odoo.tools import SQL

YEARS_SHOWN = 6


def met(env, company_id, branch_id, date_from, date_to):
    """Meetings and hours: per year and, of a period, per month and per branch.

    :param int company_id: the library
    :param branch_id: id of the only branch to look at, or ``None``
    :param date date_from: first day of the period
    :param date date_to: last day of the period, and of the years
    :return: dict of ``year``, ``month``, ``branch`` and ``total`` -> list of dicts with ``key``,
        ``meetings``, ``missed``, ``hours``, ``learners`` and ``volunteers`` (different people)
    """
    rows = _rows(
        env,
        SQL(
            """
            WITH m AS MATERIALIZED (
                SELECT meeting.*, date_part('year', date)::int AS year,
                       date_trunc('month', date)::date AS month
                  FROM bzk_language_meeting meeting
                 WHERE company_id = %(company)s AND date <= %(date_to)s
                   AND (%(branch)s::int IS NULL OR branch_id = %(branch)s))
            SELECT 'year' AS part, year::text AS key, %(measures)s
              FROM m
             WHERE year > date_part('year', %(date_to)s::date) - %(years)s
             GROUP BY year
         UNION ALL
            SELECT CASE GROUPING(month, branch_id) WHEN 1 THEN 'month' WHEN 2 THEN 'branch'
                   ELSE 'total' END, COALESCE(month::text, branch_id::text), %(measures)s
              FROM m
             WHERE date >= %(date_from)s
             GROUP BY GROUPING SETS ((month), (branch_id), ())
             ORDER BY part, key
            """,
            company=company_id,
            branch=branch_id or None,
            date_from=date_from,
            date_to=date_to,
            years=YEARS_SHOWN,
            measures=SQL(
                """SUM(meeting_count)::int AS meetings,
                   (COUNT(*) - SUM(meeting_count))::int AS missed, SUM(hours) AS hours,
                   COUNT(DISTINCT learner_id) FILTER (WHERE attended = 'both')::int AS learners,
                   COUNT(DISTINCT volunteer_id) FILTER (WHERE attended = 'both')::int
                       AS volunteers"""
            ),
        ),
    )
    found = {"year": [], "month": [], "branch": [], "total": []}
    for row in rows:
        found[row["part"]].append(row)
    return found


def learners(env, company_id, branch_id, date_from, date_to):
    """Learners by branch: new, begun, waiting on the last day and for how long.

    :return: list of dicts with ``key`` (a branch, or ``None``), ``is_total``, ``new``, ``begun``
        (first pair in the period), ``days`` (on average until then), ``waiting`` (now), ``waited``
        (days on average) and ``longest``; parameters as :func:`met`
    """
    return _rows(
        env,
        SQL(
            """
            SELECT branch_id AS key, GROUPING(branch_id) = 1 AS is_total,
                   COUNT(*) FILTER (WHERE registered_on BETWEEN %(since)s AND %(until)s)::int
                       AS new,
                   COUNT(*) FILTER (WHERE %(begun)s)::int AS begun,
                   AVG(days_to_pair) FILTER (WHERE %(begun)s) AS days,
                   COUNT(*) FILTER (WHERE state = 'registered')::int AS waiting,
                   AVG(%(today)s - waiting_since) FILTER (WHERE state = 'registered') AS waited,
                   MAX(%(today)s - waiting_since) FILTER (WHERE state = 'registered') AS longest
              FROM bzk_language_learner
             WHERE company_id = %(company)s
               AND (%(branch)s::int IS NULL OR branch_id = %(branch)s)
             GROUP BY GROUPING SETS ((branch_id), ())
             ORDER BY is_total, key
            """,
            company=company_id,
            branch=branch_id or None,
            since=date_from,
            until=date_to,
            today=SQL("%s::date", fields.Date.context_today(env.user)),
            begun=SQL(
                "was_paired AND registered_on + days_to_pair BETWEEN %s AND %s", date_from, date_to
            ),
        ),
    )


def ended(env, company_id, branch_id, date_from, date_to):
    """Pairs that ended in a period, by why.

    :return: list of dicts with ``key`` (the reason), ``pairs`` and ``days`` (on average together);
        parameters as :func:`met`
    """
    return _rows(
        env,
        SQL(
            """
            SELECT end_reason AS key, COUNT(*)::int AS pairs, AVG(pair_days) AS days,
                   AVG(meeting_count) AS meetings
              FROM bzk_language_pair
             WHERE company_id = %(company)s AND date_end BETWEEN %(since)s AND %(until)s
               AND (%(branch)s::int IS NULL OR branch_id = %(branch)s)
             GROUP BY end_reason
             ORDER BY pairs DESC, key
            """,
            company=company_id,
            branch=branch_id or None,
            since=date_from,
            until=date_to,
        ),
    )


def _rows(env, query):
    env.cr.execute(query)
    return env.cr.dictfetchall()
