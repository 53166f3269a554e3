"""The part of the benchmark of activities that is about mail: reminders, stock's and ours.

Stock's scheduler runs over a sample and ours over the whole backlog, each with the reminder that
comes with it and then both with stock's; what counts is the time for each registration. Then both
run when there is nothing to send.
"""

import time

ACTIVITIES = 775
REGISTRATIONS = 13_457
STOCK_REGISTRATIONS = 1_500
STOCK_TEMPLATE = "event.event_reminder"
TEMPLATE = "bzk_ticketing.mail_template_reminder"
#: Columns that differ between the copies of a row.
OWN = {"id", "name", "email", "barcode", "event_id", "source_key"}


def measure(env, company):
    """Time reminders.

    :param company: ``res.company`` whose activities they are about
    :return: dict of figures
    """
    from odoo.addons.event.models.event_mail import EventMail

    schedulers = env["event.mail"]
    schedulers.search([]).mail_done = True

    def stock():
        EventMail.schedule_communications(schedulers)

    def ours():
        schedulers.schedule_communications(autocommit=True)

    sample = ACTIVITIES * STOCK_REGISTRATIONS // REGISTRATIONS
    print("Reminders by stock's scheduler, over a sample", flush=True)
    backlog(env, company, sample, STOCK_REGISTRATIONS, STOCK_TEMPLATE)
    stock_each = timed(env, stock)[0] / STOCK_REGISTRATIONS
    print("Reminders by ours, over all", flush=True)
    backlog(env, company, ACTIVITIES, REGISTRATIONS, TEMPLATE)
    seconds, queries = timed(env, ours)
    print("Reminders by ours with the text of stock, over a sample", flush=True)
    backlog(env, company, sample, STOCK_REGISTRATIONS, STOCK_TEMPLATE)
    same_each = timed(env, ours)[0] / STOCK_REGISTRATIONS
    print("Nothing to send", flush=True)
    over(env)
    stock_idle = timed(env, stock)[0]
    first_idle = timed(env, ours)[0]
    next_idle, next_queries = timed(env, ours)
    return {
        "reminders": REGISTRATIONS,
        "reminder_seconds": round(seconds, 2),
        "reminder_stock_seconds": round(stock_each * REGISTRATIONS, 1),
        "reminder_vs_stock": round(stock_each * REGISTRATIONS / seconds, 1),
        "reminder_vs_stock_same_text": round(stock_each / same_each, 1),
        "reminder_queries_per_100": round(100 * queries / REGISTRATIONS, 1),
        "reminder_idle_s": round(max(first_idle, next_idle), 3),
        "reminder_idle_stock_s": round(stock_idle, 2),
        "reminder_idle_queries": next_queries,
    }


def timed(env, run):
    """Run something with nothing in memory.

    :return: (seconds, number of queries)
    """
    env.cr.commit()
    env.invalidate_all()
    before = env.cr.sql_log_count
    begin = time.monotonic()
    run()
    env.cr.commit()
    return time.monotonic() - begin, env.cr.sql_log_count - before


def backlog(env, company, activities, registrations, template):
    """Make activities two days away that nobody was reminded of; what was there counts as done."""
    env["event.mail"].search([]).mail_done = True
    now = env.cr.now().replace(microsecond=0)
    env.cr.execute("SELECT %s + interval '2 days', %s + interval '50 hours'", (now, now))
    begin, end = env.cr.fetchone()
    event = env["event.event"].create(
        {
            "name": "Lezing",
            "company_id": company.id,
            "date_begin": begin,
            "date_end": end,
            "date_tz": "Europe/Amsterdam",
            "event_mail_ids": [
                (5,),
                (
                    0,
                    0,
                    {
                        "interval_nbr": 3,
                        "interval_unit": "days",
                        "interval_type": "before_event",
                        "template_ref": f"mail.template,{env.ref(template).id}",
                    },
                ),
            ],
        }
    )
    seat = env["event.registration"].create({"event_id": event.id, "name": "Gast 0"})
    env.flush_all()
    event_ids = [event.id, *copies(env, "event_event", event.id, activities - 1, "name")]
    copies(env, "event_mail", event.event_mail_ids.id, activities - 1, event_ids=event_ids[1:])
    of_seats = [event_ids[at % activities] for at in range(1, registrations)]
    copies(env, "event_registration", seat.id, registrations - 1, event_ids=of_seats)
    env.cr.execute(
        """
        UPDATE event_registration SET name = 'Gast ' || id, email = 'gast' || id || '@example.org'
         WHERE event_id = ANY(%s)
        """,
        (event_ids,),
    )
    env.cr.execute("ANALYZE event_event, event_mail, event_registration, event_mail_registration")
    env.invalidate_all()


def copies(env, table, row_id, number, *kept, event_ids=None):
    """Copy a row many times over, as no benchmark has the time to make them one by one.

    :param kept: columns that are copied although they are a row's own
    :param list event_ids: the activity of each copy
    :return: ids of the copies
    """
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
    )
    columns = [f'"{name}"' for (name,) in env.cr.fetchall() if name not in OWN - set(kept)]
    targets, values = list(columns), list(columns)
    if event_ids:
        targets.append("event_id")
        values.append("(%s::int[])[number]")
    if table == "event_registration":
        targets.append("barcode")
        values.append("(random() * 1e15)::bigint::text || number")
    env.cr.execute(
        f"INSERT INTO {table} ({', '.join(targets)}) SELECT {', '.join(values)}"
        f" FROM {table}, generate_series(1, %s) number WHERE {table}.id = %s RETURNING id",
        [*([event_ids] if event_ids else []), number, row_id],
    )
    return [copy_id for (copy_id,) in env.cr.fetchall()]


def over(env):
    """Let all activities be over with their reminders still open, as an import leaves them."""
    env.cr.execute(
        """
        UPDATE event_event SET date_begin = date_begin - interval '30 days',
                               date_end = date_end - interval '30 days'
         WHERE id IN (SELECT event_id FROM event_mail)
        """
    )
    env.cr.execute(
        """
        UPDATE event_mail
           SET mail_done = FALSE, scheduled_date = scheduled_date - interval '30 days'
         WHERE id IN (SELECT id FROM event_mail ORDER BY id DESC LIMIT %s)
        """,
        (ACTIVITIES,),
    )
    env.invalidate_all()
