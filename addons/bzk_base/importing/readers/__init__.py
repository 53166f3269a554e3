"""Reading of source files: what they look like, and their rows as text.

:func:`detect` finds out how to read a file, :func:`rows` reads it. Whatever is wrong with a file,
both raise :class:`UnreadableFile` and nothing else.
"""

from .detect import detect, rows
from .encoding import ENCODINGS
from .shape import MAX_COLUMNS, Shape, UnreadableFile, header_key
