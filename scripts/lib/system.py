"""The machine: is it one we know, and which of its own packages are missing."""

import os
import shutil
import subprocess
from pathlib import Path

from console import Problem, child_environment, run
from places import home, is_root, log_file

RELEASES = {"12": "bookworm", "13": "trixie"}
DOCKER_WAY = "with Docker it runs anywhere: docker compose up"
# What the downloads and the database take with all demo members, with room to spare.
NEEDED_GIGABYTES = 4

# python3-venv makes the virtual environment, libmagic1 tells file types, the pango libraries and a
# font are what WeasyPrint draws reports with, the keyring proves that packages are Debian's.
PACKAGES = (
    "ca-certificates",
    "debian-archive-keyring",
    "python3-venv",
    "libmagic1",
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fontconfig",
    "fonts-dejavu-core",
)
# The browser tours drive Chromium.
TEST_PACKAGES = ("chromium",)
# Debian's installer of PostgreSQL makes and starts a cluster of its own unless told otherwise.
CLUSTER_SETTING = Path("/etc/postgresql-common/createcluster.d/bzk-crm.conf")


def os_release():
    """The machine's own description of its operating system, as a dictionary.

    ``BZK_OS_RELEASE`` names another file to read, for the tests.
    """
    path = Path(os.environ.get("BZK_OS_RELEASE", "/etc/os-release"))
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {key: value.strip().strip("\"'") for key, value in pairs}


def check_supported():
    """Return the suite's name (such as bookworm).

    :raises Problem: on anything but Debian 12 or 13, naming the way that works everywhere
    """
    release = os_release()
    version = release.get("VERSION_ID", "")
    if release.get("ID") != "debian" or version not in RELEASES or not shutil.which("apt-get"):
        name = release.get("PRETTY_NAME") or "this system"
        raise Problem(f"{name} is not supported, Debian 12 and 13 are; {DOCKER_WAY}")
    return RELEASES[version]


def check_disk(gigabytes=NEEDED_GIGABYTES):
    """:raises Problem: when the private folder's disk has too little room for a first setup"""
    free = shutil.disk_usage(home()).free / 1e9
    if free < gigabytes:
        raise Problem(
            f"the disk is full: {home()} has {free:.1f} GB free and the setup needs {gigabytes} GB"
        )


def database_packages(own_cluster):
    """The package to install for PostgreSQL, none when some version of it is there.

    :param own_cluster: a cluster of our own needs the server, an existing one only the client
    """
    if own_cluster:
        present = any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return () if present else ("postgresql",)
    return () if shutil.which("psql") else ("postgresql-client",)


def missing_packages(packages):
    """Which of these Debian packages are not installed."""
    result = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *packages],
        capture_output=True,
        text=True,
    )
    installed = {line.split()[0] for line in result.stdout.splitlines() if " ii" in line}
    return [package for package in packages if package not in installed]


def administrator_prefix(packages):
    """How to run a command as the administrator: nothing for root, sudo for others.

    :raises Problem: when neither is possible, saying what to install by hand
    """
    if is_root():
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise Problem(
        "system packages are missing and there is no sudo; as root: "
        f"apt-get install {' '.join(packages)}"
    )


def install_packages(packages):
    """Install the missing ones of these packages from the machine's own suite.

    :returns: the packages that were installed
    :raises Problem: when there is no way to become administrator or the archive can't be reached
    """
    missing = missing_packages(packages)
    if not missing:
        return []
    prefix = administrator_prefix(missing)
    if prefix and subprocess.run([*prefix, "-n", "true"], capture_output=True).returncode:
        print("(sudo asks for your password)", flush=True)
        if subprocess.run([*prefix, "-v"]).returncode:
            raise Problem(f"as root: apt-get install {' '.join(missing)}")
    log = log_file("system-packages")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    env = child_environment()
    update_lists(apt, env, log)
    with own_cluster_only(prefix, "postgresql" in missing):
        run(
            [*apt, "install", "--no-install-recommends", *missing],
            "Installing the system packages",
            log=log,
            env=env,
        )
    return missing


def update_lists(apt, env, log):
    """Fetch the lists of packages; a machine without them knows no package at all."""
    try:
        output = run(
            [*apt, "-o", "APT::Update::Error-Mode=any", "update"],
            "Reading the package lists",
            log=log,
            env=env,
        )
    except Problem as problem:
        raise Problem(f"no Debian archive can be reached: {problem}") from problem
    if "Failed to fetch" in output:
        raise Problem(f"no Debian archive can be reached (see {log})")


class own_cluster_only:
    """Keeps Debian from making a default cluster while PostgreSQL is installed.

    :param prefix: how to become administrator
    :param wanted: False when PostgreSQL is there already and nothing need be kept off
    """

    def __init__(self, prefix, wanted):
        self.prefix = prefix
        self.wanted = wanted and not CLUSTER_SETTING.exists()

    def __enter__(self):
        if self.wanted:
            setting = "create_main_cluster = false"
            folder = CLUSTER_SETTING.parent
            script = f"mkdir -p {folder} && echo '{setting}' > {CLUSTER_SETTING}"
            subprocess.run([*self.prefix, "sh", "-c", script], check=True)

    def __exit__(self, *_exception):
        if self.wanted:
            subprocess.run([*self.prefix, "rm", "-f", str(CLUSTER_SETTING)], check=True)
