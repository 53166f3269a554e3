"""How a mail is put together and handed over: plain Python without a database."""

from .courier import Courier, Handed, Outcome
from .envelope import Envelope, header_line, named
from .notebook import CLAIMS, LIVES, Notebook, Superseded
from .pace import Pace
from .patience import next_try
from .source import Source

__all__ = [
    "CLAIMS",
    "LIVES",
    "Courier",
    "Envelope",
    "Handed",
    "Notebook",
    "Outcome",
    "Pace",
    "Source",
    "Superseded",
    "header_line",
    "named",
    "next_try",
]
