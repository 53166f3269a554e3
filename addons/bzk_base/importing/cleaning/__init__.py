"""Cleaning of cells: pure functions from text to a value that can be stored.

Each ``clean_*`` returns a JSON-serialisable value, or ``None`` for blank, and raises
:class:`Refusal` for what it cannot take in.
"""

from .address import (
    clean_addition,
    clean_city,
    clean_house_number,
    clean_postcode,
    clean_street,
    split_house_number,
    split_street,
)
from .dates import clean_birthdate, clean_date
from .email import clean_email, propose_email
from .names import (
    clean_firstname,
    clean_infix,
    clean_initials,
    clean_lastname,
    full_name,
    split_infix,
    standalone_surname,
)
from .numbers import clean_amount, clean_boolean, clean_gender, clean_integer
from .phone import clean_phone, phone_display
from .refusal import CODES, Refusal
from .text import clean_key, clean_known, clean_number, clean_text, defuse
