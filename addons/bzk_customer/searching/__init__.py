"""Finding customers by what somebody types; plain Python and SQL beside the models."""

from .question import Question
from .text import fold, split_words
