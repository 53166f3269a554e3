"""How a mail is put together and handed over: plain Python without a database."""

from .courier import Courier, Handed, Outcome
from .envelope import Envelope, header_line
from .notebook import CLAIMS, LIVES, Notebook, Superseded
from .patience import next_try

__all__ = [
    "CLAIMS",
    "LIVES",
    "Courier",
    "Envelope",
    "Handed",
    "Notebook",
    "Outcome",
    "Superseded",
    "header_line",
    "next_try",
]
