"""The Net Promoter Score (F. Reichheld, Harvard Business Review, December 2003)."""

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
