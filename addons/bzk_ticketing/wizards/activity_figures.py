"""The figures of the page of activities, each group of tables by one query."""

from odoo.tools import SQL

#: Breakdowns, by the column of ``bzk.activity.report`` that they go by.
BREAKDOWNS = ("branch_id", "theme_id", "audience_id", "price_model", "type_id")
YEARS_SHOWN = 10
MEASURES = SQL(
    """COALESCE(SUM(visitors), 0)::int AS visitors, SUM(revenue) AS revenue,
       COUNT(*)::int AS activities, AVG(visitors) AS average,
       COALESCE(SUM(attended), 0)::int AS attended,
       COALESCE(SUM(registered), 0)::int AS registered,
       COALESCE(SUM(counted), 0)::int AS counted, COALESCE(SUM(estimated), 0)::int AS estimated,
       100.0 * SUM(no_shows) / NULLIF(SUM(expected), 0) AS no_show,
       100.0 * SUM(visitors_placed) / NULLIF(SUM(places), 0) AS occupancy,
       SUM(score_sum) / NULLIF(SUM(answers), 0) AS score"""
)


def activities(env, company_id, branch_id, date_from, date_to):
    """Visitors, revenue and activities held: per year, and of a period in breakdowns.

    :param int company_id: the library
    :param branch_id: id of the only branch to look at, or ``None``
    :param date date_from: first day of the period
    :param date date_to: last day of the period, and of the years
    :return: dict with ``years`` (dicts with ``year`` and the measures, the last ten years with
        activities), ``total`` of the period, and of each of :data:`BREAKDOWNS` a list of dicts
        with ``key`` and the measures, the most visited first
    """
    _no_compiling(env.cr)
    env.cr.execute(
        SQL(
            """
            WITH f AS MATERIALIZED (
                SELECT f.*, date_part('year', f.date)::int AS year
                  FROM (%(view)s) f
                 WHERE f.company_id = %(company)s AND f.state = 'held' AND f.date <= %(date_to)s
                   AND (%(branch)s::int IS NULL OR f.branch_id = %(branch)s))
            SELECT 'year' AS part, year, NULL::int AS branch_id, NULL::int AS theme_id,
                   NULL::int AS audience_id, NULL AS price_model, NULL::int AS type_id,
                   %(measures)s
              FROM f
             GROUP BY year
         UNION ALL
            SELECT CASE GROUPING(branch_id, theme_id, audience_id, price_model, type_id)
                   WHEN 15 THEN 'branch_id' WHEN 23 THEN 'theme_id' WHEN 27 THEN 'audience_id'
                   WHEN 29 THEN 'price_model' WHEN 30 THEN 'type_id' ELSE 'total' END,
                   NULL, branch_id, theme_id, audience_id, price_model, type_id, %(measures)s
              FROM f
             WHERE date >= %(date_from)s
             GROUP BY GROUPING SETS
                   ((branch_id), (theme_id), (audience_id), (price_model), (type_id), ())
             ORDER BY visitors DESC, activities DESC
            """,
            view=env["bzk.activity.report"]._table_query,
            company=company_id,
            branch=branch_id or None,
            date_from=date_from,
            date_to=date_to,
            measures=MEASURES,
        )
    )
    found = {"years": [], "total": None} | {name: [] for name in BREAKDOWNS}
    for row in env.cr.dictfetchall():
        if row["part"] == "year":
            found["years"].append(row)
        elif row["part"] == "total":
            found["total"] = row
        else:
            found[row["part"]].append(row | {"key": row[row["part"]]})
    found["years"] = sorted(found["years"], key=lambda row: row["year"])[-YEARS_SHOWN:]
    return found


def people(env, company_id, branch_id, date_to):
    """How many different customers came in each year, as far as it is known who came.

    :return: list of dicts with ``year``, ``visitors``, ``named`` (visits of known customers),
        ``customers``, ``new`` (whose first visit ever it was), ``again`` (came, having come
        before) and ``members`` (were one on the day of a visit)
    """
    _no_compiling(env.cr)
    env.cr.execute(
        SQL(
            """
            WITH v AS MATERIALIZED (
                SELECT date_part('year', date)::int AS year, date, date_begin, partner_id,
                       branch_id, visitors
                  FROM (%(view)s) v
                 WHERE company_id = %(company)s AND date <= %(date_to)s),
            who AS (
                SELECT h.year, h.partner_id, bool_or(h.date_begin = f.date_begin) AS new,
                       bool_or(h.date_begin > f.date_begin) AS again,
                       bool_or(m.partner_id IS NOT NULL) AS member
                  FROM %(here)s h
                  JOIN (SELECT partner_id, MIN(date_begin) AS date_begin
                          FROM v GROUP BY partner_id) f ON f.partner_id = h.partner_id
             LEFT JOIN (%(periods)s) m ON m.partner_id = h.partner_id
                   AND (m.date_start IS NULL OR m.date_start <= h.date)
                   AND (m.date_end IS NULL OR m.date_end > h.date)
                 GROUP BY h.year, h.partner_id)
            SELECT a.year, a.visitors, a.named, COALESCE(b.customers, 0) AS customers,
                   COALESCE(b.new, 0) AS new, COALESCE(b.again, 0) AS again,
                   COALESCE(b.members, 0) AS members
              FROM (SELECT year, SUM(visitors)::int AS visitors,
                           (SUM(visitors) FILTER (WHERE partner_id IS NOT NULL))::int AS named
                      FROM %(here)s h GROUP BY year) a
         LEFT JOIN (SELECT year, COUNT(*)::int AS customers,
                           (COUNT(*) FILTER (WHERE new))::int AS new,
                           (COUNT(*) FILTER (WHERE again))::int AS again,
                           (COUNT(*) FILTER (WHERE member))::int AS members
                      FROM who GROUP BY year) b USING (year)
             ORDER BY a.year
            """,
            view=env["bzk.attendance.report"]._table_query,
            periods=env["res.partner"]._member_periods(),
            company=company_id,
            here=SQL("(SELECT * FROM v WHERE branch_id = %s)", branch_id)
            if branch_id
            else SQL("v"),
            date_to=date_to,
        )
    )
    return env.cr.dictfetchall()[-YEARS_SHOWN:]


def _no_compiling(cr):
    """Keep the server from compiling the question, which takes longer than to answer it."""
    cr.execute("SET LOCAL jit = off")
