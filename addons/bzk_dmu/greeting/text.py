"""Texts with places that are filled in for each person: ``{aanhef}`` or ``{salutation}``."""

import re

from markupsafe import Markup, escape

#: What may be filled in, and what it is called in a text; the Dutch names come first.
PLACEHOLDERS = {
    "salutation": ("aanhef", "salutation"),
    "firstname": ("voornaam", "firstname"),
    "name": ("naam", "name"),
    "function": ("functie", "function"),
    "organisation": ("organisatie", "organisation"),
    "city": ("plaats", "city"),
    "owner": ("relatiebeheerder", "owner"),
    "library": ("bibliotheek", "library"),
    "year": ("jaar", "year"),
    "next_year": ("volgend jaar", "next year"),
}
_BY_NAME = {name: code for code, names in PLACEHOLDERS.items() for name in names}
_PLACE = re.compile(r"\{([^{}<>]{1,40})\}")


def unknown_placeholders(*texts):
    """Find what stands between braces and is not known.

    :return: sorted list of names as they were written
    """
    found = {name for text in texts for name in _PLACE.findall(str(text or ""))}
    return sorted(name for name in found if _code(name) is None)


def fill(text, values):
    """Fill a text in.

    A value is escaped when the text is HTML (``Markup``); braces in a value stay as they are.

    :param text: ``str`` or ``Markup``
    :param dict values: of the codes of :data:`PLACEHOLDERS`; what is missing becomes nothing
    :return: of the type of ``text``
    """
    html = isinstance(text, Markup)

    def value(match):
        code = _code(match[1])
        if code is None:
            return match[0]
        filled = values.get(code) or ""
        return str(escape(filled)) if html else str(filled)

    filled = _PLACE.sub(value, str(text or ""))
    return Markup(filled) if html else filled


def _code(name):
    return _BY_NAME.get(" ".join(name.replace("\xa0", " ").split()).lower())
