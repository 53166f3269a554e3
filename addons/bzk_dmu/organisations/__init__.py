"""Organisations as files name them: are these two one, and what does a row mean.

Plain Python without a database, tested without Odoo.
"""

from .compare import CERTAIN, DIFFERENT, LIKELY, Organisation, Verdict, compare
from .domains import clean_website, web_domain
from .index import OrganisationIndex
from .names import OrganisationName, clean_name
from .places import clean_municipality, clean_place, place_key

__all__ = [
    "CERTAIN",
    "DIFFERENT",
    "LIKELY",
    "Organisation",
    "OrganisationIndex",
    "OrganisationName",
    "Verdict",
    "clean_municipality",
    "clean_name",
    "clean_place",
    "clean_website",
    "compare",
    "place_key",
    "web_domain",
]
