"""The figures of the strategy paper, as data, and how they scale to another number of members.

Source: CRM strategy "De klant centraal", Bibliotheek Zuid-Kennemerland, July 2019. Members at
31 August 2018 (pupils excluded), lost members at 13 February 2019, reasons for leaving at
29 August 2018.
"""

from typing import NamedTuple

DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / 12


class Segment(NamedTuple):
    """One row of the paper's table of members."""

    members: int
    value: int  # subscription value, whole euros
    loans: float | None  # average loans in the running year; None: they happen elsewhere, unknown
    loans_borrowers: float | None  # the same without those who never borrowed
    years: float  # average years a member
    never: float  # % that never borrowed


class Lost(NamedTuple):
    """One row of the paper's table of lost members."""

    members: int
    years: float  # average years a member, at the end date
    loans: float  # average loans ever, non-borrowers included
    months: float  # average months between last loan and end date, of those who borrowed
    never: float  # % that never borrowed


# Digitaal is garbled in the paper ("6,3 1,0 100,0%" for one member): 6.3 can only be years, as one
# member who never borrowed has no loans. The value of DIGIKB is income of the national library, and
# is not part of the paper's total of 1,078,279 euros.
MEMBERS = {
    "JEUGD": Segment(37_405, 14_121, 8.4, 9.1, 6.0, 7.6),
    "VOLW": Segment(24_858, 1_044_736, 17.8, 18.5, 12.8, 3.6),
    "OVERIG": Segment(1_066, 0, 12.8, 13.4, 10.7, 4.6),
    "NT2": Segment(905, 0, 3.9, 5.1, 1.5, 23.6),
    "VRIEND": Segment(162, 15_283, 33.2, 33.6, 17.4, 1.2),
    "BAH": Segment(101, 4_098, 43.4, 43.8, 14.3, 1.0),
    "DIGI": Segment(1, 41, 0.0, None, 6.3, 100.0),
    "DIGIKB": Segment(75, 3_150, None, None, 12.8, 0.0),
}
MEMBERS_TOTAL = 64_573
VALUE_TOTAL = 1_078_279  # without DIGIKB
LOANS_AVERAGE = 12.2
YEARS_AVERAGE = 8.7
NEVER_AVERAGE = 6.2

# The paper's averages per type, taken literally, give 12.1 for all members where it says 12.2.
# These round to the same figures per type and to 12.2 together.
LOANS_AIM = {"JEUGD": 8.44, "VOLW": 17.83}

LOST = {
    "VOLW": Lost(4_474, 9.1, 189.5, 23.8, 11),
    "JEUGD": Lost(2_265, 7.7, 71.7, 35.9, 20),
    "LEERLING": Lost(3_163, 3.0, 1.0, 25.9, 75),
    "VRIEND": Lost(4, 14.5, 380.3, 6.6, 25),
    "NT2": Lost(641, 1.3, 8.3, 13.7, 28),
    "BAH": Lost(10, 14.3, 1108.1, 12.1, 0),
    "OVERIG": Lost(279, 3.3, 71.5, 17.5, 14),
}
LOST_TOTAL = 10_836
LOST_AVERAGES = Lost(10_836, 6.4, 97.0, 26.2, 33)

# Reason -> (% of all lost members, types it can be said of, youngest and oldest age it fits, in
# years). The last eleven are drawn as 0 % in the paper and share what is left.
_ANY = ("VOLW", "JEUGD", "NT2", "OVERIG")
_ADULT = ("VOLW", "OVERIG", "BAH", "VRIEND")
REASONS = {
    "": (78.0, (), 0, 120),
    "Ik heb al lang geen gebruik gemaakt": (5.0, _ANY, 0, 120),
    "18 jaar geworden": (5.0, ("JEUGD",), 18, 18),
    "Onbekend": (4.0, _ANY, 0, 120),
    "Verhuisd": (3.0, _ANY, 0, 120),
    "Overleden": (1.0, _ADULT, 60, 98),
    "Geen belangstelling meer": (1.0, _ANY, 0, 120),
    "Geen tijd meer": (1.0, ("VOLW", "NT2"), 0, 120),
    "Ander abt aanwezig": (0.4, _ANY, 0, 120),
    "Lezen lukt niet meer": (0.3, _ADULT, 70, 98),
    "Gaat studeren": (0.3, ("VOLW",), 18, 22),
    "Niet benaderen": (0.2, ("VOLW",), 0, 120),
    "Lees op e-reader/e-bk": (0.2, ("VOLW",), 30, 80),
    "Niet in staat bezoek": (0.15, _ADULT, 70, 98),
    "Ik ga langere tijd weg (buitenland)": (0.15, ("VOLW",), 18, 70),
    "Kosten te hoog": (0.1, ("VOLW",), 0, 120),
    "Collectie niet interessant": (0.1, ("VOLW",), 0, 120),
    "Openingstijden": (0.05, ("VOLW",), 0, 120),
    "einde SCHOLENDEAL 2016": (0.05, ("LEERLING",), 0, 120),
}

# Fees in cents with the share of the members that pay them; from there the total is made exact.
FEES = {
    "JEUGD": ((0, 0.986), (2700, 0.014)),
    "VOLW": ((2750, 0.26), (4500, 0.60), (5750, 0.14)),
    "OVERIG": ((0, 1.0),),
    "NT2": ((0, 1.0),),
    "VRIEND": ((7500, 0.57), (10000, 0.26), (15000, 0.17)),
    "BAH": ((0, 0.03), (4200, 0.97)),
    "DIGI": ((4100, 1.0),),
    "DIGIKB": ((4200, 1.0),),
}

# Members in full per library. The composition of the other two is that of the paper.
LIBRARY_SIZES = {"zuid-kennemerland": MEMBERS_TOTAL, "amstelland": 31_200, "hilversum": 18_400}


def apportion(weights, total):
    """Divide ``total`` over the keys by largest remainder, with at least one for each when it fits.

    :param dict weights: key -> positive weight
    :param int total: what to divide
    :return: dict key -> int, in the order of ``weights``, summing to ``total``
    """
    whole = sum(weights.values())
    parts = {key: int(weight * total / whole) for key, weight in weights.items()}
    left = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: parts[key] - weights[key] * total / whole)
    for key in by_remainder[:left]:
        parts[key] += 1
    if total >= len(weights):
        for key in [key for key, part in parts.items() if not part]:
            parts[max(parts, key=parts.get)] -= 1
            parts[key] = 1
    return parts


def members_by_type(total):
    """Return how many current members of each type a file of ``total`` members has."""
    return apportion({code: segment.members for code, segment in MEMBERS.items()}, total)


def lost_by_type(members):
    """Return how many lost members of each type go with ``members`` current ones."""
    total = round(LOST_TOTAL * members / MEMBERS_TOTAL)
    parts = apportion({code: lost.members for code, lost in LOST.items()}, total)
    return {code: part for code, part in parts.items() if part}


def lost_by_reason(lost):
    """Return how many of ``lost`` members gave each reason; rare reasons may have none."""
    whole = sum(share for share, *_rest in REASONS.values())
    parts = {reason: round(lost * share / whole) for reason, (share, *_r) in REASONS.items()}
    parts[""] += lost - sum(parts.values())
    return parts


def loans_in_year(code, members):
    """Return the loans in the running year that ``members`` of a type have together."""
    return round(LOANS_AIM.get(code, MEMBERS[code].loans) * members)


def value_cents(code, members):
    """Return the subscription value in cents that ``members`` of a type have together."""
    segment = MEMBERS[code]
    return round(segment.value * members / segment.members) * 100
