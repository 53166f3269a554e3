"""Workbooks as they are in the wild."""

from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from odoo.addons.bzk_base.importing.readers import UnreadableFile, detect, rows

HEADERS = ["Lenernummer", "Naam", "Geboren", "Bedrag"]


def _xlsx(tmp_path, *tables, hidden=(), change=None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"Blad{number}")
        for row in table:
            sheet.append(row)
        if number in hidden:
            sheet.sheet_state = "hidden"
    if change:
        change(book)
    path = tmp_path / "leden.xlsx"
    book.save(path)
    return path


def _xls(tmp_path, *tables, hidden=(), change=None):
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
    moment = xlwt.easyxf(num_format_str="DD-MM-YYYY HH:MM")
    for number, table in enumerate(tables, 1):
        sheet = book.add_sheet(f"Blad{number}")
        for index, row in enumerate(table):
            for column, value in enumerate(row):
                style = {datetime: moment, date: day}.get(type(value))
                if value is not None:
                    sheet.write(index, column, value, *([style] if style else []))
        if number in hidden:
            sheet.visibility = 1
    if change:
        change(book)
    path = tmp_path / "leden.xls"
    book.save(str(path))
    return path


BOTH = pytest.mark.parametrize("make", [_xlsx, _xls])


def _read(path, **choices):
    shape = detect(path, **choices)
    return shape, list(rows(path, shape))


def _refused(path, **choices):
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, detect(path, **choices)))
    return caught.value


@BOTH
def test_cells_as_text(tmp_path, make):
    table = [
        HEADERS,
        ["0001", "Müller", date(1980, 12, 31), 42.5],
        [612345678, "=1", datetime(2020, 1, 2, 3, 4, 5), 42.0],
        [29000000012345, True, None, 0.1],
        [1e21, False, date(2026, 11, 20), -3],
    ]
    if make is _xlsx:
        table[2][1] = "'=1"
    shape, read = _read(make(tmp_path, table))
    assert shape.format == make.__name__[1:]
    assert (shape.headers, shape.epoch, shape.warnings) == (tuple(HEADERS), 1900, ())
    assert read == [
        (2, ["0001", "Müller", "1980-12-31", "42.5"]),
        (3, ["612345678", table[2][1], "2020-01-02T03:04:05", "42"]),
        (4, ["29000000012345", "1", "", "0.1"]),
        (5, ["1e+21", "0", "2026-11-20", "-3"]),
    ]


@BOTH
def test_kind_by_content_not_by_name(tmp_path, make):
    path = make(tmp_path, [HEADERS, ["1", "a", None, None]])
    other = path.rename(tmp_path / "leden.csv")
    assert detect(other).format == make.__name__[1:]


@BOTH
def test_header_below_notes_and_beside_them(tmp_path, make):
    table = [
        ["Ledenlijst"],
        [None, "gemaakt op", "maandag"],
        [],
        [*HEADERS, None],
        [1, "a", None, 2, None, "kijk hier nog naar"],
        [],
        [3],
    ]
    shape, read = _read(make(tmp_path, table))
    assert (shape.header_row, shape.headers) == (4, tuple(HEADERS))
    assert ("header_not_first", {"row": 4}) in shape.warnings
    assert read == [(5, ["1", "a", "", "2"]), (7, ["3", "", "", ""])]


@BOTH
def test_hidden_sheets_are_named_and_not_chosen(tmp_path, make):
    secret = [["geheim"], ["x"]]
    path = make(tmp_path, secret, [HEADERS, [1, "a"]], [["ander"], ["y"]], hidden=[1])
    shape, read = _read(path)
    assert shape.sheet == "Blad2"
    assert shape.sheets == (("Blad1", True), ("Blad2", False), ("Blad3", False))
    assert shape.warnings == (("hidden_sheets", {"sheets": ["Blad1"]}),)
    assert read == [(2, ["1", "a", "", ""])]
    assert _read(path, sheet="Blad1")[1] == [(2, ["x"])]
    assert _read(path, sheet="Blad3")[1] == [(2, ["y"])]
    refused = _refused(path, sheet="Blad4")
    assert (refused.code, refused.params["sheets"]) == ("no_sheet", ["Blad2", "Blad3", "Blad1"])


def test_very_hidden_sheet(tmp_path):
    def change(book):
        book["Blad1"].sheet_state = "veryHidden"

    path = _xlsx(tmp_path, [["a"], ["b"]], [HEADERS, [1]], change=change)
    assert detect(path).sheets[0] == ("Blad1", True)


def test_all_sheets_hidden(tmp_path):
    path = _xls(tmp_path, [HEADERS, [1, "a"]], hidden=[1])
    refused = _refused(path)
    assert (refused.code, refused.params["sheets"]) == ("hidden_only", ["Blad1"])


@BOTH
def test_sheet_by_known_headings(tmp_path, make):
    path = make(tmp_path, [["Toelichting", "x"], ["a", "b"]], [], [HEADERS, [1, "a"]])
    assert detect(path).sheet == "Blad1"
    assert detect(path, known_headers={"lenernummer", "NAAM"}).sheet == "Blad3"


