"""Counting every shipped segment, and asking the gate of consent, in a full library and a million.

As the screen of segments does for somebody of marketing, with the rules of access: all segments
are counted at once, then each by itself. The gate answers of every customer whether they may get
the newsletter, and why not. Beside it stand Odoo's own count of customers by fields that it has
itself, and the least that a database can do: reading once through the rows that are counted.
"""

import argparse
import json
import os
import platform
import statistics
import time

import _segments_data as data
from _customer_million import grow
from _fill import settle
from _members import import_members
from odoo_env import environment

DATABASE = "bzk_bench"
ROUNDS = 3
TABLES = (
    "res_partner",
    "bzk_membership",
    "bzk_loan_stat",
    "bzk_consent",
    "bzk_consent_present",
    "bzk_transaction",
    "event_registration",
    "bzk_leaving_signal",
)


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, help="size of the library; default in full")
    parser.add_argument("--no-million", action="store_true", help="leave the million out")
    options = parser.parse_args()
    with environment(DATABASE) as env:
        company = prepare(env, options.members)
    figures, parts = {}, {}
    for ending in ("",) if options.no_million else ("", "_1m"):
        if ending:
            print("Making a million customers, which takes some minutes", flush=True)
            with environment(DATABASE) as env:
                grow(env.cr, company)
                data.grow_loans(env.cr, company)
                data.fill(env, company)
        settle(DATABASE, *TABLES)
        with environment(DATABASE) as env:
            found, parts[ending] = measure(as_marketing(env, company), company, not ending)
        figures |= {f"{name}{ending}": value for name, value in found.items()}
    show(figures, parts)
    if options.json:
        with open(options.json, "w") as handle:
            handle.write(json.dumps(figures, indent=2) + "\n")


def prepare(env, members):
    """Import the members of the library and make its demo logins and the rest that is known.

    :return: id of the library
    """
    company = import_members(env, members)
    data.fill(env, company.id)
    return company.id


def as_marketing(env, company_id):
    """The environment of somebody of marketing, in Dutch."""
    user = env["res.users"].search(
        [("login", "=", "marketing"), ("company_id", "=", company_id)], limit=1
    )
    context = {"allowed_company_ids": [company_id], "lang": "nl_NL", "tz": "Europe/Amsterdam"}
    return env(user=user.id, su=False, context=context)


def measure(env, company_id, verdicts=True):
    """Count the segments together and each alone, and ask the gate of everybody.

    :param bool verdicts: ask the gate for every segment as well, which takes minutes of a million
    :return: (figures, list of (name of the segment, people in it, seconds))
    """
    segments = env["mailing.filter"].search([("company_id", "=", False), ("at_work", "=", False)])
    together = seconds(env, lambda: segments.mapped("people_count"))
    asked = seconds(env, lambda: segments.mapped("allowed_count")) if verdicts else None
    alone = []
    for segment in segments:
        # Apart from the others, with which it would be counted.
        segment = segment.browse(segment.id)
        spent = seconds(env, lambda segment=segment: segment.people_count)
        alone.append((segment.name, segment.people_count, spent))
    people = f"SELECT id FROM res_partner WHERE company_id = {int(company_id)}"
    gate = seconds(env, lambda: ask_gate(env, people))
    own = seconds(
        env,
        lambda: env["res.partner"].search_count(
            [("company_id", "=", company_id), ("is_company", "=", False), ("city", "!=", "Haarlem")]
        ),
    )
    limit = seconds(env, lambda: read_once(env.cr, company_id))
    ask_gate(env, people)
    answers = env.cr.dictfetchall()
    figures = {
        "customers": sum(line["number"] for line in answers),
        "segments": len(segments),
        "segments_s": round(together, 3),
        "segment_slowest_s": round(max(spent for _name, _people, spent in alone), 3),
        "gate_s": round(gate, 3),
        "gate_allowed": next(line["number"] for line in answers if line["reason"] is None),
        "stock_count_s": round(own, 3),
        "limit_s": round(limit, 3),
        "segments_vs_limit": round(together / len(segments) / limit, 1),
    }
    if verdicts:
        figures["segments_with_verdicts_s"] = round(asked, 3)
    return figures, alone


def ask_gate(env, people):
    """Ask of all customers whether they may get the newsletter, and count the answers."""
    from odoo.tools import SQL

    # As where a mailing tells who is chosen and who is refused.
    env["mailing.filter"]._answer_at_once()
    gate = env["res.partner"]._consent_gate_query("newsletter", SQL(people))
    env.cr.execute(SQL("SELECT reason, count(*) AS number FROM (%s) gate GROUP BY 1", gate))


def read_once(cr, company_id):
    """Read once through every customer, without an index: what one count costs at least."""
    cr.execute("SET LOCAL enable_indexscan = off")
    cr.execute("SET LOCAL enable_indexonlyscan = off")
    cr.execute("SET LOCAL enable_bitmapscan = off")
    cr.execute("SELECT count(*) FROM res_partner WHERE company_id = %s", (company_id,))
    cr.fetchone()
    for name in ("indexscan", "indexonlyscan", "bitmapscan"):
        cr.execute(f"SET LOCAL enable_{name} = on")


def seconds(env, ask):
    """Seconds that a question takes with the ORM's cache empty: the median of some rounds."""
    spent = []
    for _round in range(ROUNDS + 1):
        env.invalidate_all()
        begin = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - begin)
    return statistics.median(spent[1:])


def show(figures, parts):
    """Print the tables."""
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    for ending, lines in parts.items():
        print(f"\n{figures[f'customers{ending}']:,} customers\n")
        print("| segment                          |    people |       ms |")
        print("|----------------------------------|----------:|---------:|")
        for name, people, spent in lines:
            print(f"| {name[:32]:32} | {people:9,} | {1000 * spent:8.1f} |")
    print()
    for name, value in figures.items():
        print(f"{name:>28} {value}")


if __name__ == "__main__":
    main()
