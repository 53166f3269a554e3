"""Gets Odoo 19 from Debian's unstable suite into the private folder.

Odoo is on no Python index; Debian's unstable suite has it, built for all machines. It is fetched
from the archive this machine already uses, checked with Debian's keyring, and unpacked (not
installed), so the system's own sources and packages stay as they are.
"""

import shutil
import subprocess
from pathlib import Path

from console import Problem, child_environment, run
from places import Stamp, home, is_root, log_file, short_hash

UNSTABLE = "sid"
PACKAGE = "odoo-19"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Odoo's fonts and a few scripts are links into these. They come from the machine's own suite where
# it has them: the unstable suite's newer font packages have moved files, which would leave links to
# nowhere.
LINKED_PACKAGES = (
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-roboto-unhinted",
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-montserrat",
    "fonts-glyphicons-halflings",
)


def ensure_odoo(suite, note):
    """Unpack Odoo 19 into the private folder unless it is there.

    :param suite: name of the machine's own Debian suite
    :param note: shows a passing note
    :raises Problem: when no archive can be reached or the package is incomplete
    """
    stamp = Stamp("odoo")
    wanted = short_hash(home(), suite, PACKAGE, *LINKED_PACKAGES)
    if stamp.matches(wanted):
        return
    note("asking the archive")
    work = home() / "apt"
    shutil.rmtree(work, ignore_errors=True)
    options = private_apt(work, archive_address(), suite)
    env = child_environment()
    log = log_file("odoo-download")
    try:
        run(["apt-get", *options, "-q", "update"], "Reading the archive's lists", log, env)
        note("downloading, 130 MB")
        run(
            ["apt-get", *options, "-q", "download", PACKAGE, *LINKED_PACKAGES],
            "Downloading Odoo",
            log,
            env,
            cwd=work / "packages",
        )
    except Problem as problem:
        raise Problem(f"no Debian archive can be reached for Odoo: {problem}") from problem
    note("unpacking")
    unpack(work / "packages", log)
    shutil.rmtree(work)
    stamp.write(wanted)


def archive_address():
    """The address of the Debian archive in this machine's own sources (not security or updates).

    :raises Problem: when the machine has no such source
    """
    listing = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--no-release-info",  # the sources as written, also when no lists were fetched yet
            "--format",
            "$(REPO_URI)|$(RELEASE)|$(COMPONENT)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
    )
    for line in listing.stdout.splitlines():
        address, release, component = line.split("|")
        if component == "main" and "-" not in release and "/" not in release:
            return address
    raise Problem("no Debian archive is in this machine's package sources")


def private_apt(work, address, suite):
    """Prepare a package manager set-up of our own beside the system's.

    :param work: folder for lists and packages
    :param address: the archive
    :param suite: the machine's own suite
    :returns: the options that make apt-get use it
    """
    for name in ("lists/partial", "cache/archives/partial", "packages"):
        (work / name).mkdir(parents=True)
    signed = f"[signed-by={KEYRING}]"
    sources = work / "sources.list"
    sources.write_text(
        "".join(f"deb {signed} {address} {name} main\n" for name in (UNSTABLE, suite))
    )
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State::lists": work / "lists",
        "Dir::Cache": work / "cache",
        # What the own suite has comes from there, the rest from the unstable one.
        "APT::Default-Release": suite,
        "Acquire::Languages": "none",
        "APT::Update::Error-Mode": "any",
        "Debug::NoLocking": "true",
    }
    if is_root():
        # apt would hand the download to a user who can't write in this folder, and warn about it.
        settings["APT::Sandbox::User"] = "root"
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def unpack(packages, log):
    """Unpack the packages side by side and check that no link leads nowhere.

    :param packages: folder with the downloaded packages
    :raises Problem: when a link dangles, so that a missing font shows now and not in a browser
    """
    target = home() / "odoo"
    fresh = home() / "odoo.part"
    shutil.rmtree(fresh, ignore_errors=True)
    for package in sorted(packages.glob("*.deb")):
        run(["dpkg", "-x", str(package), str(fresh)], f"Unpacking {package.name}", log)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    dangling = [path for path in target.rglob("*") if path.is_symlink() and not resolves(path)]
    if dangling:
        names = ", ".join(path.name for path in dangling[:5])
        raise Problem(f"Odoo's package is incomplete: {len(dangling)} links lead nowhere ({names})")


def resolves(link):
    """Whether a link leads to something that exists."""
    try:
        return link.exists()
    except OSError:
        return False
