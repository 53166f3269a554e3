"""The question of a segment as a tree, and the words for its parts."""

from datetime import date, datetime

import pytest

from odoo.addons.bzk_campaigns.segments import tree, words

A, B, C = ("a", "=", 1), ("b", "<", 2), ("c", "in", [1, 2])
LEAF_A, LEAF_B, LEAF_C = (
    tree.Leaf("a", "=", 1),
    tree.Leaf("b", "<", 2),
    tree.Leaf("c", "in", (1, 2)),
)


def test_terms_without_an_operator_must_all_hold():
    assert tree.parse([A, B, C]) == tree.Node("&", (LEAF_A, LEAF_B, LEAF_C))
    assert tree.parse([A]) == LEAF_A
    assert tree.parse(["&", A, "&", B, C]) == tree.Node("&", (LEAF_A, LEAF_B, LEAF_C))


def test_either_of_two_stays_apart_from_what_must_hold():
    parsed = tree.parse([A, "|", B, C])
    assert parsed == tree.Node("&", (LEAF_A, tree.Node("|", (LEAF_B, LEAF_C))))


def test_not_is_brought_down_to_the_leaves():
    parsed = tree.parse(["!", "&", A, "!", B])
    assert parsed == tree.Node("|", (LEAF_A._replace(negated=True), LEAF_B))


def test_everybody_and_nobody():
    everybody, nobody = tree.parse([]), tree.parse([(0, "=", 1)])
    assert tree.holds(everybody, set())
    assert not tree.holds(nobody, set())
    assert tree.holds(tree.parse(["!", (0, "=", 1)]), set())
    assert tree.leaves(everybody) == []


@pytest.mark.parametrize("domain", [["&", A], ["!"], [("a", "=")], ["a"], [1], [None, A]])
def test_what_is_no_domain_is_refused(domain):
    with pytest.raises(ValueError, match="domain"):
        tree.parse(domain)


def test_only_what_made_the_difference_is_told():
    parsed = tree.parse([A, "|", B, C])
    true = {LEAF_A, LEAF_C}
    assert tree.holds(parsed, true)
    assert [reason.leaf for reason in tree.reasons(parsed, true)] == [LEAF_A, LEAF_C]
    true = {LEAF_B, LEAF_C}
    assert not tree.holds(parsed, true)
    assert tree.reasons(parsed, true) == [tree.Reason(LEAF_A, False)]
    assert [reason.leaf for reason in tree.reasons(parsed, {LEAF_A})] == [LEAF_B, LEAF_C]


@pytest.mark.parametrize(
    ("kind", "operator", "value", "negated", "phrase"),
    [
        (words.AGE, "<", 13, False, "age <"),
        (words.AGE, "<", 13, True, "age >="),
        (words.DATE, ">=", "today -3m", False, "date >="),
        (words.NUMBER, "<=", 3, True, "number >"),
        (words.YES, "=", True, False, "yes"),
        (words.YES, "=", True, True, "no"),
        (words.YES, "!=", True, False, "no"),
        (words.YES, "in", [True], False, "yes"),
        (words.CHOICE, "=", "current", False, "is"),
        (words.CHOICE, "in", ["a", "b"], False, "is one of"),
        (words.CHOICE, "not in", ["a", "b"], False, "is not one of"),
        (words.CHOICE, "not in", ["a"], True, "is"),
        (words.DATE, "=", False, False, "unknown"),
        (words.DATE, "!=", False, False, "known"),
        (words.DATE, "=", False, True, "known"),
        (words.NUMBER, "=", 0, False, "is"),
        (words.CHOICE, "in", [], False, "unknown"),
        (words.TEXT, "ilike", "x", False, "contains"),
        (words.TEXT, "not ilike", "x", False, "contains not"),
        (words.TEXT, "not ilike", "x", True, "contains"),
        (words.LINES, "any", [], False, "with"),
        (words.LINES, "not any", [], False, "without"),
        (words.LINES, "any", [], True, "without"),
    ],
)
def test_each_condition_has_its_phrase(kind, operator, value, negated, phrase):
    assert words.key(kind, operator, value, negated) == phrase


@pytest.mark.parametrize(
    ("kind", "operator", "value"),
    [(words.CHOICE, "child_of", 3), (words.TEXT, "<", "b"), (words.YES, "in", [True, False])],
)
def test_what_has_no_words_says_so(kind, operator, value):
    with pytest.raises(words.Unsayable):
        words.key(kind, operator, value)


def test_days():
    assert words.day_of("2026-11-22") == date(2026, 11, 22)
    assert words.day_of(datetime(2026, 11, 22, 23, 59)) == date(2026, 11, 22)
    assert words.day_of(date(2026, 11, 22)) == date(2026, 11, 22)
    with pytest.raises(ValueError, match="isoformat"):
        words.day_of("today -3m")
