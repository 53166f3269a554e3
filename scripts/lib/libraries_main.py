"""Loads the libraries' own settings (company, branches, types, sender) into the CRM.

Without a name it loads all files of config/libraries. Loading again changes what changed and
duplicates nothing; a new library is a new file.
"""

from pathlib import Path

from beside_odoo import run_beside_odoo
from console import OptionParser, Problem, main
from places import DATABASE


def libraries():
    """Read the options and start the loading beside Odoo."""
    parser = OptionParser(prog="libraries", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
    parser.add_argument("--database", default=DATABASE, help=f"default {DATABASE}")
    options = parser.parse_args()
    for file in options.files:
        if not file.is_file():
            raise Problem(f"there is no file {file}")
    files = [file.resolve() for file in options.files] or ["--libraries"]
    arguments = ["--quiet", "--database", options.database, *files]
    return run_beside_odoo("load_data.py", arguments, options.database)


if __name__ == "__main__":
    main(libraries)
