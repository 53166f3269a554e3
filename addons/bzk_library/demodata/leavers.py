"""Those who left: their reasons, and how long, how much and how lately they borrowed."""

from . import composition
from .plan import AGES, CHILD, NEWCOMER, SINGLE, birthday, longest
from .spread import spread

_YEAR = composition.DAYS_PER_YEAR
_MONTH = composition.DAYS_PER_MONTH


def add_leavers(plan, members):
    """Add to a plan the members lost in the twelve months before its day.

    :param Plan plan: with the current members in it
    :param int members: number of current members the leavers go with
    :return: dict place -> reason
    """
    counts = composition.lost_by_type(members)
    reasons = _assign_reasons(plan.rng, counts)
    families = [place for place in range(len(plan)) if plan.role[place] == CHILD]
    given = {}
    for code, number in counts.items():
        places = []
        for _ in range(number):
            reason = reasons[code].pop()
            place = _add_leaver(plan, code, reason, families)
            given[place] = reason
            places.append(place)
        _set_figures(plan, code, places)
    return given


def _assign_reasons(rng, counts):
    """Return dict type -> list of as many reasons as leavers of that type, in random order."""
    free = dict(counts)
    reasons = {code: [] for code in counts}
    by_reason = composition.lost_by_reason(sum(counts.values()))
    # The reasons that fit the fewest types choose first.
    for reason in sorted(by_reason, key=lambda name: len(composition.REASONS[name][1])):
        types = [code for code in composition.REASONS[reason][1] if free.get(code)]
        for _ in range(by_reason[reason] if reason and types else 0):
            weights = [free[code] for code in types]
            if not any(weights):
                break
            code = rng.choices(types, weights)[0]
            free[code] -= 1
            reasons[code].append(reason)
    for code, number in free.items():
        reasons[code] += [""] * number
        rng.shuffle(reasons[code])
    return reasons


def _add_leaver(plan, code, reason, families):
    """Add one person who left; return their place."""
    rng, rnd = plan.rng, plan.rng.random
    _share, _types, youngest, oldest = composition.REASONS[reason]
    end = plan.today - 1 - int(rnd() * 363)
    low, high = max(AGES[code][0], youngest), min(AGES[code][1], oldest)
    if low > high:  # eighteen: just too old for the type
        birth = end - int(18 * _YEAR) - 1 - int(rnd() * 40)
    else:
        if code == "JEUGD":
            age = low + int(max(rnd(), rnd()) * (high - low + 1))
        else:
            age = low + int((rnd() + rnd()) / 2 * (high - low + 1))
        birth = birthday(end, age, rnd)
    # Some children leave a family of which others stay.
    if code == "JEUGD" and families and rnd() < 0.15:
        household, role = plan.household[families[int(rnd() * len(families))]], CHILD
    else:
        household = plan.new_household(NEWCOMER if code == "NT2" else 0)
        role = CHILD if code in {"JEUGD", "LEERLING"} else SINGLE
    place = plan.add(code, household, role, birth, rng.random() < 0.52)
    plan.end[place] = end
    return place


def _set_figures(plan, code, places):
    """Give the leavers of one type their years, loans ever and months since the last loan."""
    lost, rng = composition.LOST[code], plan.rng
    number = len(places)
    never = set(rng.sample(places, round(number * lost.never / 100)))
    caps = [longest(code, plan.end[place] - plan.birth[place]) for place in places]
    # Who never borrowed did not stay as long; that also leaves the others room for the long time
    # between their last loan and the end.
    draws = [
        min(cap * 0.97, rng.gammavariate(2.2, lost.years * _YEAR / 2.2))
        * (0.5 if place in never else 1.2)
        for cap, place in zip(caps, places, strict=True)
    ]
    for place, days in zip(
        places, spread(draws, caps, round(lost.years * _YEAR * number)), strict=True
    ):
        plan.days[place] = days
    for place in never:
        plan.loans[place] = 0
    borrowers = [place for place in places if place not in never]
    draws = [rng.gammavariate(0.8, 10) * (plan.days[place] + 100) for place in borrowers]
    caps = [40 + plan.days[place] for place in borrowers]
    total = max(0, round(lost.loans * number) - len(borrowers))
    for place, extra in zip(borrowers, spread(draws, caps, total), strict=True):
        plan.loans[place] = 1 + extra
    caps = [plan.days[place] for place in borrowers]
    draws = [min(cap, rng.gammavariate(1.3, lost.months * _MONTH / 1.3)) for cap in caps]
    total = round(lost.months * _MONTH * len(borrowers))
    for place, gap in zip(borrowers, spread(draws, caps, total), strict=True):
        plan.gap[place] = gap
