"""The first line of a letter: ``Geachte mevrouw De Vries,`` or ``Beste Anna,``."""

from dataclasses import dataclass

from odoo.addons.bzk_base.importing.cleaning import standalone_surname

#: Per language: formal word, informal word, title by gender, title when that is not known.
_WORDS = {
    "nl": ("Geachte", "Beste", {"f": "mevrouw", "m": "heer"}, "heer/mevrouw"),
    "en": ("Dear", "Dear", {"f": "Ms", "m": "Mr"}, "Sir or Madam"),
}


@dataclass(frozen=True)
class Person:
    """What is known of somebody's name; each part may be missing.

    :param name: the whole name, for when it was never taken apart
    :param gender: ``f``, ``m``, ``x`` for other, or ``None`` when it is not known
    """

    name: str | None = None
    firstname: str | None = None
    infix: str | None = None
    lastname: str | None = None
    gender: str | None = None


def salutation(person, formal, language="nl"):
    """Address a person, politely whatever is known of them.

    Who is neither woman nor man is called by the whole name: any title would be wrong. A surname
    behind a title stands alone, so its tussenvoegsel gets a capital.

    :param Person person: whom to address
    :param bool formal: with title and surname instead of the first name
    :param str language: a code such as ``nl_NL``; others than Dutch are addressed in English
    :return: the line with its comma
    """
    words = _WORDS["nl" if (language or "nl").startswith("nl") else "en"]
    polite, familiar, titles, either = words
    if not formal and person.firstname:
        return f"{familiar} {person.firstname},"
    word = polite if formal else familiar
    if person.gender == "x" or not person.lastname:
        whole = (person.name or "").strip()
        return f"{word} {whole or either},"
    surname = standalone_surname(person.infix, person.lastname)
    title = titles.get(person.gender)
    if title:
        return f"{word} {title} {surname},"
    if words is _WORDS["en"]:
        return f"{word} {(person.name or '').strip() or surname},"
    return f"{word} {either} {surname},"
