"""What mails brought about, in plain Python: who really clicked, and what is more than chance."""

from .chance import Comparison, compare, more_than_chance
from .clicks import Click, judge
from .promoters import large_enough, net_promoters

__all__ = [
    "Click",
    "Comparison",
    "compare",
    "judge",
    "large_enough",
    "more_than_chance",
    "net_promoters",
]
