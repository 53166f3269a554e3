"""How well a learner and a volunteer go together, and why."""

from typing import NamedTuple

from . import weights
from .people import LEVELS


class Verdict(NamedTuple):
    """What speaks for a pair and what stands in its way, as codes with what they are about."""

    score: int
    reasons: tuple
    obstacles: tuple

    @property
    def fits(self):
        """Whether nothing stands in the way."""
        return not self.obstacles


def judge(learner, volunteer):
    """Compare a learner with a volunteer.

    What is not known of one of the two is no obstacle, as one can ask, and gives no points. Only
    a wish for a woman or a man is never taken for granted.

    :param Learner learner: who wants to learn
    :param Volunteer volunteer: who may help
    :return: a :class:`Verdict` with a score from 0 to 100
    """
    parts = (
        _language(learner, volunteer),
        _moments(learner, volunteer),
        _place(learner, volunteer),
        _level(learner, volunteer),
        _goals(learner, volunteer),
    )
    obstacles = [found for _points, _reason, found in parts if found]
    obstacles += _wishes(learner, volunteer)
    if learner.person and learner.person == volunteer.person:
        obstacles.append(("same_person", ()))
    if not volunteer.certified:
        obstacles.append(("not_certified", ()))
    if volunteer.places < 1:
        obstacles.append(("full", ()))
    return Verdict(
        sum(points for points, _reason, _found in parts),
        tuple(reason for _points, reason, _found in parts if reason),
        tuple(obstacles),
    )


def apart(learner, volunteer):
    """Whether time or place keeps two apart; quick, as most of many pairs end here.

    :return: True only when :func:`judge` finds an obstacle as well
    """
    if learner.moments and volunteer.moments and learner.moments.isdisjoint(volunteer.moments):
        return True
    return (
        bool(learner.branches and volunteer.branches)
        and learner.branches.isdisjoint(volunteer.branches)
        and not (learner.online and volunteer.online)
    )


def _language(learner, volunteer):
    common = learner.languages & volunteer.languages
    if not common:
        return 0, None, None
    points = weights.LANGUAGE_LATER if learner.level in weights.LATER else weights.LANGUAGE
    return points, ("languages", tuple(sorted(common))), None


def _moments(learner, volunteer):
    if not learner.moments or not volunteer.moments:
        return 0, ("moments_unknown", ()), None
    common = learner.moments & volunteer.moments
    if not common:
        return 0, None, ("moments_apart", ())
    points = weights.MOMENTS[min(len(common), len(weights.MOMENTS) - 1)]
    return points, ("moments", tuple(sorted(common))), None


def _place(learner, volunteer):
    if learner.branch and learner.branch == volunteer.branch:
        return weights.HOME_BRANCH, ("branches", (learner.branch,)), None
    common = learner.branches & volunteer.branches
    if common:
        return weights.OTHER_BRANCH, ("branches", tuple(sorted(common))), None
    if learner.online and volunteer.online:
        return weights.ONLINE, ("online", ()), None
    if not learner.branches or not volunteer.branches:
        if (learner.branches or learner.online) and (volunteer.branches or volunteer.online):
            return 0, None, ("places_apart", ())
        return weights.ANYWHERE, ("place_unknown", ()), None
    return 0, None, ("places_apart", ())


def _level(learner, volunteer):
    if not volunteer.level_from and not volunteer.level_to:
        return weights.LEVEL_ANY, None, None
    if not learner.level:
        return 0, ("level_unknown", ()), None
    level = LEVELS.index(learner.level)
    lowest = LEVELS.index(volunteer.level_from or LEVELS[0])
    highest = LEVELS.index(volunteer.level_to or LEVELS[-1])
    if lowest <= level <= highest:
        return weights.LEVEL_CHOSEN, ("level", (learner.level,)), None
    return 0, None, ("level_outside", (learner.level,))


def _goals(learner, volunteer):
    common = learner.goals & volunteer.goals
    if not common:
        return 0, None, None
    points = weights.GOALS[min(len(common), len(weights.GOALS) - 1)]
    return points, ("goals", tuple(sorted(common))), None


def _wishes(learner, volunteer):
    """What one of the two asks of the other and does not get, or not for sure."""
    for one, other, whose in (
        (learner, volunteer, "learner"),
        (volunteer, learner, "volunteer"),
    ):
        if one.wants and one.wants != other.gender:
            unknown = "" if other.gender else "_unknown"
            yield f"wish_{whose}{unknown}", (one.wants,)
