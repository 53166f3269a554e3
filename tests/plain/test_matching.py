"""Two people compared: what is certain, what a person must look at, and who stays apart."""

from datetime import date

import pytest

from odoo.addons.bzk_customer.matching import compare, describe
from odoo.addons.bzk_customer.matching.compare import compare_births, fitting_initials
from odoo.addons.bzk_customer.matching.names import (
    fold,
    parse_first_name,
    parse_initials,
    parse_surname,
    similar,
    within,
)
from odoo.addons.bzk_customer.matching.weights import DOUBTS, POINTS, STRONG, WEAK

TODAY = date(2026, 11, 22)
ANNA = {
    "initials": "A.B.",
    "firstname": "Anna",
    "infix": "van der",
    "lastname": "Berg",
    "birthdate": "1980-02-03",
    "zip": "2011 AB",
    "street_name": "Grote Markt",
    "street_number": "2",
    "street_number2": "A",
    "email": "anna.berg@example.org",
    "phone": "+31612345678",
    "gender": "f",
}
#: What a family shares.
HOME = {
    name: ANNA[name] for name in ("infix", "lastname", "zip", "street_number", "email", "phone")
}
ELSEWHERE = {"zip": "1181 XY", "street_number": "77", "street_number2": "", "street_name": "Dorp"}
UNREACHED = {"email": "", "phone": ""}


def judge(one, other):
    one, other = describe(one, TODAY), describe(other, TODAY)
    verdict = compare(one, other)
    assert verdict == compare(other, one)  # whoever comes first
    return verdict


def outcome(one, other):
    return judge(one, other).outcome


def codes(one, other):
    return [code for code, _parameters in judge(one, other).reasons]


# ------------------------------------------------------------------ one person
def test_the_same_details_are_certain_and_full_marks():
    verdict = judge(ANNA, ANNA)
    assert verdict.outcome == "certain"
    assert verdict.score == 100
    assert [code for code, _parameters in verdict.reasons] == [
        "birthdate_same",
        "firstname_same",
        "lastname_same",
        "address_same",
        "email_same",
        "phone_same",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"infix": "", "lastname": "van der Berg"},
        {"infix": "", "lastname": "Berg, van der"},
        {"infix": "", "lastname": "Berg van der"},
        {"infix": "", "lastname": "Vanderberg"},
        {"infix": "van den"},
        {"infix": ""},
        {"infix": "v.d."},
        {"lastname": "BERG"},
        {"lastname": "Berg-de Vries"},
        {"lastname": "de Vries-van der Berg", "infix": ""},
        {"lastname": "Bérg"},
        {"lastname": "Bergh"},
        {"firstname": "Annie"},
        {"firstname": "Anna Maria"},
        {"firstname": ""},
        {"firstname": "ANNA"},
        {"firstname": "Ánna"},
        {"initials": "A."},
        {"initials": ""},
        {"email": ""},
        {"phone": ""},
        {"street_number2": ""},
        {**ELSEWHERE},
        {**UNREACHED},
        {"gender": ""},
        {"birthdate": "1980-03-02"},
        {"birthdate": "1981-02-03"},
    ],
)
def test_one_person_written_otherwise_is_certain(changes):
    assert outcome(ANNA, ANNA | changes) == "certain"


