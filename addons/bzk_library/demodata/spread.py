"""Draws that add up: random numbers bent until their sum is exactly what a figure asks."""


def spread(draws, caps, total):
    """Return whole numbers shaped like ``draws``, none above its cap, summing to ``total``.

    Draws that are too large together shrink in proportion; draws that are too small grow in
    proportion to what is left to their cap, so neither bound is ever broken.

    :param list draws: non-negative floats
    :param list caps: non-negative ints, as many
    :param int total: the sum to reach; never more than the caps allow is given
    :return: list of int
    """
    limit = sum(caps)
    total = min(total, limit)
    draws = [min(draw, cap) for draw, cap in zip(draws, caps, strict=True)]
    whole = sum(draws)
    if whole >= total:
        factor = total / whole if whole else 0
        values = [int(draw * factor) for draw in draws]
    else:
        factor = (limit - total) / (limit - whole)
        values = [int(cap - (cap - draw) * factor) for draw, cap in zip(draws, caps, strict=True)]
    left = total - sum(values)
    while left > 0:
        for index, cap in enumerate(caps):
            if values[index] < cap:
                values[index] += 1
                left -= 1
                if not left:
                    break
    return values


def fees(tiers, members, total):
    """Return the fees that ``members`` people pay, summing to ``total``.

    :param tiers: (cents, share of the members) in ascending order of cents
    :param int members: how many fees
    :param int total: cents
    :return: list of int, in the order of the tiers
    """
    counts = [round(members * share) for _cents, share in tiers]
    most = counts.index(max(counts))
    counts[most] += members - sum(counts)
    short = total - sum(count * cents for count, (cents, _share) in zip(counts, tiers, strict=True))
    # Move members to the tier next to the fullest one, up or down, as far as whole fees go.
    other = most + 1 if (short > 0 and most + 1 < len(tiers)) or not most else most - 1
    if other < len(tiers):
        step = tiers[other][0] - tiers[most][0]
        moved = max(-counts[other], min(counts[most], int(short / step)))
        counts[most] -= moved
        counts[other] += moved
        short -= moved * step
    amounts = [
        cents for count, (cents, _share) in zip(counts, tiers, strict=True) for _ in range(count)
    ]
    # What is left over is one member who joined during the year and pays in proportion.
    if short and amounts:
        if amounts[-1] + short < 0:
            raise ValueError(f"{members} members cannot pay {total} cents together")
        amounts[-1] += short
    return amounts
