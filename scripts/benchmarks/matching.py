"""Finding duplicates: how long it takes, how many are missed, and whether anybody is mistaken.

All pairs of the library of Zuid-Kennemerland are compared, then those with some customers whom an
import changed. Two files with labelled pairs of records then go through the import of another
library, which links whom it is certain of, and the rest is looked for. --million makes a million
customers first and compares those too.
"""

import argparse
import datetime
import json
import os
import tempfile
import time
from pathlib import Path

from _matching_pairs import import_files, judge, write_files
from odoo_env import environment

LIBRARY = "zuid-kennemerland"
DATE = datetime.date(2026, 11, 21)
DATABASE = "bzk_bench"
PAIRS = 100_000
CHANGED = 1_000


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, help="size of the library; default in full")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="labelled pairs; default 100,000")
    parser.add_argument("--million", action="store_true", help="compare a million customers too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with environment(DATABASE) as env:
            prepare(env, folder, options.members)
            figures = measure(env)
        if options.pairs:
            with environment(DATABASE) as env:
                figures |= label(env, folder, options.pairs)
        if options.million:
            with environment(DATABASE) as env:
                figures |= measure_million(env)
    for name, value in figures.items():
        print(f"{name:>20} {value}")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


def prepare(env, folder, members):
    """Load the libraries and import the members of one of them."""
    from odoo.addons.bzk_library.demodata import generate

    print("Importing the members", flush=True)
    files = generate(folder, LIBRARY, DATE, members=members)
    env["bzk.library.loader"].load_directory(os.environ["BZK_LIBRARIES"])
    profile = env["bzk.import.profile"].search(
        [("company_id.library_code", "=", LIBRARY), ("code", "=", "wise")]
    )
    run = env["bzk.import.run"].create_from_path(profile, files["leden.csv"].path)
    run.run_to_end(confirm=True)
    env.cr.commit()
    env.cr.execute("ANALYZE res_partner")


def find(env, partner_ids=None):
    """Look for duplicates in the library.

    :return: (seconds, figures of the finder)
    """
    company = env["res.company"].search([("library_code", "=", LIBRARY)])
    begin = time.monotonic()
    figures = env["bzk.duplicate.finder"]._find(company, partner_ids)
    return time.monotonic() - begin, figures


def customers(env):
    """Ids of the library's customers."""
    domain = [("company_id.library_code", "=", LIBRARY), ("partner_share", "=", True)]
    return env["res.partner"].search([*domain, ("is_company", "=", False)]).ids


def measure(env):
    """Compare everyone, and some who changed with everyone."""
    print("Comparing all customers", flush=True)
    ids = customers(env)
    seconds, found = find(env)
    changed, _found = find(env, ids[:: max(1, len(ids) // CHANGED)][:CHANGED])
    return {
        "customers": len(ids),
        "candidates": found["pairs"],
        "seconds": round(seconds, 2),
        "changed_seconds": round(changed, 2),
    }


def measure_million(env):
    """Grow the library and compare everyone again."""
    from _customer_million import grow

    print("Making a million customers", flush=True)
    company = env["res.company"].search([("library_code", "=", LIBRARY)])
    grow(env.cr, company.id)
    env.invalidate_all()
    ids = customers(env)
    seconds, found = find(env)
    changed, _found = find(env, ids[:: len(ids) // CHANGED][:CHANGED])
    return {
        "customers_1m": len(ids),
        "candidates_1m": found["pairs"],
        "seconds_1m": round(seconds, 2),
        "changed_seconds_1m": round(changed, 2),
    }


def label(env, folder, number):
    """Take in the labelled pairs and tell how they came out."""
    print("Making and importing the labelled pairs", flush=True)
    labels, untraceable = write_files(folder, number)
    imported = import_files(env, folder)
    result = judge(env, labels)
    same_kinds = {kind for kind, same, *_rest in labels if same}
    show(result["kinds"], same_kinds)
    same = [sum(result["kinds"][kind][at] for kind in same_kinds) for at in range(3)]
    total = sum(same)
    return {
        "pairs": number,
        "false_links": result["false_links"],
        "recall": round(1 - same[2] / total, 4),
        "recall_with_untraceable": round((total - same[2]) / (total + untraceable), 4),
        "certain_share": round(same[0] / total, 4),
        "shown": result["shown"],
        "shown_wrongly": result["shown_wrongly"],
        "untraceable": untraceable,
        "import_seconds": round(imported[0], 2),
        "linking_import_seconds": round(imported[1], 2),
        "find_seconds": round(result["find_seconds"], 2),
    }


def show(kinds, same_kinds):
    """Print what became of each kind of pair."""
    print(f"\n| {'kind':45} | pairs  | certain | likely | different |")
    print(f"|{'-' * 47}|-------:|--------:|-------:|----------:|")
    for kind in sorted(kinds, key=lambda kind: kind not in same_kinds):
        counts = kinds[kind]
        total = sum(counts)
        shares = [f"{count / total:.2%}" for count in counts]
        whose = "one" if kind in same_kinds else "two"
        title = f"{whose}: {kind}"
        print(f"| {title:45} | {total:6,} | {shares[0]:>7} | {shares[1]:>6} | {shares[2]:>9} |")
    print(flush=True)


if __name__ == "__main__":
    main()
