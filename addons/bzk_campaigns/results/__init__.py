"""What mails brought about, in plain Python: who really clicked, and what is more than chance."""

from .chance import Comparison, compare, more_than_chance
from .clicks import Click, judge
from .promoters import net_promoters

__all__ = ["Click", "Comparison", "compare", "judge", "more_than_chance", "net_promoters"]
