"""Questions that a desk asks, made of the customers there are, with a fixed seed."""

import random
from dataclasses import dataclass

SEED = 19
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Asked:
    """A text as typed, and who it is about: ``None`` when it fits too many to tell."""

    kind: str
    text: str
    partner_id: int | None


def questions(cr, company_id, each):
    """Make questions of every kind.

    :param cr: cursor
    :param int company_id: the library whose customers they are about
    :param int each: number of questions of a kind
    """
    rnd = random.Random(SEED)
    people = _people(cr, company_id, rnd, each * 40)
    common = _common(cr, company_id, each)
    asked = [Asked("common name", name, None) for name in common]
    makers = {
        "two names": _two_names,
        "initial and surname": _initial,
        "name and year": _name_and_year,
        "name and city": _name_and_city,
        "typing error": _typing_error,
        "number": _number,
        "beginning of a number": _beginning,
        "e-mail": lambda rnd, p: p["email"],
        "phone": lambda rnd, p: p["phone"],
        "postcode and number": _address,
    }
    for kind, make in makers.items():
        made = ((make(rnd, person), person["id"]) for person in people)
        fitting = [Asked(kind, text, partner_id) for text, partner_id in made if text]
        asked += rnd.sample(fitting, min(each, len(fitting)))
    rnd.shuffle(asked)
    return asked


def _people(cr, company_id, rnd, count):
    cr.execute(
        """
        SELECT p.id, p.firstname, p.initials, p.infix, p.lastname, p.birthdate, p.city, p.email,
               p.phone, p.zip, p.street_number, m.number
          FROM res_partner p
          JOIN bzk_membership m ON m.partner_id = p.id
         WHERE p.company_id = %s AND p.active AND p.lastname IS NOT NULL
           AND p.id %% %s = 0
         ORDER BY p.id
        """,
        (company_id, _step(cr, company_id, count)),
    )
    names = [column.name for column in cr.description]
    people = [dict(zip(names, row, strict=True)) for row in cr.fetchall()]
    rnd.shuffle(people)
    return people


def _step(cr, company_id, count):
    cr.execute("SELECT count(*) FROM res_partner WHERE company_id = %s", (company_id,))
    return max(cr.fetchone()[0] // count, 1)


def _common(cr, company_id, count):
    """The commonest surnames and first names, with their tussenvoegsel."""
    cr.execute(
        """
        SELECT name FROM (
            SELECT company_id, concat_ws(' ', infix, lastname) AS name FROM res_partner
             UNION ALL
            SELECT company_id, firstname FROM res_partner
        ) names
         WHERE company_id = %(id)s AND name <> ''
         GROUP BY name ORDER BY count(*) DESC, name LIMIT %(count)s
        """,
        {"id": company_id, "count": count},
    )
    return [row[0] for row in cr.fetchall()]


def _surname(person):
    return " ".join(part for part in (person["infix"], person["lastname"]) if part)


def _two_names(rnd, person):
    if not person["firstname"]:
        return None
    names = [person["firstname"], _surname(person)]
    return " ".join(names if rnd.random() < 0.5 else reversed(names)).lower()


def _initial(_rnd, person):
    return f"{person['initials']} {_surname(person)}" if person["initials"] else None


def _name_and_year(_rnd, person):
    return f"{_surname(person)} {person['birthdate'].year}" if person["birthdate"] else None


def _name_and_city(_rnd, person):
    if not (person["firstname"] and person["city"]):
        return None
    return f"{person['firstname']} {person['lastname']} {person['city']}"


def _typing_error(rnd, person):
    """A letter too many, too few or wrong, or two that swapped, in the surname."""
    name = person["lastname"].lower()
    if not person["firstname"] or len(name) < 5:
        return None
    place = rnd.randrange(1, len(name) - 1)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    other = rnd.choice(LETTERS)
    mistyped = rnd.choice(
        (
            before + after,
            before + letter + other + after,
            before + other + after,
            before + after[0] + letter + after[1:],
        )
    )
    return f"{person['firstname']} {mistyped}" if mistyped != name else None


def _number(_rnd, person):
    return person["number"]


def _beginning(_rnd, person):
    return person["number"] and person["number"][:-3]


def _address(_rnd, person):
    if not (person["zip"] and person["street_number"]):
        return None
    return f"{person['zip'].replace(' ', '').lower()} {person['street_number']}"
