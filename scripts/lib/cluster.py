"""A PostgreSQL cluster of the project's own, or the server that the environment points at.

The own cluster listens on a unix socket only and lets in only the user who runs the scripts, so it
needs no password. It runs while a script uses it and stops with the last one.
"""

import contextlib
import fcntl
import os
import re
import shutil
import socket
import subprocess
import urllib.parse
from pathlib import Path

from console import Problem, child_environment
from places import cluster_folder, is_root, log_file, short_hash, user_name

ROLE = "bzk"  # Odoo refuses to work as postgres
SERVER_USER = "postgres"
# A unix socket's path has to fit in 107 characters.
LONGEST_SOCKET_FOLDER = 85
# A folder as host (a unix socket) has its slashes written as %2F.
ADDRESS = re.compile(
    r"postgres(?:ql)?://(?:([^:@/]+)(?::([^@/]*))?@)?([^:@/?]+)(?::(\d+))?(?:/\w*)?"
)


def external_server():
    """Connection settings of an existing server, from DATABASE_URL or PGHOST, or None.

    :returns: dictionary of libpq's environment variables
    :raises Problem: when they can't be used
    """
    if os.environ.get("DATABASE_URL"):
        found = parse_address(os.environ["DATABASE_URL"])
    elif os.environ.get("PGHOST"):
        names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSSLMODE")
        found = {name: os.environ[name] for name in names if os.environ.get(name)}
    else:
        return None
    if found.get("PGUSER") == SERVER_USER:
        raise Problem(f"Odoo refuses to work as the database user {SERVER_USER}; use another one")
    return found


def parse_address(url):
    """Split an address such as postgresql://user:password@host:5432 (the database is always ours).

    :returns: dictionary of libpq's environment variables
    :raises Problem: when it is no such address
    """
    match = ADDRESS.fullmatch(url)
    if not match:
        raise Problem("DATABASE_URL must look like postgresql://user:password@host:port")
    names = ("PGUSER", "PGPASSWORD", "PGHOST", "PGPORT")
    pairs = zip(names, match.groups(), strict=True)
    return {name: urllib.parse.unquote(value) for name, value in pairs if value}


def binaries(version="*"):
    """The folder of PostgreSQL's server commands, the newest that is installed.

    :param version: a major version, or ``*`` for any
    """
    folders = Path("/usr/lib/postgresql").glob(f"{version}/bin")
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if not found:
        raise Problem(
            f"PostgreSQL {version.strip('*')} is not installed: apt-get install postgresql"
        )
    return max(found, key=lambda folder: float(folder.parent.name))