@pytest.mark.parametrize(
    "changes",
    [
        {"firstname": "Annie", "initials": ""},
        {"firstname": "Anan"},
        {"firstname": "Anna Maria", "initials": "A."},
        {"firstname": "", "initials": "A."},
        {"birthdate": None},
        {"birthdate": "1900-01-01"},
        {"birthdate": "1980-02-13"},
        {"birthdate": "1908-02-03"},
        {"birthdate": "1980-01-01"},
        {"birthdate": "1980-11-27"},
        {"infix": "", "lastname": "Jansen"},
        {"infix": "", "lastname": "Jansen", **ELSEWHERE, "email": ""},
        {"gender": "m"},
        {"initials": "A.C."},
        {**ELSEWHERE, **UNREACHED},
        {**ELSEWHERE, **UNREACHED, "firstname": "", "initials": "A."},
        {**ELSEWHERE, "email": "", "birthdate": None},
        {"firstname": "van der Berg", "infix": "", "lastname": "Anna"},
        {"lastname": "Berg-Jansen", "infix": "", "firstname": "", "initials": "A."},
    ],
)
def test_a_person_looks_at_what_may_be_one(changes):
    assert outcome(ANNA, ANNA | changes) == "likely"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birthdate": "1980-03-02"}, "birthdate_swapped"),
        ({"birthdate": "1979-02-03"}, "birthdate_year_off"),
        ({"birthdate": "1980-02-23"}, "birthdate_typo"),
        ({"birthdate": "1980-01-01"}, "birthdate_year_only"),
        ({"firstname": "Annie"}, "firstname_alike"),
        ({"firstname": "", "initials": "A."}, "initials_fit"),
        ({"lastname": "Bergman-Berg"}, "lastname_part"),
        ({"lastname": "Bergh"}, "lastname_typo"),
        ({"infix": "", "lastname": "Jansen"}, "lastname_differs"),
        ({"street_number2": ""}, "address_flat"),
        ({"street_number2": "B"}, "address_addition_differs"),
        ({"zip": "2011 BA"}, "address_street"),
        ({"street_number": "4"}, "postcode_same"),
        ({"email": "anna.berg@exmaple.org"}, "email_alike"),
        ({"email": "anna.brg@example.org"}, "email_alike"),
        ({"phone": "+31612354678"}, "phone_alike"),
        ({"initials": "A.C."}, "initials_differ"),
        ({"gender": "m"}, "gender_differs"),
        ({"lastname": "Berg sr."}, "senior_junior"),
    ],
)
def test_the_reason_is_told(changes, code):
    assert code in codes(ANNA, ANNA | changes)


def test_first_name_and_surname_in_each_others_place():
    one = {"firstname": "Khalil", "lastname": "Darwish", "birthdate": "1990-05-06"}
    other = {"firstname": "Darwish", "lastname": "Khalil", "birthdate": "1990-05-06"}
    assert outcome(one, other) == "likely"
    assert "names_swapped" in codes(one, other)


def test_a_calling_name_that_is_not_the_first_initial():
    one = ANNA | {"initials": "W.J.", "firstname": "Wilhelmina"}
    other = ANNA | {"initials": "W.J.", "firstname": "Roosje"}
    assert outcome(one, other) == "certain"
    assert outcome(one, other | {"initials": ""}) == "different"


def test_initials_alone_are_certain_for_the_grown_only():
    bare = {"firstname": "", "phone": ""}
    assert outcome(ANNA, ANNA | bare) == "certain"
    child = {"birthdate": "2015-02-03"}
    assert outcome(ANNA | child, ANNA | bare | child) == "likely"


def test_initials_alone_need_more_than_a_home():
    landline = {"phone": "+31235115300", "email": ""}
    bare = {"firstname": "", "initials": "A.B."}
    assert outcome(ANNA | landline, ANNA | landline | bare) == "likely"
    assert outcome(ANNA | {"email": ""}, ANNA | bare) == "certain"
    assert outcome(ANNA | landline, ANNA | landline | {"firstname": "Annabel"}) == "certain"
    assert outcome(ANNA | landline, ANNA | landline | {"firstname": "Annie"}) == "likely"
    martin, maarten = {"firstname": "Martin"}, {"firstname": "Maarten"}
    assert outcome(ANNA | landline | martin, ANNA | landline | maarten) == "likely"


