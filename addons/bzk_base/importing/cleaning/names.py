"""Names of people, as the Dutch write and sort them."""

import re
import unicodedata

from .refusal import Refusal
from .text import BLANKS, clean_known, clean_text

MAX_NAME = 100
MAX_INFIX = 30
MAX_INITIALS = 40

#: Tussenvoegsels as the population register's table 36 lists them, without those that are rather
#: a word or an initial. The first list is split off a surname however it is written.
_DUTCH = """'s|'t|aan|aan 't|aan de|aan den|aan der|aan het|bij|bij 't|bij de|bij den|
bij het|boven d'|de|de van der|den|den van|der|der van|het|in|in 't|in de|
in den|in der|in het|onder|onder 't|onder de|onder den|onder het|op|op 't|op de|
op den|op der|op gen|op het|op ten|over|over 't|over de|over den|over het|te|ten|
ter|tot|uijt|uijt 't|uijt de|uijt den|uijt te de|uijt ten|uit|uit 't|uit de|
uit den|uit het|uit te de|uit ten|van|van 't|van de|van den|van der|van gen|
van het|van la|van ter|van van de|van de la|voor|voor 't|voor de|voor den|voor in 't"""
#: Elsewhere these are often part of the surname: split off only when written in lower case.
_FOREIGN = """af|al|auf|auf dem|auf den|auf der|aus|aus dem|aus den|aus der|ben|bin|d'|da|dal|dalla|
das|de die|de l'|de la|de las|de le|degli|dei|del|della|des|di|die|do|dos|du|el|l'|la|las|le|les|
lo|los|tho|thoe|thor|toe|unter|van de l'|vom|von|von 't|von dem|von den|von der|vor|vor der|zu|
zum|zur|y"""


def _listed(text):
    return frozenset(part.strip() for part in text.replace("\n", "").split("|"))


DUTCH_INFIXES = _listed(_DUTCH)
INFIXES = DUTCH_INFIXES | _listed(_FOREIGN)
_DUTCH_WORDS = frozenset(word for infix in DUTCH_INFIXES for word in infix.split())

#: Usual abbreviations, without dots, slashes and quotes.
_ABBREVIATIONS = {
    "v": "van",
    "vd": "van der",
    "v d": "van der",
    "vdr": "van der",
    "v dr": "van der",
    "v der": "van der",
    "vder": "van der",
    "van d": "van der",
    "v de": "van de",
    "vde": "van de",
    "v den": "van den",
    "vden": "van den",
    "v dn": "van den",
    "vh": "van het",
    "v h": "van het",
    "v het": "van het",
    "v t": "van 't",
    "vt": "van 't",
    "van t": "van 't",
    "d": "de",
    "t": "'t",
    "s": "'s",
    "l": "l'",
    "in t": "in 't",
    "i t": "in 't",
    "op t": "op 't",
    "uit t": "uit 't",
    "aan t": "aan 't",
    "bij t": "bij 't",
    "onder t": "onder 't",
    "over t": "over 't",
    "voor t": "voor 't",
    "o d": "op de",
    "op d": "op de",
    "v d v": "van der",
}

_QUOTES = str.maketrans("`´\u2018\u2019\u201b\u02bc", "''''''")
_LIGATURES = str.maketrans({"\u0132": "IJ", "\u0133": "ij"})
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_INITIAL_TOKENS = re.compile(r"[^\W\d_]+\.?")
_LETTER = re.compile(r"[^\W\d_]")
_HYPHENS = re.compile(r"\s*[-\u2010\u2011\u2012\u2013]\s*")
_WORD = re.compile(r"[^\s\-/.,()&]+")
_NOT_A_NAME = re.compile(r"\S@\S+\.\S|https?://|www\.")
_INFIX = re.compile(r"[^\W\d_]+(?:'|(?:[ '][^\W\d_]+)*'?)|'[^\W\d_](?: [^\W\d_]+)*")


def clean_initials(text):
    """Return initials in their one form: ``ab``, ``A B`` and ``A.B`` all become ``A.B.``.

    A double letter stays together when a point follows it (``Th.J.``). A first name in this
    column gives its first letter.

    :raises Refusal: ``bad_name`` when there is no letter in it
    """
    if len(text) <= MAX_INITIALS and _INITIALS.fullmatch(text):
        return text
    text = clean_known(text, MAX_INITIALS)
    if text is None:
        return None
    if not text.isascii():
        text = "".join(char if char.isalpha() or char == "." else " " for char in text)
    tokens = _INITIAL_TOKENS.findall(text)
    if not tokens:
        raise Refusal("bad_name", text)
    return "".join(map(_initials_of, tokens))


def _initials_of(token):
    letters = token.rstrip(".")
    if len(letters) == 1:
        return upper_letter(letters) + "."
    if letters.upper() == "IJ" and token[-1] == ".":
        return "IJ."
    if token[-1] == "." and len(letters) <= 3 and not letters.isupper():
        return upper_letter(letters[0]) + lower(letters[1:]) + "."
    if len(letters) > 5 or (len(letters) > 2 and letters[0].isupper() and letters[1:].islower()):
        return upper_letter(letters[0]) + "."
    return "".join(f"{upper_letter(letter)}." for letter in letters)


def clean_firstname(text):
    """Return a first name; all capitals or all lower case are mended (``JAN-WILLEM``).

    :raises Refusal: ``bad_name`` when there is no letter in it or it is an address of some kind
    """
    text = _name(text)
    if text is None or not (text.isupper() or text.islower()):
        return text
    if len(text) <= 2 and text.isupper() and not re.search("[AEIOUY]", text):
        return text  # JP and the like are initials used as a name.
    return _WORD.sub(_capitalise, text)


