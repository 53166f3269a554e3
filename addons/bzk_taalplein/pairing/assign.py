"""The best pairs for everybody who waits at once."""

from collections import defaultdict
from heapq import heappop, heappush

#: The most that a pair can score.
FULL = 100


def assign(scores, places):
    """Give as many learners as possible a volunteer, who waits longest first.

    Learners are taken in turn. Each gets a volunteer if that can be done at all without taking
    one from those before, who may have to change theirs; of all ways to do so, the one whose
    scores add up to most is kept. So nobody who waits longer is passed over for a better fit, and
    the whole is the best there is. (Shortest augmenting paths with potentials: the Hungarian
    method, over the pairs that are possible only.)

    :param dict scores: learner -> dict of volunteer -> score from 0 to 100, for the pairs that are
        possible; who waits longest first
    :param dict places: volunteer -> number of learners for whom there is room
    :return: dict of learner -> volunteer, without the learners for whom nobody is left
    """
    pairs = {}
    taken = defaultdict(set)
    of_learner, of_volunteer = {}, defaultdict(int)

    def _reach(learner):
        """Find the cheapest way to a free place: (cost, volunteer, how each was reached)."""
        of_learner[learner] = 0
        heap, seen, reached_by = [], {}, {}
        best = {}
        frontier = [(0, learner)]
        while True:
            for base, current in frontier:
                for volunteer, score in scores[current].items():
                    if volunteer in seen or not places.get(volunteer):
                        continue
                    cost = base + FULL - score - of_learner[current] - of_volunteer[volunteer]
                    if cost < best.get(volunteer, cost + 1):
                        best[volunteer] = cost
                        reached_by[volunteer] = current
                        heappush(heap, (cost, volunteer))
            while heap and heap[0][1] in seen:
                heappop(heap)
            if not heap:
                return None
            cost, volunteer = heappop(heap)
            if len(taken[volunteer]) < places[volunteer]:
                return cost, volunteer, reached_by, seen
            seen[volunteer] = cost
            frontier = [(cost, other) for other in sorted(taken[volunteer])]

    room = sum(places.values())
    for learner in scores:
        if len(pairs) == room:
            break
        found = _reach(learner)
        if not found:
            continue
        total, volunteer, reached_by, seen = found
        of_learner[learner] += total
        for full, cost in seen.items():
            of_volunteer[full] += cost - total
            for other in taken[full]:
                of_learner[other] += total - cost
        while True:
            mover = reached_by[volunteer]
            before = pairs.get(mover)
            pairs[mover] = volunteer
            taken[volunteer].add(mover)
            if before is None:
                break
            taken[before].discard(mover)
            volunteer = before
    return pairs
