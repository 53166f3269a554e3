"""How long a question takes."""

import statistics
import time

ROUNDS = 5


def timed(env, ask):
    """Milliseconds that a question takes: the median, after one to warm up."""
    spent = []
    for _round in range(ROUNDS + 1):
        env.invalidate_all()
        begin = time.perf_counter()
        ask()
        spent.append(1000 * (time.perf_counter() - begin))
    return round(statistics.median(spent[1:]))
