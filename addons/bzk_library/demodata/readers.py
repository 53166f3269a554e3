"""A list of newsletter readers that a colleague kept in a spreadsheet: many are members already.

The same people as in the member file, written as people write themselves, so that an import links
some, proposes others and takes the rest in as new.
"""

import csv
from random import Random

HEADER = (
    "Nummer",
    "Voornaam",
    "Tussenvoegsel",
    "Achternaam",
    "Geboortedatum",
    "Straat",
    "Huisnummer",
    "Toevoeging",
    "Postcode",
    "Plaats",
    "E-mail",
    "Telefoon",
)
#: One in so many grown-up members reads the newsletter by this list too.
SHARE = 40
#: How readers wrote themselves, with how many of a hundred do so.
HABITS = (
    ("exact", 45),
    ("typing_error", 15),
    ("initial", 10),
    ("moved", 8),
    ("no_birthdate", 12),
    ("other_mail", 10),
)
#: Neighbours for typing errors, as keys lie.
NEIGHBOURS = str.maketrans("aeionrstl", "sruumeyak")


def write_readers(path, members, seed):
    """Write the list as a CSV file.

    :param path: ``pathlib.Path`` of the file
    :param members: list of dicts with the details of members: ``id``, ``firstname``, ``infix``,
        ``lastname``, ``birthdate`` (date), ``street_name``, ``street_number``,
        ``street_number2``, ``zip``, ``city``, ``email`` and ``phone``
    :param int seed: the same members and seed give the same file
    :return: number of lines
    """
    random = Random(seed)
    kinds, weights = zip(*HABITS, strict=True)
    with path.open("w", newline="", encoding="utf-8-sig") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(HEADER)
        for number, member in enumerate(members, 1):
            (kind,) = random.choices(kinds, weights)
            written = WRITERS[kind](dict(member), random)
            birthdate = written["birthdate"]
            writer.writerow(
                (
                    f"N{number:05}",
                    written["firstname"],
                    written["infix"],
                    written["lastname"],
                    birthdate.strftime("%d-%m-%Y") if birthdate else "",
                    written["street_name"],
                    written["street_number"],
                    written["street_number2"],
                    written["zip"],
                    written["city"],
                    written["email"],
                    written["phone"],
                )
            )
    return len(members)


def _exact(member, _random):
    return member


def _typing_error(member, random):
    """One letter of the surname is the one beside it on the keyboard."""
    name = member["lastname"]
    place = random.randrange(1, len(name)) if len(name) > 2 else 0
    member["lastname"] = name[:place] + name[place].translate(NEIGHBOURS) + name[place + 1 :]
    return member


def _initial(member, _random):
    member["firstname"] = (member["firstname"] or "")[:1]
    return member | {"phone": ""}


def _moved(member, random):
    member["street_number"] = str(random.randrange(1, 190))
    return member | {"street_name": "Nieuwstraat", "street_number2": "", "zip": ""}


def _no_birthdate(member, _random):
    return member | {"birthdate": None, "phone": ""}


def _other_mail(member, random):
    name = member["lastname"].lower().replace(" ", "")
    return member | {"email": f"{name}{random.randrange(90)}@post.example"}


WRITERS = {
    "exact": _exact,
    "typing_error": _typing_error,
    "initial": _initial,
    "moved": _moved,
    "no_birthdate": _no_birthdate,
    "other_mail": _other_mail,
}
