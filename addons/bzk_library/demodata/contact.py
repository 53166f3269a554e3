"""How people write their e-mail address, telephone number and name: the many ways of an export."""

from . import names

# Only names under .example (RFC 2606): no mail of a demo can ever reach anybody.
DOMAINS = (
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "hotmail.example",
    "hotmail.example",
    "ziggo.example",
    "kpnmail.example",
    "outlook.example",
    "live.example",
    "icloud.example",
    "xs4all.example",
    "planet.example",
    "upcmail.example",
)
# Typing errors that staff should be offered a correction for. Few rows have one, with a local part
# that nobody bears.
TYPO_DOMAINS = ("gmial.com", "gmal.com", "hotmial.com", "hotmal.com", "gmail.con", "hotnail.com")

MOBILE_FORMS = (
    (35, "06-{0}"),
    (65, "06{0}"),
    (73, "06 {0}"),
    (79, "06 {1} {2} {3} {4}"),
    (86, "+316{0}"),
    (92, "+31 6 {0}"),
    (95, "00316{0}"),
    (97, "+31(0)6{0}"),
    (100, "06-{1}{2} {3}{4}"),
)
LANDLINE_FORMS = (
    (45, "{area}-{0}"),
    (75, "{area}{0}"),
    (85, "{area} {0}"),
    (90, "({area}) {0}"),
    (96, "+31 {bare} {0}"),
    (100, "0031{bare}{0}"),
)


def email(rnd, first, infix, last, number):
    """Return an e-mail address that nobody else in the file has.

    :param rnd: function giving a float in [0, 1)
    :param str first: first name, or ``fam``
    :param str infix: tussenvoegsel or nothing
    :param str last: surname
    :param int number: told apart by
    """
    first, last = names.plain(first), names.plain(infix) + names.plain(last)
    form = rnd()
    if form < 0.5:
        local = f"{first}.{last}{number}"
    elif form < 0.7:
        local = f"{first[:1]}.{last}{number}"
    elif form < 0.85:
        local = f"{first}{number}"
    else:
        local = f"{last}_{first}{number}"
    address = f"{local}@{DOMAINS[int(rnd() * len(DOMAINS))]}"
    form = rnd()
    if form < 0.02:
        return address.upper()
    return address.capitalize() if form < 0.05 else address


def _form(rnd, forms):
    place = rnd() * 100
    return next(form for bound, form in forms if place < bound)


def mobile(rnd):
    """Return a mobile number in one of the ways people write it."""
    digits = "12348"[int(rnd() * 5)] + f"{int(rnd() * 10_000_000):07d}"
    return _form(rnd, MOBILE_FORMS).format(digits, digits[:2], digits[2:4], digits[4:6], digits[6:])


def landline(rnd, area):
    """Return a fixed number in an area code, in one of the ways people write it."""
    length = 10 - len(area)
    digits = f"{int((0.2 + 0.6 * rnd()) * 10**length):0{length}d}"
    return _form(rnd, LANDLINE_FORMS).format(digits, area=area, bare=area[1:])


def initials(rnd, first):
    """Return initials that begin with the first name's, as people and systems write them."""
    letters = first[0]
    more = rnd()
    if more < 0.55:
        letters += "ACEGHJLMPTW"[int(rnd() * 11)]
    if more < 0.18:
        letters += "ABCJMSR"[int(rnd() * 7)]
    form = rnd()
    if form < 0.86:
        return "".join(letter + "." for letter in letters)
    if form < 0.94:
        return letters
    return " ".join(letters) if form < 0.98 else "".join(f"{letter.lower()}." for letter in letters)


def typing_error(rnd, text):
    """Return a text with two letters changed places or one left out."""
    if len(text) < 4:
        return text + text[-1]
    at = 1 + int(rnd() * (len(text) - 2))
    if text[at] != text[at + 1] and rnd() < 0.6:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :]
