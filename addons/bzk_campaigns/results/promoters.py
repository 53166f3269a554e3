"""How readers grade the library, and of which groups that may be told.

The Net Promoter Score is how many of a hundred recommend the library, less how many do not
(F. Reichheld, Harvard Business Review, December 2003).
"""

from .chance import SMALLEST

#: From this answer on somebody recommends the library, and up to that one they do not.
PROMOTER, DETRACTOR = 9, 6


def net_promoters(promoters, detractors, answers):
    """Give the score of a group.

    :param int promoters: how many answered 9 or 10
    :param int detractors: how many answered 0 up to and including 6
    :param int answers: how many answered
    :return: whole number between -100 and 100, or ``None`` without answers
    """
    if not answers:
        return None
    return round(100 * (promoters - detractors) / answers)


def large_enough(groups):
    """Join groups that are too small to tell of.

    What is left together must be large enough as well: otherwise it would follow from the total
    what those few said, and the smallest of the other groups goes with them.

    :param dict groups: key of the group -> number of answers
    :return: list of keys to tell of, in the order given, and list of keys that are told as one
    """
    told = [key for key, number in groups.items() if number >= SMALLEST]
    rest = [key for key, number in groups.items() if 0 < number < SMALLEST]
    while rest and told and sum(groups[key] for key in rest) < SMALLEST:
        smallest = min(told, key=lambda key: groups[key])
        told.remove(smallest)
        rest.append(smallest)
    if sum(groups[key] for key in rest) < SMALLEST:
        rest = []
    return told, rest
