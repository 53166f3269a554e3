"""The chart of stacked columns: what stands in it, and where."""

from xml.etree import ElementTree

import pytest

from odoo.addons.bzk_base.printing.chart import stacked_columns

SVG = "{http://www.w3.org/2000/svg}"
SERIES = [("Counted", "#d98e04", "", [10, 0]), ("Est. <b>", "#1f5673", "hatched", [30, 20])]


def draw(categories, series):
    return ElementTree.fromstring(stacked_columns(categories, series, "{:.0f}".format, "Visitors"))


def columns(root):
    """Place and size of each part of a column: (x, y, width, height)."""
    return [
        tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
        for rect in root.findall(f"{SVG}rect")
        if rect.find(f"{SVG}title") is not None
    ]


def test_columns_stand_on_each_other_in_proportion():
    low, high, other = sorted(columns(draw([2017, 2018], SERIES)), key=lambda part: part[::3])
    assert high[3] == pytest.approx(3 * low[3], abs=0.2)
    assert high[1] + high[3] == pytest.approx(low[1], abs=0.2)
    assert other[3] == pytest.approx(2 * low[3], abs=0.2)
    assert other[1] + other[3] == pytest.approx(low[1] + low[3], abs=0.2)


def test_totals_names_and_years_are_written():
    texts = [node.text for node in draw([2017, 2018], SERIES).iter(f"{SVG}text")]
    assert {"40", "20", "2017", "2018", "Counted", "Est. <b>"} <= set(texts)


def test_what_is_hatched_has_a_pattern():
    root = draw([2017, 2018], SERIES)
    [pattern] = root.iter(f"{SVG}pattern")
    fills = [rect.get("fill") for rect in root.iter(f"{SVG}rect")]
    assert fills.count(f"url(#{pattern.get('id')})") == 3


@pytest.mark.parametrize("categories", [[], [2018]])
def test_nothing_to_show(categories):
    root = draw(categories, [("Counted", "#000", "", [0] * len(categories))])
    assert columns(root) == []


@pytest.mark.parametrize("highest", [1, 7, 13_457, 999_999])
def test_the_highest_fits(highest):
    [part] = columns(draw(["a"], [("n", "#000", "", [highest])]))
    assert part[1] >= 17


def test_names_in_the_legend_do_not_touch():
    names = ["Gereserveerd, niet gecontroleerd", "Geteld", "Geschat"]
    root = draw(["a"], [(name, "#000", "", [1]) for name in names])
    lefts = {node.text: float(node.get("x")) for node in root.iter(f"{SVG}text")}
    assert lefts["Geteld"] - lefts[names[0]] > 6 * len(names[0])
    assert lefts["Geschat"] > lefts["Geteld"]
