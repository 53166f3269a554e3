"""How people are addressed and how texts are filled in. Plain Python, tested without Odoo."""

from .salutation import Person, salutation
from .text import PLACEHOLDERS, fill, unknown_placeholders

__all__ = ["PLACEHOLDERS", "Person", "fill", "salutation", "unknown_placeholders"]
