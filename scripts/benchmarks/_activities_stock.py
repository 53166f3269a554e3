"""The part of the activities benchmark that uses Odoo's own import of attendees.

It runs in a database of its own with nothing but core's events in it, as a process of its own: in
ours the addons would take part. The activities are as core makes them, so that each seat brings a
confirmation; and, to leave no doubt where the time goes, once more without any mail. Contacts,
orders and payments are left out: core has none, or would take another import for them.
"""

import csv
import io
import json
import os
import subprocess
import sys
import time

import psycopg2
from _import_stock import base_import
from odoo_env import environment

DATABASE = "bzk_bench_stock"
#: Rows for each of the two, which take as long for each row.
ROWS, SILENT_ROWS = 400, 3_000
NAMES = ["id", "event_id", "name", "email", "phone", "barcode"]


def measure_stock(activities, tickets):
    """Import the first seats into a database with core's events only.

    :param activities: path of the file of activities
    :param tickets: path of the file of orders
    :return: dict of milliseconds a row
    """
    _recreate()
    subprocess.run(
        [sys.executable, "-m", "odoo", "-c", os.environ["BZK_CONF"], "-d", DATABASE]
        + ["-i", "event,base_import", "--stop-after-init", "--no-http", "--log-level", "error"],
        check=True,
    )
    command = [sys.executable, __file__, str(activities), str(tickets)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _recreate(again=False)
    return json.loads(done.stdout.splitlines()[-1])


def _recreate(again=True):
    from odoo.sql_db import close_db, connection_info_for

    close_db(DATABASE)
    _name, info = connection_info_for("postgres")
    own = psycopg2.connect(
        **{key: value for key, value in info.items() if key not in ("dsn", "database")},
        dbname="postgres",
    )
    own.autocommit = True
    with own.cursor() as cr:
        cr.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        if again:
            cr.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'unicode'")
    own.close()


def _run(activities, tickets):
    """Make the activities and import their seats, with and without mail; print the figures."""
    with environment(DATABASE) as env:
        with open(activities, encoding="utf-8", newline="") as handle:
            events = list(csv.DictReader(handle, delimiter=";"))
        with open(tickets, encoding="utf-8", newline="") as handle:
            seats = list(csv.DictReader(handle, delimiter=";"))
        made = env["event.event"].create(
            [
                {
                    "name": row["Activiteit"],
                    "date_begin": _moment(row["Begin"], "00"),
                    "date_end": _moment(row["Begin"], "59"),
                }
                for row in events
            ]
        )
        env.cr.commit()
        env = env(user=env.ref("base.user_admin"), su=False)
        figures = {"stock_ms_each": _timed(env, seats[:ROWS])}
        made.event_mail_ids.unlink()
        env.cr.commit()
        figures["stock_silent_ms_each"] = _timed(env, seats[ROWS : ROWS + SILENT_ROWS])
    print(json.dumps(figures))


def _moment(text, minutes):
    day, clock = text.split(" ")
    return f"{'-'.join(reversed(day.split('-')))} {clock[:3]}{minutes}:00"


def _timed(env, seats):
    """Milliseconds a row that base_import takes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(NAMES)
    for row in seats:
        writer.writerow(
            [
                f"__bench__.seat_{row['Bestelling']}_{row['Positie']}",
                row["Activiteit"],
                row["Deelnemer"] or row["Naam"],
                row["E-mail deelnemer"] or row["E-mail"],
                row["Telefoon"],
                row["Code"],
            ]
        )
    begin = time.monotonic()
    base_import(env, buffer.getvalue().encode(), NAMES, "event.registration")
    env.cr.commit()
    return 1000 * (time.monotonic() - begin) / len(seats)


if __name__ == "__main__":
    _run(*sys.argv[1:])
