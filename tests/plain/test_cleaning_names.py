"""Names as the Dutch write and sort them."""

import pytest

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_firstname,
    clean_infix,
    clean_initials,
    clean_lastname,
    full_name,
    split_infix,
    standalone_surname,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.B.", "A.B."),
        ("ab", "A.B."),
        ("A B", "A.B."),
        ("A.B", "A.B."),
        ("a. b. ", "A.B."),
        ("JP", "J.P."),
        ("J-P", "J.P."),
        ("Th.J.", "Th.J."),
        ("Chr.", "Chr."),
        ("IJ.", "IJ."),
        ("Jan", "J."),
        ("JAN", "J.A.N."),
        ("Müller-Bos", "M.B."),
        ("JOHANNES", "J."),
        ("é.", "É."),
        ("", None),
        ("-1", None),
        ("onbekend", None),
    ],
)
def test_initials(text, expected):
    assert clean_initials(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna", "Anna"),
        ("JAN-WILLEM", "Jan-Willem"),
        ("jan - willem", "Jan-Willem"),
        ("anna maria", "Anna Maria"),
        ("IJSBRAND", "IJsbrand"),
        ("Ijsbrand", "IJsbrand"),
        ("\u0132sbrand", "IJsbrand"),
        ("ÉMILE", "Émile"),
        ("JP", "JP"),
        ("BO", "Bo"),
        ("j.p.", "J.P."),
        ("DeAnna", "DeAnna"),
        ("??", None),
        ("", None),
    ],
)
def test_firstname(text, expected):
    assert clean_firstname(text) == expected


@pytest.mark.parametrize("text", ["1234", "anna@voorbeeld.nl", "www.site.nl", "€", "x" * 101])
def test_no_name(text):
    for clean in (clean_firstname, clean_lastname):
        with pytest.raises(Refusal):
            clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("van der", "van der"),
        ("VAN DER", "van der"),
        ("Van  Der", "van der"),
        ("v.d.", "van der"),
        ("v/d", "van der"),
        ("vd", "van der"),
        ("v. d.", "van der"),
        ("v.d", "van der"),
        ("v. den", "van den"),
        ("v.", "van"),
        ("'t", "'t"),
        ("’t", "'t"),
        ("`T", "'t"),
        ("t", "'t"),
        ("in t", "in 't"),
        ("IN 'T", "in 't"),
        ("op den", "op den"),
        ("de la", "de la"),
        ("D'", "d'"),
        ("von der", "von der"),
        ("mac", "mac"),
        ("", None),
        ("-", None),
    ],
)
def test_infix(text, expected):
    assert clean_infix(text) == expected


@pytest.mark.parametrize("text", ["12", "van 12", "a@b", "x" * 31, "van;der"])
def test_no_infix(text):
    with pytest.raises(Refusal):
        clean_infix(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Berg", "Berg"),
        ("BERG", "Berg"),
        ("berg", "Berg"),
        ("VAN DER BERG", "van der Berg"),
        ("BERG, VAN DER", "Berg, van der"),
        ("JANSEN-DE VRIES", "Jansen-de Vries"),
        ("Jansen - de Vries", "Jansen-de Vries"),
        ("IJZERMAN", "IJzerman"),
        ("Ijzerman", "IJzerman"),
        ("O'BRIEN", "O'Brien"),
        ("MCDONALD", "McDonald"),
        ("'T HART", "'t Hart"),
        ("D'HONDT", "D'Hondt"),
        ("MÜLLER", "Müller"),
        ("EL IDRISSI", "El Idrissi"),
        ("MacLeod", "MacLeod"),
        ("van", "Van"),
        ("TE", "Te"),
        ("OBS DE BRUG 2", "Obs de Brug 2"),
        ("?", None),
        ("NULL", None),
        ("Null", "Null"),
    ],
)
def test_lastname(text, expected):
    assert clean_lastname(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("van der Berg", ("van der", "Berg")),
        ("Van der Berg", ("van der", "Berg")),
        ("Berg, van der", ("van der", "Berg")),
        ("Berg, v.d.", ("van der", "Berg")),
        ("Berg van der", ("van der", "Berg")),
        ("Vries, de", ("de", "Vries")),
        ("De Vries", ("de", "Vries")),
        ("'t Hart", ("'t", "Hart")),
        ("In 't Veld", ("in 't", "Veld")),
        ("van de la Mar", ("van de la", "Mar")),
        ("d'Hondt", ("d'", "Hondt")),
        ("van den Bos-de Wit", ("van den", "Bos-de Wit")),
        ("el Idrissi", ("el", "Idrissi")),
        ("El Idrissi", (None, "El Idrissi")),
        ("Ben Ali", (None, "Ben Ali")),
        ("Jansen", (None, "Jansen")),
        ("van", (None, "van")),
        ("Jansen op de Haar", (None, "Jansen op de Haar")),
        ("Berg, Anna", (None, "Berg, Anna")),
        (", van", (None, ", van")),
    ],
)
def test_split_infix(text, expected):
    assert split_infix(text) == expected


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("A.", "Anna", "van der", "Berg"), "Anna van der Berg"),
        (("A.", None, "van der", "Berg"), "A. van der Berg"),
        ((None, None, "van der", "Berg"), "Van der Berg"),
        ((None, None, "'t", "Hart"), "'t Hart"),
        ((None, "Lien", "d'", "Hondt"), "Lien d'Hondt"),
        ((None, None, "d'", "Hondt"), "D'Hondt"),
        (("A.", "Anna", None, "Bos"), "Anna Bos"),
        ((None, "Anna", None, None), "Anna"),
        ((None, None, None, None), ""),
    ],
)
def test_names_of_people(parts, name):
    assert full_name(*parts) == name


def test_standalone_surname():
    assert standalone_surname("van der", "Berg") == "Van der Berg"
    assert standalone_surname(None, "Berg") == "Berg"


def test_cleaning_twice_changes_nothing():
    for clean, texts in (
        (clean_initials, ["ab", "Th.J.", "Jan", "IJ."]),
        (clean_firstname, ["JAN-WILLEM", "IJSBRAND", "JP"]),
        (clean_infix, ["v.d.", "t", "D'"]),
        (clean_lastname, ["VAN DER BERG", "O'BRIEN", "BERG, VAN DER", "TE"]),
    ):
        for text in texts:
            assert clean(clean(text)) == clean(text)
