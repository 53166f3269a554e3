from . import book_tip, evaluation, public, seat, signup, waiting
from . import book_tip, evaluation, public, signup, waiting
from . import (
    book_tip,
    evaluation,
    public,
    signup,
    ticket_hook,
    waiting,
)
