"""Sets up the library CRM on this machine and serves it; stop it with Ctrl-C.

The first run takes some minutes (it gets Odoo, makes the database and loads three libraries with
demo data), the next ones start in seconds.
"""

import argparse
import contextlib
import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from console import OptionParser, Problem, Steps, end_process, explain_failure, main, run
from database import Databases
from places import APP, DATABASE, LIBRARIES, Stamp, home, log_file, short_hash
from prepare import STEPS, prepared

from addons import hashes

HOST = "127.0.0.1"
ADMIN_PASSWORD = "admin-password"
OPEN_FIRST = "Begin with the home screen after logging in; it answers what to do now for each role."


def parse_options():
    """The options of the command line."""
    parser = OptionParser(prog="run", description=__doc__)
    parser.add_argument("--port", type=port_number, default=8069, metavar="N", help="default 8069")
    parser.add_argument("--fresh", action="store_true", help="drop the database and begin anew")
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--no-demo", action="store_true", help="no demo data and no demo logins")
    demo.add_argument(
        "--members",
        type=member_count,
        metavar="N",
        help="how many demo members: a number, or all (64,573 for the largest library); "
        "a tenth when left out",
    )
    return parser.parse_args()


def port_number(text):
    """A port that a user may listen on."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("it takes a number from 1024 to 65535")
    return int(text)


def member_count(text):
    """A number of members above zero, or ``all``, as text."""
    if text != "all" and (not text.isdecimal() or int(text) < 1):
        raise argparse.ArgumentTypeError("it takes a number above zero, or all")
    return text


def start():
    """Set up, make the database, and serve until stopped."""
    options = parse_options()
    check_port(options.port)
    begin = time.monotonic()
    steps = Steps(STEPS + 3)
    with prepared(steps) as product:
        databases = Databases(product)
        bring_up_to_date(databases, steps, options)
        result = load_data(product, steps, options)
        serve(product, steps, options, result, begin)


def check_port(port):
    """:raises Problem: when something listens on the port already"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Problem(
                f"port {port} is taken by another program; stop it, or choose another port: "
                f"./scripts/run --port {port + 1}"
            ) from error


def bring_up_to_date(databases, steps, options):
    """Make the database, or update in it what changed in the addons since the last run.

    A new database gets its name only when it is complete, so an interrupted run leaves no half one.
    """
    stamp = Stamp("installed")
    present = hashes()
    if APP not in present:
        raise Problem(f"the addon {APP} is missing from the addons folder")
    with steps.step("Database") as note:
        if options.fresh:
            databases.drop(DATABASE)
        if not databases.exists(DATABASE):
            for name in ("installed", "loaded"):
                Stamp(name).clear()
            part = f"{DATABASE}_part"
            databases.drop(part)
            databases.create(part)
            databases.install(part, [APP], note)
            set_admin_password(databases.product, part)
            databases.rename(part, DATABASE)
        else:
            before = json.loads(stamp.read() or "{}")
            changed = [name for name, value in present.items() if before.get(name) != value]
            if changed:
                databases.install(DATABASE, changed, note, update=True, languages=False)
        stamp.write(json.dumps(present))


def set_admin_password(product, database):
    """Give the administrator a random password, kept in the private folder; Odoo's own is admin."""
    password = secrets.token_urlsafe(12)
    path = home() / ADMIN_PASSWORD
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(password)
    run(
        product.program(home_program("load_data.py"), "--database", database, "--admin"),
        "Setting the administrator's password",
        log=log_file("load"),
        env=product.environment() | {"BZK_ADMIN_PASSWORD": password},
    )


def load_data(product, steps, options):
    """Load the library files and the demo data when they changed.

    :returns: what the loading program tells (the demo logins)
    """
    stamp = Stamp("loaded")
    before = json.loads(stamp.read() or "{}")
    libraries = short_hash(*(path.read_bytes().hex() for path in sorted(LIBRARIES.glob("*.toml"))))
    demo = wanted_demo(options, before.get("demo"))
    arguments = ["--database", DATABASE]
    if before.get("libraries") != libraries:
        arguments.append("--libraries")
    if demo and demo != before.get("demo"):
        arguments += ["--demo", demo]
    title = "Libraries and demo members" if demo else "Libraries"
    with steps.step(title) as note:
        if len(arguments) == 2:
            return before["result"]
        if demo:
            arguments.append("--logins")
        result = run_loader(product, arguments, note)
    stamp.write(json.dumps({"libraries": libraries, "demo": demo, "result": result}))
    return result


