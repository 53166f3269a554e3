"""pretix in an environment of its own, for the tests against a real ticketing system.

Its database takes two minutes to make, so it is made once and copied for every run.
"""

import shutil
import sys

from console import child_environment, run
from places import CHECKOUT, Stamp, file_hash, home, log_file, short_hash

REQUIREMENTS = CHECKOUT / "tests" / "integration" / "pretix" / "requirements.txt"
#: What differs between a freshly made database and one of an older set-up.
LAYOUT = 1


def ensure_pretix(note):
    """Install what is pinned and make an empty pretix, unless that is done.

    :param note: shows a passing note
    :returns: folder with ``venv`` and ``empty``, an empty pretix to copy
    :raises Problem: when a package can't be fetched or the database can't be made
    """
    folder = home() / "pretix"
    wanted = short_hash(sys.version, file_hash(REQUIREMENTS), home(), LAYOUT)
    stamp = Stamp("pretix")
    if stamp.matches(wanted) and (folder / "empty").exists():
        return folder
    stamp.clear()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    log = log_file("pretix")
    environment = child_environment(PIP_ROOT_USER_ACTION="ignore")
    note("making its environment")
    run(
        [sys.executable, "-m", "venv", str(folder / "venv")],
        "Making the environment of pretix",
        log,
        environment,
    )
    python = str(folder / "venv" / "bin" / "python")
    note("installing pretix")
    # A few of what it needs, plain Python all of them, are not offered as wheels.
    pip = [python, "-m", "pip", "install", "--no-deps", "--prefer-binary", "--no-input"]
    options = ["--disable-pip-version-check", "--progress-bar", "off"]
    run([*pip, *options, "-r", str(REQUIREMENTS)], "Installing pretix", log, environment)
    making = folder / "making"
    write_settings(making)
    environment["PRETIX_CONFIG_FILE"] = str(making / "pretix.cfg")
    for step in ("migrate", "rebuild"):
        note(f"pretix {step}")
        command = [python, "-m", "pretix", step]
        run(command, f"pretix {step}", log, environment, cwd=making)
    making.rename(folder / "empty")
    stamp.write(wanted)
    return folder


def write_settings(folder):
    """Write the settings of a pretix that keeps everything in a folder.

    Its paths are relative: it runs from that folder, and so does a copy of it.
    """
    (folder / "data").mkdir(parents=True)
    (folder / "pretix.cfg").write_text(
        "[pretix]\n"
        "instance_name=Tickets\n"
        "url=http://127.0.0.1\n"
        "currency=EUR\n"
        "datadir=data\n"
        "allow_http_to_private_networks=on\n"
        "[database]\n"
        "backend=sqlite3\n"
        "name=data/db.sqlite3\n"
        "[locale]\n"
        "default=nl\n"
        "timezone=Europe/Amsterdam\n"
        "[mail]\n"
        "from=tickets@example.org\n"
        "host=127.0.0.1\n"
        "port=9\n"
        "[django]\n"
        "secret=only-for-tests-only-for-tests-only-for-tests-00\n"
    )
