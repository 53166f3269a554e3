"""Who ordered and who comes, as far as a row of an order tells."""

import unicodedata
from hashlib import blake2b

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name
from odoo.addons.bzk_base.importing.customer import compose_customer

#: A seat is of who ordered, of somebody known well enough, of a guest with a name, or of nobody
#: who is named.
BUYER, PERSON, GUEST, BLANK = "buyer", "person", "guest", "blank"


def fold(text):
    """Letters and digits of a text only, small and without accents, to compare names by."""
    text = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(char for char in text if char.isalnum())


def person_key(*parts):
    """Key under which a ticketing system, which has none, knows a person."""
    return blake2b("|".join(parts).encode(), digest_size=12).hexdigest()


def describe(name=None, parts=None, email=None, phone=None, birthdate=None, card=None):
    """Make a person of what a row tells, when that is enough to be one.

    Enough is a name with an e-mail address, a name with a birth date, or a card number.

    :param name: the whole name as one cleaned text
    :param dict parts: or what there is of first name, infix and surname
    :return: dict of values as a file of customers has them, with ``key`` and ``card``, or ``None``
    """
    person = {
        key: value
        for key, value in (("email", email), ("phone", phone), ("birthdate", birthdate))
        if value
    }
    try:
        person |= _clean_parts(parts if parts and parts.get("lastname") else split_name(name or ""))
        compose_customer(person)
    except cleaning.Refusal:
        if not card:
            return None
        person = {}
    known = fold(person.get("name"))
    if known and email:
        key = person_key(email, known)
    elif known and birthdate and person.get("lastname"):
        key = person_key(birthdate, known)
    elif card:
        key = person_key("card", card, known)
    else:
        return None
    return person | {"key": key, "card": card}


def _clean_parts(parts):
    clean = {
        "initials": cleaning.clean_initials,
        "firstname": cleaning.clean_firstname,
        "infix": cleaning.clean_infix,
        "lastname": cleaning.clean_lastname,
    }
    found = {name: clean[name](text) for name, text in parts.items() if text}
    return {name: value for name, value in found.items() if value}


def people_of(values):
    """Tell who ordered, who comes, and how the seat is to be called.

    :param dict values: cleaned values of a row
    :return: dict with ``buyer`` and ``attendee`` (see :func:`describe`), ``seat_of`` (one of
        :data:`BUYER`, :data:`PERSON`, :data:`GUEST`, :data:`BLANK`), ``seat_name``,
        ``seat_email`` and ``seat_phone``
    """
    name, email, phone = (values.get(f"buyer_{part}") for part in ("name", "email", "phone"))
    parts = {part: values.get(f"attendee_{part}") for part in ("firstname", "infix", "lastname")}
    own = {
        "email": values.get("attendee_email"),
        "phone": values.get("attendee_phone"),
        "birthdate": values.get("attendee_birthdate"),
        "card": values.get("card_number"),
    }
    shown = values.get("attendee_name") or " ".join(filter(None, parts.values())) or None
    same = fold(shown) == fold(name) and own["email"] in (None, email)
    card = own["card"] if shown and same else None
    buyer = describe(name=name, email=email, phone=phone, card=card)
    attendee, seat_of = None, BLANK
    if shown and same:
        seat_of = BUYER
        if buyer and own["birthdate"]:
            buyer["birthdate"] = own["birthdate"]
    elif shown or any(own.values()):
        attendee = describe(name=shown, parts=parts, **own)
        seat_of = PERSON if attendee else GUEST if shown else BLANK
    shown_phone = own["phone"] or phone
    return {
        "buyer": buyer,
        "attendee": attendee,
        "seat_of": seat_of,
        "seat_name": shown or name,
        "seat_email": own["email"] or email,
        "seat_phone": shown_phone and cleaning.phone_display(shown_phone),
    }


def is_same_name(person, other):
    """Whether a customer found by a card number bears the name that came with the number.

    :param dict person: see :func:`describe`; without a name any customer will do
    :param dict other: ``initials``, ``firstname`` and ``lastname`` of the customer
    """
    if person.get("lastname") and fold(person["lastname"]) != fold(other.get("lastname")):
        return False
    first, second = (fold(one.get("firstname") or one.get("initials")) for one in (person, other))
    return not first or not second or first[0] == second[0]
