"""Demo member files in the shape of a library system's export, composed as in the strategy paper.

Plain Python: nothing here needs Odoo. ``generate`` is what there is to call; ``schema`` has the
names of columns, genres and files.
"""

from .writer import SEED, Written, generate

__all__ = ["SEED", "Written", "generate"]
