"""Organisations compared: which are one, which may be, and what is left of a name."""

import pytest

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_dmu.organisations import (
    CERTAIN,
    DIFFERENT,
    LIKELY,
    Organisation,
    OrganisationIndex,
    OrganisationName,
    clean_municipality,
    clean_place,
    clean_website,
    compare,
    place_key,
    web_domain,
)
from odoo.addons.bzk_dmu.organisations.ending import propose_successors

REGENBOOG = {"name": "Basisschool De Regenboog", "city": "Haarlem"}


def outcome(one, other):
    return compare(Organisation(**one), Organisation(**other)).outcome


@pytest.mark.parametrize(
    "name",
    [
        "De Regenboog",
        "OBS De Regenboog",
        "o.b.s. de regenboog",
        "Openbare Basisschool de Regenboog",
        "Regenboog, De",
        "IKC De Regenboog",
        "Stichting Basisschool De Regenboog",
        "RKBS de Régenboog",
    ],
)
def test_one_school_under_many_names(name):
    assert outcome({"name": name, "city": "HAARLEM"}, REGENBOOG) == CERTAIN
    assert outcome({"name": name, "city": "Heemstede"}, REGENBOOG) == DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"name": "OBS De Regenboog"}, {"name": "CBS De Regenboog"}, LIKELY),
        ({"name": "OBS De Regenboog"}, {"name": "Kinderopvang De Regenboog"}, DIFFERENT),
        ({"name": "Julianaschool"}, {"name": "Basisschool Juliana"}, CERTAIN),
        ({"name": "Koningin Julianaschool"}, {"name": "Julianaschool"}, LIKELY),
        ({"name": "Sint Jozefschool"}, {"name": "St. Jozef"}, CERTAIN),
        ({"name": "De Regenboog Zuid"}, {"name": "De Regenboog"}, LIKELY),
        ({"name": "De Regenbog"}, {"name": "De Regenboog"}, LIKELY),
        ({"name": "De Kring"}, {"name": "De Regenboog"}, DIFFERENT),
        ({"name": "Gemeente Haarlem"}, {"name": "Gemeente Haarlem"}, CERTAIN),
        ({"name": "Gemeente Haarlem"}, {"name": "Bibliotheek Haarlem"}, DIFFERENT),
        ({"name": "Gemeente Haarlem"}, {"name": "Wijkteam Centrum Haarlem"}, DIFFERENT),
    ],
)
def test_names_at_one_place(one, other, expected):
    assert outcome(one | {"city": "Haarlem"}, other | {"city": "Haarlem"}) == expected
    assert outcome(other | {"city": "Haarlem"}, one | {"city": "Haarlem"}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"brin": "16DA00", "name": "X"}, {"brin": "16DA00", "name": "Y"}, CERTAIN),
        ({"brin": "16DA00"} | REGENBOOG, {"brin": "16DA01"} | REGENBOOG, DIFFERENT),
        ({"coc": "12345678"} | REGENBOOG, {"coc": "12345678", "name": "Regenboog"}, CERTAIN),
        ({"coc": "12345678"} | REGENBOOG, {"coc": "12345678", "name": "De Kring"}, LIKELY),
        ({"coc": "12345678"} | REGENBOOG, {"coc": "87654321"} | REGENBOOG, LIKELY),
        ({"domain": "regenboog.nl"} | REGENBOOG, {"domain": "regenboog.nl", "name": "X"}, LIKELY),
        (
            {"domain": "regenboog.nl", "name": "De Regenboog Zuid"},
            {"domain": "regenboog.nl", "name": "De Regenboog"},
            CERTAIN,
        ),
        (
            {"zip": "2011 AB", "number": "2", "name": "A"},
            {"zip": "2011 AB", "number": "2"},
            DIFFERENT,
        ),
        (
            {"zip": "2011 AB", "number": "2", "phone": "+31235551234", "name": "Alfa"},
            {"zip": "2011 AB", "number": "2", "phone": "+31235551234", "name": "Beta"},
            LIKELY,
        ),
        ({"name": "De Regenboog"}, REGENBOOG, LIKELY),
    ],
)
def test_numbers_domains_and_addresses(one, other, expected):
    assert outcome(one, other) == expected


def test_name_of_common_words_only_stands_as_a_whole():
    assert OrganisationName.of("Openbare Basisschool").core
    assert OrganisationName.of("De").core
    assert OrganisationName.of("").core == ()
    assert not OrganisationName.of("").is_same(OrganisationName.of("?"))


def index(*organisations):
    return OrganisationIndex(
        Organisation(id=number, **found) for number, found in enumerate(organisations, 1)
    )


def found(known, **row):
    match, verdict = known.find(Organisation(**row))
    return match and match.id, verdict.outcome


def test_index_finds_by_name_and_place():
    known = index(REGENBOOG, {"name": "OBS De Regenboog", "city": "Zandvoort"})
    assert found(known, name="Regenboog", city="Zandvoort") == (2, CERTAIN)
    assert found(known, name="Regenboog", city="Hoorn") == (None, DIFFERENT)
    # Which of the two is meant, nobody can tell.
    assert found(known, name="Regenboog")[1] == LIKELY


def test_a_name_without_a_place_means_the_only_one():
    known = index(REGENBOOG, {"name": "OBS De Kring", "city": "Haarlem"})
    assert found(known, name="de regenboog") == (1, CERTAIN)