@BOTH
def test_nothing_in_it(tmp_path, make):
    assert _refused(make(tmp_path, [])).code == "empty"
    assert _refused(make(tmp_path, [HEADERS])).code == "header_only"
    assert _refused(make(tmp_path, [HEADERS, [None, None, None, None, "notitie"]])).code == (
        "header_only"
    )
    assert _refused(make(tmp_path, [[1, 2], [3, 4]])).code == "no_header"
    assert _refused(make(tmp_path, [], [[1, 2], [3, 4]])).code == "no_header"
    assert _refused(make(tmp_path, [HEADERS, [1]]), header_row=9).code == "no_header"


@BOTH
def test_too_wide(tmp_path, make):
    if make is _xlsx:
        wide = [f"kolom {number}" for number in range(1_001)]
        assert _refused(make(tmp_path, [wide, wide])).code == "too_many_columns"
        assert _refused(make(tmp_path, [HEADERS, [1], wide])).params["row"] == 3
    shape = detect(make(tmp_path, [[f"kolom {number}" for number in range(256)], [1]]))
    assert len(shape.headers) == 256


@BOTH
def test_mac_epoch(tmp_path, make):
    def change(book):
        if make is _xlsx:
            book.epoch = CALENDAR_MAC_1904
        else:
            book.dates_1904 = True

    path = make(tmp_path, [HEADERS, [1, "a", date(1980, 12, 31)]], change=change)
    shape, read = _read(path)
    assert shape.epoch == 1904
    if make is _xlsx:  # xlwt writes its dates for the other epoch
        assert read[0][1][2] == "1980-12-31"


def test_number_shown_with_zeros_keeps_them(tmp_path):
    def change(book):
        sheet = book["Blad1"]
        sheet["A2"].number_format = "00000000"
        sheet["A3"].number_format = "0000;@"
        sheet["A4"].number_format = "0"
        sheet["A5"].number_format = "00000000"

    path = _xlsx(tmp_path, [HEADERS, [1234], [12], [12], ["A12"]], change=change)
    assert [cells[0] for _, cells in _read(path)[1]] == ["00001234", "0012", "12", "A12"]

    def change_xls(book):
        book.get_sheet(0).write(1, 0, 1234, xlwt.easyxf(num_format_str="00000000"))

    path = _xls(tmp_path, [HEADERS, [None, "a"]], change=change_xls)
    assert _read(path)[1][0][1][0] == "00001234"


def test_formulas_errors_times_and_layout(tmp_path):
    rich = CellRichText("van ", TextBlock(InlineFont(b=True), "der"), " Berg")
    table = [
        ["formule", "fout", "tijd", "duur", "opmaak", "leeg"],
        ["=1+1", "#N/A", time(9, 30), timedelta(hours=30), rich, "x"],
        [None, "#VERW!", None, None, "a_x000D_b_x005F_", "y"],
    ]

    def change(book):
        book["Blad1"]["D2"].number_format = "[h]:mm:ss"

    read = _read(_xlsx(tmp_path, table, change=change))[1]
    assert read[0][1] == ["", "", "09:30:00", "30:00:00", "van der Berg", "x"]
    assert read[1][1] == ["", "", "", "", "a\rb_", "y"]


def test_merged_cells_have_one_value(tmp_path):
    def change(book):
        book["Blad1"].merge_cells("A2:B2")

    path = _xlsx(tmp_path, [HEADERS, ["samen", None, None, 1]], change=change)
    assert _read(path)[1] == [(2, ["samen", "", "", "1"])]


def test_table_that_starts_lower_and_to_the_right(tmp_path):
    path = _xlsx(tmp_path, [[], [], [None, None, *HEADERS], [None, None, 1, "a"]])
    shape, read = _read(path)
    assert shape.headers == ("", "", *HEADERS)
    assert read == [(4, ["", "", "1", "a", "", ""])]


def test_write_only_workbook_without_shared_strings(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Leden")
    for row in [HEADERS, ["0001", "Bos", None, 1]]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert _read(tmp_path / "a.xlsx")[1] == [(2, ["0001", "Bos", "", "1"])]


def test_changed_meanwhile(tmp_path):
    path = _xlsx(tmp_path, [HEADERS, [1]])
    shape = detect(path)
    _xlsx(tmp_path, [HEADERS[::-1], [1]])
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, shape))
    assert caught.value.code == "changed"
    path.write_bytes(b"weg")
    with pytest.raises(UnreadableFile) as caught:
        list(rows(path, shape))
    assert caught.value.code == "damaged"


@BOTH
def test_reading_can_stop_halfway(tmp_path, make):
    path = make(tmp_path, [HEADERS, *([number, "a"] for number in range(50))])
    reading = rows(path, detect(path))
    assert next(reading) == (2, ["0", "a", "", ""])
    reading.close()


def test_cells_merged_downwards_hold_for_each_row(tmp_path):
    table = [
        ["Organisatie", "Naam", "Telefoon"],
        ["De Ark", "Anna", 1],
        [None, "Bram", 2],
        [None, "Cor", None],
        ["De Kring", "Dirk", 4],
        [None, "Els", 5],
    ]

    def merge(book):
        sheet = book["Blad1"]
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C3:C4")
        sheet.merge_cells("A5:A6")

    path = _xlsx(tmp_path, table, change=merge)
    found = [cells for _number, cells in rows(path, detect(path))]
    assert found == [
        ["De Ark", "Anna", "1"],
        ["De Ark", "Bram", "2"],
        ["De Ark", "Cor", "2"],
        ["De Kring", "Dirk", "4"],
        ["De Kring", "Els", "5"],
    ]
