"""Command line: ``python -m odoo.addons.bzk_library.demodata FOLDER --library CODE``.

Where Odoo does not know the addons: ``PYTHONPATH=addons/bzk_library python -m demodata FOLDER``.
"""

import argparse
import sys
import time
from datetime import date

from . import SEED, composition, generate


def _members(text):
    return None if text == "all" else int(text)


def main(arguments=None):
    """Write the files and tell what was written."""
    parser = argparse.ArgumentParser(
        prog="demodata", description="Write demo member files as a library system exports them."
    )
    parser.add_argument("folder", help="where the files go")
    parser.add_argument("--library", choices=composition.LIBRARY_SIZES, default="zuid-kennemerland")
    parser.add_argument(
        "--members", type=_members, default=None, metavar="N|all", help="default: all"
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD; default: today"
    )
    parser.add_argument("--seed", default=SEED)
    options = parser.parse_args(arguments)
    begun = time.monotonic()
    try:
        written = generate(
            options.folder, options.library, options.date, options.members, options.seed
        )
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for file in written.values():
        size = file.path.stat().st_size / 1_000_000
        sys.stdout.write(f"{file.rows:>9,} rows {size:8.1f} MB  {file.path}\n")
    sys.stdout.write(f"{time.monotonic() - begun:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
