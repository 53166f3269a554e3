"""How details of a person get into an administration: what is asked, typed, and goes wrong.

Written from what happens at counters and in web forms, without regard to any comparison of people:
what a comparison makes of it is measured with this.
"""

from typing import NamedTuple

from . import contact

#: Headings of a record, those of a library system's export.
COLUMNS = (
    "LENERNUMMER",
    "VOORLETTERS",
    "ROEPNAAM",
    "VOORVOEGSEL",
    "NAAM",
    "GESLACHT",
    "GEBOORTEDATUM",
    "ADRES",
    "HUISNUMMER",
    "TOEVOEGING",
    "POSTCODE",
    "WOONPLAATS",
    "EMAIL",
    "TELEFOON",
)


class Form(NamedTuple):
    """Shares of records in which something is asked and given, and how carefully it is typed.

    ``official`` is the share of first names as in the passport instead of the calling name,
    ``errors`` multiplies all typing errors.
    """

    initials: float
    first: float
    official: float
    birth: float
    gender: float
    address: float
    email: float
    phone: float
    errors: float


#: Where records come from. A library asks everything; a web shop asks what it needs to send a
#: ticket, and what people type themselves has fewer errors in the name and more in the rest.
FORMS = {
    "library": Form(0.98, 0.86, 0.08, 0.998, 0.97, 0.995, 0.78, 0.8, 1.0),
    "paper": Form(0.75, 0.7, 0.15, 0.97, 0.8, 0.97, 0.7, 0.75, 1.8),
    "web": Form(0.25, 0.97, 0.05, 0.72, 0.3, 0.85, 0.97, 0.6, 0.9),
    "class list": Form(0.1, 0.99, 0.04, 0.9, 0.6, 0.6, 0.8, 0.6, 1.3),
}

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT = {
    char: [row[at] for at in (place - 1, place + 1) if 0 <= at < len(row)]
    for row in _KEYS
    for place, char in enumerate(row)
}
_PLAIN = str.maketrans(
    "çğıöşüéèëêïáàäâíóôúûñćęłńśźżãõÇĞİÖŞÜÉ", "cgiosueeeeiaaaaioouuncelnszzaoCGIOSUE"
)
_INFIX_FORMS = {
    "van der": ("v.d.", "v/d", "vd", "van den", "van de", "v. der"),
    "van den": ("v.d.", "vd", "van de", "van der", "v. den"),
    "van de": ("v.d.", "v/d", "vd", "van der"),
    "van het": ("v.h.", "van 't"),
    "van 't": ("v.'t", "v 't", "van het", "van t"),
    "van": ("v.", "Van"),
    "de": ("d.", "De"),
    "in 't": ("in t", "in het"),
    "op den": ("op de", "o.d."),
    "'t": ("t", "het"),
}


def typo(rng, text):
    """Return a text with one typing error: a letter too many, too few, swapped or the next key."""
    letters = [at for at, char in enumerate(text) if char.isalnum()]
    if len(letters) < 2:
        return text
    # The first letter is looked at while typing.
    at = rng.choice(letters[1:]) if rng.random() < 0.93 else letters[0]
    kind = rng.random()
    if kind < 0.28 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind < 0.52:
        return text[:at] + text[at + 1 :]
    if kind < 0.74:
        return text[:at] + text[at] + text[at:]
    if text[at].isdigit():
        return text[:at] + rng.choice("0123456789") + text[at + 1 :]
    near = _NEXT.get(text[at].lower())
    char = rng.choice(near) if near else rng.choice("aeinr")
    return text[:at] + (char.upper() if text[at].isupper() else char) + text[at + 1 :]


