"""Differences between who was mailed and who was held out: more than chance, or not."""

import pytest

from odoo.addons.bzk_campaigns.results import (
    compare,
    large_enough,
    more_than_chance,
    net_promoters,
)


def test_interval_of_newcombe():
    """The example of Newcombe (1998), table II, method 10: 56 of 70 against 48 of 80."""
    found = compare(56, 70, 48, 80)
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )
    assert found.probability == pytest.approx(0.00805, abs=5e-5)


def test_exact_for_few():
    """Few expected: Fisher's exact test, as R's ``fisher.test`` gives it."""
    assert compare(1, 10, 11, 14).probability == pytest.approx(0.002759456)


@pytest.mark.parametrize("numbers", [(5, 9, 5, 90), (5, 90, 5, 9), (0, 0, 5, 90)])
def test_small_groups_are_not_told(numbers):
    assert compare(*numbers) is None


@pytest.mark.parametrize("numbers", [(11, 10, 1, 20), (-1, 10, 1, 20), (1, 20, 30, 20)])
def test_numbers_that_cannot_be(numbers):
    with pytest.raises(ValueError, match="cannot be"):
        compare(*numbers)


@pytest.mark.parametrize("numbers", [(0, 20, 0, 20), (20, 20, 20, 20), (7, 70, 7, 70)])
def test_no_difference(numbers):
    found = compare(*numbers)
    assert found.difference == 0
    assert found.low < 0 < found.high
    assert found.probability == pytest.approx(1)


def test_the_order_of_the_groups_only_turns_the_sign():
    one, other = compare(30, 90, 10, 80), compare(10, 80, 30, 90)
    assert one.difference == -other.difference
    assert one.low == pytest.approx(-other.high)
    assert one.probability == pytest.approx(other.probability)


def test_large_groups_are_quick():
    assert compare(3, 60_000, 0, 6_000).probability == pytest.approx(1)
    assert compare(59_990, 60_000, 5_900, 6_000).probability < 1e-50


def test_false_alarms_are_as_rare_as_promised():
    """Of two groups that do not differ, one in twenty at most is said to differ."""
    from math import comb

    size, share, alarms = 40, 0.3, 0.0
    chance = [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]
    for did, likely in enumerate(chance):
        for other, as_likely in enumerate(chance):
            if more_than_chance([compare(did, size, other, size)])[0]:
                alarms += likely * as_likely
    assert alarms < 0.055


def test_several_questions_raise_the_bar():
    # Probability 0.037: enough for the only question, not for one of four.
    found = compare(33, 100, 20, 100)
    nothing = compare(20, 100, 20, 100)
    assert 0.0125 < found.probability < 0.05
    assert more_than_chance([found]) == [True]
    assert more_than_chance([found, nothing, nothing, nothing]) == [False] * 4
    strong = compare(60, 100, 20, 100)
    assert more_than_chance([nothing, strong, None, found]) == [False, True, False, False]
    assert more_than_chance([strong, found]) == [True, True]
    assert more_than_chance([]) == []


@pytest.mark.parametrize(
    ("numbers", "score"), [((10, 0, 10), 100), ((0, 10, 10), -100), ((5, 2, 12), 25)]
)
def test_net_promoters(numbers, score):
    assert net_promoters(*numbers) == score


def test_no_answers_no_score():
    assert net_promoters(0, 0, 0) is None


@pytest.mark.parametrize(
    ("groups", "told", "rest"),
    [
        ({"a": 30, "b": 12}, ["a", "b"], []),
        ({"a": 30, "b": 6, "c": 5}, ["a"], ["b", "c"]),
        # Of three, the total would tell what they said: the smallest other group goes along.
        ({"a": 30, "b": 12, "c": 3}, ["a"], ["c", "b"]),
        ({"a": 30, "b": 3}, [], ["b", "a"]),
        ({"a": 4, "b": 3}, [], []),
        ({"a": 30, "b": 0}, ["a"], []),
        ({}, [], []),
    ],
)
def test_groups_that_may_be_told(groups, told, rest):
    assert large_enough(groups) == (told, rest)
