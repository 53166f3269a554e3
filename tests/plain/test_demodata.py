"""The demo member files: the paper's figures exactly, and people as they come."""

import csv
import hashlib
import re
from collections import Counter, defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import phonenumbers
import pytest

from odoo.addons.bzk_library.demodata import composition, generate, places, schema, weekly

TODAY = date(2026, 7, 1)
YEAR_COLUMNS = [schema.genre_column(2026, genre) for genre in schema.GENRES]


def read(path):
    with path.open(encoding=schema.ENCODING, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=schema.DELIMITER))


def day(text):
    return datetime.strptime(text, "%d-%m-%Y").date()


def cents(text):
    return int(text.replace(",", "")) if text else 0


def rounded(value, digits=1):
    """Round half up, as the paper, the web client and PostgreSQL's numeric do."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def average(values):
    values = list(values)
    return sum(values) / len(values)


def loans_of_year(row):
    return sum(int(row[column]) for column in YEAR_COLUMNS)


def by_key(rows):
    """Rows by number at the library; the first row under a number counts."""
    found = {}
    for row in rows:
        found.setdefault(row["LENERNUMMER"], row)
    return found


def by_type(rows):
    found = defaultdict(list)
    for row in rows:
        found[row["ABONNEMENT"]].append(row)
    return found


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Zuid-Kennemerland in full: file name -> rows."""
    written = generate(tmp_path_factory.mktemp("full"), "zuid-kennemerland", TODAY)
    return {name: read(file.path) for name, file in written.items()}


