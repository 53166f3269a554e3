"""Amounts, counts, yes and no, gender."""

import re

from .refusal import Refusal
from .text import clean_known, clean_text, words

#: A billion euro: more is a number in the wrong column.
MAX_CENTS = 10**11
MAX_INTEGER = 2**31 - 1
_MAX_LENGTH = 40

_MARKS = re.compile(r"(?:€|EUR|euro)\s*|\s+", re.I)
#: Integer part with or without thousands, then cents, ``,-`` or ``,--``.
_AMOUNT = re.compile(
    r"(?:(\d*)[.,]?|(\d{1,3}(?:\.\d{3})+),?|(\d{1,3}(?:,\d{3})+)\.?)"
    r"((?<=[.,])(?:\d{1,2}|-{1,2}|\u2013))?",
    re.A,
)
_CENTS = re.compile(r"[+-]?\d{1,12}", re.A)
_FLOAT = re.compile(r"(\d+)\.(\d{3,})", re.A)
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}", re.A)
_INTEGER = re.compile(r"([+-]?)(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?:[.,]0+)?", re.A)

_YES = frozenset(words("ja j yes y true t waar 1 x v aan on ok"))
_NO = frozenset(words("nee n no false f onwaar 0 uit off neen"))
_GENDERS = {
    **dict.fromkeys(words("m man mannelijk male jongen heer dhr dhr. 1"), "m"),
    "de heer": "m",
    **dict.fromkeys(words("v f vrouw vrouwelijk female meisje mevrouw mevr mevr. mw mw. 2"), "f"),
    **dict.fromkeys(words("x o overig anders other divers non-binair nonbinair"), "x"),
    **dict.fromkeys(words("u 0 9 - ? onb onb."), None),
}


def clean_amount(text, already_cents=False):
    """Return an amount in cents.

    Read are ``42``, ``42,00``, ``42.5``, ``€ 1.234,50``, ``1,234.50``, ``42,-`` and ``-3,10`` or
    ``3,10-``. ``1.234`` can be a thousand or one euro and a bit: it is only read as a thousand
    when a euro sign stands before it.

    :param already_cents: the source writes whole cents
    :raises Refusal: ``bad_amount``
    """
    text = clean_text(text, _MAX_LENGTH)
    if text is None:
        return None
    if already_cents:
        cents = int(text) if _CENTS.fullmatch(text) else None
    else:
        cents = _cents(text)
    if cents is None or abs(cents) > MAX_CENTS:
        raise Refusal("bad_amount", text)
    return cents


def _cents(text):
    bare = _MARKS.sub("", text)
    negative = bare[:1] == "-" or (bare[-1:] == "-" and bare[-2:-1].isdigit())
    bare = bare[1:] if bare[:1] in "+-" else bare
    bare = bare[:-1] if negative and bare[-1:] == "-" and bare[-2:-1].isdigit() else bare
    if match := _FLOAT.fullmatch(bare):
        if not _THOUSANDS.fullmatch(bare):
            cents = _float_cents(*match.groups())
            return -cents if negative and cents else cents
        if bare == text:
            return None
    elif _THOUSANDS.fullmatch(bare):
        return None
    match = _AMOUNT.fullmatch(bare)
    if not match or not any(map(str.isdigit, bare)):
        return None
    whole = re.sub(r"[.,]", "", match[1] or match[2] or match[3] or "0")
    cents = match[4] or ""
    total = int(whole) * 100 + (int(cents.ljust(2, "0")) if cents.isdigit() else 0)
    return -total if negative else total


def _float_cents(whole, fraction):
    """Read 12.340000000000002, a spreadsheet's number; refuse a real third decimal."""
    cents, rest = divmod(round(int(fraction[:9].ljust(9, "0")) / 10_000), 1000)
    if 5 < rest < 995:
        return None
    return int(whole) * 100 + cents + (rest >= 995)


def clean_integer(text, minimum=0, maximum=MAX_INTEGER):
    """Return a whole number; points or spaces between thousands are allowed.

    :raises Refusal: ``bad_number``, also outside minimum and maximum
    """
    text = clean_text(text, _MAX_LENGTH)
    if text is None:
        return None
    match = _INTEGER.fullmatch(text)
    if not match:
        raise Refusal("bad_number", text)
    number = int(re.sub(r"[. ]", "", match[2]))
    number = -number if match[1] == "-" else number
    if not minimum <= number <= maximum:
        raise Refusal("bad_number", text, minimum=minimum, maximum=maximum)
    return number


def clean_boolean(text):
    """Return ``True`` or ``False`` for ja/nee, j/n, true/false, waar/onwaar, 1/0.

    :raises Refusal: ``bad_boolean``
    """
    text = clean_text(text, _MAX_LENGTH)
    if text is None:
        return None
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Refusal("bad_boolean", text)


def clean_gender(text):
    """Return ``m``, ``f`` or ``x``; ``None`` for unknown. ISO 5218's 1, 2, 0 and 9 are read too.

    :raises Refusal: ``bad_gender``
    """
    text = clean_known(text, _MAX_LENGTH) if len(text) != 1 else text
    if text is None:
        return None
    try:
        return _GENDERS[text.casefold()]
    except KeyError:
        if not text.strip():
            return None
        raise Refusal("bad_gender", text) from None
