"""Finding a customer at the desk and opening the view, in a full library and in one of a million.

The desk search answers questions of every kind a desk asks, as a member of staff with the rules of
access; so does Odoo's own partner search, for fewer questions as it takes longer. The limit is what
the database needs to read the customers found by their ids. The view is everything that the
customer's form asks of the server: the record with all that hangs on it, the first page of the
timeline and the messages below it, also for customers with hundreds of contact moments.
"""

import argparse
import json
import os
import platform
import statistics
import time

from _customer_million import grow
from _customer_questions import questions
from _form_view import CustomerView
from _members import import_members
from odoo_env import environment

DATABASE = "bzk_bench"
#: Questions of each kind, for the desk and for Odoo's own search.
EACH, EACH_STOCK = 30, 3
LINES = 20
VIEWED = 60
#: Contact moments of a customer with a long history, and how many customers have one.
HISTORY, BUSY = 400, 10


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, help="size of the library; default in full")
    parser.add_argument("--no-million", action="store_true", help="leave the million out")
    parser.add_argument("--no-stock", action="store_true", help="compare with nothing")
    options = parser.parse_args()
    with environment(DATABASE) as env:
        company = prepare(env, options.members)
    figures, parts = {}, {}
    for ending in ("",) if options.no_million else ("", "_1m"):
        with environment(DATABASE) as env:
            if ending:
                print("Making a million customers, which takes some minutes", flush=True)
                grow(env.cr, company)
                env["bzk.customer.word"]._renew()
        with environment(DATABASE) as env:
            staff = as_staff(env, company)
            found, parts[ending] = measure_search(staff, company, not options.no_stock)
            found |= measure_view(staff, company)
        figures |= {f"{name}{ending}": value for name, value in found.items()}
    show(figures, parts)
    if options.json:
        with open(options.json, "w") as handle:
            handle.write(json.dumps(figures, indent=2) + "\n")


def prepare(env, members):
    """Import the members of the library and make its demo logins.

    :return: id of the library
    """
    company = import_members(env, members)
    env["bzk.customer.word"]._renew()
    add_history(env, company)
    env.cr.execute("ANALYZE")
    return company.id


def add_history(env, company):
    """Give some customers a long history of contact moments."""
    subject = env["bzk.contact.subject"].search([], limit=1)
    branch = env["bzk.branch"].search([("company_id", "=", company.id)], limit=1)
    busy = env["res.partner"].search(
        [("company_id", "=", company.id), ("lastname", "!=", False)], limit=BUSY, order="id"
    )
    env["bzk.contact.moment"].create(
        [
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "branch_id": branch.id,
                "channel": "desk",
                "subject_id": subject.id,
                "note": f"Contact {number}",
            }
            for partner in busy
            for number in range(HISTORY)
        ]
    )


def as_staff(env, company_id):
    """The environment of somebody at the desk, in Dutch."""
    user = env["res.users"].search(
        [("login", "=", "balie"), ("company_id", "=", company_id)], limit=1
    )
    context = {"allowed_company_ids": [company_id], "lang": "nl_NL", "tz": "Europe/Amsterdam"}
    return env(user=user.id, su=False, context=context)


def measure_search(env, company_id, with_stock):
    """Ask every question of the desk, some of Odoo's own search, and read what was found.

    :return: (figures, dict of kind -> (questions, median, p95, share found))
    """
    from odoo.models import BaseModel

    partners = env["res.partner"]
    asked = questions(env.cr, company_id, EACH)
    partners.desk_search("opwarmen")
    ours, limits, hits = {}, [], {}
    for question in asked:
        answer, seconds = timed(env, lambda text=question.text: partners.desk_search(text, LINES))
        lines = [line["id"] for line in answer["lines"] + answer["near"]]
        ours.setdefault(question.kind, []).append(seconds)
        if question.partner_id:
            hits.setdefault(question.kind, []).append(question.partner_id in lines)
        limits.append(read_by_id(env.cr, lines))
    every = [seconds for part in ours.values() for seconds in part]
    figures = {
        "customers": partners.sudo().search_count([("company_id", "=", company_id)]),
        "search_ms": milliseconds(p95(every)),
        "search_median_ms": milliseconds(statistics.median(every)),
        "search_found": share([hit for part in hits.values() for hit in part]),
        "search_vs_limit": round(statistics.median(every) / statistics.median(limits), 1),
    }
    if with_stock:
        chosen = {}
        for question in asked:
            chosen.setdefault(question.kind, []).append(question)
        same = [question for part in chosen.values() for question in part[:EACH_STOCK]]
        stock = [
            timed(
                env,
                lambda text=question.text: BaseModel.name_search(partners, text, limit=LINES),
            )[1]
            for question in same
        ]
        figures["stock_ms"] = milliseconds(p95(stock))
        figures["search_vs_stock"] = round(p95(stock) / p95(every), 1)
    parts = {
        kind: (len(part), statistics.median(part), p95(part), hits.get(kind))
        for kind, part in sorted(ours.items())
    }
    return figures, parts


def measure_view(env, company_id):
    """Open the view of customers with and without a long history.

    :return: figures; queries are those of the customer who needed most
    """
    view = CustomerView(env)
    partners = env["res.partner"].search(
        [("company_id", "=", company_id), ("lastname", "!=", False)], order="id", limit=VIEWED
    )
    view.open(partners.ids[-1])
    seconds, queries = [], []
    for partner_id in partners.ids:
        before = env.cr.sql_log_count
        _none, took = timed(env, lambda partner_id=partner_id: view.open(partner_id))
        seconds.append(took)
        queries.append(env.cr.sql_log_count - before)
    return {"view_ms": milliseconds(p95(seconds)), "view_queries": max(queries)}


def timed(env, function):
    """Call a function with the ORM's cache empty, as a new request has it.

    :return: (its result, seconds)
    """
    env.invalidate_all()
    begin = time.perf_counter()
    result = function()
    return result, time.perf_counter() - begin


def read_by_id(cr, ids):
    """Seconds in which the database reads customers of whom it is told the ids."""
    begin = time.perf_counter()
    cr.execute("SELECT * FROM res_partner WHERE id = ANY(%s)", (ids,))
    cr.fetchall()
    return time.perf_counter() - begin


def p95(values):
    """The value that 95 of a hundred stay under."""
    return sorted(values)[max(round(len(values) * 0.95) - 1, 0)]


def milliseconds(seconds):
    return round(seconds * 1000, 1)


def share(values):
    return round(sum(values) / len(values), 3)


def show(figures, parts):
    """Print the tables."""
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for ending, kinds in parts.items():
        print(f"\n{figures[f'customers{ending}']:,} customers\n")
        print("| question               | asked | median ms | p95 ms | found |")
        print("|------------------------|------:|----------:|-------:|------:|")
        for kind, (count, median, high, hits) in kinds.items():
            hit = f"{share(hits):.0%}" if hits else ""
            times = f"{median * 1000:9.1f} | {high * 1000:6.1f}"
            print(f"| {kind:22} | {count:5} | {times} | {hit:>5} |")
    print()
    for name, value in figures.items():
        print(f"{name:>20} {value}")


if __name__ == "__main__":
    main()
