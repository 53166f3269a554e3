"""The whole set-up, step by step; each step is skipped quickly when it was done before."""

import contextlib
import fcntl

from cluster import external_server, server
from console import child_environment
from odoo_source import ensure_odoo
from places import ADDONS, CHECKOUT, LIBRARIES, Stamp, home, odoo_core, venv_python
from server_conf import write_conf
from system import (
    PACKAGES,
    TEST_PACKAGES,
    check_disk,
    check_supported,
    database_packages,
    install_packages,
)
from virtualenv import ensure_venv

STEPS = 4


@contextlib.contextmanager
def prepared(steps, with_tests=False):
    """Set everything up and keep the database server running inside the context.

    :param steps: the console's steps; STEPS of them are used
    :param with_tests: also install what the tests need
    :yields: a :class:`Product` that knows how to call Odoo
    :raises Problem: when a step can't be done
    """
    suite = check_supported()
    if not Stamp("odoo").read():
        check_disk()
    with contextlib.ExitStack() as stack:
        # Two scripts at once would install over each other.
        lock = stack.enter_context(open(home() / "setup.lock", "w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        with steps.step("System packages"):
            database = database_packages(own_cluster=not external_server())
            tests = TEST_PACKAGES if with_tests else ()
            install_packages(PACKAGES + database + tests)
        with steps.step("Odoo 19") as note:
            ensure_odoo(suite, note)
        with steps.step("Python packages") as note:
            ensure_venv(note, with_tests)
        with steps.step("PostgreSQL") as note:
            connection = stack.enter_context(server(note))
        product = Product(connection)
        product.write_conf()
        fcntl.flock(lock, fcntl.LOCK_UN)
        yield product


class Product:
    """How to call Odoo and the database tools of this set-up.

    :param connection: libpq's environment variables of the database server
    """

    def __init__(self, connection):
        self.connection = connection
        self.conf = home() / "odoo.conf"
        self.data_dir = home() / "data"

    def write_conf(self):
        """Write the settings Odoo runs with into the private folder."""
        names = {"PGHOST": "db_host", "PGPORT": "db_port", "PGUSER": "db_user"}
        database = {
            option: self.connection[name]
            for name, option in names.items()
            if name in self.connection
        }
        write_conf(
            CHECKOUT / "config" / "odoo-dev.conf",
            self.conf,
            addons_path=ADDONS,
            data_dir=self.data_dir,
            **database,
        )

    def environment(self):
        """The environment for Odoo, the database tools and our own programs beside Odoo.

        ``BZK_CONF`` is the settings file, ``BZK_LIBRARIES`` the folder with the library files.
        """
        return child_environment(
            BZK_CONF=str(self.conf),
            BZK_HOME=str(home()),
            BZK_LIBRARIES=str(LIBRARIES),
            HOME=str(self.own_home()),
            PYTHONWARNINGS="ignore",
            **self.connection,
        )

    def own_home(self):
        """A home folder for what Odoo and the browser leave, so that the user's stays clean."""
        folder = home() / "home"
        folder.mkdir(exist_ok=True)
        return folder

    def odoo(self, *arguments):
        """The command line of Odoo with these arguments."""
        return [str(venv_python()), "-m", "odoo", "-c", str(self.conf), *map(str, arguments)]

    def program(self, path, *arguments):
        """The command line of one of our own programs that runs beside Odoo."""
        return [str(venv_python()), str(path), *map(str, arguments)]

    @property
    def core(self):
        """The folder that holds the ``odoo`` package."""
        return odoo_core()