def digit_typo(rng, text):
    """Return a number with one figure wrong or two swapped."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    at = rng.choice(places[1:] or places)
    if rng.random() < 0.45 and at + 1 < len(text) and text[at + 1].isdigit():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rng.choice("0123456789") + text[at + 1 :]


def wrong_birth(rng, birth):
    """Return a birth date (day, month, year) as it is mistaken."""
    day, month, year = birth
    kind = rng.random()
    if kind < 0.28 and day <= 12:
        return month, day, year
    if kind < 0.48:
        return day, month, year + rng.choice((-1, 1))
    if kind < 0.56:
        return 1, 1, year
    if kind < 0.62:
        return day, month % 12 + 1, year
    if kind < 0.68:
        return rng.randint(1, 28), rng.randint(1, 12), year
    for _attempt in range(9):
        text = digit_typo(rng, f"{day:02d}{month:02d}{year}")
        wrong = int(text[:2]), int(text[2:4]), int(text[4:])
        if 1 <= wrong[0] <= 28 and 1 <= wrong[1] <= 12 and 1905 <= wrong[2] <= 2026:
            return wrong
    return birth


def record(rng, form, number, person, at):
    """Return the row that an administration has of a person, as texts by heading.

    :param Random rng: source of chance
    :param Form form: what is asked and how carefully it is typed
    :param str number: number in the administration
    :param person: see :class:`~.lives.Someone`
    :param at: where and how the person was to be reached then, see :class:`~.lives.Moment`
    """
    rnd, wrong = rng.random, form.errors
    row = dict.fromkeys(COLUMNS, "")
    row["LENERNUMMER"] = number
    _set_names(rng, form, row, person, at)
    if rnd() < form.gender:
        female = person.female if rnd() > 0.004 * wrong else not person.female
        row["GESLACHT"] = "V" if female else "M"
    if person.birth and rnd() < form.birth:
        birth = person.birth.day, person.birth.month, person.birth.year
        if rnd() < 0.012 * wrong:
            birth = wrong_birth(rng, birth)
        row["GEBOORTEDATUM"] = "{:02d}-{:02d}-{}".format(*birth)
    if rnd() < form.address:
        _set_address(rng, wrong, row, at.address)
    if at.email and rnd() < form.email:
        row["EMAIL"] = typo(rng, at.email) if rnd() < 0.012 * wrong else at.email
    if at.phone and rnd() < form.phone:
        phone = digit_typo(rng, at.phone) if rnd() < 0.01 * wrong else at.phone
        form_of = rng.choice(contact.MOBILE_FORMS)[1] if phone.startswith("06") else "{0}"
        digits = phone[2:] if phone.startswith("06") else phone
        row["TELEFOON"] = form_of.format(digits, digits[:2], digits[2:4], digits[4:6], digits[6:])
    return row


def _set_names(rng, form, row, person, at):
    rnd, wrong = rng.random, form.errors
    first = person.given[0] if rnd() < form.official else person.called
    if rnd() < 0.03 and len(person.given) > 1 and first == person.given[0]:
        first = f"{first} {person.given[1]}"
    if rnd() < form.first:
        row["ROEPNAAM"] = typo(rng, first) if rnd() < 0.012 * wrong else first
    if rnd() < form.initials or not row["ROEPNAAM"]:
        names = person.given if rnd() < 0.85 else person.given[:1]
        if form.official < 0.06 and rnd() < 0.4:
            names = [person.called]  # People give the initial of what they are called.
        initials = "".join(f"{name[0]}." for name in names)
        row["VOORLETTERS"] = typo(rng, initials) if rnd() < 0.006 * wrong else initials
    row["VOORVOEGSEL"], row["NAAM"] = at.surname
    if rnd() < 0.014 * wrong:
        row["NAAM"] = typo(rng, row["NAAM"])
    _vary_names(rng, row)


def _vary_names(rng, row):
    """Write names in the ways that are no errors."""
    rnd, infix = rng.random, row["VOORVOEGSEL"]
    if infix and rnd() < 0.12:
        row["VOORVOEGSEL"] = infix = rng.choice(_INFIX_FORMS.get(infix, (infix,)))
    form = rnd()
    if infix and form < 0.06:
        row["VOORVOEGSEL"], row["NAAM"] = "", f"{infix} {row['NAAM']}"
    elif infix and form < 0.09:
        row["VOORVOEGSEL"], row["NAAM"] = "", f"{row['NAAM']}, {infix}"
    elif infix and form < 0.11:
        row["VOORVOEGSEL"] = ""
    elif infix and form < 0.12:
        row["VOORVOEGSEL"], row["NAAM"] = "", infix.replace(" ", "") + row["NAAM"].lower()
    if rnd() < 0.35:
        row["ROEPNAAM"], row["NAAM"] = (
            row[name].translate(_PLAIN) for name in ("ROEPNAAM", "NAAM")
        )
    form = rnd()
    if form < 0.03:
        for name in ("ROEPNAAM", "VOORVOEGSEL", "NAAM"):
            row[name] = row[name].upper()
    elif form < 0.05:
        for name in ("ROEPNAAM", "NAAM"):
            row[name] = row[name].lower()
    if "-" in row["NAAM"] and rnd() < 0.15:
        row["NAAM"] = row["NAAM"].replace("-", rng.choice((" ", " - ", " -")))
    if row["ROEPNAAM"] and rnd() < 0.002:
        row["ROEPNAAM"], row["NAAM"] = row["NAAM"], row["ROEPNAAM"]


def _set_address(rng, wrong, row, address):
    rnd = rng.random
    row["ADRES"], row["HUISNUMMER"] = address.street, str(address.number)
    row["TOEVOEGING"], row["POSTCODE"] = address.addition, address.postcode
    row["WOONPLAATS"] = address.area.town
    if rnd() < 0.006 * wrong:
        row["HUISNUMMER"] = str(max(1, address.number + rng.choice((-2, -1, 1, 2, 10))))
    if rnd() < 0.006 * wrong:
        row["POSTCODE"] = digit_typo(rng, row["POSTCODE"])
    elif rnd() < 0.004 * wrong:
        row["POSTCODE"] = row["POSTCODE"][:5] + rng.choice("ABCDEGHJKLMNPRSTVWXZ")
    if rnd() < 0.01 * wrong:
        row["ADRES"] = typo(rng, row["ADRES"])
    if row["TOEVOEGING"]:
        form = rnd()
        if form < 0.12:
            row["TOEVOEGING"] = ""
        elif form < 0.3:
            row["HUISNUMMER"] += rng.choice(("", " ", "-")) + row["TOEVOEGING"]
            row["TOEVOEGING"] = ""
