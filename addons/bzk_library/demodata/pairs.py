"""Labelled pairs of records: the same person recorded twice, and others who look alike.

Measures how well duplicates are told from others. The people are made first, with their families,
moves, marriages and calling names (see ``lives``); then two administrations record them (see
``recording``), so that the truth is known however little the records show of it.
"""

from datetime import date, timedelta
from typing import NamedTuple

from .lives import TODAY, Lives
from .recording import FORMS, record

SEED = 20261122

#: Shares of the pairs in which both records are of one person, and of two people.
SAME = {"plain": 20, "some years apart": 14, "moved": 8, "married": 4, "child": 4}
OTHERS = {
    "brothers and sisters": 8,
    "twins": 8,
    "parent and child": 9,
    "parent and child with the same initials": 4,
    "parent and child with the same name": 2,
    "partners": 6,
    "namesakes": 6,
    "namesakes at one address": 2,
    "same surname and birth date": 3,
    "strangers at one address": 2,
}
_REFUGEES = ("sy", "ua", "tr", "ma")


class Pair(NamedTuple):
    """Two records and what they really are.

    :param str kind: one of :data:`SAME` or :data:`OTHERS`
    :param bool same: whether both are of one person
    :param tuple people: number of the person behind each record
    :param dict one: row of the first administration, texts by heading
    :param dict other: row of the second
    """

    kind: str
    same: bool
    people: tuple
    one: dict
    other: dict