# ------------------------------------------------------------------ others
@pytest.mark.parametrize(
    "other",
    [
        # Nothing but what a family shares.
        HOME,
        HOME | {"firstname": "Fam."},
        HOME | {"firstname": "Bram"},
        HOME | {"initials": "B."},
        # Parent and child, also with the same name or initials.
        HOME | {"firstname": "Anna", "birthdate": "2008-05-06"},
        HOME | {"initials": "A.B.", "birthdate": "2008-05-06"},
        HOME | {"initials": "A.", "birthdate": "1950-12-30", "gender": "f"},
        # Twins.
        HOME | {"firstname": "Bo", "initials": "B.", "birthdate": "1980-02-03"},
        HOME | {"firstname": "Sara", "birthdate": "1980-02-03", "gender": "f"},
        HOME | {"firstname": "Arie", "initials": "A.B.", "birthdate": "1980-02-03"},
        HOME | {"firstname": "Ad", "initials": "A.", "birthdate": "1980-02-03", "gender": "m"},
        HOME | {"initials": "A.", "birthdate": "1980-02-03", "gender": "m"},
        # Namesakes at one address and elsewhere.
        HOME | {"firstname": "Anna", "birthdate": "1955-08-09"},
        HOME | {"firstname": "Anna", "initials": "A.B.", "birthdate": "1983-08-09"},
        HOME | {"firstname": "Anna", "lastname": "Berg jr."} | {"birthdate": "2008-01-09"},
        ANNA | ELSEWHERE | UNREACHED | {"birthdate": "1981-02-03"},
        ANNA | ELSEWHERE | UNREACHED | {"birthdate": None},
        ANNA | ELSEWHERE | UNREACHED | {"initials": "A.D."},
        {"firstname": "Anna", "birthdate": "1980-02-03"},
        {"firstname": "Anna", "lastname": "Jansen", "birthdate": "1980-02-03"},
    ],
)
def test_others_stay_apart(other):
    assert outcome(ANNA, other) == "different"


def test_senior_and_junior_without_birth_date():
    one, other = HOME | {"firstname": "Jan"}, HOME | {"firstname": "Jan"}
    assert outcome(one | {"lastname": "Berg sr."}, other | {"lastname": "Berg jr"}) == "different"
    assert outcome(one | {"lastname": "Berg sr."}, other) == "likely"


def test_nobody_is_certain_without_a_birth_date():
    bare = ANNA | {"birthdate": None}
    assert outcome(bare, ANNA) == outcome(bare, bare) == "likely"


def test_a_first_of_january_at_one_address_is_no_birth_date_of_ones_own():
    many = ANNA | {"birthdate": "1990-01-01", **UNREACHED}
    assert outcome(many, many) == "likely"
    assert outcome(many | {"phone": ANNA["phone"]}, many | {"phone": ANNA["phone"]}) == "certain"


def test_nothing_known_is_nobody():
    assert outcome({}, {}) == "different"
    assert outcome({}, ANNA) == "different"
    assert outcome({"firstname": "??", "lastname": "-"}, ANNA) == "different"


# ------------------------------------------------------------------ parts
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("IJsbrand Çelik", "ysbrand celik"),
        ("Łukasz Størm", "lukasz storm"),
        ("Weiß", "weiss"),
        ("Yıldız", "yildiz"),
        ("Dĳk", "dyk"),
        ("İpek", "ipek"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("infix", "lastname", "words"),
    [
        ("van der", "Berg", {"berg"}),
        ("", "Berg-van der Meer", {"berg", "meer"}),
        ("in 't", "Veld", {"veld"}),
        ("", "d'Hondt", {"hondt"}),
        ("", "O'Brien", {"brien"}),
        ("", "Te", {"te"}),
        ("van", "Le", {"le"}),
        ("", "Jansen e.v. de Boer", {"jansen", "boer"}),
        ("de", "Heer", {"heer"}),
        ("", "", set()),
    ],
)
def test_surnames(infix, lastname, words):
    assert parse_surname(infix, lastname).words == words


@pytest.mark.parametrize(
    ("text", "letters"),
    [("A.B.", "ab"), ("Th.J.", "tj"), ("IJ.A.", "ya"), ("JP", "jp"), ("a.b.", "ab"), ("", "")],
)
def test_initials(text, letters):
    assert parse_initials(text) == letters


def test_initials_in_the_column_of_the_first_name():
    assert parse_first_name("J.P.") == (parse_first_name("")[0], "jp")
    assert parse_first_name("Jan-Peter")[0].solid == "janpeter"


