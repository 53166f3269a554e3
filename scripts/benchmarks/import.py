"""Import of a generated member file: ours, Odoo's own base_import and the bare database.

Each stage runs in a process of its own, so that one's memory is not counted to the other:

stock  base_import of the first rows, cleaned beforehand, with their membership but without loans
ours   the whole file into an empty library, the same file again, and next week's file
bare   COPY and INSERT ... ON CONFLICT of the columns that our import had filled, into the same
       tables with their indexes and references, and the same again where nothing differs
"""

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from _import_stock import STOCK_ROWS, base_import, stock_file
from odoo_env import environment

LIBRARY = "zuid-kennemerland"
DATE = datetime.date(2026, 11, 21)
DATABASE = "bzk_bench"
BARE = "bzk_bench_bare"
#: Tables that an import fills, in the order in which they refer to each other.
TABLES = {
    "res_partner": "id",
    "bzk_external_id": "source_id, key",
    "bzk_membership": "id",
    "bzk_membership_change": "id",
    "bzk_loan_stat": "membership_id, year, genre_id",
}


def main():
    """Run the benchmark, or one of its stages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, help="size of the file; default the full library")
    parser.add_argument("--only-ours", action="store_true", help="compare with nothing")
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        json.dump(STAGES[options.stage](options.folder), (options.folder / options.stage).open("w"))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, options.members)
        stages = ["ours"] if options.only_ours else list(STAGES)
        found = {}
        for stage in stages:
            command = [sys.executable, __file__, "--stage", stage, "--folder", str(folder)]
            subprocess.run(command, check=True)
            found |= json.loads((folder / stage).read_text())
    figures = compare(found)
    show(found, figures)
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")


def prepare(folder, members):
    """Generate the files and load the library; keep a copy of the database for the bare path."""
    print("Generating the member files", flush=True)
    with environment(DATABASE) as env:
        from odoo.addons.bzk_library.demodata import generate

        generate(folder, LIBRARY, DATE, members=members)
        env["bzk.library.loader"].load_directory(os.environ["BZK_LIBRARIES"])
    close_connections()
    with connection("postgres") as cr:
        cr.execute(f"DROP DATABASE IF EXISTS {BARE}")
        cr.execute(f"CREATE DATABASE {BARE} TEMPLATE {DATABASE}")


def close_connections():
    """Let go of the pool's connections: PostgreSQL copies only a database nobody is in."""
    from odoo import sql_db

    sql_db.close_all()


@contextmanager
def connection(database):
    """A cursor outside Odoo, each statement its own transaction unless BEGIN says otherwise."""
    from odoo.sql_db import connection_info_for

    _name, info = connection_info_for(database)
    info.pop("dsn", None)
    own = psycopg2.connect(
        **{key: value for key, value in info.items() if key != "database"}, dbname=database
    )
    own.autocommit = True
    try:
        with own.cursor() as cr:
            yield cr
    finally:
        own.close()


class Clock:
    """Seconds and queries of a piece of work."""

    def __init__(self, cr=None):
        self.cr = cr

    def __enter__(self):
        self.begin, self.queries = time.monotonic(), self.cr.sql_log_count if self.cr else 0
        return self

    def __exit__(self, *_exception):
        self.seconds = time.monotonic() - self.begin
        self.queries = self.cr.sql_log_count - self.queries if self.cr else 0


def find_profile(env):
    """The import profile of the benchmark's library."""
    return env["bzk.import.profile"].search(
        [("company_id.library_code", "=", LIBRARY), ("code", "=", "wise")]
    )


def stage_stock(folder):
    """Import the first rows with base_import, new and then unchanged, and take them back."""
    with environment(DATABASE) as env:
        profile = find_profile(env)
        # As a person, because without the rules of access a name is found in another library too.
        env = env(
            user=env.ref("base.user_admin"),
            su=False,
            context={"allowed_company_ids": profile.company_id.ids, "lang": "nl_NL"},
        )
        content, names = stock_file(env, profile.with_env(env), folder / "leden.csv")
        result = {}
        for part in ("first", "unchanged"):
            with Clock(env.cr) as clock:
                base_import(env, content, names)
            result[f"stock_{part}"] = clock.seconds / STOCK_ROWS
            result[f"stock_{part}_queries"] = clock.queries / STOCK_ROWS
        env.cr.rollback()
    return result


def stage_ours(folder):
    """Import the whole file, the same again, and next week's."""
    result = {}
    with environment(DATABASE) as env:
        profile = find_profile(env)
        files = {"first": "leden.csv", "unchanged": "leden.csv", "week": "leden_volgende_week.csv"}
        for part, name in files.items():
            with Clock(env.cr) as clock:
                run = env["bzk.import.run"].create_from_path(profile, folder / name)
                run.run_to_end(confirm=True)
            result |= {
                part: clock.seconds,
                f"{part}_queries": clock.queries,
                f"{part}_counts": {
                    count: run[f"{count}_count"]
                    for count in ("row", "new", "changed", "unchanged", "missing", "refused")
                },
            }
            if part == "first":
                save_tables(env, profile, folder)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def save_tables(env, profile, folder):
    """Keep what the import stored, column by column, for the bare path to store again."""
    for table, where in imported_rows(profile).items():
        env.cr.execute(f"SELECT * FROM {table} LIMIT 0")
        names = ", ".join(f'"{column.name}"' for column in env.cr.description)
        with (folder / table).open("w") as handle:
            env.cr._obj.copy_expert(
                f"COPY (SELECT {names} FROM {table} WHERE {where}) TO STDOUT", handle
            )
        (folder / f"{table}.columns").write_text(names)


