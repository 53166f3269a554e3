"""Learners and volunteers: who goes with whom, why, and the best pairs for all at once."""

import random
import time
from itertools import product

import pytest

from odoo.addons.bzk_taalplein.pairing import LEVELS, Learner, Volunteer, apart, assign, judge

LEARNER = Learner(
    id=1,
    person=11,
    languages=frozenset({1, 2}),
    moments=frozenset({3, 4, 5}),
    branch=7,
    branches=frozenset({7, 8}),
    level="a0",
    goals=frozenset({1, 2}),
    gender="f",
)
VOLUNTEER = Volunteer(
    id=2,
    person=12,
    languages=frozenset({2, 9}),
    moments=frozenset({3, 4, 5, 6}),
    branch=7,
    branches=frozenset({7}),
    level_from="alfa",
    level_to="a1",
    goals=frozenset({1, 2, 3}),
    gender="f",
)


def codes(found):
    return [code for code, _about in found]


def obstacles(learner=(), volunteer=()):
    return codes(
        judge(LEARNER._replace(**dict(learner)), VOLUNTEER._replace(**dict(volunteer))).obstacles
    )


def test_all_that_agrees_makes_a_hundred():
    verdict = judge(LEARNER, VOLUNTEER)
    assert verdict.score == 100
    assert verdict.fits
    assert dict(verdict.reasons) == {
        "languages": (2,),
        "moments": (3, 4, 5),
        "branches": (7,),
        "level": ("a0",),
        "goals": (1, 2),
    }


def test_a_language_in_common_matters_less_to_who_speaks_dutch():
    later = LEARNER._replace(level="a2")
    at_home = VOLUNTEER._replace(level_from="", level_to="")
    assert judge(LEARNER, at_home).score - judge(later, at_home).score == 15
    none = VOLUNTEER._replace(languages=frozenset())
    assert judge(LEARNER, none).fits
    assert judge(LEARNER, none).score == 70


@pytest.mark.parametrize(("common", "points"), [(1, 12), (2, 19), (3, 25), (9, 25)])
def test_more_moments_in_common_are_better(common, points):
    moments = frozenset(range(common))
    verdict = judge(
        Learner(1, moments=moments, branch=1, branches=frozenset({1})),
        Volunteer(2, moments=moments, branch=2, branches=frozenset({1, 2})),
    )
    assert verdict.score == points + 16 + 6


def test_what_is_not_known_is_no_obstacle():
    verdict = judge(Learner(1), Volunteer(2))
    assert verdict.fits
    assert codes(verdict.reasons) == ["moments_unknown", "place_unknown"]
    unknown = judge(LEARNER._replace(level=""), VOLUNTEER)
    assert unknown.fits
    assert "level_unknown" in codes(unknown.reasons)


@pytest.mark.parametrize(
    ("learner", "volunteer", "expected"),
    [
        ({}, {"moments": frozenset({1})}, "moments_apart"),
        ({}, {"branch": 9, "branches": frozenset({9})}, "places_apart"),
        ({}, {"branch": 0, "branches": frozenset(), "online": True}, "places_apart"),
        ({"level": "b1"}, {}, "level_outside"),
        ({"level": "alfa"}, {"level_from": "a1", "level_to": ""}, "level_outside"),
        ({"wants": "f"}, {"gender": "m"}, "wish_learner"),
        ({"wants": "f"}, {"gender": ""}, "wish_learner_unknown"),
        ({}, {"wants": "m"}, "wish_volunteer"),
        ({"gender": ""}, {"wants": "m"}, "wish_volunteer_unknown"),
        ({}, {"person": 11}, "same_person"),
        ({}, {"certified": False}, "not_certified"),
        ({}, {"places": 0}, "full"),
    ],
)
def test_what_stands_in_the_way(learner, volunteer, expected):
    assert obstacles(learner, volunteer) == [expected]


def test_wishes_that_are_met():
    assert obstacles({"wants": "f"}, {"wants": "f"}) == []


