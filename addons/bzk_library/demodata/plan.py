"""Who is in the file, in numbers: type, birth, household, years, loans and fee of every member.

Only what has to add up over the whole file is decided here, in flat arrays, so that a million
members fit in little memory. What a row reads like is decided row by row (see ``people``).
"""

from array import array
from random import Random

from . import composition
from .places import Town
from .spread import fees, spread

TYPES = (*composition.MEMBERS, "LEERLING")
SINGLE, PARENT, PARTNER, CHILD = range(4)
NEWCOMER = 1

# Ages in whole years that fit a type.
AGES = {
    "JEUGD": (0, 17),
    "VOLW": (18, 97),
    "OVERIG": (18, 85),
    "NT2": (18, 64),
    "VRIEND": (40, 92),
    "BAH": (70, 98),
    "DIGI": (25, 75),
    "DIGIKB": (25, 78),
    "LEERLING": (4, 16),
}
# Youngest age at which a membership of a type can have begun; an adult's often began in youth.
JOINS_FROM = {"JEUGD": 0, "VOLW": 4, "OVERIG": 10, "NT2": 16, "LEERLING": 4}
JOINS_FROM_OTHERS = 18
# Longest membership in years: administrations do not go back further, or people went sooner.
LONGEST = {"NT2": 8}
LONGEST_OTHERS = 58
# Relative number of youth members by age, 0 to 17.
_YOUTH = (0.8, 1.5, 2, 3, 5, 6, 7, 7.5, 8, 8, 8, 7.8, 7, 6.3, 6, 5.7, 5.5, 5)
# Age bands of adults without children in the file, with their shares.
_ADULT = ((18, 25, 0.12), (25, 40, 0.18), (40, 60, 0.3), (60, 75, 0.28), (75, 98, 0.12))

_YEAR = composition.DAYS_PER_YEAR


def birthday(today, age, rnd):
    """Return the ordinal of a birth date of somebody who is ``age`` (whole years) on a day."""
    # The margin keeps the age right whatever the leap years.
    return today - int(age * _YEAR) - 2 - int(rnd() * (_YEAR - 4))


def longest(code, lived):
    """Return the days somebody can have been a member at most.

    :param str code: membership type
    :param int lived: days since birth
    """
    from_age = int(JOINS_FROM.get(code, JOINS_FROM_OTHERS) * _YEAR)
    return max(0, min(lived - from_age, int(LONGEST.get(code, LONGEST_OTHERS) * _YEAR)))


