"""Databases with their attachments: make, install, clone, drop."""

import os
import re
import shutil
import subprocess

from console import Problem, run
from places import log_file, odoo_core, short_hash

from addons import core_dependencies

LANGUAGE = "nl_NL"
LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")


class Databases:
    """The databases of one set-up.

    :param product: the set-up
    """

    def __init__(self, product):
        self.product = product
        self.log = log_file("database")
        self.last_output = ""

    def psql(self, statement, database="postgres"):
        """Run one statement and return its output, rows as lines.

        :raises Problem: when the server refuses it
        """
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
        result = subprocess.run(
            [*command, "-c", statement],
            env=self.product.environment(),
            capture_output=True,
            text=True,
        )
        if result.returncode:
            raise Problem(f"the database server said: {result.stderr.strip().splitlines()[0]}")
        return result.stdout.strip()

    def exists(self, name):
        """Whether there is a database of this name."""
        return name in self.names()

    def names(self):
        """The names of all databases on the server."""
        return set(self.psql("SELECT datname FROM pg_database").splitlines())

    def create(self, name):
        """Make an empty database."""
        self.psql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")

    def drop(self, name):
        """Drop a database and its attachments; nothing happens when there is none."""
        self.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def rename(self, old, new):
        """Give a database and its attachments another name."""
        self.psql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')
        shutil.rmtree(self.filestore(new), ignore_errors=True)
        if self.filestore(old).exists():
            self.filestore(old).rename(self.filestore(new))

    def clone(self, source, target):
        """Copy a database; attachments never change once written, so hard links do for them."""
        self.drop(target)
        self.psql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if self.filestore(source).exists():
            shutil.copytree(self.filestore(source), self.filestore(target), copy_function=os.link)

    def filestore(self, name):
        """The folder with a database's attachments."""
        return self.product.data_dir / "filestore" / name

    def install(self, name, modules, note, update=False, languages=True):
        """Install or update modules.

        :param name: the database
        :param modules: technical names
        :param note: shows a passing note
        :param update: update them instead
        :param languages: load Dutch as well; only needed the first time
        """

        def progress(line):
            if match := LOADING.search(line):
                note("{} ({}/{})".format(*match.groups()))

        options = ["--load-language", LANGUAGE] if languages else []
        output = self.last_output = run(
            self.product.odoo(
                "-d", name, "-u" if update else "-i", ",".join(modules), *options,
                "--stop-after-init", "--no-http", "--max-cron-threads=0",
            ),
            f"{'Updating' if update else 'Installing'} {', '.join(modules)}",
            log=self.log,
            env=self.product.environment(),
            on_line=progress,
        )  # fmt: skip
        # Odoo leaves a module it can't install behind with a line in the log, and ends well.
        missing = [line for line in output.splitlines() if "invalid module names" in line]
        if missing or "Some modules are not loaded" in output:
            raise Problem(f"not all modules could be installed; see {self.log}")

    def template(self, note, names=None):
        """A database with the core modules our addons stand on, made once for each set of them.

        :param note: shows a passing note
        :param names: only for these addons; all when left out
        :returns: its name
        """
        modules = core_dependencies(names)
        version = (odoo_core() / "odoo" / "release.py").stat().st_mtime
        name = f"bzk_template_{short_hash(version, *modules)}"
        if not self.exists(name):
            part = f"{name}_part"
            self.drop(part)
            self.create(part)
            self.install(part, modules, note)
            self.rename(part, name)
        return name
