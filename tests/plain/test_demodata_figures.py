"""The demo member files: the paper's figures exactly."""

from collections import Counter
from datetime import date

import pytest
from member_files import TODAY, YEAR_COLUMNS, average, by_type, cents, day, loans_of_year, rounded

from odoo.addons.bzk_library.demodata import composition, schema

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
