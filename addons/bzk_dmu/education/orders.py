"""Orders of education programmes as files have them: states, school years, what one costs."""

import re

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_amount, clean_integer
from odoo.addons.bzk_base.importing.cleaning.text import clean_text, words

from .school_year import read_school_year

_IN_TEXT = re.compile(r"(?<!\d)(20\d\d\s*[-_/\u2013]\s*(?:20)?\d\d)(?!\d)", re.A)
_STATES = {
    **dict.fromkeys(words("offerte voorstel proposal concept aangeboden optie open"), "proposal"),
    **dict.fromkeys(
        words("besteld akkoord ordered definitief bevestigd lopend actief ja j x toegezegd"),
        "ordered",
    ),
    **dict.fromkeys(
        words("geleverd delivered uitgevoerd afgerond gefactureerd betaald voltooid"), "delivered"
    ),
    **dict.fromkeys(
        words("geannuleerd cancelled canceled vervallen opgezegd gestopt nee n afgezegd"),
        "cancelled",
    ),
}
#: A school has no more pupils, and no more classes.
MAX_NUMBER = 10_000


def clean_order_state(text):
    """Return ``proposal``, ``ordered``, ``delivered`` or ``cancelled``.

    :raises Refusal: ``unknown_order_state``
    """
    text = clean_text(text)
    if text is None:
        return None
    state = _STATES.get(text.casefold().rstrip("."))
    if not state:
        raise Refusal("unknown_order_state", text)
    return state


def clean_school_year(text):
    """Return a school year such as ``2026-2027``.

    :raises Refusal: ``bad_school_year``
    """
    text = clean_text(text)
    if text is None:
        return None
    year = read_school_year(text)
    if not year:
        raise Refusal("bad_school_year", text)
    return year


def school_year_in(text):
    """The one school year that a text such as the name of a file names.

    :return: such as ``2026-2027``, or ``None`` when it names none, or several
    """
    found = {read_school_year(part.replace("_", "-")) for part in _IN_TEXT.findall(text or "")}
    return found.pop() if len(found) == 1 else None


def clean_number(text):
    """Return how many were ordered, or how many it reaches.

    :raises Refusal: ``bad_number``
    """
    return clean_integer(text, maximum=MAX_NUMBER)


def clean_price(text):
    """Return an amount in cents that somebody pays.

    :raises Refusal: ``bad_amount``, also below zero: what is cancelled has a state
    """
    cents = clean_amount(text)
    if cents is not None and cents < 0:
        raise Refusal("bad_amount", text)
    return cents


def settle_price(number, price, total):
    """Work out price and total from what a row tells; cents that do not divide stay in the total.

    :param number: how many, or ``None``
    :param price: cents of one, or ``None``
    :param total: cents of all, or ``None``
    :return: (price, total) in cents, each ``None`` where nothing tells it
    """
    if price is None and total is not None and number:
        price = round(total / number)
    return price, total
