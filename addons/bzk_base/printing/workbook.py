"""Writing tables of figures as an Excel workbook."""

import base64
from io import BytesIO

import xlsxwriter

from ..importing.cleaning import defuse

#: Excel shows these with the point and comma of the reader's own settings.
FORMATS = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.0",
    "euro": "[$€-413] #,##0",
    "percent": '0.0"%"',
    "share": '0.0"%"',
}
SHEET_NAME_LENGTH = 31
WIDTH_FIRST, WIDTH = 36, 18


def write_workbook(tables, subtitle):
    """Write tables to a workbook, one sheet for each.

    :param list tables: as ``bzk.table.report._tables`` gives them
    :param str subtitle: library and period, written under each title
    :return: base64 of the file
    """
    stream = BytesIO()
    # Text never becomes a formula or a link, whatever name somebody gave a membership type.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        styles = _styles(book)
        for table in tables:
            _write_sheet(book, styles, table, subtitle)
    return base64.b64encode(stream.getvalue())


def _styles(book):
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF2"}
        ),
    }
    for name, num_format in FORMATS.items():
        styles[name] = book.add_format({"num_format": num_format})
        styles[f"total_{name}"] = book.add_format(
            {"num_format": num_format, "bold": True, "top": 1}
        )
    return styles


def _write_sheet(book, styles, table, subtitle):
    sheet = book.add_worksheet(table["title"][:SHEET_NAME_LENGTH])
    sheet.write_string(0, 0, table["title"], styles["title"])
    sheet.write_string(1, 0, defuse(subtitle))
    sheet.write_string(2, 0, table["note"])
    for column, (heading, _kind) in enumerate(table["columns"]):
        sheet.write_string(4, column, heading, styles["head"])
    kinds = [kind for _heading, kind in table["columns"]]
    row_no = 4
    for row_no, row in enumerate(table["rows"], start=5):
        _write_row(sheet, row_no, row, kinds, styles)
    if table["total"]:
        _write_row(sheet, row_no + 1, table["total"], kinds, styles, "total_")
    sheet.set_column(0, 0, WIDTH_FIRST)
    sheet.set_column(1, len(kinds) - 1, WIDTH)
    sheet.freeze_panes(5, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_row(sheet, row_no, row, kinds, styles, prefix=""):
    for column, (value, kind) in enumerate(zip(row, kinds, strict=True)):
        style = styles[prefix + kind]
        if value is None:
            sheet.write_blank(row_no, column, None, style)
        elif kind == "text":
            sheet.write_string(row_no, column, defuse(value), style)
        else:
            sheet.write_number(row_no, column, float(value), style)
