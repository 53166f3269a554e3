"""Tell whether two groups differ more than chance would make them.

Of each group it is known how many there are and how many of them did something. The probability is
that of Fisher's exact test (R.A. Fisher, 1934) for small groups, and of the z-test on two
proportions with a common estimate for large ones. The interval is Newcombe's score interval for the
difference of two proportions (R.G. Newcombe, Statistics in Medicine 17, 1998, method 10), which
rests on E.B. Wilson's interval for one (1927). Several questions of one experiment are corrected by
S. Holm's step-down method (1979).
"""

from dataclasses import dataclass
from math import comb, erfc, sqrt

#: Smaller groups are not told of: they say something about persons, and nothing about an effect.
SMALLEST = 10
#: A difference that would occur by chance less often than this is said to be more than chance.
LEVEL = 0.05
#: Of the normal distribution, for an interval of 95 %.
Z = 1.959964
#: With this few expected in any cell the approximation does not hold (W.G. Cochran, 1954).
EXPECTED = 5


@dataclass(frozen=True)
class Comparison:
    """How often two groups did something.

    :param share: of the first group, between 0 and 1
    :param other: of the second group
    :param low: lower bound of the difference, with 95 % confidence
    :param high: upper bound of the difference
    :param probability: of a difference this large, or larger, when there is no effect
    """

    share: float
    other: float
    low: float
    high: float
    probability: float

    @property
    def difference(self):
        """Share of the first group less that of the second, between -1 and 1."""
        return self.share - self.other


def compare(did, size, other_did, other_size):
    """Compare how often two groups did something.

    :param int did: how many of the first group did
    :param int size: how many are in the first group
    :param int other_did: how many of the second group did
    :param int other_size: how many are in the second group
    :return: :class:`Comparison`, or ``None`` when a group is too small to tell
    :raises ValueError: for numbers that cannot be
    """
    if not (0 <= did <= size and 0 <= other_did <= other_size):
        raise ValueError(f"{did} of {size} and {other_did} of {other_size} cannot be")
    if min(size, other_size) < SMALLEST:
        return None
    share, other = did / size, other_did / other_size
    low, high = _wilson(did, size)
    other_low, other_high = _wilson(other_did, other_size)
    difference = share - other
    return Comparison(
        share,
        other,
        difference - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + sqrt((high - share) ** 2 + (other - other_low) ** 2),
        _probability(did, size, other_did, other_size),
    )


def more_than_chance(comparisons):
    """Tell which differences of one experiment are more than chance.

    Who asks several questions finds something by chance more easily, so that the bar is higher.

    :param comparisons: list of :class:`Comparison` or ``None``
    :return: list of booleans in the same order; False for ``None``
    """
    known = sorted((found.probability, number) for number, found in enumerate(comparisons) if found)
    told = [False] * len(comparisons)
    for passed, (probability, number) in enumerate(known):
        if probability >= LEVEL / (len(known) - passed):
            break
        told[number] = True
    return told


def _wilson(did, size):
    """Interval of a share, with 95 % confidence."""
    share = did / size
    middle = share + Z**2 / (2 * size)
    reach = Z * sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    below = 1 + Z**2 / size
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


def _probability(did, size, other_did, other_size):
    both, total = did + other_did, size + other_size
    least = min(both, total - both) * min(size, other_size) / total
    if least <= EXPECTED:
        return _fisher(did, size, both, total)
    common = both / total
    spread = sqrt(common * (1 - common) * (1 / size + 1 / other_size))
    return erfc(abs(did / size - other_did / other_size) / spread / sqrt(2))


def _fisher(did, size, both, total):
    """Probability of what was found and of everything less likely, given the totals."""
    lowest, highest = max(0, both - (total - size)), min(both, size)
    ways = {
        number: comb(size, number) * comb(total - size, both - number)
        for number in range(lowest, highest + 1)
    }
    return sum(way for way in ways.values() if way <= ways[did]) / sum(ways.values())
