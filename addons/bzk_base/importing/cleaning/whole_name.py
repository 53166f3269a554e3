"""A name that stands in one cell or was typed in one box."""

import re

from .names import DUTCH_INFIXES

_TITLE = re.compile(
    r"(?:(?:de )?heer|dhr|mevrouw|mevr|mw|mr|mrs|ms|miss|fam|familie|drs|dr|ir|ing|prof)\.? +",
    re.I,
)
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.-?)+|[A-Z]{1,4}")


def split_name(text):
    """Take a name that stands in one cell apart, Dutch tussenvoegsels included.

    ``Anna van der Berg``, ``Berg, Anna van der``, ``A.B. de Vries`` and ``Dhr. J. Jansen`` are
    read; of one word it is taken to be the first name.

    :param str text: a cleaned text
    :return: dict with what there is of ``initials``, ``firstname``, ``infix`` and ``lastname``
    """
    while (rest := _TITLE.sub("", text, count=1)) and rest != text and _TITLE.match(text):
        text = rest
    if "," in text:
        last, _comma, rest = (part.strip() for part in text.partition(","))
        if last and rest:
            words = rest.split(" ")
            size = _infix_at_end(words)
            infix = " ".join(words[len(words) - size :]) if size else None
            return _given(words[: len(words) - size], text.isupper()) | _family(infix, last)
    words = text.split(" ")
    if len(words) == 1:
        return {"firstname": text}
    for start in range(1, len(words) - 1):
        for end in range(min(start + 4, len(words) - 1), start, -1):
            infix = " ".join(words[start:end]).lower()
            if infix in DUTCH_INFIXES:
                return _given(words[:start], text.isupper()) | _family(infix, " ".join(words[end:]))
    start = len(words) - 1
    # Jansen-de Vries is one name in two words.
    while start > 1 and words[start - 1].rpartition("-")[2].lower() in DUTCH_INFIXES:
        start -= 1
    return _given(words[:start], text.isupper()) | {"lastname": " ".join(words[start:])}


def _infix_at_end(words):
    for size in range(min(4, len(words) - 1), 0, -1):
        if " ".join(words[-size:]).lower() in DUTCH_INFIXES:
            return size
    return 0


def _given(words, in_capitals=False):
    """Take given names apart; in a name that is all capitals ``ANNA`` is no row of initials."""
    points = "." in "".join(words) or all(len(word) == 1 for word in words)
    if words and (points or not in_capitals) and all(map(_INITIALS.fullmatch, words)):
        return {"initials": "".join(words)}
    return {"firstname": " ".join(words)} if words else {}


def _family(infix, lastname):
    return {"lastname": lastname} | ({"infix": infix} if infix else {})
