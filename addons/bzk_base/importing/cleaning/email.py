"""E-mail addresses: their form, and typing errors in well-known domains."""

import re

from .refusal import Refusal
from .text import clean_known, words

#: RFC 5321: local part of 64, whole address of 254.
MAX_EMAIL = 254
MAX_LOCAL = 64
#: Room for several addresses in one cell.
_MAX_CELL = 1_000

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    rf"@(?:{_LABEL}\.)+(?:[a-z]{{2,24}}|xn--[a-z0-9-]{{2,50}})"
)
_WRAPPED = re.compile(r"[^<>]*<([^<>]*)>")
_SEVERAL = re.compile(r"[;,\s]+")
_AT_SPACES = re.compile(r"\s*@\s*")

#: Second-level names of providers that the Dutch use, with the endings they exist under.
_PROVIDERS = {
    "gmail": "com",
    "googlemail": "com",
    "hotmail": "com nl be fr de co.uk",
    "outlook": "com nl be fr de",
    "live": "nl com be",
    "msn": "com nl",
    "icloud": "com",
    "me": "com",
    "mac": "com",
    "yahoo": "com nl co.uk fr de",
    "ymail": "com",
    "aol": "com nl",
    "gmx": "com net de nl",
    "mail": "com ru de nl",
    "email": "com nl it de",
    "proton": "me",
    "protonmail": "com ch",
    "pm": "me",
    "ziggo": "nl",
    "kpnmail": "nl",
    "kpnplanet": "nl",
    "planet": "nl",
    "hetnet": "nl",
    "home": "nl",
    "xs4all": "nl",
    "upcmail": "nl",
    "chello": "nl",
    "casema": "nl",
    "quicknet": "nl",
    "tele2": "nl",
    "telfort": "nl",
    "versatel": "nl",
    "wanadoo": "nl fr",
    "orange": "nl fr",
    "zonnet": "nl",
    "zeelandnet": "nl",
    "solcon": "nl",
    "caiway": "nl net",
    "online": "nl de no",
    "onsbrabantnet": "nl",
    "onsmail": "nl",
    "freeler": "nl",
    "tiscali": "nl it",
    "12move": "nl",
    "dds": "nl",
    "lycos": "nl com",
    "kabelfoon": "nl net",
    "multiweb": "nl",
    "hccnet": "nl",
    "euronet": "nl",
    "worldonline": "nl",
    "t-mobilethuis": "nl",
    "delta": "nl",
    "telenet": "be",
    "skynet": "be",
    "web": "de",
    "t-online": "de",
    "plusnet": "nl",
    "tmail": "com",
    "hmail": "com",
    "fastmail": "com fm nl",
}
_KNOWN = frozenset(f"{name}.{end}" for name, ends in _PROVIDERS.items() for end in ends.split())
#: Names long and particular enough for one wrong letter to be a typing error.
_DISTINCT = tuple(
    words(
        "gmail hotmail outlook icloud yahoo googlemail protonmail ziggo kpnmail kpnplanet hetnet "
        "xs4all upcmail chello casema quicknet telfort wanadoo zonnet zeelandnet onsbrabantnet "
        "planet"
    )
)
#: Endings that do not exist, or hardly, and what was meant.
_ENDINGS = {
    **dict.fromkeys(
        words("con cim cok col comm cmo ocm vom xom cpm conm coom om cm co ccom"), "com"
    ),
    **dict.fromkeys(words("n nll ml nk ln bl mnl nnl nlnl nl1"), "nl"),
    **dict.fromkeys(words("ner nett bet"), "net"),
}
#: Of these, countries have some: they are only read as errors behind a provider's name.
_REAL_ENDINGS = frozenset(words("om cm co ml bl"))


def clean_email(text):
    """Return an e-mail address in lower case.

    Mended is what surrounds it: ``mailto:``, angle brackets, spaces and points at the ends. Of
    several addresses in one cell the first valid one is taken.

    :raises Refusal: ``bad_email``
    """
    lower = text.lower()
    if len(lower) <= MAX_EMAIL and _ADDRESS.fullmatch(lower) and lower.find("@") <= MAX_LOCAL:
        return lower
    text = clean_known(text, _MAX_CELL)
    if text is None:
        return None
    candidates = [match[1] for match in _WRAPPED.finditer(text)] or [text]
    candidates += [part for part in _SEVERAL.split(_AT_SPACES.sub("@", text)) if "@" in part]
    for candidate in candidates[:20]:
        found = _address(candidate)
        if found:
            return found
    raise Refusal("bad_email", text[:MAX_EMAIL])


def _address(text):
    text = _AT_SPACES.sub("@", text.lower().strip())
    text = text.removeprefix("mailto:").strip(" .,;:<>()[]\"'")
    local, _, domain = text.rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
        text = f"{local}@{domain}"
    if len(text) > MAX_EMAIL or len(local) > MAX_LOCAL or not _ADDRESS.fullmatch(text):
        return None
    return text


#: Names that can never be somebody's by mistake (RFC 2606, section 2).
_RESERVED = (".example", ".test", ".invalid", ".localhost")


def propose_email(email):
    """Return the address that was probably meant, or ``None``.

    Only typing errors in the domain are seen: ``gmial.com``, ``gmail.con``, ``ziggo.n``. It is a
    proposal for a person to judge, never to be applied by itself.

    :param email: an address from :func:`clean_email`
    """
    local, _, domain = email.rpartition("@")
    if domain in _KNOWN or not local or domain.endswith(_RESERVED):
        return None
    name, _, ending = domain.partition(".")
    meant = _ENDINGS.get(ending, ending)
    provider = name if name in _PROVIDERS else _nearest(name)
    if provider:
        ends = _PROVIDERS[provider].split()
        if provider in _DISTINCT or meant != ending:
            proposed = f"{provider}.{meant if meant in ends else ends[0]}"
            return f"{local}@{proposed}" if proposed != domain else None
        return None
    last = domain.rpartition(".")[2]
    if last in _ENDINGS and last not in _REAL_ENDINGS:
        return f"{email[: -len(last)]}{_ENDINGS[last]}"
    return None


def _nearest(name):
    return next((known for known in _DISTINCT if is_near(name, known)), None)


def is_near(text, other):
    """Tell whether one letter added, left out, changed or swapped makes one text the other."""
    if text == other or abs(len(text) - len(other)) > 1:
        return False
    start = 0
    shortest = min(len(text), len(other))
    while start < shortest and text[start] == other[start]:
        start += 1
    rest, other_rest = text[start:], other[start:]
    if len(rest) == len(other_rest):
        return rest[1:] == other_rest[1:] or (
            len(rest) > 1
            and rest[0] == other_rest[1]
            and rest[1] == other_rest[0]
            and rest[2:] == other_rest[2:]
        )
    return rest[1:] == other_rest if len(rest) > len(other_rest) else rest == other_rest[1:]
