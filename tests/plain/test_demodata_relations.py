"""The demo's list of schools and a colleague's spreadsheet of contacts."""

import csv
from collections import Counter
from datetime import date

import openpyxl
import pytest
from stdnum.nl import brin

from odoo.addons.bzk_library.demodata import contacts, schools, visits

TODAY = date(2026, 11, 22)
LIBRARIES = sorted(schools.NUMBERS)


@pytest.fixture(params=LIBRARIES)
def library(request):
    return request.param


def test_the_same_schools_come_out_again(library):
    assert schools.schools(library) == schools.schools(library)
    assert schools.schools(library) != schools.schools(library, seed=1)


def test_each_school_has_a_number_of_its_own_that_is_valid(library):
    made = schools.schools(library)
    codes = [school.code for school in made]
    assert len(set(codes)) == len(codes) == schools.NUMBERS[library]
    assert all(brin.is_valid(code) and len(code) == 6 for code in codes)


def test_libraries_do_not_share_schools():
    codes = [{school.code for school in schools.schools(library)} for library in LIBRARIES]
    assert not set.intersection(*codes)


def test_a_row_is_as_wide_as_the_heading(library):
    for school in schools.schools(library):
        row = school.row()
        assert len(row) == len(schools.HEADER)
        assert all(cell != "" for cell in row)


def test_the_next_edition_tells_of_each_kind_of_change(library):
    now = {school.code: school for school in schools.schools(library)}
    later = {school.code: school for school in schools.next_edition(list(now.values()))}
    gone, come = now.keys() - later.keys(), later.keys() - now.keys()
    changed = {code for code in now.keys() & later.keys() if now[code] != later[code]}
    assert (len(gone), len(come), len(changed)) == (2, 1, 3)
    assert {code[:4] for code in come} <= {code[:4] for code in now}


def test_the_list_is_in_the_encoding_of_the_ministry(library, tmp_path):
    written = schools.write_schools(tmp_path / "scholen.csv", schools.schools(library))
    with written.path.open(encoding="cp1252", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[0] == schools.HEADER
    assert len(rows) == written.rows + 1


def test_every_other_organisation_has_people(library):
    made = contacts.contacts(library, schools.schools(library))
    at = Counter(row.organisation for row in made)
    assert len(at) > len(contacts.OTHERS)
    assert sum(row.group == "Gemeenten" for row in made) >= 4
    assert any(not row.email for row in made)


def test_the_spreadsheet_is_as_colleagues_make_them(library, tmp_path):
    made = contacts.contacts(library, schools.schools(library))
    path = tmp_path / "contacten.xlsx"
    contacts.write_contacts(path, made, "Contacten 2026")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["A1"].value == "Contacten 2026"
    assert tuple(cell.value for cell in sheet[3])[: len(contacts.HEADER)] == contacts.HEADER
    assert sheet.max_row == 3 + len(made)
    assert book.worksheets[1].sheet_state == "hidden"
    phones = [row[11].value for row in sheet.iter_rows(min_row=4)]
    assert any(isinstance(phone, int) for phone in phones)


@pytest.mark.parametrize("kind", ["school", "municipality", "fund"])
def test_what_was_discussed_lies_in_the_past_and_in_order(kind):
    told = [visits.visits(number, kind, TODAY) for number in range(200)]
    dates = [[visit.date for visit in some] for some in told]
    assert all(some == sorted(some) for some in dates)
    assert all(date < TODAY for some in dates for date in some)
    assert 0.1 < sum(not some for some in told) / len(told) < 0.4
    agreements = [by for some in told for visit in some for _what, by, _who in visit.agreements]
    assert any(by > TODAY for by in agreements) and any(by < TODAY for by in agreements)
