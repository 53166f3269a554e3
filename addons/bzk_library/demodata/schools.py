"""A list of primary schools as the ministry publishes it, with schools that do not exist.

The layout is that of the open list of primary schools; this month's and a later edition, in
which schools have opened, closed, moved, got another name and gone together.
"""

import csv
from random import Random
from typing import NamedTuple

from .places import LIBRARIES, Town
from .writer import Written


def _split(mark, text):
    return text.split(mark)


HEADER = _split(
    ";",
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;"
    "HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;"
    "TELEFOONNUMMER;INTERNETADRES;STRAATNAAM CORRESPONDENTIEADRES;"
    "HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES;POSTCODE CORRESPONDENTIEADRES;"
    "PLAATSNAAM CORRESPONDENTIEADRES;NODAAL GEBIED CODE;NODAAL GEBIED NAAM;RPA-GEBIED CODE;"
    "RPA-GEBIED NAAM;WGR-GEBIED CODE;WGR-GEBIED NAAM;COROPGEBIED CODE;COROPGEBIED NAAM;"
    "ONDERWIJSGEBIED CODE;ONDERWIJSGEBIED NAAM;RMC-REGIO CODE;RMC-REGIO NAAM;VAKANTIEREGIO",
)
#: How the list writes what is not known.
BLANK = " "

#: Schools of a library's area, and municipalities other than the town's own name.
NUMBERS = {"zuid-kennemerland": 64, "amstelland": 40, "hilversum": 32}
MUNICIPALITIES = {
    "Overveen": "Bloemendaal",
    "Aerdenhout": "Bloemendaal",
    "Vogelenzang": "Bloemendaal",
    "Bennebroek": "Bloemendaal",
    "Bentveld": "Zandvoort",
    "Spaarndam": "Haarlem",
    "Spaarndam-West": "Haarlem",
    "Santpoort-Noord": "Velsen",
    "Hoofddorp": "Haarlemmermeer",
    "Cruquius": "Haarlemmermeer",
    "Ouderkerk aan de Amstel": "Ouder-Amstel",
    "Duivendrecht": "Ouder-Amstel",
    "De Kwakel": "Uithoorn",
    "Kudelstaart": "Aalsmeer",
    "Kortenhoef": "Wijdemeren",
    "Loosdrecht": "Wijdemeren",
}
_NAMES = _split(
    "|",
    "De Zonnewijzer|De Duinroos|Het Kompas|De Boomhut|De Zilvermeeuw|De Vliegenier|"
    "Het Spaarnelicht|De Bloementuin|De Windroos|Het Strandlicht|De Wilgenhoek|De Ark|"
    "Het Anker|De Toverberg|De Kring|De Molenwiek|Het Baken|De Sterrenkijker|De Vuurtoren|"
    "De Brug|De Kameleon|De Egelantier|De Peppel|Het Talent|De Springplank|De Tandem|"
    "De Wereldboom|De Waterlelie|De Meander|Het Lint|De Hoeksteen|De Fontein|De Vlieger|"
    "De Regenboog|De Schakel|De Kleine Prins|De Globe|De Lijster|De Speelwagen|Het Palet|"
    "De Notenkraker|De Wijde Blik|De Vrijheid|De Trekvogel|De Oase|De Piramide|De Evenaar|"
    "De Klimop|Het Mozaïek|De Branding|De Kievit|De Zandloper|Het Sterrenbos|De Bron|"
    "De Kleurdoos|De Buitenkans|De Horizon|De Vijver|De Optimist|Het Schrijverke|"
    "De Zevensprong|De Ontdekking|De Kersentuin|De Verrekijker|De Nieuwe Wereld|De Parel|"
    "De Zeilboot|De Korenaar",
)
#: Denomination with the words before a name that go with it, and the board's number and name.
_KINDS = (
    ("Openbaar", ("OBS", "Openbare Basisschool", ""), 1),
    ("Rooms-Katholiek", ("RKBS", "Basisschool", ""), 2),
    ("Protestants-Christelijk", ("CBS", "Basisschool", ""), 3),
    ("Algemeen bijzonder", ("Montessorischool", "Daltonschool", "Kindcentrum"), 4),
)
_ADDITIONS = ("", "", "", "", "-A", "-B")
BOARDS = {
    1: "Stichting Openbaar Onderwijs",
    2: "Stichting Katholieke Scholen",
    3: "Vereniging Christelijk Onderwijs",
    4: "Stichting Vrij Onderwijs",
}


