import pytest

from odoo.addons.bzk_ticketing.ticketing.persons import (
    describe,
    is_same_name,
    people_of,
)


def test_enough_to_be_a_person():
    assert describe("Anna de Vries", email="anna@example.org")["lastname"] == "Vries"
    assert describe("Anna de Vries", birthdate="1980-02-03")["birthdate"] == "1980-02-03"
    assert describe(card="00123")["card"] == "00123"
    assert describe("Anna de Vries") is None
    assert describe(email="anna@example.org") is None
    assert describe("???", email="anna@example.org") is None


def test_one_person_is_one_key_however_spelled():
    keys = {
        describe(name, email="a@example.org")["key"]
        for name in ("Anna de Vries", "ANNA DE VRIES", "Ánna de Vries", "Vries, Anna de")
    }
    assert len(keys) == 1


def test_a_shared_address_is_two_people():
    one = describe("Anna de Vries", email="a@example.org")
    other = describe("Bram de Vries", email="a@example.org")
    assert one["key"] != other["key"]


BUYER = {"buyer_name": "Anna de Vries", "buyer_email": "anna@example.org"}


@pytest.mark.parametrize(
    ("attendee", "seat_of"),
    [
        ({}, "blank"),
        ({"attendee_name": "Anna de Vries"}, "buyer"),
        ({"attendee_name": "anna de vries", "attendee_email": "anna@example.org"}, "buyer"),
        ({"attendee_firstname": "Anna", "attendee_lastname": "de Vries"}, "buyer"),
        ({"attendee_name": "Anna de Vries", "attendee_email": "other@example.org"}, "person"),
        ({"attendee_name": "Bram de Vries"}, "guest"),
        ({"attendee_name": "Bram de Vries", "attendee_email": "anna@example.org"}, "person"),
        ({"attendee_name": "Bram de Vries", "attendee_birthdate": "2012-07-15"}, "person"),
        ({"attendee_name": "Bram", "attendee_birthdate": "2012-07-15"}, "guest"),
        ({"card_number": "00123"}, "person"),
        ({"attendee_email": "bram@example.org"}, "blank"),
    ],
)
def test_seat(attendee, seat_of):
    assert people_of(BUYER | attendee)["seat_of"] == seat_of


def test_card_of_the_buyer():
    people = people_of(BUYER | {"attendee_name": "Anna de Vries", "card_number": "00123"})
    assert people["buyer"]["card"] == "00123"
    assert people["attendee"] is None


def test_what_a_seat_is_called():
    people = people_of(BUYER | {"buyer_phone": "+31612345678", "attendee_name": "Bram"})
    assert people["seat_name"] == "Bram"
    assert people["seat_email"] == "anna@example.org"
    assert people["seat_phone"] == "06 12345678"


def test_card_of_somebody_else():
    anna = describe("Anna de Vries", card="1")
    assert is_same_name(anna, {"firstname": "Anna", "lastname": "Vries"})
    assert is_same_name(anna, {"initials": "A.B.", "lastname": "Vries"})
    assert not is_same_name(anna, {"firstname": "Bram", "lastname": "Vries"})
    assert not is_same_name(anna, {"firstname": "Anna", "lastname": "Jansen"})
    assert is_same_name(describe(card="1"), {"firstname": "Bram", "lastname": "Vries"})
