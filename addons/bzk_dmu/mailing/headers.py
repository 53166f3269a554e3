"""The headers of a mail as they came: Python's own reading of them fails on what is hostile."""

import re
from email.header import decode_header, make_header

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def header_values(message, name):
    """Every value of a header, unfolded, and not decoded yet.

    :param message: an ``email.message.Message``
    :param str name: in any case
    :return: list of texts
    """
    return [
        re.sub(r"\r?\n[ \t]*", " ", _as_text(value)).strip()
        for key, value in message.raw_items()
        if key.lower() == name.lower()
    ]


def header_value(message, name, default=""):
    """The first value of a header, not decoded yet."""
    return next(iter(header_values(message, name)), default)


def decoded(text):
    """A header as a person reads it, also when it was encoded in a way that does not exist."""
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, UnicodeError, ValueError):
        return text


def _as_text(value):
    """Bytes in a header that are no ASCII, which the standard has not known for long."""
    raw = str(value).encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