class School(NamedTuple):
    """A school as the list tells it."""

    board: int
    code: str  # with that of its branch
    name: str
    street: str
    number: str
    postcode: str
    town: str
    denomination: str
    phone: str
    website: str

    @property
    def municipality(self):
        return MUNICIPALITIES.get(self.town, self.town)

    def row(self):
        """Cells in the order of :data:`HEADER`; what the demo has no use for is blank."""
        told = {
            "PROVINCIE": "Noord-Holland",
            "BEVOEGD GEZAG NUMMER": self.board,
            "INSTELLINGSCODE": self.code[:4],
            "VESTIGINGSCODE": self.code,
            "VESTIGINGSNAAM": self.name,
            "STRAATNAAM": self.street,
            "HUISNUMMER-TOEVOEGING": self.number,
            "POSTCODE": f"{self.postcode[:4]} {self.postcode[4:]}",
            "PLAATSNAAM": self.town.upper(),
            "GEMEENTENAAM": self.municipality.upper(),
            "DENOMINATIE": self.denomination,
            "TELEFOONNUMMER": self.phone,
            "INTERNETADRES": self.website,
            "STRAATNAAM CORRESPONDENTIEADRES": self.street,
            "HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES": self.number,
            "POSTCODE CORRESPONDENTIEADRES": f"{self.postcode[:4]} {self.postcode[4:]}",
            "PLAATSNAAM CORRESPONDENTIEADRES": self.town.upper(),
            "VAKANTIEREGIO": "Noord",
        }
        return [told.get(name) or BLANK for name in HEADER]


def schools(library, seed=2019):
    """The schools in a library's area; the same arguments always give the same schools.

    :param str library: a key of :data:`NUMBERS`
    :param seed: anything; another seed gives other schools
    :return: list of :class:`School`
    """
    rng = Random(f"{seed}-{library}-schools")
    town = Town(library)
    found = []
    names = [_NAMES[place % len(_NAMES)] for place in range(NUMBERS[library])]
    rng.shuffle(names)
    prefix = 90 + list(LIBRARIES).index(library)
    for place, name in enumerate(names):
        denomination, before, board = rng.choice(_KINDS)
        address = town.address(town.give(rng.random))
        plain = "".join(char for char in name.lower() if char.isascii() and char.isalpha())
        letters = f"{chr(65 + place // 26)}{chr(65 + place % 26)}"
        area = address.area
        found.append(
            School(
                90_000 + prefix * 10 + board,
                f"{prefix}{letters}00",
                f"{rng.choice(before)} {name}".strip(),
                address.street,
                f"{rng.randint(1, 180)}{rng.choice(_ADDITIONS)}",
                address.postcode,
                area.town,
                denomination,
                f"{area.phone}{rng.randint(10**6, 10**7 - 1)}"[:10],
                f"www.{plain}-{area.town.split()[0].lower()}.example",
            )
        )
    return found


def next_edition(now, seed=2019):
    """The list some months later.

    Two schools have gone together under the number and address of one of them, one has closed, one
    has another name, one another telephone number, and one has opened a second building.

    :param list now: :class:`School` of this edition, at least eight
    :return: list of :class:`School`
    """
    rng = Random(f"{seed}-{len(now)}-next")
    merged, stays, closed, renamed, called, opens = rng.sample(range(len(now)), 6)
    later = list(now)
    later[stays] = now[stays]._replace(
        name=f"Kindcentrum {_bare(now[stays].name)} en {_bare(now[merged].name)}"
    )
    later[renamed] = now[renamed]._replace(name=f"Integraal Kindcentrum {_bare(now[renamed].name)}")
    later[called] = now[called]._replace(phone=now[called].phone[:-3] + "100")
    second = now[opens]._replace(
        code=now[opens].code[:4] + "01", name=f"{now[opens].name} Zuid", number="1"
    )
    gone = {merged, closed}
    return [school for place, school in enumerate(later) if place not in gone] + [second]


def write_schools(path, rows):
    """Write an edition of the list, in the ministry's encoding.

    :param path: ``pathlib.Path`` of the file
    :param list rows: :class:`School`
    :return: :class:`~.writer.Written`
    """
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(school.row() for school in rows)
    return Written(path, len(rows))


def _bare(name):
    """A school's name without the words before it."""
    for start in ("De ", "Het "):
        if start in name:
            return name[name.index(start) :]
    return name
