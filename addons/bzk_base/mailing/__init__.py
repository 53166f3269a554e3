"""What mails need and the ORM has no part in."""

from .plain_text import plain_text

__all__ = ["plain_text"]
