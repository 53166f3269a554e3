"""What colleagues call the groups of relations that are shipped."""

from odoo.addons.bzk_base.importing.cleaning.text import words

from .names import fold

_CALLED = {
    "primary": words(
        "po primaironderwijs primair basisonderwijs basisschool basisscholen bo primaryschool"
    ),
    "secondary": words(
        "vo voortgezetonderwijs voortgezet middelbaar middelbareschool middelbarescholen "
        "middelbaaronderwijs"
    ),
    "childcare": words(
        "kinderopvang kdv kinderdagverblijf bso peuteropvang peuterspeelzaal voorschool"
    ),
    "school_board": words("schoolbestuur schoolbesturen bestuur besturen bevoegdgezag"),
    "municipality": words("gemeente gemeenten overheid gemeentelijk"),
    "partner": words(
        "partner partners samenwerkingspartner samenwerkingspartners samenwerking "
        "ketenpartner ketenpartners"
    ),
    "language": words("taalnetwerk taalhuis taalaanbieder taalaanbieders taalpunt"),
    "fund": words("fonds fondsen sponsor sponsors subsidiegever subsidiegevers"),
    "friend": words("vriend vrienden vriendenstichting donateur donateurs"),
    "referrer": words("toeleider toeleiders verwijzer verwijzers"),
}
_CODES = {name: code for code, names in _CALLED.items() for name in names}


def group_code(text):
    """Code of the shipped group that a text means, or ``None``."""
    return _CODES.get(fold(text).replace(" ", ""))
