"""Lists of people at organisations: who is meant, and rows with more than one person."""

import pytest

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_dmu.organisations.contact_table import (
    function_groups,
    function_key,
    unfold,
)
from odoo.addons.bzk_dmu.organisations.groups import group_code
from odoo.addons.bzk_dmu.organisations.numbers import clean_board, clean_brin, clean_coc
from odoo.addons.bzk_dmu.organisations.people import (
    compose_person,
    is_general,
    is_same_person,
    split_people,
)

FUNCTIONS = {"directeur", "iber", "leescoordinator"}


def composed(**values):
    compose_person(values)
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"person": "Anna de Vries"}, {"firstname": "Anna", "infix": "de", "lastname": "Vries"}),
        (
            {"person": "Mevr. A.B. van der Berg"},
            {"initials": "A.B.", "infix": "van der", "lastname": "Berg", "gender": "f"},
        ),
        ({"lastname": "van Dam", "salutation": "dhr."}, {"infix": "van", "gender": "m"}),
        ({"person": "vacature"}, {}),
        ({"person": "?"}, {}),
        ({"person": "anna@school.nl"}, {"email": "anna@school.nl"}),
    ],
)
def test_names(values, expected):
    found = composed(**values)
    assert {name: found.get(name) for name in expected} == expected
    if not expected:
        assert not found.get("person")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"lastname": "Bos", "firstname": "Bram"}, {"lastname": "Bos", "initials": "B."}, True),
        ({"lastname": "Bos", "firstname": "Bram"}, {"lastname": "Bos", "firstname": "Ben"}, False),
        ({"lastname": "Bos", "initials": "A."}, {"lastname": "Bos", "initials": "B."}, False),
        ({"lastname": "Bos"}, {"lastname": "Bos", "firstname": "Bram"}, True),
        ({"lastname": "Bos"}, {"lastname": "Dam"}, False),
        ({"firstname": "Bram"}, {"firstname": "Bram", "lastname": "Bos"}, True),
        ({"firstname": "Bram"}, {"firstname": "Cor", "lastname": "Bos"}, False),
    ],
)
def test_same_person(one, other, same):
    assert is_same_person(one, other) is same
    assert is_same_person(other, one) is same


def test_addresses_of_an_organisation():
    assert all(map(is_general, ("info@x.nl", "administratie@x.nl", "obsdeark@obsdeark.nl")))
    assert not any(map(is_general, ("a.devries@x.nl", "anna@x.nl", None, "")))


def test_several_people_in_a_cell():
    assert split_people("Anna Bos / Cor van Dam") == ["Anna Bos", "Cor van Dam"]
    assert split_people("Anna Bos en Cor van Dam") == ["Anna Bos", "Cor van Dam"]
    assert split_people("Anna en Cor van Dam") == ["Anna en Cor van Dam"]
    assert split_people("") == [""]


def test_columns_per_function():
    headers = [
        "School",
        "Directeur",
        "E-mail directeur",
        "Naam IB'er",
        "Tel. IB-er",
        "Tel. conciërge",
    ]
    groups = function_groups(headers, FUNCTIONS, known={0})
    assert [(function_key(group.function), group.columns) for group in groups] == [
        ("directeur", {"person": 1, "email": 2}),
        ("iber", {"person": 3, "phone": 4}),
    ]
    places = {"function_id": 6, "person": 7, "email": 8, "phone": 9}
    rows = [
        (2, ["De Ark", "Anna Bos", "a@x.nl", "Bram Vos & Cor Dam", "023", ""]),
        (3, ["De Kring", "", "", "", "", "555"]),
    ]
    found = [(number, cells[0], cells[6:]) for number, cells in unfold(rows, groups, places, ())]
    assert found == [
        (2, "De Ark", ["Directeur", "Anna Bos", "a@x.nl", ""]),
        (2, "De Ark", ["IB'er", "Bram Vos", "", ""]),
        (2, "De Ark", ["IB'er", "Cor Dam", "", ""]),
        (3, "De Kring", ["", "", "", ""]),
    ]


def test_a_row_with_a_person_of_its_own_stays():
    groups = function_groups(["School", "Contact", "Directeur"], FUNCTIONS, known={0, 1})
    places = {"function_id": 3, "person": 1, "email": 4, "phone": 5}
    rows = [(2, ["De Ark", "Els Eik", "Anna Bos"])]
    found = [cells for _number, cells in unfold(rows, groups, places, {1})]
    assert [(cells[1], cells[3]) for cells in found] == [("Els Eik", ""), ("Anna Bos", "Directeur")]


def test_function_without_a_name_is_no_group():
    assert not function_groups(["School", "Tel. directeur"], FUNCTIONS, known={0})


def test_groups_as_people_call_them():
    assert group_code("Primair onderwijs") == "primary"
    assert group_code("Samenwerkingspartners") == "partner"
    assert group_code("Zeerovers") is None


def test_numbers():
    assert clean_brin("16da 00") == "16DA00"
    assert clean_coc("1234567") == "01234567"
    assert clean_coc("12.34.56.78") == "12345678"
    assert clean_board("4012") == "04012"
    for clean, text in (
        (clean_brin, "16DA"),
        (clean_brin, "XX"),
        (clean_coc, "00000000"),
        (clean_coc, "123"),
        (clean_board, "abc"),
    ):
        with pytest.raises(Refusal):
            clean(text)
        assert clean(" ") is None
