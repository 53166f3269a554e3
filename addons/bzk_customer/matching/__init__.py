"""Whether two sets of details are one person: plain Python, without a database.

:func:`describe` makes of somebody's details what is compared, once; :func:`compare` weighs two
of these. What each agreement weighs and what is asked for an outcome stands in ``weights``.
"""

from .compare import CERTAIN, DIFFERENT, LIKELY, Verdict, compare
from .names import NOT_A_NAME
from .person import Person, describe

__all__ = [
    "CERTAIN",
    "DIFFERENT",
    "LIKELY",
    "NOT_A_NAME",
    "Person",
    "Verdict",
    "compare",
    "describe",
]
