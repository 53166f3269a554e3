from odoo.tests import Form, tagged

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestMembership(MemberCase):
    """What follows from the dates and loans of a membership, and can be searched by."""

    def test_company_is_the_customers(self):
        self.assertEqual(self._member().company_id, self.library)
        membership = self._member(self.other_person, self.other_adult)
        self.assertEqual(membership.company_id, self.other_library)

    def test_state(self):
        current = self._member()
        last_day = self._member(date_end=self._ago(days=-1))
        ended = self._member(date_end=self.today)
        upcoming = self._member(date_start=self._ago(days=-1))
        unknown = self._member(date_start=False)
        expected = {
            current: "current",
            last_day: "current",
            ended: "ended",
            upcoming: "upcoming",
            unknown: "current",
        }
        for membership, state in expected.items():
            self.assertEqual(membership.state, state)
        memberships = self.anna.membership_ids
        for state in ("current", "ended", "upcoming"):
            found = memberships.search([("partner_id", "=", self.anna.id), ("state", "=", state)])
            self.assertEqual(found, memberships.filtered(lambda item, s=state: item.state == s))
        found = memberships.search([("partner_id", "=", self.anna.id), ("state", "!=", "ended")])
        self.assertEqual(found, memberships - ended)

    def test_years_member(self):
        self.assertAlmostEqual(self._member().years_member, 10, 1)
        left = self._member(date_end=self._ago(years=4))
        self.assertAlmostEqual(left.years_member, 6, 1)
        self.assertEqual(self._member(date_start=self._ago(days=-9)).years_member, 0)

    def test_never_borrowed(self):
        never = self._member()
        total = self._member(loans_total=1)
        date = self._member(last_loan_date=self.today)
        elsewhere = self._member(type_=self.digital_kb)
        memberships = never | total | date | elsewhere
        self.assertEqual(memberships.filtered("never_borrowed"), never)
        own = [("partner_id", "=", self.anna.id)]
        self.assertEqual(memberships.search([*own, ("never_borrowed", "=", True)]), never)
        self.assertEqual(
            memberships.search([*own, ("never_borrowed", "=", False)]), memberships - never
        )

    def test_loans_of_this_year(self):
        year = self.today.year
        many = self._member(
            loan_stat_ids=[
                (0, 0, {"year": year, "genre_id": self.genre.id, "loans": 4}),
                (0, 0, {"year": year, "genre_id": self.comic.id, "loans": 2}),
                (0, 0, {"year": year - 1, "genre_id": self.genre.id, "loans": 40}),
            ]
        )
        before = self._member(
            loan_stat_ids=[(0, 0, {"year": year - 1, "genre_id": self.genre.id, "loans": 9})]
        )
        none = self._member()
        self.assertEqual(many.loans_year, 6)
        self.assertEqual(before.loans_year, 0)
        memberships = many | before | none
        for operator, value, expected in (
            (">=", 6, many),
            (">", 6, memberships.browse()),
            ("<", 1, before | none),
            ("<=", 6, memberships),
            ("=", 0, before | none),
            ("!=", 0, many),
            ("in", [0, 6], memberships),
        ):
            found = memberships.search(
                [("partner_id", "=", self.anna.id), ("loans_year", operator, value)]
            )
            self.assertEqual(found, expected, (operator, value))
        many.loan_stat_ids.filtered(lambda stat: stat.year == year).unlink()
        self.assertEqual((many.stat_year, many.stat_loans), (year - 1, 40))

    def test_fee_of_the_type(self):
        with Form(self.env["bzk.membership"]) as form:
            form.partner_id = self.anna
            form.type_id = self.adult
            self.assertEqual(form.fee, 49)
            form.fee = 25
        self.assertEqual(self.anna.membership_ids.fee, 25)

    def test_display_name(self):
        membership = self._member(number="007")
        self.assertEqual(membership.display_name, "Anna van der Berg (007)")

    def test_customer(self):
        old = self._member(number="1", date_start=self._ago(days=9), date_end=self.today)
        current = self._member(number="2", payer_id=self.bram.id)
        self.assertEqual(self.anna.membership_id, current)
        self.assertEqual(self.anna.membership_number, "2")
        self.assertEqual(self.anna.membership_type_id, self.adult)
        self.assertEqual(self.anna.membership_state, "current")
        self.assertEqual(self.anna.membership_count, 2)
        self.assertEqual(self.bram.paid_membership_ids, current)
        self.assertFalse(self.bram.membership_id)
        people = self.anna | self.bram
        own = [("id", "in", people.ids)]
        for leaf, expected in (
            (("membership_state", "=", "current"), self.anna),
            (("membership_state", "=", "ended"), self.anna),
            (("membership_state", "=", False), self.bram),
            (("membership_number", "=", "1"), self.anna),
            (("membership_type_id", "=", self.adult.id), self.anna),
            (("membership_type_id", "=", self.youth.id), people.browse()),
        ):
            self.assertEqual(people.search([*own, leaf]), expected, leaf)
        action = self.anna.action_open_memberships()
        self.assertEqual(self.env["bzk.membership"].search(action["domain"]), old | current)

    def test_a_member_who_stopped_borrowing_is_told_apart(self):
        self.adult.quiet_months = 12
        membership = self._member(last_loan_date=self._ago(months=14), loans_total=3)
        self.assertEqual(self.anna.quiet_text, "No loan for 14 months")
        self.adult.quiet_months = 18
        self.assertFalse(self.anna.quiet_text)
        self.adult.quiet_months = 0
        self.assertFalse(self.anna.quiet_text)
        self.adult.quiet_months = 12
        membership.date_end = self.today
        self.assertFalse(self.anna.quiet_text, "of former members it is no news")

    def test_a_member_who_never_borrowed_is_told_apart(self):
        self.adult.quiet_months = 12
        self._member(date_start=self._ago(months=13))
        self.assertEqual(self.anna.quiet_text, "Never borrowed in 13 months")

    def test_loans_elsewhere_say_nothing(self):
        self._member(type_=self.digital_kb)
        self.assertFalse(self.anna.quiet_text)