class Plan:
    """Flat arrays with one place per member.

    :param str library: library code
    :param int today: ordinal of the day the file is of
    :param seed: anything that tells two files apart
    """

    def __init__(self, library, today, seed):
        self.today = today
        self.rng = Random(f"{library}|{seed}")
        self.town = Town(library)
        self.kind = array("b")
        self.household = array("l")
        self.birth = array("l")
        self.role = array("b")
        self.female = array("b")
        self.payer = array("l")
        self.days = array("l")  # a member, in days
        self.end = array("l")  # ordinal of the last day; 0 for current members
        self.loans = array("l")  # running year, or ever for those who left; -1 is unknown
        self.gap = array("l")  # days between last loan and end, of those who left; -1 is none
        self.fee = array("l")  # cents
        self.address = array("q")  # household -> code of its address
        self.flavour = array("b")  # household -> NEWCOMER or 0
        self.head = array("l")  # household -> place of its first adult, or -1

    def __len__(self):
        return len(self.kind)

    # ------------------------------------------------------------------ people
    def new_household(self, flavour=0):
        """Return the number of a new household with an address of its own."""
        self.address.append(self.town.give(self.rng.random))
        self.flavour.append(flavour)
        self.head.append(-1)
        return len(self.address) - 1

    def add(self, code, household, role, birth, female=None):
        """Add a person and return their place in the arrays."""
        rnd = self.rng.random
        self.kind.append(TYPES.index(code))
        self.household.append(household)
        self.role.append(role)
        self.birth.append(birth)
        self.female.append(rnd() < 0.55 if female is None else female)
        for values, blank in (
            (self.payer, -1),
            (self.days, 0),
            (self.end, 0),
            (self.loans, -1),
            (self.gap, -1),
            (self.fee, 0),
        ):
            values.append(blank)
        place = len(self.kind) - 1
        if role in (SINGLE, PARENT):
            self.head[household] = place
        return place

    def add_people(self, counts):
        """Add current members in households.

        :param dict counts: type -> number of members
        :return: dict type -> range or list of their places
        """
        left = dict(counts)
        first = len(self)
        while left.get("JEUGD"):
            self._add_family(left)
        for code, number in left.items():
            while number:
                number -= self._add_adults(code, number)
        places = {code: [] for code in counts}
        for place in range(first, len(self)):
            places[TYPES[self.kind[place]]].append(place)
        return places

    def _add_family(self, left):
        """Add a family: children, and often a parent who is a member too."""
        rng, rnd = self.rng, self.rng.random
        size = min(left["JEUGD"], rng.choices((1, 2, 3, 4), (34, 46, 16, 4))[0])
        births = [birthday(self.today, rng.choices(range(18), _YOUTH)[0], rnd)]
        oldest, youngest = self.today - int(17.9 * _YEAR), self.today - 20
        for _ in range(size - 1):
            gap = 0 if rnd() < 0.016 else 500 + int(rnd() * 1100)
            birth = births[-1] + gap
            if birth > youngest or (rnd() < 0.5 and min(births) - gap > oldest):
                birth = min(births) - gap
            births.append(birth if oldest < birth <= youngest else births[-1])
        left["JEUGD"] -= size
        parents = rng.choices((0, 1, 2), (58, 34, 8))[0]
        code = "VOLW"
        if parents and left.get("NT2") and rnd() < 0.045:
            code, parents = "NT2", 1
        parents = min(parents, left.get(code, 0))
        household = self.new_household(NEWCOMER if code == "NT2" else 0)
        payer, mother = -1, rnd() < 0.65
        for number in range(parents):
            age = min(46.0, max(20.0, rng.gauss(31, 4.5)))
            birth = min(births) - int(age * _YEAR)
            low = self.today - int((AGES[code][1] + 0.9) * _YEAR)
            role = PARTNER if number else PARENT
            place = self.add(code, household, role, max(birth, low), mother ^ (number == 1))
            payer = place if payer < 0 else payer
        if parents:
            left[code] -= parents
        if rnd() > 0.75:
            payer = -1
        for birth in births:
            self.payer[self.add("JEUGD", household, CHILD, birth, rnd() < 0.51)] = payer

    def _add_adults(self, code, number):
        """Add somebody who lives alone or a couple of one type; return how many."""
        rnd = self.rng.random
        household = self.new_household(NEWCOMER if code == "NT2" else 0)
        low, high = AGES[code]
        age = self._adult_age(code)
        female = rnd() < 0.55
        first = self.add(code, household, SINGLE, birthday(self.today, age, rnd), female)
        if number < 2 or code in {"DIGI", "DIGIKB", "BAH"} or rnd() > 0.22:
            return 1
        self.role[first] = PARENT
        age = min(high, max(low, age + int(self.rng.gauss(0, 3))))
        second = self.add(
            code, household, PARTNER, birthday(self.today, age, rnd), female ^ (rnd() < 0.95)
        )
        self.payer[second] = first if rnd() < 0.4 else -1
        return 2

    def _adult_age(self, code):
        """Return an age in whole years that fits a type."""
        rng = self.rng
        low, high = AGES[code]
        if code == "VOLW":
            low, high, _share = rng.choices(_ADULT, [share for *_, share in _ADULT])[0]
            return low + int(rng.random() * (high - low))
        # The sum of two draws: the middle of the range is more common than its ends.
        return low + int((rng.random() + rng.random()) / 2 * (high - low + 1))

    # ------------------------------------------------------------------ figures
    def set_figures(self, code, places, year_start):
        """Give current members of one type their years, loans and fees, to the paper's averages.

        :param str code: membership type
        :param list places: their places in the arrays
        :param int year_start: ordinal of 1 January of the running year
        """
        segment = composition.MEMBERS[code]
        rng, number = self.rng, len(places)
        caps = [longest(code, self.today - self.birth[place]) for place in places]
        if code == "JEUGD":
            draws = [cap * rng.betavariate(2.4, 1.6) for cap in caps]
        else:
            draws = [rng.gammavariate(1.25, segment.years * _YEAR / 1.25) for _ in caps]
        days = spread(draws, caps, round(segment.years * _YEAR * number))
        for place, value in zip(places, days, strict=True):
            self.days[place] = value
        amounts = fees(composition.FEES[code], number, composition.value_cents(code, number))
        rng.shuffle(amounts)
        for place, amount in zip(places, amounts, strict=True):
            self.fee[place] = amount
        if segment.loans is None:
            return
        never = set(rng.sample(places, round(number * segment.never / 100)))
        borrowers = [place for place in places if place not in never]
        for place in never:
            self.loans[place] = 0
        season = self.today - year_start + 30
        draws = [
            rng.gammavariate(0.95, 20) * min(1, (self.days[place] + 30) / season)
            for place in borrowers
        ]
        total = composition.loans_in_year(code, number) - len(borrowers)
        extra = spread(draws, [1500] * len(borrowers), max(0, total))
        for place, value in zip(borrowers, extra, strict=True):
            self.loans[place] = 1 + value
