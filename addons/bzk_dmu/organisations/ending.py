"""A school that a list no longer names: has it closed, or gone up in another?"""

from collections import Counter

#: What a school that is still there has of the one that is gone, and what that says.
POINTS = {
    "name_in_name": 4,
    "address_same": 3,
    "domain_same": 3,
    "phone_same": 2,
    "brin_family": 2,
    "board_same": 1,
    "place_same": 1,
}
#: Points that make a successor worth proposing; a board and a town alone never do.
ENOUGH = 3
_COMMON = 3
_INSTITUTION = 4


def propose_successors(gone, present):
    """Find for each school that is gone the one that it may have gone up in.

    :param gone: :class:`~.compare.Organisation` that the list no longer names
    :param present: those that it still names
    :return: dict of id of a school that is gone -> (id of the other, list of reasons)
    """
    domains = Counter(one.domain for one in present if one.domain)
    common = {domain for domain, count in domains.items() if count > _COMMON}
    found = {one.id: _best(one, present, common) for one in gone}
    return {one_id: best for one_id, best in found.items() if best}


def _best(one, present, common):
    ranked = []
    for other in present:
        reasons = [code for code, holds in _shared(one, other, common) if holds]
        points = sum(POINTS[code] for code in reasons)
        if points >= ENOUGH and POINTS[reasons[0]] > 1:
            ranked.append((-points, other.id, reasons))
    return min(ranked)[1:] if ranked else None


def _shared(one, other, common):
    """Pairs of a reason and whether it holds, in the order of :data:`POINTS`."""
    core, words = set(one.parts.core) - one.place_words, set(other.parts.core)
    near = bool(one.place and one.place == other.place)
    return (
        ("name_in_name", bool(core) and (core < words or (near and core == words))),
        ("address_same", bool(one.address) and one.address == other.address),
        ("domain_same", bool(one.domain) and one.domain == other.domain not in common),
        ("phone_same", bool(one.phone) and one.phone == other.phone),
        ("brin_family", bool(one.brin) and one.brin[:_INSTITUTION] == other.brin[:_INSTITUTION]),
        ("board_same", bool(one.board) and one.board == other.board),
        ("place_same", near),
    )