def test_online_brings_together_who_live_apart():
    far = {"branch": 9, "branches": frozenset({9}), "online": True}
    verdict = judge(LEARNER._replace(online=True), VOLUNTEER._replace(**far))
    assert verdict.fits
    assert "online" in codes(verdict.reasons)


def test_no_score_leaves_its_bounds():
    chance = random.Random(5)

    def some(top):
        return frozenset(chance.sample(range(1, top), chance.randrange(top - 1)))

    for _turn in range(2000):
        levels = ["", *LEVELS]
        home = chance.randrange(1, 3)
        learner = Learner(1, 1, some(5), some(8), 1, some(4) | {1}, chance.random() < 0.5)
        learner = learner._replace(level=chance.choice(levels), goals=some(4))
        volunteer = Volunteer(2, 2, some(5), some(8), home, some(4) | {home})
        volunteer = volunteer._replace(
            level_from=chance.choice(levels), level_to=chance.choice(levels), goals=some(4)
        )
        verdict = judge(learner, volunteer)
        assert 0 <= verdict.score <= 100
        where_and_when = {"moments_apart", "places_apart"} & set(codes(verdict.obstacles))
        assert bool(where_and_when) == apart(learner, volunteer)


# ------------------------------------------------------------ all at once
def test_nobody_is_passed_over_for_a_better_fit():
    """There is one volunteer: who waits longer comes first, however well another would fit."""
    assert assign({1: {10: 20}, 2: {10: 90}}, {10: 1}) == {1: 10}


def test_one_takes_the_second_best_so_that_both_are_helped():
    assert assign({1: {10: 90, 20: 40}, 2: {10: 50}}, {10: 1, 20: 1}) == {1: 20, 2: 10}


def test_room_for_more_than_one():
    assert assign({1: {10: 9}, 2: {10: 8}, 3: {10: 7}}, {10: 2, 20: 0}) == {1: 10, 2: 10}


def test_nobody_at_all():
    assert assign({}, {}) == {}
    assert assign({1: {}}, {10: 1}) == {}


def _by_trying(scores, places):
    """The same answer by trying everything."""
    learners = list(scores)
    best = ((), -1)
    for choice in product(*([None, *scores[learner]] for learner in learners)):
        used = [volunteer for volunteer in choice if volunteer is not None]
        if any(used.count(volunteer) > places.get(volunteer, 0) for volunteer in used):
            continue
        helped = tuple(volunteer is not None for volunteer in choice)
        total = sum(
            scores[learner][volunteer]
            for learner, volunteer in zip(learners, choice, strict=True)
            if volunteer is not None
        )
        best = max(best, (helped, total))
    return best


@pytest.mark.parametrize("seed", range(60))
def test_the_same_as_by_trying_everything(seed):
    chance = random.Random(seed)
    places = {
        volunteer: chance.randrange(3) for volunteer in range(10, 10 + chance.randrange(1, 5))
    }
    scores = {
        learner: {volunteer: chance.randrange(101) for volunteer in places if chance.random() < 0.6}
        for learner in range(chance.randrange(1, 6))
    }
    pairs = assign(scores, places)
    assert all(list(pairs.values()).count(item) <= room for item, room in places.items())
    total = sum(scores[learner][volunteer] for learner, volunteer in pairs.items())
    assert (tuple(learner in pairs for learner in scores), total) == _by_trying(scores, places)


def test_a_whole_library_takes_seconds_at_the_most():
    chance = random.Random(1)
    places = {volunteer: chance.randrange(1, 3) for volunteer in range(300)}
    scores = {
        learner: {
            volunteer: chance.randrange(20, 101) for volunteer in places if chance.random() < 0.3
        }
        for learner in range(905)
    }
    started = time.perf_counter()
    pairs = assign(scores, places)
    assert len(pairs) == sum(places.values())
    assert time.perf_counter() - started < 20
