"""The shape of a member file as a library system exports it: headers, type codes and genres.

Everything that writes or checks a demo file takes the names from here.
"""

from datetime import date

DELIMITER = ";"
ENCODING = "utf-8"

CURRENT = "leden.csv"
LEAVERS = "uitgeschreven.csv"
CURRENT_NEXT_WEEK = "leden_volgende_week.csv"
LEAVERS_NEXT_WEEK = "uitgeschreven_volgende_week.csv"

COLUMNS = (
    "LENERNUMMER",
    "PASNUMMER",
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
    "VESTIGING",
    "ABONNEMENT",
    "CONTRIBUTIE",
    "INGANGSDATUM",
    "EINDDATUM",
    "REDEN",
    "BETALER",
    "LAATSTE_UITLENING",
    "UITLENINGEN_TOTAAL",
)
GENRES = (
    "ROMAN",
    "SPANNING",
    "LITERATUUR",
    "INFORMATIEF",
    "JEUGD",
    "PRENTENBOEK",
    "STRIP",
    "AV",
)

# Positions, for code that fills or changes a row.
(
    KEY,
    CARD,
    INITIALS,
    FIRSTNAME,
    INFIX,
    LASTNAME,
    GENDER,
    BIRTH,
    STREET,
    NUMBER,
    ADDITION,
    POSTCODE,
    TOWN,
    EMAIL,
    PHONE,
    BRANCH,
    TYPE,
    FEE,
    START,
    END,
    REASON,
    PAYER,
    LAST_LOAN,
    LOANS_TOTAL,
) = range(len(COLUMNS))
LOANS_YEAR = len(COLUMNS)


def genre_column(year, genre):
    """Return the header of the column with a year's loans of one genre.

    :param int year: calendar year
    :param str genre: one of :data:`GENRES`
    """
    return f"UITLENINGEN_{year}_{genre}"


def header(year):
    """Return the full header row of a file whose running year is ``year``, as a tuple."""
    return (*COLUMNS, *(genre_column(year, genre) for genre in GENRES))


def text_date(ordinal):
    """Return a proleptic ordinal day as the export writes it: ``dd-mm-yyyy``."""
    day = date.fromordinal(ordinal)
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def text_amount(cents):
    """Return an amount in cents with a decimal comma; nothing for zero, as the export does."""
    return f"{cents // 100},{cents % 100:02d}" if cents else ""
