from . import (
    book_tip,
    evaluation,
    seat,
    signup,
    ticket_hook,
    waiting,
)
