from . import evaluation, public, signup, waiting
from . import book_tip, evaluation, public, waiting
