"""An Odoo environment for programs that run beside the server in the virtual environment.

The scripts start such a program with ``BZK_CONF`` (the settings file) in its environment.
"""

import contextlib
import os

DATABASE = "bzk"


@contextlib.contextmanager
def environment(database=DATABASE, context=None):
    """Yield an Odoo environment as the superuser; commit at the end, roll back on an exception.

    :param database: name of the database
    :param context: context of the environment, such as ``{"lang": "nl_NL"}``
    """
    registry = open_registry(database)
    from odoo import SUPERUSER_ID, api  # only after the settings are read

    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, context or {})


def open_registry(database=DATABASE):
    """Read the settings and load the modules of a database, without http and scheduled jobs.

    :param database: name of the database
    :returns: Odoo's registry of the database
    """
    import odoo.cli  # noqa: F401 applies Odoo's own start-up settings
    from odoo.modules.registry import Registry
    from odoo.tools import config

    arguments = ["-c", os.environ["BZK_CONF"], "-d", database]
    arguments += ["--no-http", "--max-cron-threads=0", "--log-level", "warn"]
    config.parse_config(arguments, setup_logging=True)
    return Registry(database)
