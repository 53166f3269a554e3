"""What retention signals would have told, from what is known of members who left and who stayed.

Only the last loan of a member is kept, not the earlier ones. Of who did not borrow after the day
that is looked back at, everything is known. Of who did, it is known only that they borrowed again:
whether they had a signal then follows from the loans per year, from the signals that were written
down at the time, or not at all.
"""

from odoo.tools import SQL

#: Months of which is told what they would have found.
THRESHOLDS = (6, 12, 18, 24, 30, 37, 48)
#: Years of leavers whose months without a loan are looked at.
LEAVERS_YEARS = 3
#: Of the type itself; those with 0 give no signal.
OF_TYPE = SQL("SELECT kind.quiet_months AS months WHERE kind.quiet_months > 0")


def by_type(cr, company_id, day, until):
    """Who had a signal on a day by the months of their type, and who of them left since.

    :param int company_id: the library
    :param date day: the day that is looked back at
    :param date until: who left up to and including this day counts as gone
    :return: list of dicts by type in the types' order with ``type_id``, ``months``, ``flagged``,
        ``flagged_gone``, ``clear``, ``clear_gone``, ``unknown`` and ``unknown_gone``
    """
    return _rows(
        cr,
        SQL(
            """
            SELECT member.type_id, member.months, %s
              FROM (%s) member
              JOIN bzk_membership_type kind ON kind.id = member.type_id
             GROUP BY member.type_id, member.months, kind.sequence, kind.id
             ORDER BY kind.sequence, kind.id
            """,
            COUNTS,
            _members(company_id, day, until, OF_TYPE, with_signals=True),
        ),
    )


def by_threshold(cr, company_id, day, until, audience):
    """The same for other numbers of months, of the types for one audience.

    :param str audience: key of ``AUDIENCES``
    :return: list of dicts as of :func:`by_type`, by ``months``
    """
    thresholds = SQL("SELECT unnest(%s) AS months", list(THRESHOLDS))
    return _rows(
        cr,
        SQL(
            "SELECT member.months, %s FROM (%s) member WHERE audience = %s GROUP BY 1 ORDER BY 1",
            COUNTS,
            _members(company_id, day, until, thresholds, with_signals=False),
            audience,
        ),
    )


def before_leaving(cr, company_id, today):
    """How long those who left had not borrowed by then: what the months of a type can rest on.

    :return: list of dicts by type with ``type_id``, ``members`` who left in the last years,
        ``never`` (percentage that never borrowed), and ``early``, ``half`` and ``late``: the months
        that a quarter, half and three quarters of the others stayed under
    """
    return _rows(
        cr,
        SQL(
            """
            SELECT type_id, COUNT(*) AS members,
                   100.0 * COUNT(*) FILTER (WHERE months IS NULL) / COUNT(*) AS never,
                   percentile_cont(0.25) WITHIN GROUP (ORDER BY months) AS early,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY months) AS half,
                   percentile_cont(0.75) WITHIN GROUP (ORDER BY months) AS late
              FROM (SELECT m.type_id, kind.sequence,
                           CASE WHEN m.last_loan_date IS NOT NULL
                                THEN GREATEST(m.date_end - m.last_loan_date, 0) / 30.4375
                           END AS months
                      FROM bzk_membership m
                      JOIN bzk_membership_type kind ON kind.id = m.type_id AND kind.counts_loans
                     WHERE m.company_id = %(company)s AND m.date_end <= %(today)s
                       AND m.date_end > %(today)s - make_interval(years => %(years)s)) leaver
             GROUP BY type_id, sequence
             ORDER BY sequence, type_id
            """,
            company=company_id,
            today=today,
            years=LEAVERS_YEARS,
        ),
    )


COUNTS = SQL(
    """
    COUNT(*) FILTER (WHERE verdict = 'flagged') AS flagged,
    COUNT(*) FILTER (WHERE verdict = 'flagged' AND gone) AS flagged_gone,
    COUNT(*) FILTER (WHERE verdict = 'clear') AS clear,
    COUNT(*) FILTER (WHERE verdict = 'clear' AND gone) AS clear_gone,
    COUNT(*) FILTER (WHERE verdict = 'unknown') AS unknown,
    COUNT(*) FILTER (WHERE verdict = 'unknown' AND gone) AS unknown_gone
    """
)

#: Signals that were written down at the time, for the months of the type.
WRITTEN = """
             WHEN EXISTS (
                  SELECT FROM bzk_leaving_signal signal
                   WHERE signal.membership_id = m.id AND signal.since <= %(day)s
                     AND (signal.until IS NULL OR signal.until > %(day)s))
               THEN 'flagged'
             WHEN %(day)s >= (SELECT MIN(signal.noted_on) FROM bzk_leaving_signal signal
                               WHERE signal.company_id = m.company_id)
               THEN 'clear'
"""


def _members(company_id, day, until, thresholds, with_signals):
    """Give the members of a day with what is known of their signal.

    :param thresholds: SQL select of one column ``months``, which may name ``kind``
    :param bool with_signals: whether the signals that were written down are about these months
    :return: SQL select of ``type_id``, ``audience``, ``months``, ``gone`` and ``verdict``
    """
    values = {"company": company_id, "day": day, "until": until}
    written = SQL(WRITTEN, day=day) if with_signals else SQL("")
    return SQL(
        """
        SELECT m.type_id, kind.audience, threshold.months,
               COALESCE(m.date_end <= %(until)s, FALSE) AS gone,
               CASE
                 WHEN COALESCE(m.last_loan_date, m.date_start)
                      <= %(day)s - make_interval(months => threshold.months)
                      AND (m.last_loan_date IS NOT NULL OR m.loans_total = 0 AND m.stat_loans = 0)
                   THEN 'flagged'
                 WHEN m.date_start > %(day)s - make_interval(months => threshold.months)
                   OR m.last_loan_date <= %(day)s
                   THEN 'clear'
                 %(written)s
                 WHEN EXISTS (
                      SELECT FROM bzk_loan_stat stat
                       WHERE stat.membership_id = m.id AND stat.loans > 0
                         AND make_date(stat.year, 1, 1)
                             > %(day)s - make_interval(months => threshold.months)
                         AND make_date(stat.year, 12, 31) <= %(day)s)
                   THEN 'clear'
                 ELSE 'unknown'
               END AS verdict
          FROM bzk_membership m
          JOIN bzk_membership_type kind ON kind.id = m.type_id AND kind.counts_loans
    CROSS JOIN LATERAL (%(thresholds)s) threshold
         WHERE m.company_id = %(company)s AND m.date_start <= %(day)s
           AND (m.date_end IS NULL OR m.date_end > %(day)s)
        """,
        **values,
        written=written,
        thresholds=thresholds,
    )


def _rows(cr, query):
    cr.execute(query)
    return cr.dictfetchall()
