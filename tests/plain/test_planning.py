import pytest

from odoo.addons.bzk_base.importing.cleaning import clean_key, clean_text
from odoo.addons.bzk_base.importing.fields import ROW, Column, ImportField
from odoo.addons.bzk_base.importing.planning import Planner


def _planner(*names, key_names=("order", "position")):
    columns = [
        Column(index, name, ImportField(name, name, clean_key if name != "item" else clean_text))
        for index, name in enumerate(names)
    ]
    return Planner(columns, lambda values: None, len(names), key_names=key_names)


def _keys(planner, *rows):
    return [row.key for row in planner.identify(enumerate(map(list, rows), 2)).rows]


def test_key_in_two_columns():
    planner = _planner("order", "position", "item")
    assert _keys(planner, ("A", "1", "x"), ("A", "2", "x"), ("B", "1", "x")) == [
        "A-1",
        "A-2",
        "B-1",
    ]


def test_parts_of_the_key_are_values_too():
    planner = _planner("order", "position", "item")
    row = planner.identify([(2, ["A", "1", "x"])]).rows[0]
    assert planner.clean(row) == ({"order": "A", "position": "1", "item": "x"}, [])


def test_row_without_a_part_of_its_key():
    planner = _planner("order", "position")
    batch = planner.identify([(2, ["A", ""]), (3, ["", "1"])])
    assert [rejection.code for rejection in batch.rejections] == ["no_key", "no_key"]
    assert not batch.rows


def test_same_key_twice():
    planner = _planner("order", "position", "item")
    batch = planner.identify([(2, ["A", "1", "x"]), (3, ["A", "1", "x"]), (4, ["A", "1", "y"])])
    assert (len(batch.rows), batch.repeated) == (1, 1)
    assert [rejection.code for rejection in batch.rejections] == ["duplicate_key"]


def test_rows_are_numbered_without_the_second_column():
    planner = _planner("order", "item")
    assert _keys(planner, ("A", "x"), ("B", "x"), ("A", "x")) == ["A-1", "B-1", "A-2"]


def test_numbers_given_before_are_kept():
    planner = _planner("order", "item")
    planner.keep_numbers(["A-3", None])
    assert _keys(planner, ("A", "x"), ("A", "x")) == ["A-3", "A-2"]


@pytest.mark.parametrize("refuses", [ROW, "cell"])
def test_one_column_as_ever(refuses):
    field = ImportField("key", "Key", clean_key, refuses=refuses)
    planner = Planner([Column(0, "key", field)], lambda values: None, 1)
    assert _keys(planner, ("001",), ("1",)) == ["001", "1"]
