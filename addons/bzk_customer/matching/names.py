"""Names made comparable: without accents, tussenvoegsels, hyphens and titles."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from odoo.addons.bzk_base.importing.cleaning.names import INFIXES
from odoo.addons.bzk_base.importing.cleaning.text import words

from .variants import GROUPS, OFFICIAL

#: Letters that are no letter with an accent.
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ŋ": "n",
    "þ": "th",
    "ŧ": "t",
    "ə": "e",
}
_LETTERS = str.maketrans(LETTERS)
_WORD = re.compile(r"[^\W\d_]+")
_TWICE = re.compile(r"(.)\1")
#: Words beside a name: how somebody is addressed, married or widowed. Not the name itself.
NOT_A_NAME = frozenset(words("fam familie gezin dhr mevr mevrouw mw mej drs prof geb gb wed ev"))
_SENIOR = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr"}


def fold(text):
    """Return a text in small letters without accents; ``ij`` and ``y`` become one letter."""
    text = text.lower()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return text.replace("ij", "y")


#: Words of tussenvoegsels, each by itself, as :func:`fold` leaves them.
INFIX_WORDS = frozenset(word for infix in INFIXES for word in _WORD.findall(fold(infix))) | {
    "vd",
    "vdr",
    "vde",
    "vden",
    "vder",
    "vh",
    "vt",
}


class Surname(NamedTuple):
    """A surname as it is compared.

    ``words`` are its parts without tussenvoegsels, ``core`` these written together, ``solid``
    the whole written together, ``generation`` is ``"jr"``, ``"sr"`` or nothing.
    """

    words: frozenset
    core: str
    solid: str
    generation: str


class FirstName(NamedTuple):
    """A first name as it is compared.

    ``words`` are its words, ``solid`` these written together, ``groups`` the lines of variants
    it stands in and ``official`` the first letters of the names at birth on these lines.
    """

    words: tuple
    solid: str
    groups: frozenset
    official: frozenset


_NO_SURNAME = Surname(frozenset(), "", "", "")
_NO_FIRST_NAME = FirstName((), "", frozenset(), frozenset())


@lru_cache(maxsize=100_000)
def parse_surname(infix, lastname):
    """Return the :class:`Surname` of a tussenvoegsel and a surname, in either of the two or both.

    :param infix: text or nothing
    :param lastname: text or nothing
    """
    parts, generation = [], ""
    for word in _WORD.findall(fold(f"{infix or ''} {lastname or ''}")):
        if word in _SENIOR:
            generation = _SENIOR[word]
        elif word not in NOT_A_NAME:
            parts.append(word)
    if not parts:
        return _NO_SURNAME
    # Some surnames look like a tussenvoegsel: Te, In, Le. Then the last word is the name.
    core = [part for part in parts if part not in INFIX_WORDS and len(part) > 1] or parts[-1:]
    return Surname(frozenset(core), "".join(core), "".join(parts), generation)


@lru_cache(maxsize=100_000)
def parse_first_name(text):
    """Return (:class:`FirstName`, initials) of what stands in the column for a first name.

    Some write initials there: then there is no first name.

    :param text: text or nothing
    """
    if not text:
        return _NO_FIRST_NAME, ""
    parts = [word for word in _WORD.findall(fold(text)) if word not in NOT_A_NAME]
    if not parts:
        return _NO_FIRST_NAME, ""
    longest = max(map(len, parts))
    if longest == 1 or ("." in text and longest <= 2):
        return _NO_FIRST_NAME, parse_initials(text)
    if longest <= 3 and text.isupper() and not re.search("[AEIOUY]", text):
        return _NO_FIRST_NAME, "".join(parts)
    groups = GROUPS.get(parts[0], frozenset()) | GROUPS.get("".join(parts), frozenset())
    official = frozenset(OFFICIAL[group] for group in groups)
    return FirstName(tuple(parts), "".join(parts), groups, official), ""


@lru_cache(maxsize=100_000)
def parse_initials(text):
    """Return initials as small letters: ``Th.J.`` and ``TJ`` become ``tj``.

    :param text: text or nothing
    """
    if not text:
        return ""
    found = []
    for word in _WORD.findall(text):
        folded = fold(word)
        # Capitals side by side are initials each; anything else stands for its first letter.
        found.append(folded if word.isupper() and len(folded) <= 5 else folded[:1])
    return "".join(found)


def similar(text, other):
    """Tell whether a typing error makes one name the other.

    One letter added, left out, changed or swapped with its neighbour; two in a name of eight
    letters or more. In short names a letter makes another name, as in Vos and Bos or Tim and Tom,
    except a letter written once or twice (Emma, Ema) and the first two swapped.
    """
    shortest = min(len(text), len(other))
    if shortest < 3:
        return False
    if _TWICE.sub(r"\1", text) == _TWICE.sub(r"\1", other):
        return True
    if text[2:] == other[2:] and text[1::-1] == other[:2]:
        return True
    if shortest < 4 or (shortest < 6 and text[0] != other[0]):
        return False
    return within(text, other, 2 if shortest >= 8 else 1)


def within(text, other, limit):
    """Tell whether at most ``limit`` errors lie between two texts (optimal string alignment)."""
    if abs(len(text) - len(other)) > limit:
        return False
    start, end, other_end = 0, len(text), len(other)
    while start < end and start < other_end and text[start] == other[start]:
        start += 1
    while end > start and other_end > start and text[end - 1] == other[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    text, other = text[start:end], other[start:other_end]
    if max(len(text), len(other)) <= 1:
        return limit >= 1 or text == other
    before, row = None, list(range(len(other) + 1))
    for i, char in enumerate(text, 1):
        older, before, row = before, row, [i]
        for j, other_char in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other_char))
            if i > 1 and j > 1 and char == other[j - 2] and text[i - 2] == other_char:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and (before is None or min(before) > limit):
            return False
    return row[-1] <= limit
