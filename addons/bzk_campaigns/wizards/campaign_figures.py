"""The figures of the page of results, each group of tables by one query."""

from odoo.tools import SQL

from ..models.campaign_effect import ARMS
from ..models.campaign_result import COUNTS

#: Breakdowns of all mails, by the columns of ``bzk.campaign.result`` that they go by.
BREAKDOWNS = {
    "total": (),
    "month": ("month", "newsletter"),
    "mailing_id": ("mailing_id",),
    "journey_id": ("journey_id",),
    "step_id": ("step_id",),
    "branch_id": ("branch_id",),
    "purpose_id": ("purpose_id",),
}
#: Columns of the breakdowns, with their types in the database.
KEYS = {
    "month": "date",
    "newsletter": "boolean",
    "mailing_id": "integer",
    "journey_id": "integer",
    "step_id": "integer",
    "branch_id": "integer",
    "purpose_id": "integer",
}
#: By which condition somebody counts, and among whom, for each outcome.
DID = {
    "loan": SQL("loan_on IS NOT NULL"),
    "visit": SQL("visit_on IS NOT NULL"),
    "stayed": SQL("stayed"),
    "preference": SQL("preference_on IS NOT NULL"),
    "goal": SQL("goal_on IS NOT NULL"),
}


def results(env, company_id, date_from, date_to, mailing_id=None, journey_id=None):
    """What became of the mails of a library in a period, in breakdowns.

    :param int company_id: the library
    :param date date_from: first day of the period
    :param date date_to: last day of the period
    :param mailing_id: id of the only mail to look at, in whatever period, or ``None``
    :param journey_id: id of the only journey to look at, in whatever period, or ``None``
    :return: dict of each of :data:`BREAKDOWNS` -> list of dicts with ``key`` and the counts; of
        months ``key`` is the month and whether they were newsletters
    """
    names = SQL(", ").join(
        SQL("COALESCE(SUM(%s), 0)::int AS %s", SQL.identifier(name), SQL.identifier(name))
        for name in COUNTS
    )
    parts = []
    for part, columns in BREAKDOWNS.items():
        shown = SQL(", ").join(
            SQL.identifier(column)
            if column in columns
            else SQL("NULL::%s AS %s", SQL(type_), SQL.identifier(column))
            for column, type_ in KEYS.items()
        )
        by = SQL(", ").join(map(SQL.identifier, columns))
        parts.append(
            SQL(
                "SELECT %s AS part, %s, %s FROM found %s",
                part,
                shown,
                names,
                SQL("GROUP BY %s", by) if columns else SQL(""),
            )
        )
    # Compiling the question takes longer than to answer it.
    env.cr.execute("SET LOCAL jit = off")
    only = SQL("date BETWEEN %s AND %s", date_from, date_to)
    if mailing_id:
        only = SQL("mailing_id = %s", mailing_id)
    elif journey_id:
        only = SQL("journey_id = %s", journey_id)
    env.cr.execute(
        SQL(
            """
            WITH found AS MATERIALIZED (
                SELECT result.*, date_trunc('month', result.date)::date AS month,
                       result.journey_id IS NULL AS newsletter
                  FROM (%s) result
                 WHERE company_id = %s AND %s)
            %s
            """,
            env["bzk.campaign.result"]._table_query,
            company_id,
            only,
            SQL(" UNION ALL ").join(parts),
        )
    )
    found = {part: [] for part in BREAKDOWNS}
    for row in env.cr.dictfetchall():
        columns = BREAKDOWNS[row["part"]]
        key = tuple(row[column] for column in columns)
        row["key"] = key[0] if len(key) == 1 else key
        found[row["part"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: -row["sent"])
    return found


def links(env, mailing_id):
    """How many readers followed each link of a mail.

    :return: list of dicts with ``url``, ``label`` and ``readers``, the most followed first
    """
    env.cr.execute(
        SQL(
            """
            SELECT link.url, COALESCE(NULLIF(link.label, ''), link.title) AS label,
                   COUNT(DISTINCT click.mailing_trace_id) FILTER (
                       WHERE click.machine IS NULL)::int AS readers
              FROM link_tracker link
         LEFT JOIN link_tracker_click click ON click.link_id = link.id
               AND click.mailing_trace_id IS NOT NULL
             WHERE link.mass_mailing_id = %s
             GROUP BY link.id
             ORDER BY readers DESC, link.id
            """,
            mailing_id,
        )
    )
    return env.cr.dictfetchall()


def machines(env, mailing_id):
    """Clicks on a mail that do not count, by the reason.

    :return: list of dicts with ``machine`` and ``clicks``
    """
    env.cr.execute(
        SQL(
            """
            SELECT machine, COUNT(*)::int AS clicks
              FROM link_tracker_click
             WHERE mass_mailing_id = %s AND machine IS NOT NULL
             GROUP BY machine ORDER BY clicks DESC, machine
            """,
            mailing_id,
        )
    )
    return env.cr.dictfetchall()


def travellers(env, journey_id):
    """How many customers entered a journey, by where they are.

    :return: dict of state -> number
    """
    env.cr.execute(
        SQL(
            "SELECT state, COUNT(*)::int FROM bzk_journey_entry WHERE journey_id = %s"
            " GROUP BY state",
            journey_id,
        )
    )
    return dict(env.cr.fetchall())


def effects(env, mailing_id=None, journey_id=None):
    """How many of who was mailed, and of who was held out, did something in the weeks after.

    :return: dict of outcome -> dict of arm -> (how many did, how many there are)
    """
    counts = SQL(", ").join(
        SQL(
            "COUNT(*) FILTER (WHERE (%s) AND %s)::int, COUNT(*) FILTER (WHERE %s)::int",
            DID[name],
            among,
            among,
        )
        for name in DID
        for among in [SQL("was_member") if name == "stayed" else SQL("TRUE")]
    )
    env.cr.execute(
        SQL(
            "SELECT arm, %s FROM bzk_campaign_effect WHERE closed AND %s GROUP BY arm",
            counts,
            SQL("mailing_id = %s", mailing_id)
            if mailing_id
            else SQL("journey_id = %s", journey_id),
        )
    )
    found = {name: {arm: (0, 0) for arm, _label in ARMS} for name in DID}
    for arm, *numbers in env.cr.fetchall():
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        for name, pair in zip(DID, pairs, strict=True):
            found[name][arm] = pair
    return found


def lookers_on(env, mailing_id=None, journey_id=None):
    """Of how many the weeks are not over yet."""
    where = SQL("mailing_id = %s", mailing_id) if mailing_id else SQL("journey_id = %s", journey_id)
    env.cr.execute(
        SQL("SELECT COUNT(*) FROM bzk_campaign_effect WHERE closed IS NOT TRUE AND %s", where)
    )
    return env.cr.fetchone()[0]
