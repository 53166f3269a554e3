"""Checks a file, shows what an import of it would do, asks, and imports; runs beside Odoo."""

import argparse
import sys
from pathlib import Path

from odoo_env import DATABASE, environment


def main():
    """Import the file that the options name.

    :returns: exit code: 0 imported, 1 refused or not wanted
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default=DATABASE)
    parser.add_argument("--library")
    parser.add_argument("--partial", action="store_true")
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("profile")
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    with environment(options.database, {"lang": "nl_NL"}) as env:
        from odoo.exceptions import UserError  # only after the settings are read

        profile = find_profile(env, options.profile, options.library)
        run = env["bzk.import.run"].create_from_path(profile, options.file, options.partial)
        env.cr.commit()
        try:
            return import_run(run, options.yes)
        except UserError as problem:
            print(problem)
            return 1
        except KeyboardInterrupt:
            env.cr.rollback()
            run.action_cancel()
            print("\nStopped. What was written is whole; the rest can be continued on the screen.")
            return 1


def find_profile(env, code, library):
    """The one import profile with this code or name.

    :raises SystemExit: with what there is to choose from, when it is not clear
    """
    profiles = env["bzk.import.profile"].search([("source_id", "!=", False)])
    if library:
        profiles = profiles.filtered(lambda found: found.company_id.library_code == library)
    wanted = profiles.filtered(lambda found: code.casefold() in (found.code, found.name.casefold()))
    if len(wanted) != 1:
        choice = [f"{found.code} --library {found.company_id.library_code}" for found in profiles]
        why = "more than one profile fits" if wanted else "there is no such profile"
        sys.exit(f"{why}; there are:\n  " + "\n  ".join(sorted(choice)))
    return wanted


def import_run(run, sure):
    """Check and import with progress on the terminal; ask where the numbers are unusual."""
    run.action_check()
    run.env.cr.commit()
    run._process(show_progress)
    print()
    if run.state == "failed":
        print(run.problem_text)
        run.env.cr.commit()
        return 1
    for name in ("row", "new", "changed", "unchanged", "missing", "refused", "remark"):
        field = run._fields[f"{name}_count"]
        print(f"{field._description_string(run.env):>22} {run[field.name]:>9,}")
    if run.questions and not sure:
        print(run.question_text)
        if not sys.stdin.isatty() or input("Import it all the same? [y/N] ").lower() != "y":
            print("Nothing was written. --yes imports without asking.")
            return 1
    run.confirmed = bool(run.questions)
    run.action_import()
    run.env.cr.commit()
    run._process(show_progress)
    print("\nImported.")
    return 0


def show_progress(_run, done, total):
    """Rewrite one line with the number of rows done."""
    checking = total is None
    text = f"{done:,} rows checked" if checking else f"{done:,} of {total:,} rows written"
    print(f"\r{text}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
