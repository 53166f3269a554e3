"""The demo member files: people as they come."""

import re
from collections import Counter, defaultdict

import phonenumbers
import pytest
from member_files import TODAY, address, age_on, average, born, by_key, by_type, day, loans_of_year

from odoo.addons.bzk_library.demodata import composition, places, schema, weekly


def test_numbers_are_unique_text_with_leading_zeros(full):
    rows = full[schema.CURRENT] + full[schema.LEAVERS]
    assert all(len(row["LENERNUMMER"]) == 8 and row["LENERNUMMER"].isdigit() for row in rows)
    assert all(len(row["PASNUMMER"]) == 14 and row["PASNUMMER"].isdigit() for row in rows)
    assert any(row["LENERNUMMER"].startswith("000") for row in rows)
    people = by_key(rows)
    assert len({row["PASNUMMER"] for row in people.values()}) == len(people)
    assert len(people) == composition.MEMBERS_TOTAL + composition.LOST_TOTAL


def test_older_memberships_have_lower_numbers_and_come_first(members):
    numbers = [row["LENERNUMMER"] for row in members]
    starts = [day(row["INGANGSDATUM"]) for row in members]
    assert numbers == sorted(numbers)
    assert starts == sorted(starts)


def test_five_rows_stand_under_a_number_that_was_there(full):
    rows = full[schema.CURRENT]
    assert len(rows) == composition.MEMBERS_TOTAL + 5
    assert len(by_key(rows)) == composition.MEMBERS_TOTAL


def test_dates_follow_each_other(full, members):
    for row in members + full[schema.LEAVERS]:
        start, end = day(row["INGANGSDATUM"]), row["EINDDATUM"]
        end = day(end) if end else TODAY
        birth = born(row) or start
        last = day(row["LAATSTE_UITLENING"]) if row["LAATSTE_UITLENING"] else start
        assert birth <= start <= last <= end <= TODAY, row
        if row["ABONNEMENT"] != "DIGIKB":
            total = int(row["UITLENINGEN_TOTAAL"])
            assert bool(total) == bool(row["LAATSTE_UITLENING"]), row
            assert loans_of_year(row) <= total, row
            if loans_of_year(row):
                assert last.year == TODAY.year, row


@pytest.mark.parametrize(
    ("code", "youngest", "oldest"),
    [
        ("JEUGD", 0, 17),
        ("VOLW", 18, 99),
        ("NT2", 18, 65),
        ("VRIEND", 40, 99),
        ("BAH", 70, 99),
        ("LEERLING", 4, 17),
    ],
)
def test_ages_fit_the_type(full, members, code, youngest, oldest):
    for row in members + full[schema.LEAVERS]:
        if row["ABONNEMENT"] == code and born(row):
            when = day(row["EINDDATUM"]) if row["EINDDATUM"] else TODAY
            if row["REDEN"] == "18 jaar geworden":
                assert age_on(born(row), when) == 18
            else:
                assert youngest <= age_on(born(row), when) <= oldest, row


