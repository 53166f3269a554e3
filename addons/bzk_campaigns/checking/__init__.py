"""What may be wrong with a mail before it is sent: plain Python, without the database."""

from .links import Answer, find_links, look_at, look_at_all
from .markup import Finding, check_markup
from .placeholders import find_placeholders
from .reading import TOO_HARD, reading_ease

__all__ = [
    "TOO_HARD",
    "Answer",
    "Finding",
    "check_markup",
    "find_links",
    "find_placeholders",
    "look_at",
    "look_at_all",
    "reading_ease",
]