class World(Lives):
    """Makes people and pairs of records of them.

    :param seed: anything that tells two worlds apart
    :param str library: library code; addresses are in its area
    """

    def __init__(self, seed=SEED, library="zuid-kennemerland"):
        super().__init__(f"{seed}|pairs", library)
        self._records = 0
        #: Pairs of one person left out because the records have nothing but a name in common.
        self.untraceable = 0

    def pairs(self, number):
        """Give ``number`` labelled pairs, the kinds mixed in their shares."""
        kinds = SAME | OTHERS
        for kind in self.rng.choices(list(kinds), list(kinds.values()), k=number):
            pair = None
            while pair is None:
                if kind in SAME:
                    # Few men take another name when they marry.
                    female = self.rnd() < 0.9 if kind == "married" else None
                    one = other = self.person(age=self.draw_age(kind), female=female)
                else:
                    one, other = getattr(self, "_" + kind.replace(" ", "_"))()
                pair = self._recorded(kind, one, other, self._years(kind, one))
            yield pair

    # ------------------------------------------------------------------ two people
    def _brothers_and_sisters(self):
        one = self.person(age=self.rnd() * 17)
        other = self.relative(one, one.birth + timedelta(days=int(330 + self.rnd() * 2200)))
        while other.called == one.called:
            self.rename(other)
        return one, other

    def _twins(self):
        one = self.person(age=self.rnd() * 17 if self.rnd() < 0.75 else self.draw_age())
        alike = self.rnd() < 0.55
        other = self.relative(one, one.birth, female=one.female if alike else not one.female)
        # Some parents like names with one letter.
        same_letter = self.rnd() < 0.12
        for attempt in range(60):
            fits = not same_letter or attempt > 50 or other.called[0] == one.called[0]
            if fits and other.called != one.called:
                break
            self.rename(other)
        if self.rnd() < 0.1:
            other.given[1:] = one.given[1:]
        return one, other

    def _parent_and_child(self):
        child = self.person(age=self.rnd() * 30)
        days = int((20 + self.rnd() * 22) * 365.25)
        return child, self.relative(child, child.birth - timedelta(days=days))

    def _parent_and_child_with_the_same_initials(self):
        child, parent = self._parent_and_child()
        parent.given[1:] = child.given[1:]
        for _attempt in range(60):
            self.rename(parent, first_only=True)
            if parent.given[0][0] == child.given[0][0]:
                return child, parent
        parent.given[0] = child.given[0]
        return child, parent

    def _parent_and_child_with_the_same_name(self):
        child, parent = self._parent_and_child()
        parent.female, parent.given, parent.called = child.female, child.given[:], child.called
        return child, parent

    def _partners(self):
        one = self.person(age=20 + self.rnd() * 70)
        gap = timedelta(days=int(self.rng.gauss(0, 3) * 365))
        other = self.person(
            home=one.home, origin=one.origin, birth=one.birth + gap, female=not one.female
        )
        one.partner, other.partner = other.own, one.own
        if not one.female:
            one, other = other, one
        if self.rnd() < 0.3:
            other.email = one.email
        return one, other

    def _namesakes(self):
        one = self.person()
        days = int(self.rng.gauss(0, 12) * 365)
        birth = min(one.birth + timedelta(days=days), TODAY - timedelta(days=30))
        other = self.person(origin=one.origin, own=one.own, female=one.female, birth=birth)
        other.called = one.called
        other.given[0] = one.given[0] if self.rnd() < 0.7 else one.called
        return one, other

    def _namesakes_at_one_address(self):
        if self.rnd() < 0.5:  # Named after a grandparent or an uncle who lives in.
            one = self.person(age=self.rnd() * 30)
            days = int((12 + self.rnd() * 60) * 365)
            other = self.relative(one, one.birth - timedelta(days=days), female=one.female)
            other.own = one.own
            if other.age > 100:
                other.birth = date(1930, 5, 1) + timedelta(days=int(self.rnd() * 3000))
        else:  # Residents of one centre; whose birth date is not known has 1 January.
            origin = self.rng.choice(_REFUGEES)
            one = self.person(age=18 + self.rnd() * 40, origin=origin)
            other = self.person(home=one.home, origin=origin, own=one.own, female=one.female)
            one.home.email = one.home.phone = ""
            for person in (one, other):
                if self.rnd() < 0.6:
                    person.birth = date(1975 + int(self.rnd() * 30), 1, 1)
        other.called, other.given = one.called, one.given[:]
        return one, other

    def _same_surname_and_birth_date(self):
        one = self.person()
        return one, self.person(origin=one.origin, own=one.own, birth=one.birth)

    def _strangers_at_one_address(self):
        one = self.person(age=20 + self.rnd() * 75)
        other = self.person(age=20 + self.rnd() * 75, home=one.home)
        one.home.email = ""
        if self.rnd() < 0.3:
            other.own = one.own
        return one, other

    # ------------------------------------------------------------------ two records
    def _years(self, kind, person):
        """Draw the years between the two records."""
        if kind in ("some years apart", "moved"):
            return 1 + self.rnd() * 9
        if kind in OTHERS or kind == "child":
            return self.rnd() * min(6, person.age)
        return self.rnd() * 1.5

    def _recorded(self, kind, one, other, years):
        forms = [self._form(one), self._form(other)]
        moved = kind == "moved"
        # Somebody who moved far becomes a member anew: mostly at a counter or a web form.
        now = self.moment(one, married=kind == "married")
        if kind in OTHERS:
            then = self.moment(other)
            if self.rnd() < 1 - 0.93**years:
                then = self.later(other, then, years, moved=True)
        else:
            then = self.later(one, now, years, moved=moved, married=kind == "married")
        records = []
        for form, person, moment in zip(forms, (one, other), (now, then), strict=True):
            self._records += 1
            records.append(record(self.rng, form, f"{self._records:08d}", person, moment))
        if one is other and not self._leaves_a_trace(now, then, *records):
            self.untraceable += 1
            return None
        return Pair(kind, one is other, (one.number, other.number), *records)

    @staticmethod
    def _leaves_a_trace(now, then, one, other):
        """Tell whether two records of a person have more than the name in common.

        Nobody can tell otherwise that they are of one person, and nobody would label them so.
        What is mistyped counts: somebody who looks would see it.
        """
        return (
            (one["GEBOORTEDATUM"] and other["GEBOORTEDATUM"])
            or (now.address == then.address and one["POSTCODE"] and other["POSTCODE"])
            or (now.email == then.email and one["EMAIL"] and other["EMAIL"])
            or (now.phone == then.phone and one["TELEFOON"] and other["TELEFOON"])
        )

    def _form(self, person):
        shares = (55, 12, 27, 6) if person.age < 13 else (60, 13, 27, 0)
        return FORMS[self.rng.choices(list(FORMS), shares)[0]]
