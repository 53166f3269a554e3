"""People at organisations as lists name them."""

import re

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_firstname,
    clean_gender,
    clean_infix,
    clean_initials,
    clean_lastname,
    full_name,
    split_infix,
)
from odoo.addons.bzk_base.importing.cleaning.text import words
from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name

from .names import fold

NAME_PARTS = ("initials", "firstname", "infix", "lastname")
_CLEAN = {
    "initials": clean_initials,
    "firstname": clean_firstname,
    "infix": clean_infix,
    "lastname": clean_lastname,
}
_TITLE = re.compile(r"(?:t\.a\.v\.|tav|aan)?\s*(de heer|dhr|heer|mevrouw|mevr|mw)\b\.?", re.I)
#: What stands where a name should, when there is nobody.
_NOBODY = frozenset(words("vacature vacant nnb nnb. onbekend geen nvt tbd volgt ? - x idem"))
#: Addresses of an organisation and not of a person there.
_GENERAL = frozenset(
    words(
        "info administratie directie secretariaat contact school kantoor bestuur office mail post "
        "receptie algemeen postbus hallo welkom balie team gemeente redactie planning boekhouding "
        "factuur facturen leerlingenadministratie bibliotheek mediatheek"
    )
)
_ADDRESS = re.compile(r"\S+@\S+\.\S+")


def is_general(email):
    """Whether an e-mail address is the organisation's: ``info@``, ``administratie@``."""
    local, _at, domain = (email or "").partition("@")
    plain = re.sub(r"[^a-z]", "", local)
    return plain in _GENERAL or (len(plain) > 3 and plain in domain.replace("-", "").split(".")[0])


def compose_person(values):
    """Take the name of a row apart, and tell man from woman by how they are addressed, in place.

    :param dict values: cleaned values with ``person`` or parts of a name
    """
    person = values.get("person")
    if person and (fold(person) in _NOBODY or not re.search(r"[^\W\d_]", person)):
        person = values["person"] = None
    if person and _ADDRESS.fullmatch(person):
        values["email"] = values.get("email") or person.lower()
        person = values["person"] = None
    if person and not (values.get("lastname") or values.get("firstname")):
        values |= _parts(person)
    elif values.get("lastname") and not values.get("infix"):
        values["infix"], values["lastname"] = split_infix(values["lastname"])
    values["gender"] = _gender(values.get("salutation")) or _gender(person)
    values["person"] = (
        full_name(*(values.get(part) for part in NAME_PARTS)) or values.get("person") or None
    )


def _parts(person):
    found = {}
    for name, text in split_name(person).items():
        try:
            found[name] = _CLEAN[name](text)
        except Refusal:
            return {"lastname": person}
    return found


def _gender(text):
    match = _TITLE.match(text or "")
    try:
        return clean_gender(match[1] if match else "") if text else None
    except Refusal:
        return None


def is_same_person(one, other):
    """Whether two people with something in common bear the same name.

    :param dict one: parts of a name
    :param dict other: parts of a name
    """
    last, other_last = fold(one.get("lastname")), fold(other.get("lastname"))
    if last and other_last and last != other_last:
        return False
    first, other_first = fold(one.get("firstname")), fold(other.get("firstname"))
    if not (last and other_last):
        return bool(first) and first == other_first
    if first and other_first:
        return first == other_first or len(first) == 1 or len(other_first) == 1
    initial = first or fold(one.get("initials"))
    other_initial = other_first or fold(other.get("initials"))
    return not initial or not other_initial or initial[0] == other_initial[0]


def split_people(text):
    """Names of several people in one cell: ``Jan de Vries / Anna Bos``.

    :return: list of texts, one when it cannot be told apart for certain
    """
    parts = [part.strip() for part in re.split(r"\s*[/;\n&]\s*|\s+en\s+", text)]
    if len(parts) > 1 and all(len(_TITLE.sub("", part).split()) > 1 for part in parts):
        return parts
    return [text]