def test_loans_are_skewed(members):
    loans = sorted(loans_of_year(row) for row in by_type(members)["VOLW"])
    assert loans[len(loans) // 2] < 0.8 * average(loans)
    assert loans[-1] > 5 * average(loans)


def test_last_loans_are_spread_over_the_year_with_most_of_late(members):
    last = [row["LAATSTE_UITLENING"] for row in members if row["LAATSTE_UITLENING"]]
    days = sorted((TODAY - day(text)).days for text in last)
    assert days[-1] > 150
    assert 5 < days[len(days) // 2] < 75


def test_households_share_an_address_a_name_and_an_email(members):
    homes = defaultdict(list)
    for row in members:
        homes[address(row)].append(row)
    shared = [rows for rows in homes.values() if len(rows) > 1]
    assert sum(map(len, shared)) > 0.5 * len(members)
    assert max(map(len, shared)) <= 6
    same_name = [len({row["NAAM"].lower() for row in rows}) == 1 for rows in shared]
    assert average(same_name) > 0.6
    children = [[row for row in rows if row["ABONNEMENT"] == "JEUGD"] for rows in shared]
    families = [rows for rows in children if len(rows) > 1]
    one_email = [
        len({row["EMAIL"] for row in rows if row["EMAIL"]}) == 1
        and sum(bool(row["EMAIL"]) for row in rows) > 1
        for rows in families
    ]
    assert average(one_email) > 0.4
    twins = [rows for rows in families if len({row["GEBOORTEDATUM"] for row in rows}) < len(rows)]
    assert 50 < len(twins) < 1000


def test_an_email_is_shared_within_a_household_only(members):
    homes = defaultdict(set)
    for row in members:
        if "@" in row["EMAIL"]:
            homes[row["EMAIL"].lower()].add(address(row)[0])
    assert len(homes) > 20_000
    # All but the few faulty postcodes agree.
    assert sum(len(found) > 1 for found in homes.values()) < 60


def test_payers_are_adults_of_the_household(members):
    people = by_key(members)
    paid = [row for row in members if row["BETALER"]]
    young = [row for row in paid if row["ABONNEMENT"] == "JEUGD"]
    assert 0.2 < len(young) / composition.MEMBERS["JEUGD"].members < 0.6
    for row in paid:
        payer = people[row["BETALER"]]
        assert payer["ABONNEMENT"] not in ("JEUGD", "LEERLING")
    elsewhere = sum(people[row["BETALER"]]["ADRES"] != row["ADRES"] for row in paid)
    assert elsewhere < 40  # streets with a typing error


def test_there_are_namesakes(members):
    names = Counter((row["ROEPNAAM"], row["VOORVOEGSEL"], row["NAAM"]) for row in members)
    assert names.most_common(1)[0][1] > 5


def test_learners_of_dutch_come_from_elsewhere(members):
    names = {row["NAAM"].title() for row in by_type(members)["NT2"]}
    assert not names & {"Jansen", "Bakker", "Visser", "Vries", "Smit", "Mulder"}
    assert {"Yılmaz", "Haddad", "Shevchenko", "Nowak"} <= names


def test_names_come_in_many_forms(members):
    def share(condition):
        return average(map(condition, members))

    assert 0.15 < share(lambda row: bool(row["VOORVOEGSEL"])) < 0.35
    assert 0.005 < share(lambda row: row["NAAM"].isupper()) < 0.04
    assert 0.002 < share(lambda row: row["NAAM"].islower()) < 0.03
    assert 0.002 < share(lambda row: row["NAAM"].startswith(("van ", "de ", "den "))) < 0.03
    assert any("-" in row["NAAM"] for row in members)
    assert any(not row["NAAM"].isascii() for row in members)


def test_mail_reaches_nobody(full, members):
    with_email = [row["EMAIL"].lower() for row in members if row["EMAIL"]]
    assert 0.6 < len(with_email) / len(members) < 0.8
    strange = [email for email in with_email if not email.endswith(".example")]
    assert 0 < len(strange) < len(members) / 1500
    for rows in full.values():
        for row in rows:
            local, _at, domain = row["EMAIL"].partition("@")
            if domain and not domain.lower().endswith(".example"):
                assert len(local) == 12 and not any(vowel in local for vowel in "aeiou")


def test_postcodes_branches_and_towns_belong_together(members):
    areas, main, _share = places.LIBRARIES["zuid-kennemerland"]
    towns = {str(area.pc4): area for area in areas}
    wrong = 0
    for row in members:
        postcode = row["POSTCODE"].replace(" ", "").upper()
        if not re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", postcode) or postcode[4:] in ("SA", "SD", "SS"):
            wrong += 1
            continue
        area = towns[postcode[:4]]
        assert row["WOONPLAATS"].upper() == area.town.upper()
        assert row["VESTIGING"] in (main, area.branch)
    assert wrong == round(composition.MEMBERS_TOTAL / 2000)
    assert {row["VESTIGING"] for row in members} == {
        "HLC", "HLN", "HLO", "HLS", "HLD", "HEE", "BLO", "BEN", "ZVT",
    }  # fmt: skip


def test_an_address_is_of_one_household(members):
    keys = defaultdict(set)
    for row in members:
        postcode, number, street = address(row)
        if len(postcode) == 6:
            keys[postcode, number.rstrip("ABabdhirswzI")].add(street)
    shared = [streets for streets in keys.values() if len(streets) > 1]
    assert len(shared) < 60  # only the faulty postcodes


def test_telephone_numbers_are_valid_but_for_the_faulty(members):
    texts = [row["TELEFOON"] for row in members if row["TELEFOON"]][::5]
    wrong = []
    for text in texts:
        try:
            number = phonenumbers.parse(text, "NL")
        except phonenumbers.NumberParseException:
            wrong.append(text)
            continue
        if not phonenumbers.is_valid_number(number):
            wrong.append(text)
    assert set(wrong) <= set(weekly.WRONG_PHONES)
    forms = {"".join("9" if char.isdigit() else char for char in text) for text in texts}
    assert len(forms) > 12


def test_each_fault_is_there(members):
    number = round(len(members) / 2000)
    assert sum(born(row) is None for row in members) == 2 * number
    assert sum("@" not in row["EMAIL"] and bool(row["EMAIL"]) for row in members) == number
    assert any(row["GEBOORTEDATUM"] == "-1" for row in members)
    postcodes = [row["POSTCODE"].replace(" ", "") for row in members]
    assert (
        sum(len(code) != 6 or code[0] == "0" or code[-2:] == "SS" for code in postcodes) == number
    )
