"""The figures of satisfaction, by one query; of no group that is too small."""

from odoo.tools import SQL

from odoo.addons.bzk_base.models.res_partner import LAST_AGES

from ..results.promoters import DETRACTOR, PROMOTER

#: Breakdowns, by the column of the answers that they go by.
BREAKDOWNS = ("quarter", "branch_id", "age_group")


def answers(env, company_id, date_from, date_to):
    """How customers graded the library in a period, in breakdowns.

    A customer's branch and age are those of today and of the day of the answer; of answers whose
    customer is no longer known, neither is.

    :return: dict of ``total`` and each of :data:`BREAKDOWNS` -> list of dicts with ``key``,
        ``answers``, ``promoters``, ``passives``, ``detractors``
    """
    age = SQL("date_part('year', age(input.end_datetime, partner.birthdate))")
    group = SQL(" ").join(SQL("WHEN %s <= %s THEN %s", age, last, code) for code, last in LAST_AGES)
    env.cr.execute(
        SQL(
            """
            WITH answer AS MATERIALIZED (
                SELECT line.value_scale AS grade,
                       to_char(input.end_datetime, 'YYYY-Q') AS quarter, partner.branch_id,
                       CASE WHEN partner.birthdate IS NULL THEN NULL %(group)s ELSE 'seniors' END
                           AS age_group
                  FROM survey_user_input_line line
                  JOIN survey_question question ON question.id = line.question_id
                   AND question.evaluation_use = 'recommend'
                  JOIN survey_user_input input ON input.id = line.user_input_id
             LEFT JOIN res_partner partner ON partner.id = input.partner_id
                 WHERE input.company_id = %(company)s AND input.state = 'done'
                   AND input.test_entry IS NOT TRUE AND line.skipped IS NOT TRUE
                   AND line.answer_type = 'scale'
                   AND input.end_datetime >= %(from)s
                   AND input.end_datetime < %(to)s + interval '1 day')
            SELECT CASE GROUPING(quarter, branch_id, age_group)
                   WHEN 3 THEN 'quarter' WHEN 5 THEN 'branch_id' WHEN 6 THEN 'age_group'
                   ELSE 'total' END AS part,
                   quarter, branch_id, age_group, COUNT(*)::int AS answers,
                   COUNT(*) FILTER (WHERE grade >= %(promoter)s)::int AS promoters,
                   COUNT(*) FILTER (WHERE grade > %(detractor)s AND grade < %(promoter)s)::int
                       AS passives,
                   COUNT(*) FILTER (WHERE grade <= %(detractor)s)::int AS detractors
              FROM answer
             GROUP BY GROUPING SETS ((quarter), (branch_id), (age_group), ())
            HAVING COUNT(*) > 0
             ORDER BY quarter, answers DESC
            """,
            **{"group": group, "company": company_id, "from": date_from, "to": date_to},
            promoter=PROMOTER,
            detractor=DETRACTOR,
        )
    )
    found = {part: [] for part in ("total", *BREAKDOWNS)}
    for row in env.cr.dictfetchall():
        row["key"] = row.get(row["part"])
        found[row["part"]].append(row)
    return found


def words(env, company_id, date_from, date_to, most):
    """What customers wrote beside their grade, the latest first.

    :param int most: number of texts
    :return: list of texts
    """
    env.cr.execute(
        SQL(
            """
            SELECT line.value_text_box
              FROM survey_user_input_line line
              JOIN survey_question question ON question.id = line.question_id
               AND question.evaluation_use = 'remark'
              JOIN survey_user_input input ON input.id = line.user_input_id
              JOIN survey_survey survey ON survey.id = input.survey_id AND survey.satisfaction
             WHERE input.company_id = %s AND input.state = 'done'
               AND input.test_entry IS NOT TRUE AND line.value_text_box IS NOT NULL
               AND input.end_datetime >= %s AND input.end_datetime < %s + interval '1 day'
             ORDER BY input.end_datetime DESC, line.id DESC
             LIMIT %s
            """,
            company_id,
            date_from,
            date_to,
            most,
        )
    )
    return [text for (text,) in env.cr.fetchall()]
