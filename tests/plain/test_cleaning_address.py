"""Dutch addresses."""

import pytest

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_addition,
    clean_city,
    clean_house_number,
    clean_postcode,
    clean_street,
    split_house_number,
    split_street,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011AB", "2011 AB"),
        ("2011 AB", "2011 AB"),
        ("2011  ab", "2011 AB"),
        ("2011-AB", "2011 AB"),
        ("NL-2011 AB", "2011 AB"),
        (" 2011\u00a0ab ", "2011 AB"),
        ("", None),
        ("-1", None),
        ("onbekend", None),
    ],
)
def test_postcode(text, expected):
    assert clean_postcode(text) == expected


@pytest.mark.parametrize(
    "text", ["2011", "0123 AB", "2011SA", "2011 sd", "2011SS", "2011A", "20111 AB", "B-2000"]
)
def test_no_postcode(text):
    with pytest.raises(Refusal) as caught:
        clean_postcode(text)
    assert caught.value.code == "bad_postcode"


def test_foreign_postcode():
    assert clean_postcode("b-2000", country="België") == "B-2000"
    assert clean_postcode("SW1A 1AA", country="GB") == "SW1A 1AA"
    assert clean_postcode("2011ab", country="Nederland") == "2011 AB"
    assert clean_postcode("2011ab", country="") == "2011 AB"
    with pytest.raises(Refusal):
        clean_postcode("(2000)", country="BE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", "12"), ("012", "12"), (" 7 ", "7"), ("0", None), ("", None), ("-", None)],
)
def test_house_number(text, expected):
    assert clean_house_number(text) == expected


@pytest.mark.parametrize("text", ["12a", "123456", "x", "-5", "1.5", "²"])
def test_no_house_number(text):
    with pytest.raises(Refusal) as caught:
        clean_house_number(text)
    assert caught.value.code == "bad_house_number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", ("12", None)),
        ("12a", ("12", "A")),
        ("12 A", ("12", "A")),
        ("12a-2", ("12", "A-2")),
        ("12-a", ("12", "A")),
        ("12 hs", ("12", "hs")),
        ("12 HS", ("12", "hs")),
        ("12-II", ("12", "II")),
        ("12 ii", ("12", "II")),
        ("12 bis", ("12", "bis")),
        ("12-14", ("12", "14")),
        ("0012", ("12", None)),
        ("t/o 12", ("12", None)),
        ("1234567", (None, None)),
        ("hs", (None, None)),
        ("", (None, None)),
    ],
)
def test_split_house_number(text, expected):
    assert split_house_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "A"), ("-a", "A"), ("HS", "hs"), ("ii", "II"), ("a2", "A2"), ("k 12", "K 12")]
    + [("3 hoog", "3 hoog"), ("", None), ("-", None)],
)
def test_addition(text, expected):
    assert clean_addition(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grote Markt", "Grote Markt"),
        ("GROTE MARKT", "Grote Markt"),
        ("grote markt", "Grote Markt"),
        ("VAN DER VINNESTRAAT", "Van der Vinnestraat"),
        ("LAAN VAN MEERDERVOORT", "Laan van Meerdervoort"),
        ("J.P. COENSTRAAT", "J.P. Coenstraat"),
        ("1E HELMERSSTRAAT", "1e Helmersstraat"),
        ("'T VEER", "'t Veer"),
        ("IJSSELLAAN", "IJssellaan"),
        ("burg. van Alphenstraat", "burg. van Alphenstraat"),
        ("", None),
    ],
)
def test_street(text, expected):
    assert clean_street(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grote Markt 2", ("Grote Markt", "2", None)),
        ("Grote Markt 2A", ("Grote Markt", "2", "A")),
        ("Grote Markt 2 a", ("Grote Markt", "2", "A")),
        ("Grote Markt 2-A", ("Grote Markt", "2", "A")),
        ("Grote Markt, 2", ("Grote Markt", "2", None)),
        ("1e Helmersstraat 12-II", ("1e Helmersstraat", "12", "II")),
        ("2e Hoofdstraat 5", ("2e Hoofdstraat", "5", None)),
        ("Keizersgracht 123 hs", ("Keizersgracht", "123", "hs")),
        ("Kerkweg 3B2", ("Kerkweg", "3", "B2")),
        ("Plein 1813", ("Plein 1813", None, None)),
        ("Plein 1813 4", ("Plein 1813", "4", None)),
        ("Plein 1940-1945 12", ("Plein 1940-1945", "12", None)),
        ("Laan", ("Laan", None, None)),
        ("", (None, None, None)),
    ],
)
def test_split_street(text, expected):
    assert split_street(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Haarlem", "Haarlem"),
        ("HAARLEM", "Haarlem"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("s-gravenhage", "'s-Gravenhage"),
        ("’s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'T HARDE", "'t Harde"),
        ("t Harde", "'t Harde"),
        ("IJMUIDEN", "IJmuiden"),
        ("Ijmuiden", "IJmuiden"),
        ("ALPHEN AAN DEN RIJN", "Alphen aan den Rijn"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("DEN HAAG", "Den Haag"),
        ("de bilt", "De Bilt"),
        ("SINT-OEDENRODE", "Sint-Oedenrode"),
        ("Onbekend", None),
        ("", None),
    ],
)
def test_city(text, expected):
    assert clean_city(text) == expected


@pytest.mark.parametrize("text", ["123", "?!", "x" * 81])
def test_no_city(text):
    with pytest.raises(Refusal):
        clean_city(text)


def test_cleaning_twice_changes_nothing():
    for clean, texts in (
        (clean_postcode, ["2011ab"]),
        (clean_street, ["'T VEER", "LAAN VAN MEERDERVOORT"]),
        (clean_city, ["s-gravenhage", "'T HARDE", "CAPELLE AAN DEN IJSSEL"]),
        (clean_addition, ["a-2", "ii", "HS"]),
    ):
        for text in texts:
            assert clean(clean(text)) == clean(text)
