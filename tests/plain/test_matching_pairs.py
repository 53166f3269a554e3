"""How well duplicates are told from others, on labelled pairs of records."""

import hashlib
from collections import Counter
from functools import cache
from itertools import islice

import pytest

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.customer import compose_customer
from odoo.addons.bzk_customer.matching import compare, describe
from odoo.addons.bzk_library.demodata.pairs import OTHERS, SAME, TODAY, World
from odoo.addons.bzk_library.demodata.recording import COLUMNS

NUMBER = 15_000
CLEANED = {
    "VOORLETTERS": ("initials", cleaning.clean_initials),
    "ROEPNAAM": ("firstname", cleaning.clean_firstname),
    "VOORVOEGSEL": ("infix", cleaning.clean_infix),
    "NAAM": ("lastname", cleaning.clean_lastname),
    "GESLACHT": ("gender", cleaning.clean_gender),
    "GEBOORTEDATUM": ("birthdate", cleaning.clean_birthdate),
    "ADRES": ("street_name", cleaning.clean_street),
    "HUISNUMMER": ("street_number", cleaning.clean_text),
    "TOEVOEGING": ("street_number2", cleaning.clean_addition),
    "POSTCODE": ("zip", cleaning.clean_postcode),
    "EMAIL": ("email", cleaning.clean_email),
    "TELEFOON": ("phone", cleaning.clean_phone),
}


def cleaned(row):
    """The values of a record as an import stores them; what it refuses is left out."""
    values = {}
    for heading, (name, clean) in CLEANED.items():
        try:
            values[name] = clean(row[heading])
        except cleaning.Refusal:
            values[name] = None
    compose_customer(values)
    return values


@cache
def judged():
    """Labelled pairs with the outcome of comparing them."""
    result = []
    for pair in World().pairs(NUMBER):
        one, other = describe(cleaned(pair.one), TODAY), describe(cleaned(pair.other), TODAY)
        result.append((pair, compare(one, other).outcome))
    return result


def outcomes(same):
    return Counter(outcome for pair, outcome in judged() if pair.same is same)


def test_no_two_people_are_certainly_one():
    wrong = [pair for pair, outcome in judged() if outcome == "certain" and not pair.same]
    assert wrong == []


def test_hardly_anybody_is_missed():
    found = outcomes(same=True)
    assert found["different"] < 0.03 * found.total()
    assert found["certain"] > 0.5 * found.total()


def test_who_has_to_look_is_seldom_bothered_for_nothing():
    assert outcomes(same=False)["likely"] < 0.06 * outcomes(same=True)["likely"]


@pytest.mark.parametrize("kind", OTHERS)
def test_others_stay_apart(kind):
    found = Counter(outcome for pair, outcome in judged() if pair.kind == kind)
    # Whose name is the same at one address, without a birth date, is for a person to tell.
    most = 0.2 if kind.endswith(("the same name", "at one address")) else 0.05
    assert found["likely"] <= most * found.total()


# ------------------------------------------------------------------ the pairs themselves
def test_the_kinds_come_in_their_shares():
    kinds = Counter(pair.kind for pair, _outcome in judged())
    total = sum(SAME.values()) + sum(OTHERS.values())
    for kind, share in (SAME | OTHERS).items():
        assert kinds[kind] / NUMBER == pytest.approx(share / total, rel=0.25)


def test_labels_say_who_is_who():
    for pair, _outcome in judged():
        assert pair.same is (pair.kind in SAME) is (pair.people[0] == pair.people[1])
        assert tuple(pair.one) == tuple(pair.other) == COLUMNS
        assert pair.one["LENERNUMMER"] != pair.other["LENERNUMMER"]


def test_records_are_as_varied_as_in_life():
    rows = [row for pair, _outcome in judged() for row in (pair.one, pair.other)]
    for heading, low, high in (
        ("GEBOORTEDATUM", 0.8, 0.97),
        ("EMAIL", 0.5, 0.9),
        ("TELEFOON", 0.5, 0.9),
        ("VOORLETTERS", 0.5, 0.95),
        ("ROEPNAAM", 0.7, 0.97),
        ("POSTCODE", 0.8, 0.99),
    ):
        filled = sum(bool(row[heading]) for row in rows) / len(rows)
        assert low < filled < high, heading
    assert all(row["NAAM"] for row in rows)


def test_the_same_seed_gives_the_same_pairs():
    def digest(seed):
        text = repr(list(islice(World(seed).pairs(500), 500)))
        return hashlib.sha256(text.encode()).hexdigest()

    assert digest(7) == digest(7) != digest(8)
