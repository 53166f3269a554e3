"""Brings the Dutch translation files of the addons up to date with the sources.

New terms are added without a translation and printed, terms that are gone are dropped, and
translations stay. Without a name it does all addons: ./scripts/translations bzk_base
"""

import subprocess
from pathlib import Path

from console import OptionParser, Problem, Steps, main
from database import Databases
from prepare import STEPS, prepared

from addons import manifests

DATABASE = "bzk_translations"


def translations():
    """Install the addons in a database of their own, export their terms and write the files."""
    parser = OptionParser(prog="translations", description=__doc__)
    parser.add_argument("addons", nargs="*", metavar="ADDON")
    wanted = parser.parse_args().addons or list(manifests())
    unknown = set(wanted) - set(manifests())
    if unknown:
        raise Problem(f"there is no addon {', '.join(sorted(unknown))}")
    steps = Steps(STEPS + 1)
    with prepared(steps) as product:
        databases = Databases(product)
        with steps.step("Database") as note:
            databases.clone(databases.template(note, wanted), DATABASE)
            databases.install(DATABASE, wanted, note, languages=False)
        program = Path(__file__).with_name("check_translations.py")
        result = subprocess.run(
            product.program(program, "--database", DATABASE, "--write", *wanted),
            env=product.environment(),
        )
        databases.drop(DATABASE)
    return result.returncode


if __name__ == "__main__":
    main(translations)
