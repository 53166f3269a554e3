"""The activities of a year: exactly as many, with exactly the visitors and revenue, that it had."""

from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from .programme import MONTHS, PROGRAMME
from .spread import spread

#: How a visitor is known, as the reports tell it.
SCANNED, BOOKED, COUNTED, ESTIMATED = "scanned", "booked", "counted", "estimated"
#: At one in so many activities where tickets were scanned, somebody without one was counted.
WALK_INS_EVERY = 6
#: One in so many activities more than were held was called off.
CALLED_OFF_EVERY = 60
#: What people give at will for a seat, in cents: in such steps, at most, and on average at most.
GIFT_STEP, GIFT_MOST, GIFT_FAIR = 50, 1500, 500
#: What part of the revenue fixed prices bring; the rest is given at will.
FIXED = 0.8


class Year(NamedTuple):
    """What a year has to add up to, and how its visitors came to be known."""

    visitors: int
    revenue: int  # whole euros
    activities: int
    scanned: int  # of a hundred activities with tickets, at how many they were scanned
    estimated: int  # of a hundred activities without, at how many somebody made a guess
    no_show: int  # of a hundred seats where they were scanned


#: The table of the strategy paper ("De klant centraal", July 2019): visitors, revenue, activities.
PAPER = {
    2014: Year(8_054, 14_928, 296, 0, 60, 0),
    2015: Year(9_474, 13_214, 381, 0, 50, 0),
    2016: Year(9_408, 13_027, 450, 20, 40, 14),
    2017: Year(12_386, 10_426, 558, 50, 35, 13),
    2018: Year(13_457, 5_790, 775, 70, 25, 12),
}
#: A year as it is now, without a figure of the paper.
PRESENT = Year(14_200, 6_400, 800, 85, 15, 10)


class Activity:
    """One activity with who came, as far as the files tell it.

    :param str key: number in the ticketing system
    :param Item item: entry of the programme
    :param str branch: code
    :param datetime begin: local time
    """

    def __init__(self, key, item, branch, begin):
        self.key, self.item, self.branch, self.begin = key, item, branch, begin
        self.end = begin + timedelta(hours=item.hours)
        self.price, self.cents = item.price, item.cents
        self.places = item.places
        self.known = None
        self.called_off = False
        self.came = self.away = 0  # with a ticket
        self.counted = self.estimated = None
        self.gifts = []  # cents of each seat, where people give at will

    @property
    def seats(self):
        """Number of tickets that are valid."""
        return self.came + self.away

    def row(self):
        """The cells under :data:`HEADER`."""
        return (
            self.key,
            self.item.title,
            f"{self.begin:%d-%m-%Y %H:%M}",
            f"{self.end:%d-%m-%Y %H:%M}",
            self.branch,
            self.item.theme,
            self.item.audience,
            self.price,
            self.item.kind,
            self.places or "",
            "ja" if self.called_off else "nee",
            "" if self.counted is None else self.counted,
            "" if self.estimated is None else self.estimated,
        )


HEADER = (
    "Nummer",
    "Activiteit",
    "Begin",
    "Einde",
    "Vestiging",
    "Thema",
    "Doelgroep",
    "Prijs",
    "Soort",
    "Plaatsen",
    "Vervallen",
    "Geteld",
    "Geschat",
)


def make_activities(first, last, figures, branches, seed):
    """Make the activities of a period.

    :param date first: first day on which one can be held
    :param date last: last day
    :param Year figures: what they add up to, to the visitor and the euro
    :param dict branches: code -> how much is held there, relatively
    :param seed: anything
    :return: list of :class:`Activity` in the order of time; those called off come on top of the
        number asked for
    """
    rng = Random(f"{seed}-{first}")
    off = figures.activities // CALLED_OFF_EVERY
    items = rng.choices(PROGRAMME, [item.weight for item in PROGRAMME], k=figures.activities + off)
    _see_to_prices(items)
    rng.shuffle(items)
    calendar = _Calendar(rng, first, last)
    begins = sorted((calendar.moment(item), place) for place, item in enumerate(items))
    codes, weights = list(branches), list(branches.values())
    made = [
        Activity(
            f"{first:%y}{first.month:x}-{number:04}",
            items[place],
            rng.choices(codes, weights)[0],
            begin,
        )
        for number, (begin, place) in enumerate(begins, start=1)
    ]
    for activity in rng.sample(made, off):
        activity.called_off = True
    held = [activity for activity in made if not activity.called_off]
    _visit(rng, held, figures)
    _pay(rng, held, figures.revenue * 100)
    return made


