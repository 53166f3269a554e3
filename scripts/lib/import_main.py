"""Imports a file of a source system into the CRM, with the counts shown before anything is written.

PROFILE is the name of an import profile (such as Wise), FILE the file.
"""

from pathlib import Path

from beside_odoo import run_beside_odoo
from console import OptionParser, Problem, main
from places import DATABASE


def import_file():
    """Read the options and start the import beside Odoo."""
    parser = OptionParser(prog="import", description=__doc__)
    parser.add_argument("profile", metavar="PROFILE")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--library", metavar="CODE", help="the library, when there is more than one"
    )
    parser.add_argument(
        "--partial", action="store_true", help="the file does not hold all customers"
    )
    parser.add_argument(
        "--yes", action="store_true", help="write without asking, also when it looks odd"
    )
    parser.add_argument("--database", default=DATABASE, help=f"default {DATABASE}")
    options = parser.parse_args()
    if not options.file.is_file():
        raise Problem(f"there is no file {options.file}")
    arguments = ["--database", options.database, options.profile, options.file.resolve()]
    if options.library:
        arguments += ["--library", options.library]
    if options.partial:
        arguments.append("--partial")
    if options.yes:
        arguments.append("--yes")
    return run_beside_odoo("import_file.py", arguments, options.database)


if __name__ == "__main__":
    main(import_file)
