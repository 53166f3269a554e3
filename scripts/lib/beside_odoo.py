"""Runs one of our programs beside Odoo, on a database that ./scripts/run made."""

import subprocess
from pathlib import Path

from console import Problem, Steps
from database import Databases
from prepare import STEPS, prepared


def run_beside_odoo(program, arguments, database):
    """Run a program of this folder in the virtual environment, with the terminal passed on.

    :param program: file name of the program
    :param arguments: its arguments
    :param database: the database it works on
    :returns: its exit code
    :raises Problem: when there is no such database yet
    """
    with prepared(Steps(STEPS)) as product:
        if not Databases(product).exists(database):
            raise Problem(f"there is no database {database} yet: ./scripts/run makes it")
        command = product.program(Path(__file__).with_name(program), *arguments)
        return subprocess.run(command, env=product.environment()).returncode
