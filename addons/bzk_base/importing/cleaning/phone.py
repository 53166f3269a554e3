"""Phone numbers: to E.164, to the Dutch way of writing, and the municipalities' 14-numbers."""

import re

import phonenumbers
from phonenumbers import PhoneMetadata

from .refusal import Refusal
from .text import clean_known, words

_MAX_LENGTH = 80
_NL = PhoneMetadata.metadata_for_region("NL")


def _national_pattern():
    """What ``phonenumbers`` holds valid in the Netherlands, as one pattern.

    Numbers are looked up millions of times: parsing each with the library takes far longer than
    the rest of its row.
    """
    kinds = (_NL.fixed_line, _NL.mobile, _NL.voip, _NL.toll_free, _NL.premium_rate, _NL.uan)
    kinds += (_NL.pager, _NL.shared_cost, _NL.personal_number, _NL.voicemail)
    patterns = [kind.national_number_pattern for kind in kinds if kind]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns if pattern), re.A)


_VALID = _national_pattern()
_ORDINARY = re.compile(r"0([1-9][0-9]{8})")
_PUNCTUATION = str.maketrans("", "", " -./()\u2010\u2011\u2012\u2013\u2014_'")
_FOURTEEN = re.compile(r"(?:(?:\+|00)31)?(14)(0[0-9]{2,3})")
_WORDS = re.compile(r"[^\W\d_]+[.:]?")
_EXTENSION = re.compile(r"\b(?:ext|tst|toestel)\b.*", re.I)
_SEVERAL = re.compile(r"\s*(?:/|;|,|\||\bof\b|\ben\b|&)\s*|\s{2,}", re.I)
#: A form's placeholder that nobody filled in.
_STUBS = frozenset(("0", "06", "+31", "0031", "316", "31"))
_TWO_DIGIT_AREAS = frozenset(
    words(
        "10 13 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 70 71 72 73 74 75 76 77 78 79 "
        "84 85 87 88 91"
    )
)


def clean_phone(text):
    """Return a phone number in E.164, or a 14-number as ``14 023``.

    Dutch numbers are read in all ways of writing, also without the zero that a spreadsheet takes
    off. Words around the number are left out. Of several numbers in one cell the first valid one
    is taken.

    :raises Refusal: ``bad_phone`` for a number that does not exist, or one without area code
    """
    if not text:
        return None
    bare = text.translate(_PUNCTUATION)
    match = _ORDINARY.fullmatch(bare)
    if match and _VALID.fullmatch(match[1]):
        return "+31" + match[1]
    text = clean_known(text, None)
    if text is None:
        return None
    if len(text) > _MAX_LENGTH:
        raise Refusal("bad_phone", text[:_MAX_LENGTH])
    text = _EXTENSION.sub("", text.replace("(0)", ""))
    plain = _WORDS.sub(" ", text).strip()
    bare = plain.translate(_PUNCTUATION)
    if bare in _STUBS or (bare and not bare.strip("0")):
        return None
    found = _number(bare, plain)
    if found is None:
        parts = [part for part in _SEVERAL.split(text) if part]
        parts += _halves(bare)
        found = next(filter(None, map(_part, parts if len(parts) > 1 else ())), None)
    if found is None:
        raise Refusal("bad_phone", text)
    return found


def phone_display(phone):
    """Return a number as the Dutch write it: ``06 12345678``, ``023 511 5300``, ``+32 …``.

    :param phone: what :func:`clean_phone` returned, may be ``None``
    """
    if not phone or not phone.startswith("+"):
        return phone
    if phone.startswith("+31") and len(phone) == 12:
        number = phone[3:]
        if number[0] == "6":
            return f"0{number[:1]} {number[1:]}" if number[1] != "6" else f"066 {number[2:]}"
        if number[:2] in _TWO_DIGIT_AREAS:
            return f"0{number[:2]} {number[2:5]} {number[5:]}"
        if number[0] in "12345":
            return f"0{number[:3]} {number[3:6]} {number[6:]}"
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    style = phonenumbers.PhoneNumberFormat
    form = style.NATIONAL if number.country_code == 31 else style.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _part(text):
    text = _WORDS.sub(" ", text).strip()
    return _number(text.translate(_PUNCTUATION), text)


def _number(bare, plain):
    """Return the number that digits stand for, or ``None``."""
    if not 5 <= len(bare) <= 20 or not bare.isascii():
        return None
    if match := _FOURTEEN.fullmatch(bare):
        return f"14 {match[2]}" if _VALID.fullmatch(match[1] + match[2]) else None
    international = "+" + bare[2:] if bare.startswith("00") else bare
    if international.startswith("+"):
        if not international[1:].isdigit():
            return None
        if international.startswith("+31"):
            return _dutch(international[3:].removeprefix("0"))
        return _foreign(international)
    if not bare.isdigit():
        return None
    if bare[0] == "0":
        return _dutch(bare[1:])
    if len(bare) == 11 and bare.startswith("31"):
        return _dutch(bare[2:])
    return _dutch(bare) if len(bare) == 9 or bare.startswith(("800", "900")) else None


def _dutch(national):
    valid = _VALID.fullmatch(national) and not national.startswith("14")
    return "+31" + national if valid else None


def _foreign(international):
    try:
        number = phonenumbers.parse(international)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _halves(bare):
    """Two Dutch numbers with nothing between them."""
    return [bare[:10], bare[10:]] if len(bare) == 20 and bare[0] == bare[10] == "0" else []
