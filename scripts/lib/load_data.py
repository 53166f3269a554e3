"""Loads the libraries' own settings and the demo data; runs beside Odoo in the virtual environment.

Prints the result as one line of JSON at the end, for the script that started it.
"""

import argparse
import json
import os
from pathlib import Path

from odoo_env import DATABASE, environment


def main():
    """Load what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", default=DATABASE)
    parser.add_argument("--libraries", action="store_true", help="load the library files")
    parser.add_argument("--demo", metavar="MEMBERS", help="load demo data: tenth, all or a number")
    parser.add_argument("--logins", action="store_true", help="tell the demo logins")
    parser.add_argument("--quiet", action="store_true", help="no JSON at the end")
    parser.add_argument(
        "--admin", action="store_true", help="set admin's password to BZK_ADMIN_PASSWORD"
    )
    parser.add_argument("files", nargs="*", help="only these library files")
    arguments = parser.parse_args()
    result = {}
    if arguments.admin:
        with environment(arguments.database) as env:
            env.ref("base.user_admin").password = os.environ["BZK_ADMIN_PASSWORD"]
    if arguments.libraries or arguments.files:
        with environment(arguments.database) as env:
            load_libraries(env["bzk.library.loader"], arguments.files)
    if arguments.demo:
        with environment(arguments.database) as env:
            folder = Path(os.environ["BZK_CONF"]).parent / "demo"
            size = demo_size(arguments.demo)
            env["bzk.demo"].load(members=size, report=report, folder=folder)
    if arguments.logins:
        with environment(arguments.database, {"lang": "nl_NL"}) as env:
            result["logins"] = env["bzk.demo"].logins()
    if not arguments.quiet:
        print(json.dumps(result))


def load_libraries(loader, files):
    """Load the given library files, or all of the folder ``BZK_LIBRARIES``."""
    for file in files:
        loader.load_file(file)
    if not files:
        loader.load_directory(os.environ["BZK_LIBRARIES"])


def report(run, done, total):
    """Tell how far an import is; the total is unknown while the file is being checked."""
    part = f"{done:,} of {total:,} written" if total else f"{done:,} rows checked"
    print(f"{run.company_id.name}: {part}", flush=True)


def demo_size(text):
    """The number of members to load: None for a tenth, ``"all"``, or a number."""
    if text == "tenth":
        return None
    return "all" if text == "all" else int(text)


if __name__ == "__main__":
    main()