@pytest.fixture(scope="module")
def members(full):
    return list(by_key(full[schema.CURRENT]).values())


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A tenth of it."""
    written = generate(tmp_path_factory.mktemp("small"), "zuid-kennemerland", TODAY, 6457)
    return {name: read(file.path) for name, file in written.items()}


# ---------------------------------------------------------------- the paper's tables
# As printed: members, value, loans, loans without non-borrowers, years, % never borrowed.
PAPER = """
JEUGD 37.405 14.121 8,4 9,1 6,0 7,6
VOLW 24.858 1.044.736 17,8 18,5 12,8 3,6
OVERIG 1.066 0 12,8 13,4 10,7 4,6
NT2 905 0 3,9 5,1 1,5 23,6
VRIEND 162 15.283 33,2 33,6 17,4 1,2
BAH 101 4.098 43,4 43,8 14,3 1,0
"""
# As printed: members, years, loans ever, months since the last loan, % never borrowed.
PAPER_LOST = """
VOLW 4.474 9,1 189,5 23,8 11
JEUGD 2.265 7,7 71,7 35,9 20
LEERLING 3.163 3,0 1,0 25,9 75
VRIEND 4 14,5 380,3 6,6 25
NT2 641 1,3 8,3 13,7 28
BAH 10 14,3 1108,1 12,1 0
OVERIG 279 3,3 71,5 17,5 14
"""


@pytest.mark.parametrize(
    ("printed", "data"), [(PAPER, composition.MEMBERS), (PAPER_LOST, composition.LOST)]
)
def test_the_figures_are_those_printed(printed, data):
    for line in printed.split("\n")[1:-1]:
        code, *figures = line.split()
        numbers = [float(text.replace(".", "").replace(",", ".")) for text in figures]
        assert list(data[code]) == numbers, code


def test_the_totals_are_those_printed():
    members, lost = composition.MEMBERS, composition.LOST
    assert sum(row.members for row in members.values()) == composition.MEMBERS_TOTAL == 64_573
    assert sum(row.members for row in lost.values()) == composition.LOST_TOTAL == 10_836
    paid = sum(row.value for code, row in members.items() if code != "DIGIKB")
    assert paid == composition.VALUE_TOTAL == 1_078_279


def test_header(full):
    row = full[schema.CURRENT][0]
    assert tuple(row) == schema.header(2026)
    assert schema.header(2026)[16:19] == ("ABONNEMENT", "CONTRIBUTIE", "INGANGSDATUM")
    assert schema.header(2026)[-1] == "UITLENINGEN_2026_AV"
    assert all(tuple(rows[0]) == schema.header(2026) for rows in full.values())


@pytest.mark.parametrize("code", composition.MEMBERS)
def test_members_of_a_type_are_those_of_the_paper(members, code):
    paper = composition.MEMBERS[code]
    rows = by_type(members)[code]
    assert len(rows) == paper.members
    assert sum(cents(row["CONTRIBUTIE"]) for row in rows) == paper.value * 100
    years = average((TODAY - day(row["INGANGSDATUM"])).days / 365.25 for row in rows)
    assert rounded(years) == paper.years
    if paper.loans is None:
        assert {row[column] for row in rows for column in YEAR_COLUMNS} == {""}
        assert {row["UITLENINGEN_TOTAAL"] + row["LAATSTE_UITLENING"] for row in rows} == {""}
        return
    loans = [loans_of_year(row) for row in rows]
    never = [row for row in rows if row["UITLENINGEN_TOTAAL"] == "0"]
    assert rounded(average(loans)) == paper.loans
    assert rounded(100 * len(never) / len(rows)) == paper.never
    if paper.loans_borrowers is not None:
        assert rounded(sum(loans) / (len(rows) - len(never))) == paper.loans_borrowers


def test_members_together_are_those_of_the_paper(members):
    assert len(members) == composition.MEMBERS_TOTAL
    known = [row for row in members if row["ABONNEMENT"] != "DIGIKB"]
    assert sum(cents(row["CONTRIBUTIE"]) for row in known) == composition.VALUE_TOTAL * 100
    never = sum(row["UITLENINGEN_TOTAAL"] == "0" for row in known)
    loans = sum(map(loans_of_year, known))
    # The paper does not tell whether those whose loans are unknown count: it makes no difference.
    for number in (len(known), len(members)):
        assert rounded(loans / number) == composition.LOANS_AVERAGE
        assert rounded(100 * never / number) == composition.NEVER_AVERAGE
    years = average((TODAY - day(row["INGANGSDATUM"])).days / 365.25 for row in members)
    assert rounded(years) == composition.YEARS_AVERAGE


def lost_figures(rows):
    borrowed = [row for row in rows if row["UITLENINGEN_TOTAAL"] != "0"]
    ended = {id(row): day(row["EINDDATUM"]) for row in rows}
    return composition.Lost(
        len(rows),
        rounded(average((ended[id(r)] - day(r["INGANGSDATUM"])).days / 365.25 for r in rows)),
        rounded(average(int(row["UITLENINGEN_TOTAAL"]) for row in rows)),
        rounded(
            average(
                (ended[id(r)] - day(r["LAATSTE_UITLENING"])).days / (365.25 / 12) for r in borrowed
            )
        ),
        rounded(100 * (len(rows) - len(borrowed)) / len(rows), 0),
    )


@pytest.mark.parametrize("code", composition.LOST)
def test_lost_members_of_a_type_are_those_of_the_paper(full, code):
    assert lost_figures(by_type(full[schema.LEAVERS])[code]) == composition.LOST[code]


def test_lost_members_together_are_those_of_the_paper(full):
    rows = full[schema.LEAVERS]
    assert lost_figures(rows) == composition.LOST_AVERAGES
    ends = sorted(day(row["EINDDATUM"]) for row in rows)
    assert date(2025, 7, 1) < ends[0] and ends[-1] < TODAY
    per_month = Counter((end.year, end.month) for end in ends)
    assert len(per_month) == 12
    assert max(per_month.values()) < 2 * min(per_month.values())


def test_reasons_for_leaving_are_those_of_the_paper(full):
    reasons = Counter(row["REDEN"] for row in full[schema.LEAVERS])
    total = sum(reasons.values())
    assert set(reasons) == set(composition.REASONS)
    for reason, (share, *_rest) in composition.REASONS.items():
        assert rounded(100 * reasons[reason] / total, 0) == rounded(share, 0), reason
    for row in full[schema.LEAVERS]:
        types = composition.REASONS[row["REDEN"]][1]
        assert not types or row["ABONNEMENT"] in types


# ---------------------------------------------------------------- rows that make sense
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


def born(row):
    """The birth date, or None when it is one of the faulty ones."""
    try:
        found = day(row["GEBOORTEDATUM"])
    except ValueError:
        return None
    return found if found <= TODAY else None


def age_on(birth, when):
    return when.year - birth.year - ((when.month, when.day) < (birth.month, birth.day))


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


def address(row):
    place = row["POSTCODE"].replace(" ", "").upper(), row["HUISNUMMER"] + row["TOEVOEGING"]
    return (*place, row["ADRES"])


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


# ---------------------------------------------------------------- the next week
def differences(now, later):
    """Column -> number of members in whose row it differs."""
    found = Counter()
    for key in now.keys() & later.keys():
        found.update(column for column, text in now[key].items() if later[key][column] != text)
    return found


def test_next_week(full, members):
    now, later = by_key(full[schema.CURRENT]), by_key(full[schema.CURRENT_NEXT_WEEK])
    total = len(now)
    joined, left = later.keys() - now.keys(), now.keys() - later.keys()
    assert len(joined) == len(left) == round(total * 0.003)
    assert {row["LENERNUMMER"] for row in full[schema.LEAVERS_NEXT_WEEK]} == left
    for row in full[schema.LEAVERS_NEXT_WEEK]:
        assert 1 <= (day(row["EINDDATUM"]) - TODAY).days <= 7
    for key in joined:
        assert 1 <= (day(later[key]["INGANGSDATUM"]) - TODAY).days <= 7
    changed = differences(now, later)
    assert changed["EMAIL"] == round(total * 0.004)
    assert 0.075 < changed["UITLENINGEN_TOTAAL"] / total < 0.081
    assert changed["LAATSTE_UITLENING"] == changed["UITLENINGEN_TOTAAL"]
    assert 0.0012 < changed["POSTCODE"] / total < 0.003
    mended = changed["NAAM"] + changed["ADRES"] - changed["POSTCODE"]
    assert 0.0005 < mended / total < 0.0015
    untouched = set(schema.COLUMNS) - {
        "ADRES", "HUISNUMMER", "TOEVOEGING", "POSTCODE", "WOONPLAATS", "VESTIGING",
        "EMAIL", "NAAM", "UITLENINGEN_TOTAAL", "LAATSTE_UITLENING",
    }  # fmt: skip
    assert not untouched & changed.keys()


def test_next_week_loans_grow_together(full):
    now, later = by_key(full[schema.CURRENT]), by_key(full[schema.CURRENT_NEXT_WEEK])
    for key in now.keys() & later.keys():
        if now[key]["ABONNEMENT"] == "DIGIKB":
            continue
        grown = int(later[key]["UITLENINGEN_TOTAAL"]) - int(now[key]["UITLENINGEN_TOTAAL"])
        assert grown == loans_of_year(later[key]) - loans_of_year(now[key]) >= 0


def test_households_move_together(full):
    now, later = by_key(full[schema.CURRENT]), by_key(full[schema.CURRENT_NEXT_WEEK])
    moved = {
        key
        for key in now.keys() & later.keys()
        if len({now[key][c] == later[key][c] for c in ("POSTCODE", "HUISNUMMER")}) == 1
        and now[key]["POSTCODE"] != later[key]["POSTCODE"]
    }
    groups = defaultdict(set)
    for key in moved:
        groups[address(now[key])].add(address(later[key]))
    assert max(map(len, groups.values())) == 1
    assert len(groups) < len(moved)


def test_a_week_over_new_year_starts_a_new_running_year(tmp_path):
    written = generate(tmp_path, "hilversum", date(2026, 12, 29), 1500)
    now = by_key(read(written[schema.CURRENT].path))
    rows = read(written[schema.CURRENT_NEXT_WEEK].path)
    assert tuple(rows[0]) == schema.header(2027)
    for key, row in by_key(rows).items():
        if key in now and row["UITLENINGEN_TOTAAL"]:
            this_year = sum(int(row[schema.genre_column(2027, g)]) for g in schema.GENRES)
            before = int(now[key]["UITLENINGEN_TOTAAL"])
            assert int(row["UITLENINGEN_TOTAAL"]) == before + this_year


def test_the_first_day_of_a_year(tmp_path):
    written = generate(tmp_path, "hilversum", date(2027, 1, 1), 500)
    rows = read(written[schema.CURRENT].path)
    assert {row["LAATSTE_UITLENING"] for row in rows} == {"", "01-01-2027"}


# ---------------------------------------------------------------- scale and repetition
def digests(folder, *arguments, **options):
    written = generate(folder, *arguments, **options)
    return {
        name: hashlib.sha256(file.path.read_bytes()).hexdigest() for name, file in written.items()
    }


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    first = digests(tmp_path / "a", "amstelland", TODAY, 1200)
    assert digests(tmp_path / "b", "amstelland", TODAY, 1200) == first
    for number, other in enumerate(
        (
            digests(tmp_path / "c", "amstelland", TODAY, 1200, seed=1),
            digests(tmp_path / "d", "hilversum", TODAY, 1200),
            digests(tmp_path / "e", "amstelland", date(2026, 7, 2), 1200),
        )
    ):
        assert other[schema.CURRENT] != first[schema.CURRENT], number


def test_a_tenth_is_composed_alike(small):
    rows = list(by_key(small[schema.CURRENT]).values())
    assert len(rows) == 6457
    assert len(small[schema.LEAVERS]) == round(10_836 * 6457 / 64_573)
    types = by_type(rows)
    assert set(types) == set(composition.MEMBERS)
    for code, found in types.items():
        assert abs(len(found) - composition.MEMBERS[code].members / 10) < 2
    for code in ("JEUGD", "VOLW", "OVERIG"):
        paper = composition.MEMBERS[code]
        assert abs(average(map(loans_of_year, types[code])) - paper.loans) < 0.1
        value = sum(cents(row["CONTRIBUTIE"]) for row in types[code]) / 100
        assert abs(value - paper.value / 10) <= 50


@pytest.mark.parametrize("number", [0, 1, 7, 8, 25, 100, 999, 1000])
def test_any_number_of_members(tmp_path, number):
    written = generate(tmp_path, "amstelland", TODAY, number)
    rows = read(written[schema.CURRENT].path)
    assert len(by_key(rows)) == number
    assert written[schema.CURRENT].rows == len(rows) == number + (5 if number >= 1000 else 0)
    if number >= 8:
        assert {row["ABONNEMENT"] for row in rows} == set(composition.MEMBERS)
    branches = {area.branch for area in places.LIBRARIES["amstelland"][0]}
    assert {row["VESTIGING"] for row in rows} <= branches


@pytest.mark.parametrize("code", ["amstelland", "hilversum"])
def test_other_libraries_in_full(code):
    counts = composition.members_by_type(composition.LIBRARY_SIZES[code])
    assert sum(counts.values()) == {"amstelland": 31_200, "hilversum": 18_400}[code]
    assert min(counts.values()) == 1


def test_apportion_is_exact_and_leaves_nobody_out():
    assert composition.apportion({"a": 1, "b": 1, "c": 1}, 10) == {"a": 4, "b": 3, "c": 3}
    assert composition.apportion({"a": 1000, "b": 1}, 5) == {"a": 4, "b": 1}
    assert composition.apportion({"a": 2, "b": 1}, 1) == {"a": 1, "b": 0}


@pytest.mark.parametrize(("code", "number"), [("haarlem", 10), ("hilversum", -1)])
def test_impossible_arguments_are_refused(tmp_path, code, number):
    with pytest.raises(ValueError, match="unknown library|members must be"):
        generate(tmp_path / "none", code, TODAY, number)
    assert not (tmp_path / "none").exists()
