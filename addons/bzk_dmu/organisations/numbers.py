"""Numbers by which registers know organisations: BRIN, chamber of commerce, school board."""

import re

from stdnum.exceptions import ValidationError
from stdnum.nl import brin

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_base.importing.cleaning.text import clean_known

_BOARD = re.compile(r"[0-9]{5}")
_COC = re.compile(r"[0-9]{8}")
_SEPARATORS = re.compile(r"[\s.\-/]+")
_WITH_BRANCH = 6


def clean_brin(text):
    """Return a BRIN with that of the branch, as ``16DA00``.

    :raises Refusal: ``bad_brin``, also for one without the branch
    """
    text = clean_known(text)
    if text is None:
        return None
    try:
        number = brin.validate(text)
    except ValidationError:
        number = ""
    if len(number) != _WITH_BRANCH:
        raise Refusal("bad_brin", text)
    return number


def clean_coc(text):
    """Return a number of the chamber of commerce: eight digits, also where a zero was lost.

    :raises Refusal: ``bad_coc``
    """
    text = clean_known(text)
    if text is None:
        return None
    number = _SEPARATORS.sub("", text)
    number = number.zfill(8) if number.isdigit() and len(number) == 7 else number
    if not _COC.fullmatch(number) or not number.strip("0"):
        raise Refusal("bad_coc", text)
    return number


def clean_board(text):
    """Return the number of a school board: five digits, also where a zero was lost.

    :raises Refusal: ``bad_board``
    """
    text = clean_known(text)
    if text is None:
        return None
    number = _SEPARATORS.sub("", text)
    number = number.zfill(5) if number.isdigit() and len(number) == 4 else number
    if not _BOARD.fullmatch(number):
        raise Refusal("bad_board", text)
    return number
