"""The demo files of activities and orders: the paper's table exactly, and years as they come."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime

import pytest

from odoo.addons.bzk_library.demodata import activities, sales, schema, tickets
from odoo.addons.bzk_library.demodata.programme import MONTHS, PROGRAMME

TODAY = date(2026, 11, 22)
BRANCHES = {"HLC": 5, "HEE": 2, "ZVT": 1}
MEMBERS = [
    tickets.Person(
        f"Anna{number}", "van", "Dijk", f"anna{number}@mail.example", "", f"{number:014}"
    )
    for number in range(500)
]
FAMILIES = [
    (
        MEMBERS[number],
        tickets.Person(f"Bo{number}", "van", "Dijk", "", "", "", date(2009, 5, number % 28 + 1)),
    )
    for number in range(100)
]
#: As printed: visitors, revenue, activities, visitors per activity.
PRINTED = """
2014 8.054 14.928 296 27,2
2015 9.474 13.214 381 24,9
2016 9.408 13.027 450 20,9
2017 12.386 10.426 558 22,2
2018 13.457 5.790 775 17,4
"""


def read(path):
    with path.open(encoding=schema.ENCODING, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=schema.DELIMITER))


def moment(text):
    return datetime.strptime(text, "%d-%m-%Y %H:%M")


def cents(text):
    return int(text.replace(",", ""))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sales")
    return sales.write_sales(folder, TODAY, BRANCHES, MEMBERS, FAMILIES)


@pytest.fixture(scope="module")
def held(written):
    """Activities by number, with the rows of their orders."""
    found = {row["Nummer"]: row | {"lines": []} for row in read(written[sales.ACTIVITIES].path)}
    for row in read(written[sales.TICKETS].path):
        found[row["Activiteitnummer"]]["lines"].append(row)
    return found


def valid(activity):
    return [
        row
        for row in activity["lines"]
        if row["Bestelstatus"] == "betaald" and row["Ticketstatus"] == "geldig"
    ]


def visitors(activity):
    """Who came by the rules of the reports: checked in, counted, estimated, or else booked."""
    booked = valid(activity)
    came = sum(bool(row["Ingecheckt"]) for row in booked)
    told = [activity[name] for name in ("Geteld", "Geschat") if activity[name]]
    return came + sum(map(int, told)) if came or told else len(booked)


def of_year(held, year):
    return [
        activity
        for activity in held.values()
        if moment(activity["Begin"]).year == year and activity["Vervallen"] == "nee"
    ]


@pytest.mark.parametrize("line", PRINTED.strip().split("\n"))
def test_a_year_is_that_of_the_paper(held, line):
    year, *figures = line.split()
    number, revenue, count, average = (
        float(text.replace(".", "").replace(",", ".")) for text in figures
    )
    rows = of_year(held, int(year))
    assert len(rows) == count
    assert sum(map(visitors, rows)) == number
    assert sum(cents(row["Prijs"]) for item in rows for row in valid(item)) == revenue * 100
    assert round(number / count, 1) == average
    assert activities.PAPER[int(year)][:3] == (number, revenue, count)


def test_orders_add_up(held):
    orders = defaultdict(list)
    for activity in held.values():
        for row in activity["lines"]:
            orders[row["Bestelnummer"]].append(row)
    states = Counter()
    for rows in orders.values():
        first = rows[0]
        head = tickets.HEADER[2:13]
        assert all(row[name] == first[name] for row in rows for name in head)
        assert [int(row["Positie"]) for row in rows] == list(range(1, len(rows) + 1))
        total, fee = cents(first["Totaal"]), cents(first["Kosten"])
        paid, back = cents(first["Betaald"]), cents(first["Terugbetaald"])
        state = first["Bestelstatus"]
        states[state] += 1
        if state == "betaald":
            assert paid - back == total
            assert total - fee == sum(
                cents(row["Prijs"]) for row in rows if row["Ticketstatus"] == "geldig"
            )
        elif state == "geannuleerd":
            assert paid == back == total
        else:
            assert paid == back == 0
        assert bool(first["Bevestigd"]) == (state == "betaald")
    assert set(states) == {"betaald", "geannuleerd", "verlopen", "openstaand"}
    assert states["betaald"] > 0.9 * len(orders)


def test_codes_are_unique(held):
    codes = [row["Ticketcode"] for activity in held.values() for row in activity["lines"]]
    assert len(codes) == len(set(codes)) and all(codes)
    assert len(held) == len(set(held))


def test_what_is_coming_has_not_happened(held):
    coming = [item for item in held.values() if moment(item["Begin"]).date() >= TODAY]
    assert len(coming) > 50
    assert not any(item["Geteld"] or item["Geschat"] for item in coming)
    lines = [row for item in coming for row in item["lines"]]
    assert not any(row["Ingecheckt"] for row in lines)
    assert any(row["Bestelstatus"] == "openstaand" for row in lines)
    full = [
        item for item in coming if item["Plaatsen"] and len(valid(item)) == int(item["Plaatsen"])
    ]
    assert len(full) == sales.FULL
    until = datetime(TODAY.year, TODAY.month, TODAY.day)
    assert all(
        moment(row["Besteldatum"]) < min(moment(item["Begin"]), until)
        for item in held.values()
        for row in item["lines"]
    )


def test_all_ways_of_knowing_who_came(held):
    rows = of_year(held, 2018)
    for name in ("Geteld", "Geschat"):
        assert sum(bool(row[name]) for row in rows) > 20
    scanned = [row for row in rows if any(line["Ingecheckt"] for line in row["lines"])]
    away = sum(not line["Ingecheckt"] for row in scanned for line in valid(row))
    assert 0.08 < away / sum(len(valid(row)) for row in scanned) < 0.16
    assert len(scanned) < sum(bool(valid(row)) for row in rows)
    both = [row for row in scanned if row["Geteld"]]
    assert both, "some came without a ticket"


def test_some_of_the_last_have_no_number_yet(held):
    rows = [
        row
        for row in of_year(held, TODAY.year)
        if moment(row["Begin"]).date() < TODAY and not row["lines"]
    ]
    assert sum(not row["Geteld"] and not row["Geschat"] for row in rows) == sales.UNCOUNTED


def test_places_are_never_too_few(held):
    for activity in held.values():
        if activity["Plaatsen"]:
            assert len(valid(activity)) <= int(activity["Plaatsen"]), activity


def test_people_return_and_families_come(held):
    lines = [row for activity in held.values() for row in activity["lines"]]
    buyers = Counter(row["E-mail besteller"].lower() for row in lines if row["Positie"] == "1")
    assert 1.5 < sum(buyers.values()) / len(buyers) < 12
    assert sum(number > 1 for number in buyers.values()) > 0.2 * len(buyers)
    members = {member.email for member in MEMBERS}
    assert members & set(buyers) and set(buyers) - members
    children = [row for row in lines if row["Geboortedatum deelnemer"]]
    assert children and all(row["Naam deelnemer"].startswith("Bo") for row in children)
    assert any(not row["Naam deelnemer"] for row in lines)


def test_branches_and_codes(held):
    assert {row["Vestiging"] for row in held.values()} == set(BRANCHES)
    numbers = Counter(row["Vestiging"] for row in held.values())
    assert numbers["HLC"] > numbers["HEE"] > numbers["ZVT"]


def test_days_fit_and_summer_is_quiet(held):
    days = {item.title: item.days for item in PROGRAMME}
    for activity in held.values():
        assert str(moment(activity["Begin"]).weekday()) in days[activity["Activiteit"]]
    months = Counter(moment(row["Begin"]).month for row in of_year(held, 2018))
    assert months[7] + months[8] < 0.1 * 775 and len(months) == len(MONTHS)


def test_the_same_arguments_give_the_same_bytes(written, tmp_path):
    again = sales.write_sales(tmp_path, TODAY, BRANCHES, MEMBERS, FAMILIES)
    for name, file in written.items():
        assert file.path.read_bytes() == again[name].path.read_bytes()


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 7, 31), date(2028, 2, 29)])
@pytest.mark.parametrize("share", [0.005, 0.1])
def test_any_size_on_any_day(tmp_path, today, share):
    files = sales.write_sales(tmp_path, today, {"A": 1}, MEMBERS[:3], [], share, paper=False)
    assert files[sales.ACTIVITIES].rows and files[sales.TICKETS].rows


def test_without_members(tmp_path):
    files = sales.write_sales(tmp_path, TODAY, {"A": 1}, [], [], 0.05, paper=False)
    assert files[sales.TICKETS].rows
