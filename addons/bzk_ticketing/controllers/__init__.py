from . import book_tip, evaluation, public, seat, signup, waiting
