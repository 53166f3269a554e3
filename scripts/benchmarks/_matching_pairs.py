"""The part of the matching benchmark that measures how well duplicates are told from others."""

import csv
import time
from collections import Counter, defaultdict
from itertools import islice

#: Sources of the two records of each pair, in this library.
LIBRARY = "hilversum"
SOURCES = ("bench_one", "bench_two")


def write_files(folder, number):
    """Write the two records of each pair into two files.

    :return: (list of (kind, same, keys, people) by pair, pairs left out as untraceable)
    """
    from odoo.addons.bzk_library.demodata.pairs import World
    from odoo.addons.bzk_library.demodata.recording import COLUMNS

    world, labels = World(), []
    paths = [folder / f"{code}.csv" for code in SOURCES]
    with paths[0].open("w", newline="") as one, paths[1].open("w", newline="") as other:
        writers = [csv.DictWriter(stream, COLUMNS, delimiter=";") for stream in (one, other)]
        for writer in writers:
            writer.writeheader()
        for pair in islice(world.pairs(number), number):
            rows = pair.one, pair.other
            for writer, row in zip(writers, rows, strict=True):
                writer.writerow(row)
            keys = tuple(row["LENERNUMMER"] for row in rows)
            labels.append((pair.kind, pair.same, keys, pair.people))
    return labels, world.untraceable


def import_files(env, folder):
    """Import both files, each as a source of its own: the second links whom it is certain of.

    :return: seconds that each took
    """
    company = env["res.company"].search([("library_code", "=", LIBRARY)])
    template, seconds = env.ref("bzk_base.profile_wise"), []
    for code in SOURCES:
        source = env["bzk.source"].create({"name": code, "code": code, "company_id": company.id})
        profile = template.copy_to_source(source)
        begin = time.monotonic()
        run = env["bzk.import.run"].create_from_path(profile, folder / f"{code}.csv")
        run.run_to_end(confirm=True)
        seconds.append(time.monotonic() - begin)
        env.cr.commit()
    return seconds


def judge(env, labels):
    """Find the duplicates that importing left, and hold everything against the labels.

    :param labels: as :func:`write_files` gives them
    :return: dict of figures, with ``kinds``: kind -> (number, certain, likely)
    """
    company = env["res.company"].search([("library_code", "=", LIBRARY)])
    begin = time.monotonic()
    env["bzk.duplicate.finder"]._find(company)
    seconds = time.monotonic() - begin
    env.cr.execute(
        "SELECT key, partner_id FROM bzk_external_id JOIN bzk_source ON bzk_source.id = source_id"
        " WHERE code IN %s",
        (SOURCES,),
    )
    customer = dict(env.cr.fetchall())
    env.cr.execute(
        "SELECT partner1_id, partner2_id, outcome FROM bzk_duplicate WHERE company_id = %s",
        (company.id,),
    )
    found = {(one, other): outcome for one, other, outcome in env.cr.fetchall()}
    people = defaultdict(set)
    for _kind, _same, keys, persons in labels:
        for key, person in zip(keys, persons, strict=True):
            if key in customer:
                people[customer[key]].add(person)
    outcomes = Counter()
    for kind, _same, keys, _persons in labels:
        ids = tuple(sorted(customer.get(key, 0) for key in keys))
        outcome = "certain" if ids[0] == ids[1] else found.get(ids, "different")
        outcomes[kind, outcome] += 1
    wrong = [ids for ids in found if not people[ids[0]] & people[ids[1]]]
    false_links = sum(len(persons) - 1 for persons in people.values())
    false_links += sum(found[ids] == "certain" for ids in wrong)
    return {
        "find_seconds": seconds,
        "false_links": false_links,
        "shown": sum(outcome == "likely" for outcome in found.values()),
        "shown_wrongly": sum(found[ids] == "likely" for ids in wrong),
        "kinds": {
            kind: [outcomes[kind, outcome] for outcome in ("certain", "likely", "different")]
            for kind in dict.fromkeys(kind for kind, *_rest in labels)
        },
    }
