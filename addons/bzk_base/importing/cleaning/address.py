"""Dutch addresses: postcode, house number with its addition, street and city."""

import re

from .names import capitalise, lower, upper_letter
from .refusal import Refusal
from .text import clean_known, clean_text, words

MAX_STREET = 100
MAX_CITY = 80
MAX_ADDITION = 20

_POSTCODE = re.compile(r"(?:NL[- ]?)?([1-9][0-9]{3})[ .-]{0,2}([A-Z]{2})")
#: Letters that are not given out, for what they stood for in the war.
_NOT_GIVEN_OUT = frozenset(("SA", "SD", "SS"))
_DUTCH = frozenset(("NL", "NLD", "NEDERLAND", "NETHERLANDS", "THE NETHERLANDS", "HOLLAND", ""))
_FOREIGN = re.compile(r"[0-9A-Z][0-9A-Z -]{1,11}")

_HOUSE = re.compile(r"0*([1-9][0-9]{0,4})")
_HOUSE_ADDITION = re.compile(r"0*([1-9][0-9]{0,4})(?![0-9])(?:[\s\-/.,]*(\S.*))?")
_STREET_HOUSE = re.compile(
    r"(.*[^\W\d_].*?|.*\D)[\s,]\s*0*([1-9][0-9]{0,4})"
    r"(?:\s*[-/]\s*([0-9A-Za-z][^\s,]{0,9})|\s?([A-Za-z](?:[-/ ]?[0-9]{1,4})?)"
    r"|\s([A-Za-z]{1,5}|[IVX]+))?"
)
#: Years that streets and squares are named after are not house numbers.
_YEARS = range(1500, 2030)
_KNOWN_ADDITIONS = frozenset(words("hs huis bis boven beneden zwart rood ong bg achter voor"))
_ROMAN = re.compile(r"[ivx]{1,5}")
_LETTER_FIRST = re.compile(r"[a-z](?:\W?\d+)?")
_OPPOSITE = re.compile(r"(?:t/?o|to|tegenover)\.?\s+", re.I)

_LOWER_WORDS = frozenset(
    words("aan bij de den der d en het in 't 's la onder op over te ten ter tot uit van voor")
)
_STREET_WORD = re.compile(r"[^\s\-/(),.]+")
_S_PREFIX = re.compile(r"^['`´\u2018\u2019]?[sS]-(?=\w)")
_T_PREFIX = re.compile(r"^['`´\u2018\u2019]?[tT] (?=\w)")
_LIGATURES = str.maketrans({"\u0132": "IJ", "\u0133": "ij", "`": "'", "\u2018": "'", "\u2019": "'"})


def clean_postcode(text, country="NL"):
    """Return a postcode as ``1234 AB``; one of another country in capitals as it is.

    :param country: name or code of the country of the address, blank for the Netherlands
    :raises Refusal: ``bad_postcode``
    """
    if len(text) == 6 and text[4:] not in _NOT_GIVEN_OUT and _POSTCODE.fullmatch(text):
        return f"{text[:4]} {text[4:]}"
    text = clean_known(text, 20)
    if text is None:
        return None
    written = text.upper()
    if (country or "").strip().upper() not in _DUTCH:
        if not _FOREIGN.fullmatch(written):
            raise Refusal("bad_postcode", text)
        return written
    match = _POSTCODE.fullmatch(written)
    if not match or match[2] in _NOT_GIVEN_OUT:
        raise Refusal("bad_postcode", text)
    return f"{match[1]} {match[2]}"


def clean_house_number(text):
    """Return a house number without leading zeros, as text; 0 stands for none.

    :raises Refusal: ``bad_house_number``, also for ``12a``: see :func:`split_house_number`
    """
    if text.isdigit() and text.isascii() and text[0] != "0" and len(text) < 6:
        return text
    text = clean_known(text, 20)
    if text is None or not text.strip("0"):
        return None
    match = _HOUSE.fullmatch(text)
    if not match:
        raise Refusal("bad_house_number", text)
    return match[1]


def clean_addition(text):
    """Return an addition in its usual form: ``A``, ``A-2``, ``hs``, ``II``.

    :raises Refusal: ``too_long``
    """
    text = clean_text(text, MAX_ADDITION)
    return _addition(text) if text else None


def split_house_number(text):
    """Split ``12a-2``, ``12 hs`` or ``12-II`` in number and addition.

    :return: ``(number, addition)``, each ``None`` when absent; both when it is no house number
    """
    text = clean_known(text)
    if text is None:
        return None, None
    match = _HOUSE_ADDITION.fullmatch(_OPPOSITE.sub("", text, count=1))
    if not match or len(match[2] or "") > MAX_ADDITION:
        return None, None
    return match[1], _addition(match[2]) if match[2] else None


def clean_street(text):
    """Return a street; all capitals are mended (``GROTE MARKT``, ``VAN DER VINNESTRAAT``).

    :raises Refusal: ``invalid`` when there is no letter or digit in it, ``too_long``
    """
    text = clean_known(text, MAX_STREET)
    if text is None:
        return None
    if not any(map(str.isalnum, text)):
        raise Refusal("invalid", text)
    return _mended(text)


def split_street(text):
    """Split ``Grote Markt 2-A`` in street, house number and addition.

    A street that ends in a year (``Plein 1813``) keeps it.

    :return: ``(street, number, addition)``, each ``None`` when absent
    """
    text = clean_known(text)
    if text is None:
        return None, None, None
    match = _STREET_HOUSE.fullmatch(text) if len(text) <= MAX_STREET + 40 else None
    if not match:
        return text, None, None
    addition = match[3] or match[4] or match[5]
    if not addition and int(match[2]) in _YEARS:
        return text, None, None
    return match[1].rstrip(" ,"), match[2], _addition(addition) if addition else None


def clean_city(text):
    """Return a city as it is written: ``'s-Gravenhage``, ``IJmuiden``, ``Alphen aan den Rijn``.

    Only all capitals and all lower case are mended, and a lost apostrophe.

    :raises Refusal: ``invalid`` when there is no letter in it, ``too_long``
    """
    text = clean_known(text, MAX_CITY)
    if text is None:
        return None
    if not any(map(str.isalpha, text)):
        raise Refusal("invalid", text)
    text = _mended(text)
    if "-" in text[1:3] or " " in text[1:3]:
        text = _T_PREFIX.sub("'t ", _S_PREFIX.sub("'s-", text))
    return text


def _mended(text):
    if not text.isascii() or "`" in text:
        text = text.translate(_LIGATURES)
    if text.isupper() or (text.islower() and len(text) > 1):
        words = _STREET_WORD.sub(_mended_word, text)
        start = 2 if words[:2] in ("'s", "'t") else 0
        return words if start else upper_letter(words[:1]) + words[1:]
    return re.sub(r"\bIj(?=[a-z])", "IJ", text) if "Ij" in text else text


def _mended_word(match):
    word = match.group()
    return lower(word) if lower(word) in _LOWER_WORDS else capitalise(word)


def _addition(text):
    text = " ".join(text.strip(" -/.,()").split())
    lower = text.lower()
    if lower in _KNOWN_ADDITIONS:
        return lower
    if _ROMAN.fullmatch(lower) or _LETTER_FIRST.fullmatch(lower):
        return text.upper()
    return text or None
