"""The figures of the page of education programmes, each group of tables by one query."""

from odoo.tools import SQL

YEARS_SHOWN = 10
LIVE = SQL("state IN ('ordered', 'delivered')")
#: Parts of the page, by what their schools are put together.
PARTS = ("municipality", "group_id", "board_id")


def years(env, company_id, last):
    """Orders, schools, classes, pupils and revenue of each school year, the earliest first.

    :param int company_id: the library
    :param str last: the last school year to look at
    :return: list of dicts with ``year``, ``schools``, ``orders``, ``classes``, ``pupils`` (of a
        school the most that one order had), ``subscription`` and ``single`` (revenue by kind of
        programme), ``revenue`` and ``renewed`` (percentage, or ``None`` when nothing ended)
    """
    # Compiling the question would take longer than to answer it.
    env.cr.execute("SET LOCAL jit = off")
    env.cr.execute(
        SQL(
            """
            WITH f AS MATERIALIZED (
                SELECT school_year, school_count, class_count, pupil_count, programme_kind,
                       revenue, renewed, renewable
                  FROM (%(view)s) f
                 WHERE company_id = %(company)s AND school_year <= %(last)s AND %(live)s),
            reached AS (
                SELECT school_year, sum(pupils)::int AS pupils
                  FROM (SELECT school_year, school_count, max(pupil_count) AS pupils
                          FROM f GROUP BY school_year, school_count) one
                 GROUP BY school_year)
            SELECT f.school_year AS year, count(DISTINCT school_count)::int AS schools,
                   count(*)::int AS orders, COALESCE(sum(class_count), 0)::int AS classes,
                   max(reached.pupils) AS pupils,
                   COALESCE(sum(revenue) FILTER (WHERE programme_kind = 'subscription'), 0)
                       AS subscription,
                   COALESCE(sum(revenue) FILTER (WHERE programme_kind = 'single'), 0) AS single,
                   sum(revenue) AS revenue,
                   100.0 * sum(renewed) / NULLIF(sum(renewable), 0) AS renewed
              FROM f
              JOIN reached USING (school_year)
             GROUP BY f.school_year
             ORDER BY f.school_year
            """,
            view=env["bzk.education.report"]._table_query,
            company=company_id,
            last=last,
            live=LIVE,
        )
    )
    return env.cr.dictfetchall()[-YEARS_SHOWN:]


def programmes(env, company_id, year, before):
    """What each programme did in a school year, beside the year before.

    :param str year: the school year
    :param str before: the one to hold it against
    :return: list of dicts with ``programme_id``, ``schools``, ``classes``, ``pupils``,
        ``revenue``, ``schools_before`` and ``revenue_before``, the highest revenue first
    """
    env.cr.execute(
        SQL(
            """
            SELECT programme_id,
                   count(DISTINCT relation_id) FILTER (WHERE school_year = %(year)s)::int
                       AS schools,
                   COALESCE(sum(class_count) FILTER (WHERE school_year = %(year)s), 0)::int
                       AS classes,
                   COALESCE(sum(pupil_count) FILTER (WHERE school_year = %(year)s), 0)::int
                       AS pupils,
                   COALESCE(sum(amount) FILTER (WHERE school_year = %(year)s), 0) AS revenue,
                   count(DISTINCT relation_id) FILTER (WHERE school_year = %(before)s)::int
                       AS schools_before,
                   COALESCE(sum(amount) FILTER (WHERE school_year = %(before)s), 0)
                       AS revenue_before
              FROM bzk_education_order
             WHERE company_id = %(company)s AND school_year IN (%(year)s, %(before)s) AND %(live)s
             GROUP BY programme_id
             ORDER BY revenue DESC, revenue_before DESC, programme_id
            """,
            company=company_id,
            year=year,
            before=before,
            live=LIVE,
        )
    )
    return env.cr.dictfetchall()


def reach(env, company_id, year):
    """Which share of the schools took something, per municipality, group and board.

    Schools are the organisations of the kinds school and childcare with which the library has not
    ended, and whoever ordered in that year.

    :return: dict of each of :data:`PARTS` and ``total`` -> list of dicts with ``key``, ``schools``
        (known), ``reached``, ``classes``, ``pupils`` (of a school the most that one order had) and
        ``revenue``
    """
    env.cr.execute(
        SQL(
            """
            WITH sold AS MATERIALIZED (
                SELECT relation_id, sum(class_count) AS classes, max(pupil_count) AS pupils,
                       sum(amount) AS revenue
                  FROM bzk_education_order
                 WHERE company_id = %(company)s AND school_year = %(year)s AND %(live)s
                 GROUP BY relation_id),
            school AS (
                SELECT NULLIF(partner.municipality, '') AS municipality, relation.group_id,
                       board.partner_id AS board_id, sold.*
                  FROM bzk_relation relation
                  JOIN bzk_relation_group kind ON kind.id = relation.group_id
                  JOIN res_partner partner ON partner.id = relation.partner_id
             LEFT JOIN bzk_relation board ON board.id = relation.parent_id
             LEFT JOIN sold ON sold.relation_id = relation.id
                 WHERE relation.company_id = %(company)s
                   AND (sold.relation_id IS NOT NULL
                        OR relation.active AND relation.state <> 'ended'
                           AND kind.kind IN ('school', 'childcare')))
            SELECT CASE GROUPING(municipality, group_id, board_id)
                   WHEN 3 THEN 'municipality' WHEN 5 THEN 'group_id' WHEN 6 THEN 'board_id'
                   ELSE 'total' END AS part,
                   municipality, group_id, board_id, count(*)::int AS schools,
                   count(relation_id)::int AS reached,
                   COALESCE(sum(classes), 0)::int AS classes,
                   COALESCE(sum(pupils), 0)::int AS pupils, COALESCE(sum(revenue), 0) AS revenue
              FROM school
             GROUP BY GROUPING SETS ((municipality), (group_id), (board_id), ())
             ORDER BY reached DESC, schools DESC, municipality, group_id, board_id
            """,
            company=company_id,
            year=year,
            live=LIVE,
        )
    )
    found = {part: [] for part in (*PARTS, "total")}
    for row in env.cr.dictfetchall():
        found[row["part"]].append(row | {"key": row.get(row["part"])})
    return found
