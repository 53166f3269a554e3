from . import book_tip, evaluation, public, seat, signup, waiting
from . import book_tip, evaluation, public, signup, waiting
