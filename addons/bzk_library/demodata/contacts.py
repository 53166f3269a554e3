"""A colleague's spreadsheet with who is who at schools, the municipality and partners.

As such lists are: a title and an empty row above the headings, a note beside the table, telephone
numbers that lost their zero, functions as people call them, and here and there nothing at all.
"""

from random import Random
from typing import NamedTuple

import xlsxwriter

from . import names
from .places import LIBRARIES

HEADER = (
    *("Organisatie", "Plaats", "Soort relatie", "Aanhef", "Voornaam", "Tussenvoegsel"),
    *("Achternaam", "Functie", "Afdeling", "Rol", "E-mail", "Telefoon", "Opmerking"),
)
#: Who has a function at a school, in how many of ten schools, and with which role.
_AT_SCHOOL = (
    ("directeur", 8, "beslisser"),
    ("leescoördinator", 6, "gebruiker"),
    ("IB'er", 3, "beïnvloeder"),
    ("administratie", 3, "poortwachter"),
    ("cultuurcoördinator", 2, "initiatiefnemer"),
)
#: Relations that are no primary school: name, group, and the functions with roles of its people.
#: {town} stands for the library's main town.
OTHERS = (
    (
        "Gemeente {town}",
        "Gemeenten",
        "wethouder:beslisser beleidsadviseur:beïnvloeder raadslid:beïnvloeder "
        "managementassistent:poortwachter",
    ),
    ("{town}s Lyceum", "Voortgezet onderwijs", "directeur:beslisser mediathecaris:gebruiker"),
    (
        "Vmbo De Werkplaats",
        "Voortgezet onderwijs",
        "teamleider:beïnvloeder mediathecaris:gebruiker",
    ),
    ("College Duinzicht", "Voortgezet onderwijs", "docent:gebruiker"),
    ("Kinderopvang Pippeloentje", "Kinderopvang", "locatieleider:beslisser"),
    ("Peuterspeelzaal De Rupsen", "Kinderopvang", "leerkracht:gebruiker"),
    (
        "Taalnetwerk {town}",
        "Taalnetwerk",
        "vrijwilligerscoördinator:gebruiker voorzitter:beslisser",
    ),
    ("Buurthuis De Kern", "Samenwerkingspartners", "coördinator:beslisser"),
    ("Historische Kring {town}", "Samenwerkingspartners", "voorzitter:beslisser"),
    (
        "Fonds voor {town}",
        "Fondsen en sponsors",
        "bestuurslid:beslisser administratie:poortwachter",
    ),
    (
        "Vrienden van de Bibliotheek {town}",
        "Vrienden",
        "voorzitter:beslisser penningmeester:inkoper",
    ),
    ("Wijkteam Centrum {town}", "Toeleiders", "contactpersoon:gebruiker"),
    ("Consultatiebureau {town}", "Toeleiders", "contactpersoon:gebruiker"),
)
_NOTES = (
    *("Werkt niet op woensdag", "Liefst mailen", "Belt zelf terug", "Is nieuw sinds augustus"),
    *("Wil graag een rondleiding", "Heeft de vorige keer afgezegd"),
)


class Contact(NamedTuple):
    """One row: somebody at an organisation."""

    organisation: str
    town: str
    group: str
    salutation: str
    firstname: str
    infix: str
    lastname: str
    function: str
    department: str
    role: str
    email: str
    phone: object  # a number where the spreadsheet took the zero away
    note: str


def contacts(library, schools, seed=2019):
    """Who is who at the organisations of a library.

    :param str library: a key of :data:`~.places.LIBRARIES`
    :param list schools: :class:`~.schools.School` of which some have people
    :param seed: anything; another seed gives other people
    :return: list of :class:`Contact`
    """
    rng = Random(f"{seed}-{library}-contacts")
    main = LIBRARIES[library][0][0].town
    rows = []
    for school in schools:
        site = school.website.removeprefix("www.")
        for function, tenth, role in _AT_SCHOOL:
            if rng.random() * 10 < tenth:
                place = (school.name, school.town, "Primair onderwijs")
                rows.append(_person(rng, place, site, function, role, school.phone))
    for name, group, people in OTHERS:
        name = name.format(town=main)
        site = f"{names.plain(name)}.example"
        for person in people.split():
            function, role = person.split(":")
            rows.append(_person(rng, (name, main, group), site, function, role, ""))
    return rows


def _person(rng, place, site, function, role, phone):
    origin = names.origin(rng.random, False)
    female = rng.random() < 0.7
    first = names.first_name(rng.random, origin, female, rng.randint(1962, 1996))
    infix, last = names.surname(rng.random, origin)
    last = names.inflected(last, origin, female)
    local = f"{names.plain(first)[:1]}.{names.plain(infix)}{names.plain(last)}"
    mobile = rng.random() < 0.5
    return Contact(
        *place,
        ("mevrouw" if female else "de heer") if rng.random() < 0.7 else "",
        first if rng.random() < 0.92 else "",
        infix,
        last,
        function,
        "Onderwijs en cultuur" if function in ("wethouder", "beleidsadviseur") else "",
        role if rng.random() < 0.75 else "",
        f"{local}@{site}" if rng.random() < 0.85 else "",
        rng.randint(610_000_000, 659_999_999) if mobile else phone,
        rng.choice(_NOTES) if rng.random() < 0.15 else "",
    )


def write_contacts(path, rows, title):
    """Write the spreadsheet.

    :param path: of the file, ending in ``.xlsx``
    :param list rows: :class:`Contact`
    :param str title: stands above the table
    """
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Contactpersonen")
        bold = book.add_format({"bold": True})
        sheet.write(0, 0, title, bold)
        sheet.write_row(2, 0, HEADER, bold)
        for number, row in enumerate(rows, 3):
            sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
        sheet.write(4, len(HEADER) + 2, "nog nalopen met Ria")
        sheet.set_column(0, len(HEADER), 18)
        hidden = book.add_worksheet("oud 2019")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
