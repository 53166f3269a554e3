"""What is understood of a text that somebody types at the desk."""

import datetime

import pytest

from odoo.addons.bzk_customer.searching import Question, fold, split_words, tsquery
from odoo.addons.bzk_customer.searching.text import is_one_typo


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Wójcik", "wojcik"),
        ("ŞAHİN", "sahin"),
        ("Łukasz Øystein Straße", "lukasz oystein strasse"),
        ("Ĳsbrand", "ijsbrand"),
        ("Шевченко", "шевченко"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_split_words():
    assert split_words("Aït-Ali, O'Brien / J.P.\t%_\\") == ["ait", "ali", "o", "brien", "j", "p"]
    assert split_words("") == []


@pytest.mark.parametrize(
    ("text", "words", "infix"),
    [
        ("van der Berg", ["berg"], "van der"),
        ("Berg, Anna van der", ["berg", "anna"], "van der"),
        ("v.d. Berg", ["berg"], "vd"),
        ("v d berg", ["berg"], "vd"),
        ("van 't Hof", ["hof"], "van t"),
        ("in t veld", ["veld"], "in t"),
        ("'t Hart", ["hart"], "t"),
        ("t jansen", ["t", "jansen"], ""),
        ("Ben Jansen", ["ben", "jansen"], ""),
        ("van de", ["van", "de"], "van de"),
        ("El Amrani", ["el", "amrani"], ""),
    ],
)
def test_words_without_tussenvoegsel(text, words, infix):
    question = Question(text)
    assert question.is_name
    assert question.words == words
    assert question.infix == infix


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("jansen 1980", ["1980"]),
        ("jansen 3-2-1980", ["19800203"]),
        ("jansen 03/02/1980", ["19800203"]),
        ("1980-02-03 jansen", ["19800203"]),
        ("jansen 2011AB", ["2011ab"]),
        ("jansen 2011 ab", ["2011ab"]),
        ("jansen 2011", ["2011"]),
    ],
)
def test_facts_between_words(text, facts):
    question = Question(text)
    assert question.words == ["jansen"]
    assert question.facts == facts


def test_a_year_before_a_tussenvoegsel_is_no_postcode():
    question = Question("1980 de vries")
    assert question.is_name
    assert (question.words, question.facts) == (["vries"], ["1980"])


@pytest.mark.parametrize(
    ("text", "postcode", "number", "addition"),
    [
        ("2011ab", "2011 AB", None, None),
        ("2011 AB 12", "2011 AB", "12", None),
        ("2011AB12a", "2011 AB", "12", "a"),
        ("2011 AB, 12-hs", "2011 AB", "12", "hs"),
        ("12 2011 AB", "2011 AB", "12", None),
        ("12a, 2011ab", "2011 AB", "12", "a"),
    ],
)
def test_address(text, postcode, number, addition):
    question = Question(text)
    assert (question.postcode, question.number, question.addition) == (postcode, number, addition)
    assert not question.is_name


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("06-12345678", ["+31612345678"]),
        ("(023) 511 5300", ["+31235115300"]),
        ("+31 6 12345678", ["+31612345678"]),
        ("+31 (0)6 12345678", ["+31612345678"]),
        ("0031612345678", ["+31612345678"]),
        ("+32 470 123456", ["+32470123456"]),
        ("612345678", ["+31612345678", "+612345678"]),
        ("061", []),
        ("1234", []),
    ],
)
def test_phone(text, phones):
    assert Question(text).phones == phones


def test_eight_digits_may_be_a_date():
    born = datetime.date(1980, 2, 3)
    assert Question("03021980").birthdates == [born]
    assert Question("19800203").birthdates == [born]
    assert Question("3-2-1980").digits is None
    assert Question("99999999").birthdates == []


def test_what_is_typed_together_or_apart():
    assert Question("van den berg").joined == {"berg": "vandenberg"}
    assert "vandenberg" in tsquery.prefix(Question("van den berg"), 3)


@pytest.mark.parametrize(
    ("text", "email"), [("Anna@Example.org", "anna@example.org"), ("anna @ home", None)]
)
def test_email(text, email):
    assert Question(text).email == email


def test_the_library_is_part_of_every_lexeme():
    for build in (tsquery.exact, tsquery.prefix, tsquery.places, tsquery.everywhere):
        asked = build(Question("o'brien 1980 ijmuiden"), 7)
        assert asked.count("'7") == asked.count("'") / 2


def test_nothing_to_ask():
    for text in ("", "  ", "%", "_", "\\", "' \" ;", "\0", "\ud800"):
        question = Question(text)
        assert not question.words
        assert tsquery.prefix(question, 3) == ""


def test_long_texts_are_cut():
    question = Question("abc " * 10_000)
    assert len(question.words) == 8
    assert len(Question("x" * 10_000).words[0]) <= 200


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("jansne", "jansen", True),
        ("janssen", "jansen", True),
        ("jasen", "jansen", True),
        ("jamsen", "jansen", True),
        ("jansen", "jansen", True),
        ("jnasne", "jansen", False),
        ("hansem", "jansen", False),
        ("jans", "jansen", False),
    ],
)
def test_one_typing_error(typed, meant, expected):
    assert is_one_typo(typed, meant) is expected