def clean_infix(text):
    """Return a tussenvoegsel in lower case, with usual abbreviations written out.

    ``v.d.`` is read as ``van der``, the commonest of the names it can stand for.

    :raises Refusal: ``bad_name`` for anything but words
    """
    text = clean_text(text, MAX_INFIX)
    if text is None:
        return None
    text = text.translate(_QUOTES).lower()
    if text in INFIXES:
        return text
    bare = " ".join(re.sub(r"[./',]+", " ", text).split())
    if bare in _ABBREVIATIONS:
        return _ABBREVIATIONS[bare]
    if bare in INFIXES:
        return bare
    if not _INFIX.fullmatch(text):
        raise Refusal("bad_name", text)
    return text


def clean_lastname(text):
    """Return a surname; all capitals or all lower case are mended, tussenvoegsels left in place.

    ``VAN DER BERG-DE VRIES`` becomes ``van der Berg-de Vries``; :func:`split_infix` takes the
    tussenvoegsel off.

    :raises Refusal: ``bad_name`` when there is no letter in it or it is an address of some kind
    """
    text = _name(text)
    if text is None:
        return None
    if len(text) > 1 and (text.isupper() or text.islower()):
        mended = _WORD.sub(_lastname_word, text)
        # A surname consists of more than tussenvoegsels: Te, In and Al are also whole names.
        return mended if not mended.islower() else _WORD.sub(_capitalise, text)
    return text


def split_infix(lastname):
    """Take the tussenvoegsel off a surname: ``van der Berg``, ``Berg, van der``, ``Berg van der``.

    :param lastname: a cleaned surname
    :return: ``(infix, lastname)``, infix ``None`` when there is none
    """
    if "," in lastname:
        name, _, after = lastname.partition(",")
        infix = _as_infix(after)
        if infix and name.strip():
            return infix, name.strip()
        return None, lastname
    words = lastname.split(" ")
    if len(words) == 1:
        return _split_article(lastname)
    for count in range(min(4, len(words) - 1), 0, -1):
        written = " ".join(words[:count]).translate(_QUOTES)
        infix = written.lower()
        if infix in DUTCH_INFIXES or (written == infix and infix in INFIXES):
            return infix, " ".join(words[count:])
    for count in range(min(4, len(words) - 1), 0, -1):
        written = " ".join(words[-count:]).translate(_QUOTES)
        if written in DUTCH_INFIXES:
            return written, " ".join(words[:-count])
    return None, lastname


def _split_article(lastname):
    """``d'Hondt`` and ``'tHart`` are written as one word."""
    plain = lastname.translate(_QUOTES)
    if len(plain) > 3 and plain[:2] in ("d'", "l'", "'t") and plain[2].isupper():
        return plain[:2], plain[2:]
    return None, lastname


def _as_infix(text):
    """Return the tussenvoegsel that a text is, or ``None``."""
    try:
        infix = clean_infix(text)
    except Refusal:
        return None
    return infix if infix in INFIXES else None


def full_name(initials, firstname, infix, lastname):
    """Return the name to call a person by: ``Anna van der Berg``, ``A. van der Berg``.

    Each part may be ``None``. A surname that stands alone begins with a capital: ``Van der Berg``.
    """
    first = firstname or initials
    if not lastname:
        return first or ""
    if not first:
        return standalone_surname(infix, lastname)
    if infix:
        return f"{first} {_join(infix, lastname)}"
    return f"{first} {lastname}"


def standalone_surname(infix, lastname):
    """Return a surname without first name: ``Van der Berg``, ``'t Hart``, ``'s-Gravesande``."""
    if not infix:
        return lastname
    # The apostrophe takes the place of letters: what follows it keeps its small letter.
    start = infix if infix.startswith("'") else infix[0].upper() + infix[1:]
    return _join(start, lastname)


def _join(infix, lastname):
    return infix + lastname if infix in ("d'", "l'", "D'", "L'") else f"{infix} {lastname}"


def _name(text):
    plain = text.isalpha() and text.isascii() and not text.startswith("Ij")
    if plain and len(text) <= MAX_NAME and text not in BLANKS:
        return text
    text = clean_text(text, MAX_NAME)
    if text is None:
        return None
    text = _HYPHENS.sub("-", text.translate(_LIGATURES)).strip("-")
    if not _LETTER.search(text) or _NOT_A_NAME.search(text):
        if text.strip("?.*"):
            raise Refusal("bad_name", text)
        return None
    return re.sub(r"\bIj", "IJ", text)


def _lastname_word(match):
    word = match.group()
    small = lower(word).translate(_QUOTES)
    return small if small in _DUTCH_WORDS else _capitalise(match)


def _capitalise(match):
    return capitalise(match.group())


def capitalise(word):
    """Write one word of a name with its capitals: ``IJsbrand``, ``McDonald``, ``O'Brien``."""
    start, word = upper_letter(word[:1]), lower(word)
    if word.startswith("ij"):
        return "IJ" + word[2:]
    if word.startswith("mc") and len(word) > 4:
        return "Mc" + upper_letter(word[2]) + word[3:]
    quote = word.translate(_QUOTES).find("'")
    if quote == 0:
        return word if len(word) < 4 else word[0] + capitalise(word[1:])
    if quote == 1 and len(word) > 3:
        return start + word[1] + upper_letter(word[2]) + word[3:]
    return start + word[1:]


def lower(text):
    """Lower-case without taking the Turkish capital İ apart."""
    return unicodedata.normalize("NFC", text.replace("\u0130", "i").lower())


def upper_letter(letter):
    """Upper-case a letter that has a capital of its own: not ``ß``."""
    capital = letter.upper()
    return capital if len(capital) == 1 else letter
