"""Fetching activities and orders from ticketing systems. Plain Python, without the ORM."""

from . import pretix
from .problems import ConnectionProblem
from .system import SYSTEMS, Access