class OwnCluster:
    """The private cluster; a context manager that starts it and stops what it started."""

    def __init__(self):
        self.folder = cluster_folder()
        self.data = self.folder / "data"
        self.started = self.folder / "started-by-scripts"
        self._lock = None

    @property
    def socket_folder(self):
        """Folder of the socket: beside the data, or a short path when that one is too long."""
        folder = self.folder / "socket"
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            folder = Path("/tmp") / f"bzk-crm-{short_hash(self.folder)}"
        return folder

    @property
    def port(self):
        """The port; with a socket only it is just part of the socket's name. Chosen once."""
        return (self.folder / "port").read_text()

    def connection(self):
        """libpq's environment variables for this cluster."""
        return {"PGHOST": str(self.socket_folder), "PGPORT": self.port, "PGUSER": ROLE}

    def ensure(self, note):
        """Make the cluster unless it is there.

        :param note: shows a passing note
        """
        if (self.folder / "ready").exists():
            return
        note("making a cluster")
        if is_root():
            # The server's user must be able to reach its own folder, and nobody else.
            self.folder.parent.mkdir(mode=0o755, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.data, ignore_errors=True)
        if is_root():
            shutil.chown(self.folder, SERVER_USER, SERVER_USER)
            self.folder.chmod(0o700)
        (self.folder / "port").write_text(str(free_port(5433)))
        self.as_server(
            binaries() / "initdb",
            f"--pgdata={self.data}",
            f"--username={SERVER_USER}",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            # The order of names is that of a Dutch phone book: capitals and accents don't count
            # first.
            "--locale-provider=icu",
            "--icu-locale=nl-NL",
            "--data-checksums",
            what="Making the PostgreSQL cluster",
        )
        self.write_settings()
        self.start()
        self.make_role()
        (self.folder / "ready").touch()

    def write_settings(self):
        """Write our own settings beside PostgreSQL's, and who may come in."""
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        buffers = max(128, min(1024, memory // 8))
        (self.data / "bzk.conf").write_text(
            f"""# Written by the scripts; made for one developer's machine, not for production.
listen_addresses = ''                      # the unix socket only
port = {self.port}
unix_socket_directories = '{self.socket_folder}'
unix_socket_permissions = 0700
shared_buffers = {buffers}MB
effective_cache_size = {max(256, memory // 2)}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB                         # the member file in one go without forced checkpoints
synchronous_commit = off                   # a power cut may lose the last second, never consistency
random_page_cost = 1.1                     # solid-state disks
jit = off                                  # costs more than it gains on Odoo's short queries
max_connections = 100
cluster_name = 'bzk-crm'
"""
        )
        settings = self.data / "postgresql.conf"
        settings.write_text(settings.read_text() + "\ninclude 'bzk.conf'\n")
        (self.data / "pg_hba.conf").write_text("local all all peer map=bzk\n")
        server_user = SERVER_USER if is_root() else user_name()
        (self.data / "pg_ident.conf").write_text(
            f"bzk {user_name()} {ROLE}\nbzk {server_user} {SERVER_USER}\n"
        )

    def make_role(self):
        """Make the role that Odoo works as: it may make databases and is no superuser."""
        self.as_server(
            binaries(self.version()) / "psql",
            f"--host={self.socket_folder}",
            f"--port={self.port}",
            f"--username={SERVER_USER}",
            "--dbname=postgres",
            f"--command=CREATE ROLE {ROLE} LOGIN CREATEDB",
            what="Making the database role",
        )

    def version(self):
        """The major version of the data."""
        return (self.data / "PG_VERSION").read_text().strip()

    def running(self):
        """Whether the server of this cluster is up."""
        command = [str(binaries(self.version()) / "pg_ctl"), "status", f"--pgdata={self.data}"]
        return subprocess.run(self.prefix() + command, capture_output=True, cwd="/").returncode == 0

    def start(self):
        """Start the server unless it is up."""
        if self.running():
            return
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        if is_root():
            shutil.chown(folder, SERVER_USER, SERVER_USER)
        self.as_server(
            binaries(self.version()) / "pg_ctl",
            "start",
            "--wait",
            "--timeout=60",
            f"--pgdata={self.data}",
            f"--log={self.folder / 'server.log'}",
            what="Starting PostgreSQL",
        )
        self.started.touch()

    def stop(self):
        """Stop the server if a script started it."""
        if self.started.exists():
            self.as_server(
                binaries(self.version()) / "pg_ctl",
                "stop",
                "--mode=fast",
                "--wait",
                f"--pgdata={self.data}",
                what="Stopping PostgreSQL",
            )
            self.started.unlink()

    def prefix(self):
        """How to run a command as the server's user."""
        return ["runuser", "-u", SERVER_USER, "--"] if is_root() else []

    def as_server(self, *command, what):
        """Run a command as the user the server runs as.

        Its output goes to a file: the server inherits it and would keep a pipe open for ever.
        """
        log = log_file("postgresql")
        with open(log, "a+") as output:
            begin = output.tell()
            code = subprocess.call(
                self.prefix() + [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=child_environment(),
                cwd="/",
            )
            output.seek(begin)
            said = output.read()
        if code:
            if "No space left on device" in said:
                raise Problem(f"{what}: the disk is full; free some space and start again")
            lines = [line for line in said.splitlines() if line.strip()]
            raise Problem(f"{what} failed: {lines[-1] if lines else 'no output'} (see {log})")

    def __enter__(self):
        """Start the server and count as one of its users."""
        self._lock = open(self.folder / "users.lock", "w")  # noqa: SIM115 held until __exit__
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self.start()
        return self.connection()

    def __exit__(self, *_exception):
        """Leave; the last user stops the server."""
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()
        self._lock.close()


@contextlib.contextmanager
def server(note=None):
    """The database server as a context: yields libpq's environment variables for it.

    :param note: shows a passing note
    """
    existing = external_server()
    if existing:
        yield existing
        return
    cluster = OwnCluster()
    cluster.ensure(note or (lambda _text: None))
    with cluster as connection:
        yield connection


def free_port(first):
    """The first port from here on which nothing listens on this machine."""
    for port in range(first, first + 200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise Problem("no free port for PostgreSQL")
