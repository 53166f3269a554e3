"""The figures of activities with ten times the data: the page, the pivot and who came."""

from _fill import copies, settle
from _timed import timed
from odoo.tools import SQL

#: Ten times what the paper's library had in 2018, over five years.
ACTIVITIES, SEATS = 7_750, 134_570
DAYS = 1826
#: One seat in so many stayed empty; of one in so many it is not known who had it.
AWAY, UNKNOWN = 9, 3
MEASURES = ["visitors:sum", "revenue:sum", "activities:sum", "visitors_average:avg"]
MEASURES += ["no_show_rate:avg", "occupancy:avg", "score:avg"]


def measure(env, company):
    """Fill the library up, for good, and time what its staff open.

    :param env: environment of the superuser
    :param company: ``res.company`` with members, branches and a source
    :return: dict of figures; ``report_ms`` is opening the page, which asks the most
    """
    fill(env, company)
    staff = env["res.users"].create(
        {
            "name": "Bench",
            "login": "bench_report",
            "lang": "nl_NL" if env["res.lang"]._lang_get("nl_NL") else "en_US",
            "tz": "Europe/Amsterdam",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref("bzk_base.group_insights").ids)],
        }
    )
    env = env(user=staff, su=False, context={**staff.context_get()})
    page = env["bzk.activity.page"].create({"date_from": "2018-01-01", "date_to": "2018-12-31"})
    held, by_year = [("state", "=", "held")], [["date:year"], []]
    activities, visits = env["bzk.activity.report"], env["bzk.attendance.report"]
    people = ["visitors:sum", "customers:count_distinct", "member_share:avg"]
    return {
        "report_ms": timed(env, page._tables),
        "report_pivot_ms": timed(
            env,
            lambda: activities.formatted_read_grouping_sets(held, by_year, MEASURES),
        ),
        "report_visits_ms": timed(
            env, lambda: visits.formatted_read_grouping_sets([], by_year, people)
        ),
    }


def fill(env, company):
    """Activities, seats, orders and lines up to ten times, as copies of one with other values."""
    own = [("company_id", "=", company.id)]
    activities = ACTIVITIES - env["event.event"].search_count(own)
    seats = SEATS - env["event.registration"].search_count(own)
    source = env["bzk.source"].search([("company_id", "=", company.id)], limit=1)
    event = env["event.event"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "date_begin": "2014-01-01 19:00:00",
            "date_end": "2014-01-01 21:00:00",
            "date_tz": "Europe/Amsterdam",
        }
    )
    seat = env["event.registration"].create({"event_id": event.id, "name": "Bench"})
    order = env["bzk.ticket.order"].create({"name": "bench", "source_id": source.id})
    line = env["bzk.ticket.line"].create({"order_id": order.id, "key": "bench"})
    env.flush_all()
    branches = env["bzk.branch"].search([("company_id", "=", company.id)]).ids
    members = env["bzk.membership"].search([("company_id", "=", company.id)]).partner_id.ids
    days = SQL("interval '1 day' * (i %% %s)", DAYS)
    copies(
        event,
        activities,
        branch_id=SQL("(%s)[1 + i %% %s]", branches, len(branches)),
        price_model=SQL("(ARRAY['free', 'paid', 'choice'])[1 + i %% 3]"),
        capacity=SQL("20 * (i %% 3)"),
        score_count=SQL("i %% 4"),
        score_average=SQL("4.0"),
        date_begin=SQL("t.date_begin + %s", days),
        date_end=SQL("t.date_end + %s", days),
    )
    copies(
        seat,
        seats,
        event_id=SQL("%s + 1 + i %% %s", event.id, activities),
        state=SQL("CASE WHEN i %% %s = 0 THEN 'open' ELSE 'done' END", AWAY),
        attendee_id=SQL(
            "CASE WHEN i %% %s > 0 THEN (%s)[1 + (i * 7919::int8) %% %s] END",
            UNKNOWN,
            members or [None],
            max(len(members), 1),
        ),
        barcode=SQL("'bench' || i"),
    )
    copies(order, seats // 2, name=SQL("'bench' || i"), state=SQL("'paid'"))
    copies(
        line,
        seats,
        key=SQL("'bench' || i"),
        order_id=SQL("%s + 1 + i / 2", order.id),
        event_id=SQL("%s + 1 + i %% %s", event.id, activities),
        registration_id=SQL("%s + 1 + i", seat.id),
        price=SQL("i %% 10"),
    )
    env.cr.commit()
    settle(
        env.cr.dbname, "event_event", "event_registration", "bzk_ticket_order", "bzk_ticket_line"
    )
    env.invalidate_all()