def _see_to_prices(items):
    """See to it that among few activities too is one with a price, and one to give for."""
    for place, price in enumerate(("betaald", "vrije bijdrage")[: len(items)]):
        if not any(item.price == price and item.booked for item in items):
            items[place] = next(item for item in PROGRAMME if item.price == price and item.booked)


class _Calendar:
    """Days of a period, most of them in spring and autumn.

    :param Random rng: draws
    :param date first: first day
    :param date last: last day
    """

    def __init__(self, rng, first, last):
        self.rng = rng
        self.days = [
            date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)
        ]
        self.fitting = {}

    def moment(self, item):
        """When one is held: on a weekday that fits it, if there is one."""
        if item.days not in self.fitting:
            days = [day for day in self.days if str(day.weekday()) in item.days] or self.days
            weights = accumulate(MONTHS[day.month - 1] for day in days)
            self.fitting[item.days] = days, list(weights)
        days, weights = self.fitting[item.days]
        [day] = self.rng.choices(days, cum_weights=weights)
        hour, minute = map(int, item.begin.split(":"))
        return datetime(day.year, day.month, day.day, hour, minute)


def _visit(rng, held, figures):
    """Give each activity its visitors, and a way in which they are known."""
    items = [activity.item for activity in held]
    draws = [max(0.0, item.visitors * rng.lognormvariate(0, 0.35) - 1) for item in items]
    caps = [max(item.places or item.visitors * 6, 2) - 1 for item in items]
    while sum(caps) < figures.visitors - len(held):
        caps = [cap * 2 for cap in caps]
    visitors = spread(draws, caps, figures.visitors - len(held))
    for activity, number in zip(held, visitors, strict=True):
        number += 1
        if activity.places and number > activity.places:
            activity.places = number
        if not activity.item.booked:
            activity.known = ESTIMATED if rng.randrange(100) < figures.estimated else COUNTED
            if activity.known == ESTIMATED:
                activity.estimated = number
            else:
                activity.counted = number
            continue
        activity.came = number
        activity.known = SCANNED if rng.randrange(100) < figures.scanned else BOOKED
        if activity.known == BOOKED:
            continue
        if number > 4 and rng.randrange(WALK_INS_EVERY) == 0:
            activity.counted = rng.randint(1, number // 4)
            activity.came -= activity.counted
        chance = figures.no_show / (100 - figures.no_show)
        activity.away = sum(rng.random() < chance for _seat in range(activity.came))
        if activity.places:
            activity.places = max(activity.places, activity.seats)


def _pay(rng, held, cents):
    """Let fixed prices and gifts together bring in exactly so many cents."""
    booked = [activity for activity in held if activity.item.booked]
    fixed = [activity for activity in booked if activity.price == "betaald"]
    rng.shuffle(fixed)
    left = cents
    for activity in fixed:
        worth = activity.cents * activity.seats
        if cents - left + worth <= cents * FIXED:
            left -= worth
        else:
            # More with a price than the year brought in: this one was free.
            activity.price, activity.cents = "gratis", 0
    giving = [activity for activity in booked if activity.price == "vrije bijdrage"]
    free = [activity for activity in booked if activity.price == "gratis"]
    free.sort(key=lambda activity: activity.seats)
    while free and sum(activity.seats for activity in giving) * GIFT_FAIR < left:
        # Too few seats to give so much for: one that was free asked for a gift.
        giving.append(free.pop())
        giving[-1].price = "vrije bijdrage"
    seats = [activity for activity in giving for _seat in range(activity.seats)]
    draws = [
        0 if rng.random() < 0.2 else (activity.item.cents or 300) * rng.uniform(0.4, 1.8)
        for activity in seats
    ]
    units = spread(
        [draw / GIFT_STEP for draw in draws],
        [GIFT_MOST // GIFT_STEP] * len(seats),
        left // GIFT_STEP,
    )
    for activity, number in zip(seats, units, strict=True):
        activity.gifts.append(number * GIFT_STEP)
    if left % GIFT_STEP and seats:
        seats[-1].gifts[-1] += left % GIFT_STEP
