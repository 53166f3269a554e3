"""Activities of a year: importing the orders, mailing the reminders, and the figures.

The orders of 13,457 seats at 775 activities are imported into a library with its members: ours with
the people, orders and payments that belong to them, Odoo's own base_import in a database of its own
with nothing but the seats of ``event.registration``.
"""

import argparse
import datetime
import json
import os
import tempfile
import time
from pathlib import Path

import _activities_mail
import _activities_report
from _activities_data import ACTIVITY_COLUMNS, TICKET_COLUMNS, write_activities, write_tickets
from _activities_stock import measure_stock
from odoo_env import environment

LIBRARY = "zuid-kennemerland"
DATE = datetime.date(2026, 11, 21)
DATABASE = "bzk_bench"


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, help="size of the library; default in full")
    parser.add_argument("--only-import", action="store_true", help="leave mail and figures out")
    options = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with environment(DATABASE) as env:
            company = prepare(env, folder, options.members)
        with environment(DATABASE) as env:
            figures |= measure_import(env, folder, env["res.company"].browse(company))
    if not options.only_import:
        for part in (_activities_mail, _activities_report):
            with environment(DATABASE) as env:
                figures |= part.measure(env, env["res.company"].browse(company))
    show(figures)
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


def prepare(env, folder, members):
    """Import the members of the library and give it a ticketing system.

    :return: id of the library
    """
    from odoo.addons.bzk_library.demodata import generate, schema

    print("Importing the members", flush=True)
    env["bzk.library.loader"].load_directory(os.environ["BZK_LIBRARIES"])
    profile = env["bzk.import.profile"].search(
        [("company_id.library_code", "=", LIBRARY), ("code", "=", "wise")]
    )
    files = generate(folder, LIBRARY, DATE, members=members)
    run = env["bzk.import.run"].create_from_path(profile, files[schema.CURRENT].path)
    run.run_to_end(confirm=True)
    company = profile.company_id
    source = env["bzk.source"].create(
        {"name": "Kaarten", "code": "bench", "company_id": company.id}
    )
    for subject, columns in (("activity", ACTIVITY_COLUMNS), ("ticket", TICKET_COLUMNS)):
        env["bzk.import.profile"].create(
            {
                "name": subject,
                "code": f"bench-{subject}",
                "subject": subject,
                "source_id": source.id,
                "column_ids": [
                    (0, 0, {"field": field, "headings": heading})
                    for field, heading in columns.items()
                ],
            }
        )
    env.cr.execute("ANALYZE")
    return company.id


def measure_import(env, folder, company):
    """Import the activities and their orders, and part of the seats with Odoo's own import.

    :return: dict of figures
    """
    branches = env["bzk.branch"].search([("company_id", "=", company.id)]).mapped("code")
    env.cr.execute(
        "SELECT name, email FROM res_partner WHERE company_id = %s AND email IS NOT NULL"
        " AND lastname IS NOT NULL ORDER BY id LIMIT 5000",
        (company.id,),
    )
    members = env.cr.fetchall()
    activities = write_activities(folder / "activiteiten.csv", branches)
    rows = write_tickets(folder / "bestellingen.csv", activities, members)
    print("Our import", flush=True)
    activities_s = timed_import(env, company, "activity", folder / "activiteiten.csv")
    first_s = timed_import(env, company, "ticket", folder / "bestellingen.csv")
    again_s = timed_import(env, company, "ticket", folder / "bestellingen.csv")
    env.cr.commit()
    print("Odoo's own import, in a database without our addons", flush=True)
    stock = measure_stock(folder / "activiteiten.csv", folder / "bestellingen.csv")
    ours_ms = 1000 * first_s / len(rows)
    return {
        "registrations": len(rows),
        "activities": len(activities),
        "activities_s": round(activities_s, 2),
        "registrations_s": round(first_s, 2),
        "registrations_again_s": round(again_s, 2),
        "registrations_ms_each": round(ours_ms, 3),
        **{name: round(value, 3) for name, value in stock.items()},
        "registrations_vs_stock": round(stock["stock_ms_each"] / ours_ms, 1),
        "registrations_vs_silent_stock": round(stock["stock_silent_ms_each"] / ours_ms, 1),
    }


def timed_import(env, company, subject, path):
    """Seconds that our import of a file takes, from the upload to the last chunk."""
    profile = env["bzk.import.profile"].search(
        [("company_id", "=", company.id), ("code", "=", f"bench-{subject}")]
    )
    begin = time.monotonic()
    run = env["bzk.import.run"].create_from_path(profile, path)
    run.run_to_end(confirm=True)
    if run.refused_count or run.remark_count:
        raise SystemExit(f"our import refused rows: {run.rejection_ids[:1].reason}")
    return time.monotonic() - begin


def show(figures):
    """Print the figures."""
    print()
    for name, value in figures.items():
        print(f"{name:32} {value:>12}")


if __name__ == "__main__":
    main()