def test_two_that_fit_are_left_to_a_person():
    known = index(
        {"name": "OBS De Kring", "city": "Haarlem"}, {"name": "CBS De Kring", "city": "Haarlem"}
    )
    assert found(known, name="De Kring", city="Haarlem")[1] == LIKELY
    assert found(known, name="CBS De Kring", city="Haarlem") == (2, CERTAIN)
    twice = index({"name": "De Kring", "city": "Hoorn"}, {"name": "Kring", "city": "Hoorn"})
    assert found(twice, name="de kring", city="Hoorn") == (1, CERTAIN)


def test_the_domain_of_a_board_tells_no_school():
    schools = [{"name": f"De {name}", "domain": "board.nl"} for name in ("Kring", "Brug", "Ark")]
    known = index(*schools)
    assert found(known, name="De Toren", domain="board.nl") == (None, DIFFERENT)
    assert found(known, name="De Ark", domain="board.nl") == (3, CERTAIN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALTEVEER GEM NOORDENVELD", "Alteveer gem Noordenveld"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("'T GOY", "'t Goy"),
        ("2E EXLOERMOND", "2e Exloermond"),
        ("BERGEN NH", "Bergen NH"),
        ("NUENEN CA", "Nuenen ca"),
        ("IJMUIDEN", "IJmuiden"),
        ("TULL EN 'T WAAL", "Tull en 't Waal"),
        ("Haarlem", "Haarlem"),
        (" ", None),
    ],
)
def test_towns_in_capitals(text, expected):
    assert clean_place(text) == expected


def test_municipalities():
    assert clean_municipality("S GRAVENHAGE") == "'s-Gravenhage"
    assert clean_municipality("BERG EN DAL") == "Berg en Dal"
    assert place_key("Den Haag") == place_key("'S-GRAVENHAGE") == place_key("s gravenhage")
    assert place_key("Bergen (NH)") == place_key("BERGEN NH") == place_key("Bergen")
    assert place_key("SUDWEST-FRYSLAN") == place_key("Súdwest-Fryslân")
    assert place_key(None) == ""


@pytest.mark.parametrize(
    ("website", "email", "expected"),
    [
        ("www.deregenboog.nl", None, "deregenboog.nl"),
        ("http://WWW.deregenboog.nl/contact", None, "deregenboog.nl"),
        ("https://www.facebook.com/regenboog", "info@deregenboog.nl", "deregenboog.nl"),
        (None, "regenboog@gmail.com", None),
        ("regenboog.jouwweb.nl", "x@kpnmail.nl", None),
        ("sites.google.com/regenboog", None, None),
        ("https://[::1", "x", None),
        ("https://regenboog.board.nl", None, "regenboog.board.nl"),
        (None, None, None),
    ],
)
def test_own_domain(website, email, expected):
    assert web_domain(website, email) == expected


def test_websites():
    assert clean_website("www.school.nl") == "https://www.school.nl"
    assert clean_website("HTTP://School.nl/De Ark/") == "http://school.nl/De%20Ark"
    assert clean_website(" ") is None
    for text in ("volgt nog", "javascript:alert(1)", "https://", "a@b.nl"):
        with pytest.raises(Refusal, match="bad_website"):
            clean_website(text)


def test_successor_of_a_school_that_is_gone():
    ark = Organisation(
        id=1, name="OBS De Ark", brin="16DA00", zip="2011 AB", number="2", city="Haarlem", board="9"
    )
    present = [
        Organisation(id=2, name="De Kring", city="Haarlem", board="9", brin="17AB00"),
        Organisation(id=3, name="Kindcentrum De Ark en De Brug", city="Haarlem", brin="18AB00"),
        Organisation(id=4, name="Zuid", brin="16DA01", city="Haarlem", board="9"),
    ]
    assert propose_successors([ark], present) == {1: (3, ["name_in_name", "place_same"])}
    family = (4, ["brin_family", "board_same", "place_same"])
    assert propose_successors([ark], [present[0], present[2]]) == {1: family}
    assert propose_successors([ark], present[:1]) == {}
    same_building = Organisation(id=5, name="Nieuw", zip="2011 AB", number="2", brin="16DA02")
    reasons = ["address_same", "brin_family"]
    assert propose_successors([ark], [present[0], same_building]) == {1: (5, reasons)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Vmbo Het Baken", "secondary"), ("Het Baken", "primary"), DIFFERENT),
        (("Vmbo Het Baken", ""), ("Het Baken", "primary"), DIFFERENT),
        (("Het Baken", "secondary"), ("Het Baken", "primary"), DIFFERENT),
        (("Stichting Het Baken", "school_board"), ("Het Baken", "primary"), DIFFERENT),
        (("Het Baken", ""), ("Het Baken", "primary"), CERTAIN),
        (("Het Baken", "primary"), ("Het Baken", "partner"), CERTAIN),
        (("Het Baken", "language"), ("Het Baken", "partner"), CERTAIN),
        (("IKC Het Baken", ""), ("IKC Het Baken", "childcare"), CERTAIN),
        (("OBS Het Baken", "primary"), ("Het Baken", "primary"), CERTAIN),
    ],
)
def test_group_tells_organisations_apart(one, other, expected):
    one, other = ({"name": name, "group": group, "city": "Haarlem"} for name, group in (one, other))
    assert outcome(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Stichting Openbaar Onderwijs Haarlem", "city": "Haarlem"}, "Gemeente Haarlem"),
        ({"name": "Stichting Openbaar Onderwijs Haarlem"}, "Stichting Katholieke Scholen Haarlem"),
    ],
)
def test_a_town_is_all_that_they_have_in_common(one, other):
    known = {"name": other, "city": one.get("city", "")}
    assert outcome(one, known) == DIFFERENT


def test_the_same_name_of_a_town_is_the_same():
    haarlem = {"name": "Gemeente Haarlem", "city": "Haarlem"}
    assert outcome(haarlem, dict(haarlem)) == CERTAIN