def imported_rows(profile):
    """Which rows of each table came from the import."""
    own = f"source_id = {profile.source_id.id}"
    keys = f"SELECT id FROM bzk_external_id WHERE {own}"
    members = f"SELECT id FROM bzk_membership WHERE external_id_id IN ({keys})"
    return {
        "res_partner": f"id IN (SELECT partner_id FROM bzk_external_id WHERE {own})",
        "bzk_external_id": own,
        "bzk_membership": f"external_id_id IN ({keys})",
        "bzk_membership_change": f"membership_id IN ({members})",
        "bzk_loan_stat": f"membership_id IN ({members})",
    }


def stage_bare(folder):
    """Store the same columns with COPY and INSERT ... ON CONFLICT, and the same again."""
    result = {}
    with connection(BARE) as cr:
        for part in ("first", "unchanged"):
            with Clock() as clock:
                cr.execute("BEGIN")
                for table, key in TABLES.items():
                    copy_and_insert(cr, folder, table, key)
                cr.execute("COMMIT")
            result[f"bare_{part}"] = clock.seconds
    return result


def copy_and_insert(cr, folder, table, key):
    """COPY a table's rows beside it and insert them, or update those that differ."""
    names = (folder / f"{table}.columns").read_text()
    own = [name for name in names.split(", ") if name.strip('"') not in key.split(", ")]
    cr.execute(f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")
    with (folder / table).open() as handle:
        cr.copy_expert(f"COPY incoming ({names}) FROM STDIN", handle)
    cr.execute(
        f"""INSERT INTO {table} AS stored ({names}) SELECT {names} FROM incoming
            ON CONFLICT ({key}) DO UPDATE
            SET {", ".join(f"{name} = EXCLUDED.{name}" for name in own)}
            WHERE ({", ".join(f"stored.{name}" for name in own)})
                  IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in own)})"""
    )
    cr.execute("DROP TABLE incoming")


STAGES = {"stock": stage_stock, "ours": stage_ours, "bare": stage_bare}


def compare(found):
    """The figures of the benchmark as one flat object.

    :param dict found: what the stages measured, in seconds
    """
    rows = found["first_counts"]["row"]
    figures = {
        "rows": rows,
        "rows_per_s": round(rows / found["first"]),
        "first_s": round(found["first"], 2),
        "unchanged_s": round(found["unchanged"], 2),
        "week_s": round(found["week"], 2),
        "peak_mb": round(found["peak_mb"]),
    }
    for part in ("first", "unchanged"):
        if f"bare_{part}" in found:
            figures[f"{part}_vs_limit"] = round(found[part] / found[f"bare_{part}"], 2)
        if f"stock_{part}" in found:
            figures[f"{part}_vs_stock"] = round(found[f"stock_{part}"] / (found[part] / rows), 1)
    return figures


def show(found, figures):
    """Print the table."""
    rows = found["first_counts"]["row"]
    lines = []
    for part, title in (("first", "first import"), ("unchanged", "same file again")):
        if f"stock_{part}" in found:
            stock = found[f"stock_{part}"]
            lines.append(
                (
                    f"base_import, {title} ({STOCK_ROWS:,} rows)",
                    stock * STOCK_ROWS,
                    1 / stock,
                    found[f"stock_{part}_queries"] * STOCK_ROWS,
                    None,
                )
            )
    for part, title in (
        ("first", "first import"),
        ("unchanged", "same file again"),
        ("week", "next week's file"),
    ):
        count = found[f"{part}_counts"]["row"]
        lines.append(
            (
                f"ours, {title}",
                found[part],
                count / found[part],
                found[f"{part}_queries"],
                found["peak_mb"],
            )
        )
    for part, title in (("first", "COPY + INSERT"), ("unchanged", "COPY + ON CONFLICT, unchanged")):
        if f"bare_{part}" not in found:
            continue
        lines.append(
            (f"bare {title}", found[f"bare_{part}"], rows / found[f"bare_{part}"], None, None)
        )
    print(
        f"\n{rows:,} rows; {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}\n"
    )
    print(f"| {'path':44} | seconds | rows/s | queries | peak MB |")
    print(f"|{'-' * 46}|--------:|-------:|--------:|--------:|")
    for title, seconds, speed, queries, peak in lines:
        print(
            f"| {title:44} | {seconds:7.2f} | {speed:6,.0f} | {shown(queries):>7} "
            f"| {shown(peak):>7} |"
        )
    print()
    for name, value in figures.items():
        print(f"{name:>20} {value}")


def shown(number):
    """A whole number, or nothing."""
    return "" if number is None else f"{number:,.0f}"


if __name__ == "__main__":
    main()
