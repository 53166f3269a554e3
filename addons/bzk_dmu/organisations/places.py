"""Towns and municipalities as lists in capitals have them, and as people write them."""

import re

from odoo.addons.bzk_base.importing.cleaning import clean_city
from odoo.addons.bzk_base.importing.cleaning.text import clean_known

from .names import fold

_IN_MUNICIPALITY = re.compile(r"(.+?)[ (]+GEM\.? (.+?)\)?", re.I)
#: Short names of provinces, and c.a. (cum annexis), as the postal list sets them after a name.
_SUFFIX = re.compile(r"(.+?)[ (]+(NH|ZH|NB|LB|OV|GN|FR|DR|UT|GLD|GD|ZL|FL|C\.?A\.?)\.?\)?", re.I)
_LOST_APOSTROPHE = re.compile(r"^S[ -](?=(?:GRAVENHAGE|HERTOGENBOSCH)$)", re.I)
#: What people say instead of the official name.
_ALIASES = {"den haag": "sgravenhage", "den bosch": "shertogenbosch"}


def clean_place(text):
    """Return a town as it is written: ``'s-Gravenhage``, ``Alteveer gem Noordenveld``.

    :raises Refusal: ``invalid`` when there is no letter in it, ``too_long``
    """
    text = clean_known(text)
    if text is None:
        return None
    if match := _IN_MUNICIPALITY.fullmatch(text):
        return f"{clean_city(match[1])} gem {clean_city(match[2])}"
    if text.isupper() and (match := _SUFFIX.fullmatch(text)):
        suffix = match[2].replace(".", "").upper()
        return f"{clean_city(match[1])} {'ca' if suffix == 'CA' else suffix}"
    return clean_city(text)


def clean_municipality(text):
    """Return a municipality as it is written; the ministry's list loses an apostrophe.

    :raises Refusal: ``invalid`` when there is no letter in it, ``too_long``
    """
    text = clean_known(text)
    return text and clean_place(_LOST_APOSTROPHE.sub("'S-", text))


def place_key(text):
    """Key in which spellings of a town or municipality are equal; empty for none."""
    text = text or ""
    for pattern in (_IN_MUNICIPALITY, _SUFFIX):
        if match := pattern.fullmatch(text.strip()):
            text = match[1]
    plain = fold(text)
    return _ALIASES.get(plain, plain.replace(" ", ""))
