"""What comes back on mails to many: bounces, complaints, automatic answers and replies.

Plain Python without a database. Reports are read by ``flufl.bounce``, which mailing list software
has used for twenty years, and by Python's own reader of mails; what a status means is told here.
"""

from .answers import is_automatic_answer, wants_to_stop
from .complaints import read_complaint
from .reading import Failure, Return, read_return
from .status import find_status, is_hard

__all__ = [
    "Failure",
    "Return",
    "find_status",
    "is_automatic_answer",
    "is_hard",
    "read_complaint",
    "read_return",
    "wants_to_stop",
]
