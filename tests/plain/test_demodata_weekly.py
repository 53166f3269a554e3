"""The demo member files: the next week, any size, the same bytes each time."""

import hashlib
from collections import Counter, defaultdict
from datetime import date

import pytest
from member_files import TODAY, address, average, by_key, by_type, cents, day, loans_of_year, read

from odoo.addons.bzk_library.demodata import composition, generate, places, schema


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
