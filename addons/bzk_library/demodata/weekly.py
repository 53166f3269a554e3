"""What is wrong in a file, and what is different in the next week's."""

from datetime import date

from . import composition, contact, schema
from .plan import TYPES

WEEK = 7
# Shares of the members that change from one week to the next.
JOIN, LEAVE, MOVE, MEND, EMAIL, BORROW = 0.003, 0.003, 0.002, 0.001, 0.004, 0.08
# One in so many rows has a cell that the import refuses, for each kind of fault.
FAULT_EVERY = 2000
FAULTS = ("email_typo", "email_no_at", "birth_null", "birth_future", "postcode", "phone")
DUPLICATES = 5
SMALLEST_WITH_FAULTS = 1000  # a smaller file is clean

WRONG_POSTCODES = ("0234AB", "2011SS", "201AB", "20111", "onbekend")
WRONG_PHONES = ("geen", "123", "06-1234567", "0000000000")
WRONG_BIRTHS = ("-1", "-1", "31-02-1975", "00-00-0000")
_REASONS = ("", "", "", "Verhuisd", "Onbekend", "Geen tijd meer")


class Week:
    """The changes of one week, drawn for all members at once.

    :param Plan plan: with the current members first
    :param int members: how many current members there are
    """

    def __init__(self, plan, members):
        self.plan, self.day = plan, plan.today + WEEK
        self.year = date.fromordinal(self.day).year
        self.rng = rng = plan.rng
        self.faults = {}
        self.duplicates = set()
        taken = set()
        if members >= SMALLEST_WITH_FAULTS:
            number = round(members / FAULT_EVERY) or 1
            chosen = rng.sample(range(members), number * len(FAULTS) + DUPLICATES)
            for index, place in enumerate(chosen[DUPLICATES:]):
                self.faults[place] = FAULTS[index % len(FAULTS)]
            self.duplicates = set(chosen[:DUPLICATES])
            taken.update(chosen)
        payers = {payer for payer in plan.payer if payer >= 0}
        free = [place for place in range(members) if place not in taken and place not in payers]
        rng.shuffle(free)

        def take(share):
            number = min(len(free), round(members * share))
            return {free.pop() for _ in range(number)}

        self.leaving = take(LEAVE)
        self.mended = take(MEND)
        self.new_email = take(EMAIL)
        self.borrowing = {
            place for place in take(BORROW) if TYPES[plan.kind[place]] not in ("DIGI", "DIGIKB")
        }
        self.moved = self._movers(members, round(members * MOVE))

    def _movers(self, members, number):
        """Return household -> code of its new address, for about ``number`` people."""
        plan, moved = self.plan, {}
        sizes = {}
        for place in range(members):
            sizes[plan.household[place]] = sizes.get(plan.household[place], 0) + 1
        while number > 0:
            household = plan.household[int(self.rng.random() * members)]
            if household not in moved:
                moved[household] = plan.town.give(self.rng.random)
                number -= sizes[household]
        return moved

    def spoil(self, place, row):
        """Put the fault in a row that one was drawn for."""
        fault = self.faults.get(place)
        rnd = self.rng.random
        if fault == "email_typo":
            local = "".join("bcdfghjkmnpqrstvwxz23456789"[int(rnd() * 27)] for _ in range(12))
            row[schema.EMAIL] = (
                f"{local}@{contact.TYPO_DOMAINS[int(rnd() * len(contact.TYPO_DOMAINS))]}"
            )
        elif fault == "email_no_at":
            row[schema.EMAIL] = f"{row[schema.KEY]}.gmail.example"
        elif fault == "birth_null":
            row[schema.BIRTH] = WRONG_BIRTHS[int(rnd() * len(WRONG_BIRTHS))]
        elif fault == "birth_future":
            row[schema.BIRTH] = schema.text_date(self.plan.today + 30 + int(rnd() * 9000))
        elif fault == "postcode":
            row[schema.POSTCODE] = WRONG_POSTCODES[int(rnd() * len(WRONG_POSTCODES))]
        elif fault == "phone":
            row[schema.PHONE] = WRONG_PHONES[int(rnd() * len(WRONG_PHONES))]

    def duplicate(self, row):
        """Return a second row under a first one's number: somebody else, or the same elsewhere."""
        twin = list(row)
        rnd = self.rng.random
        if rnd() < 0.5:
            twin[schema.INITIALS], twin[schema.FIRSTNAME] = "Q.", "Quinten"
            twin[schema.INFIX], twin[schema.LASTNAME] = "", "Dubbelman"
        else:
            twin[schema.NUMBER] = str(int(rnd() * 150) + 200)
        return twin

    def mistype(self, row):
        """Make the typing error that the next week's file no longer has."""
        column = (schema.LASTNAME, schema.LASTNAME, schema.STREET)[int(self.rng.random() * 3)]
        row[column] = contact.typing_error(self.rng.random, row[column])

    def next_row(self, people, place, row):
        """Return the member's row of the next week, from this week's correct row.

        :return: (row, whether the member has left)
        """
        plan, rnd = self.plan, self.rng.random
        row = list(row)
        if people.year != self.year and row[schema.LOANS_YEAR]:
            # The columns now are of a new running year.
            row[schema.LOANS_YEAR :] = ["0"] * len(schema.GENRES)
        if place in self.leaving:
            row[schema.END] = schema.text_date(self.day - int(rnd() * WEEK))
            row[schema.REASON] = _REASONS[int(rnd() * len(_REASONS))]
            return row, True
        if place in self.new_email:
            number = 2 * len(plan.address) + len(plan) + place
            first = row[schema.FIRSTNAME] or row[schema.INITIALS]
            row[schema.EMAIL] = contact.email(rnd, first, "", row[schema.LASTNAME], number)
        if place in self.borrowing:
            self._borrow(row, place)
        household = plan.household[place]
        if household in self.moved:
            # In the middle of every range of chances: no variation in how it is typed.
            people.set_address(row, lambda: 0.5, plan.town.address(self.moved[household]))
        return row, False

    def _borrow(self, row, place):
        """Add some loans of this week."""
        rnd = self.rng.random
        more = 1 + int(rnd() * rnd() * 8)
        at = schema.LOANS_YEAR
        for _ in range(more):
            filled = [at + i for i, text in enumerate(row[at:]) if text != "0"]
            column = filled[int(rnd() * len(filled))] if filled else at + int(rnd() * 8)
            row[column] = str(int(row[column]) + 1)
        row[schema.LOANS_TOTAL] = str(int(row[schema.LOANS_TOTAL]) + more)
        row[schema.LAST_LOAN] = schema.text_date(self.day - int(rnd() * WEEK))


def add_joiners(plan, members):
    """Add to a plan those who become members in the week after its day.

    :param Plan plan: with all others in it; the joiners take the places after them
    :param int members: number of current members
    """
    rng = plan.rng
    shares = {"JEUGD": 55, "VOLW": 38, "NT2": 5, "OVERIG": 2}
    counts = composition.apportion(shares, round(members * JOIN))
    for code, places in plan.add_people(counts).items():
        fee = max(composition.FEES[code], key=lambda tier: tier[1])[0]
        for place in places:
            plan.days[place] = -rng.randint(1, WEEK)
            plan.loans[place] = rng.randint(1, 6) if rng.random() < 0.7 else 0
            plan.fee[place] = fee
