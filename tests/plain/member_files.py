"""Reading the generated member files, for the tests of what is in them."""

import csv
from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.bzk_library.demodata import schema

TODAY = date(2026, 7, 1)
YEAR_COLUMNS = [schema.genre_column(2026, genre) for genre in schema.GENRES]


def read(path):
    with path.open(encoding=schema.ENCODING, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=schema.DELIMITER))


def day(text):
    return datetime.strptime(text, "%d-%m-%Y").date()


def cents(text):
    return int(text.replace(",", "")) if text else 0


def rounded(value, digits=1):
    """Round half up, as the paper, the web client and PostgreSQL's numeric do."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def average(values):
    values = list(values)
    return sum(values) / len(values)


def loans_of_year(row):
    return sum(int(row[column]) for column in YEAR_COLUMNS)


def by_key(rows):
    """Rows by number at the library; the first row under a number counts."""
    found = {}
    for row in rows:
        found.setdefault(row["LENERNUMMER"], row)
    return found


def by_type(rows):
    found = defaultdict(list)
    for row in rows:
        found[row["ABONNEMENT"]].append(row)
    return found


def born(row):
    """The birth date, or None when it is one of the faulty ones."""
    try:
        found = day(row["GEBOORTEDATUM"])
    except ValueError:
        return None
    return found if found <= TODAY else None


def age_on(birth, when):
    return when.year - birth.year - ((when.month, when.day) < (birth.month, birth.day))


def address(row):
    place = row["POSTCODE"].replace(" ", "").upper(), row["HUISNUMMER"] + row["TOEVOEGING"]
    return (*place, row["ADRES"])