@pytest.mark.parametrize(
    ("letters", "other", "fit"),
    [
        ("a", "ab", True),
        ("abc", "ac", True),
        ("ab", "ac", False),
        ("b", "ab", False),
        ("ab", "ba", False),
    ],
)
def test_fitting_initials(letters, other, fit):
    assert fitting_initials(letters, other) is fit
    assert fitting_initials(other, letters) is fit


@pytest.mark.parametrize(
    ("text", "other", "near"),
    [
        ("jansen", "janssen", True),
        ("jansen", "jasnen", True),
        ("vos", "bos", False),
        ("smit", "smid", True),
        ("haan", "laan", False),
        ("emma", "ema", True),
        ("julia", "ujlia", True),
        ("tim", "tom", False),
        ("hendriksen", "hendrixsen", True),
        ("hendriks", "hendricks", True),
        ("bakker", "dekker", False),
    ],
)
def test_similar(text, other, near):
    assert similar(text, other) is near
    assert similar(other, text) is near


def test_within_agrees_with_the_textbook():
    def distance(text, other):
        rows = [list(range(len(other) + 1))]
        for i, char in enumerate(text, 1):
            rows.append([i])
            for j, other_char in enumerate(other, 1):
                best = min(
                    rows[i - 1][j] + 1,
                    rows[i][j - 1] + 1,
                    rows[i - 1][j - 1] + (char != other_char),
                )
                if i > 1 and j > 1 and char == other[j - 2] and text[i - 2] == other_char:
                    best = min(best, rows[i - 2][j - 2] + 1)
                rows[i].append(best)
        return rows[-1][-1]

    words = [a + b + c + d for a in " ab" for b in " ba" for c in "ab" for d in " bac"]
    words = [word.replace(" ", "") for word in words]
    for text in words:
        for other in words:
            for limit in (0, 1, 2):
                assert within(text, other, limit) is (distance(text, other) <= limit)


@pytest.mark.parametrize(
    ("born", "other", "code"),
    [
        ((1980, 2, 3), (1980, 2, 3), "birthdate_same"),
        ((1980, 2, 3), (1980, 3, 2), "birthdate_swapped"),
        ((1980, 2, 3), (1979, 2, 3), "birthdate_year_off"),
        ((1985, 2, 3), (1958, 2, 3), "birthdate_typo"),
        ((1915, 2, 3), (2015, 2, 3), "birthdate_typo"),
        ((1980, 2, 3), (1980, 2, 13), "birthdate_typo"),
        ((1980, 2, 3), (1980, 2, 14), "birthdate_differs"),
        ((1980, 2, 3), (1982, 2, 4), "birthdate_differs"),
        ((1980, 2, 3), None, ""),
    ],
)
def test_births(born, other, code):
    assert compare_births(born, other) == compare_births(other, born) == code


def test_the_weights_fit_together():
    assert STRONG < WEAK <= POINTS.keys()
    assert not DOUBTS - POINTS.keys() - {"lastname_differs"}
    most = [points for code, points in POINTS.items() if code.endswith("_same")]
    assert sum(most) - POINTS["postcode_same"] == 100


# ------------------------------------------------------------------ found by trying
def test_namesakes_in_a_shelter_are_looked_at():
    shelter = {**ELSEWHERE, **UNREACHED, "firstname": "Mohammed", "lastname": "Ali"}
    shelter["birthdate"] = "1990-01-01"
    for shared in ({"phone": "+31235115300"}, {"email": "balie@example.org"}):
        assert outcome({**shelter, **shared}, {**shelter, **shared}) == "likely"
    assert outcome(*[{**shelter, "phone": "+31612345678"}] * 2) == "certain"


def test_twins_named_after_one_grandfather_are_looked_at():
    home = {**ANNA, **UNREACHED, "initials": "H.J.", "birthdate": "1950-01-20", "gender": ""}
    him, her = {**home, "firstname": "Hendrik"}, {**home, "firstname": "Hendrika"}
    assert outcome(him, her) == "likely"
    assert outcome({**him, "gender": "m"}, her) == "likely"
    assert outcome({**her, "gender": "f"}, {**her, "gender": "f"}) == "certain"
