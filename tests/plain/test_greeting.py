"""How people are addressed, and how texts are filled in."""

import pytest
from markupsafe import Markup

from odoo.addons.bzk_dmu.greeting import Person, fill, salutation, unknown_placeholders

ANNA = Person("Anna de Vries", "Anna", "de", "Vries", "f")


@pytest.mark.parametrize(
    ("person", "formal", "line"),
    [
        (ANNA, True, "Geachte mevrouw De Vries,"),
        (ANNA, False, "Beste Anna,"),
        (Person("Jan van 't Hof", "Jan", "van 't", "Hof", "m"), True, "Geachte heer Van 't Hof,"),
        (Person("J. 't Hart", None, "'t", "Hart", "m"), True, "Geachte heer 't Hart,"),
        (Person("L. d'Ancona", None, "d'", "Ancona", "f"), True, "Geachte mevrouw D'Ancona,"),
        (Person("B. Jansen", None, None, "Jansen"), True, "Geachte heer/mevrouw Jansen,"),
        (Person("B. Jansen", None, None, "Jansen"), False, "Beste heer/mevrouw Jansen,"),
        (Person("B. Jansen", None, None, "Jansen", "f"), False, "Beste mevrouw Jansen,"),
        (Person("Noor de Wit", "Noor", "de", "Wit", "x"), True, "Geachte Noor de Wit,"),
        (Person("Noor de Wit", "Noor", "de", "Wit", "x"), False, "Beste Noor,"),
        (Person("Directie De Regenboog"), True, "Geachte Directie De Regenboog,"),
        (Person("Anna", "Anna"), True, "Geachte Anna,"),
        (Person(" "), True, "Geachte heer/mevrouw,"),
        (Person(), False, "Beste heer/mevrouw,"),
    ],
)
def test_salutation(person, formal, line):
    assert salutation(person, formal) == line


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (ANNA, "Dear Ms De Vries,"),
        (Person("B. Jansen", None, None, "Jansen"), "Dear B. Jansen,"),
        (Person(), "Dear Sir or Madam,"),
    ],
)
def test_salutation_in_english(person, line):
    assert salutation(person, True, "en_US") == line


def test_language_not_known_is_dutch():
    assert salutation(ANNA, True, None) == "Geachte mevrouw De Vries,"


def test_fill():
    text = "{aanhef} Namens {Bibliotheek}: een mooi {volgend\xa0jaar}. {onbekend}"
    values = {"salutation": "Beste Anna,", "library": "Zuid", "next_year": 2027}
    assert fill(text, values) == "Beste Anna, Namens Zuid: een mooi 2027. {onbekend}"
    assert fill("{functie}|", {}) == "|"
    assert fill(None, {}) == ""


def test_values_in_html_are_escaped_and_not_filled_again():
    html = Markup("<p>{organisatie}</p>")
    filled = fill(html, {"organisation": "<b>{aanhef}</b>", "salutation": "x"})
    assert filled == Markup("<p>&lt;b&gt;{aanhef}&lt;/b&gt;</p>")
    assert isinstance(filled, Markup)


def test_unknown_placeholders():
    assert unknown_placeholders("{aanhef} {Foo}", None, Markup("<p>{bar}</p>")) == ["Foo", "bar"]
    assert unknown_placeholders("{ aanhef } {salutation} geen {} en geen {<b>x</b>}") == []