def wanted_demo(options, present):
    """Which demo data to have: tenth, all, a number as text, or an empty text for none.

    :param present: what the database holds now, None when it is new
    :raises Problem: when the database would have to lose demo data
    """
    if options.no_demo:
        if present:
            raise Problem(
                "the database holds demo data; ./scripts/run --fresh --no-demo makes one without"
            )
        return ""
    wanted = options.members or present or ("tenth" if present is None else "")
    if present and wanted != present:
        raise Problem(
            f"the database holds demo data of another size ({present}); "
            f"./scripts/run --fresh --members {wanted} makes a new one"
        )
    return wanted


def run_loader(product, arguments, note):
    """Run the loading program and return what it tells."""
    output = run(
        product.program(home_program("load_data.py"), *arguments),
        "Loading the libraries and demo data",
        log=log_file("load"),
        env=product.environment(),
        on_line=lambda line: note(line) if not line.startswith("{") else None,
    )
    return json.loads(output.strip().splitlines()[-1])


def home_program(name):
    """The path of a program beside this one."""
    return Path(__file__).with_name(name)


def serve(product, steps, options, result, begin):
    """Serve until stopped; when this ends, the server and the mail catcher have ended."""
    log = log_file("odoo")
    mail_port = free_port()
    with open(log, "a") as output, catching_mail(product, mail_port):
        process = subprocess.Popen(
            product.odoo(
                "-d", DATABASE, "--http-interface", HOST, "--http-port", options.port,
                "--smtp", HOST, "--smtp-port", mail_port,
            ),
            env=product.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )  # fmt: skip
        try:
            with steps.step("Starting the server"):
                wait_until_serving(process, options.port, log)
            announce(options.port, result, log, time.monotonic() - begin)
            code = process.wait()
        except KeyboardInterrupt:
            print("\nStopping ...", flush=True)
            end_process(process)
            print("Stopped.", flush=True)
            return
        finally:
            end_process(process)
    raise Problem(f"the server stopped by itself with code {code}; see {log}")


def free_port():
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def catching_mail(product, port):
    """Catch what the server mails inside the context; it becomes pages in the private folder."""
    with open(log_file("mail"), "a") as output:
        process = subprocess.Popen(
            product.program(home_program("mail_catcher.py"), mail_folder(), "--port", port),
            env=product.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        try:
            yield
        finally:
            end_process(process)


def mail_folder():
    """Where the mails of the server are."""
    return home() / "mail"


def wait_until_serving(process, port, log, seconds=120):
    """:raises Problem: when the server ends, or serves nothing in time"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-40:])
            raise Problem(explain_failure("The server", tail, log))
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/web/login", timeout=30).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Problem(f"the server did not answer within {seconds} s; see {log}")


def announce(port, result, log, seconds):
    """Tell where it is, how to log in and what to open first."""
    print(f"\nReady in {seconds:.0f} s: http://{HOST}:{port}\n")
    logins = result.get("logins")
    if logins:
        print("\n".join(login_lines(logins)))
        print(f"\n{OPEN_FIRST}")
    path = home() / ADMIN_PASSWORD
    if path.exists():
        print(f"The technical administrator is admin, password {path.read_text()}")
    print(f"Mails do not leave this machine; read them in {mail_folder() / 'index.html'}")
    print(f"Log: {log}\nStop with Ctrl-C.", flush=True)


def login_lines(logins):
    """The demo logins as lines: a table for one library, a line for each other one.

    :param logins: lists of role, login, password and library
    """
    by_library = {}
    for role, login, password, library in logins:
        by_library.setdefault(library, []).append((role, login, password))
    # The library whose logins are plain words comes first.
    first, *others = sorted(by_library.items(), key=lambda item: len(item[1][0][1]))
    rows = [("Role", "Login", "Password"), *first[1]]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"Demo logins of {first[0]}:"]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  " + "  ".join(cells).rstrip())
    for library, users in others:
        lines.append(f"{library}, password as the login: {', '.join(user[1] for user in users)}")
    return lines


if __name__ == "__main__":
    main(start)
