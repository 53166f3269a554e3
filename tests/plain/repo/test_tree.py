"""What is in the repository: pinned versions, no secrets, no names of archives or registries."""

import json
import re
import subprocess

import pytest
from places import CHECKOUT
from requirements import pinned

# Addresses come from the machine's own set-up. The brackets keep a pattern from finding itself.
ARCHIVES = (
    r"deb[.]debian[.]",
    r"security[.]debian[.]",
    r"snapshot[.]debian[.]",
    r"pypi[.](?:org|io)",
    r"files[.]pythonhosted",
    r"registry[.]npm",
    r"npm[j]s[.]",
    r"nightly[.]odoo",
)
SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY",
    r"\bAKI[A][0-9A-Z]{16}\b",
    r"\bgh[p]_[A-Za-z0-9]{30,}",
    r"^\s*(?:admin_passwd|db_password|smtp_password)\s*=\s*\S",
)
TEXT_LIMIT = 2_000_000


def tracked_files():
    """Files under version control, or all of them where there is no git."""
    command = ["git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z"]
    try:
        listing = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stdout
        paths = [CHECKOUT / name for name in listing.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        skipped = {".git", ".local", "node_modules", "__pycache__"}
        paths = [path for path in CHECKOUT.rglob("*") if not skipped & set(path.parts)]
    return [path for path in paths if path.is_file() and path.stat().st_size < TEXT_LIMIT]


@pytest.mark.parametrize("pattern", ARCHIVES + SECRETS)
def test_no_file_holds(pattern):
    expression = re.compile(pattern.encode(), re.MULTILINE)
    found = [path for path in tracked_files() if expression.search(path.read_bytes())]
    assert not found, found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_python_package_is_pinned(name):
    packages = pinned(name)
    assert packages
    assert all(re.fullmatch(r"[0-9][0-9a-z.]*", version) for version in packages.values())


def test_no_package_is_pinned_twice():
    assert not set(pinned("requirements.txt")) & set(pinned("requirements-test.txt"))


def test_only_one_of_the_two_psycopg_packages():
    assert "psycopg2" not in pinned("requirements.txt")


def test_the_node_packages_are_pinned_without_addresses():
    lock = json.loads((CHECKOUT / "package-lock.json").read_text())
    wanted = json.loads((CHECKOUT / "package.json").read_text())["devDependencies"]
    assert lock["packages"][""]["devDependencies"] == wanted
    assert all(re.fullmatch(r"[0-9.]+", version) for version in wanted.values())
    for name, package in lock["packages"].items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")


def test_every_addon_has_its_icon_and_description():
    for manifest in (CHECKOUT / "addons").glob("*/__manifest__.py"):
        addon = manifest.parent
        assert (addon / "static" / "description" / "icon.png").is_file(), addon.name
        assert (addon / "static" / "description" / "index.html").is_file(), addon.name
