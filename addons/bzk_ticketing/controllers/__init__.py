from . import (
    book_tip,
    evaluation,
    public,
    seat,
    signup,
    ticket_hook,
    waiting,
)
