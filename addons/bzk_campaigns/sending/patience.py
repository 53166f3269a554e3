"""When to try again what did not go through."""

#: Minutes before the next try. RFC 5321 section 4.5.4.1 wants two tries in the first hour, then
#: one every two or three hours, and giving up after some days.
WAITS = (5, 15, 30, 60, 120, 180, 240, 360, 480, 720, 720, 720)


def next_try(tries):
    """Tell how long to wait after so many tries.

    :param int tries: how often it was tried, at least once
    :return: minutes, or None when enough was tried
    """
    return WAITS[tries - 1] if tries <= len(WAITS) else None
