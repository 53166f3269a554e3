from random import Random

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestLeavingSignal(MemberCase):
    """Who may leave, as worked out each night."""

    def _renew(self):
        signals = self.env["bzk.leaving.signal"]
        signals._renew()
        return signals.search([("company_id", "=", self.library.id)])

    def test_months_follow_the_audience_until_somebody_decides(self):
        self.assertEqual(self.adult.quiet_months, 24)
        self.assertEqual(self.youth.quiet_months, 37)
        self.adult.quiet_months = 0
        self.adult.name = "Anders"
        self.assertEqual(self.adult.quiet_months, 0)

    def test_a_signal_comes_and_tells_why(self):
        membership = self._member(last_loan_date=self._ago(months=23), loans_total=4)
        self.assertFalse(self._renew())
        membership.last_loan_date = self._ago(months=26)
        signal = self._renew()
        self.assertEqual(signal.partner_id, self.anna)
        self.assertEqual(signal.months, 26)
        self.assertEqual(signal.since, self._ago(months=2))
        self.assertFalse(signal.never_borrowed)
        self.assertIn("26", signal.reason)
        self.assertIn("24", signal.reason)
        self.assertTrue(self.anna.may_leave)
        self.assertTrue(membership.quiet_text)
        found = self.env["res.partner"].search([("may_leave", "=", True)])
        self.assertIn(self.anna, found)
        found = self.env["res.partner"].search([("may_leave", "=", False)])
        self.assertNotIn(self.anna, found)

    def test_a_second_night_changes_nothing(self):
        self._member(last_loan_date=self._ago(months=26), loans_total=4)
        signal = self._renew()
        before = signal.read()
        self.assertEqual(self._renew(), signal)
        self.assertEqual(signal.read(), before)

    def test_what_became_of_it_is_kept(self):
        membership = self._member(last_loan_date=self._ago(months=26), loans_total=4)
        signal = self._renew()
        membership.last_loan_date = self._ago(days=3)
        self.assertEqual(self._renew(), signal, "kept")
        self.assertEqual((signal.outcome, signal.until), ("borrowed", self._ago(days=3)))
        self.assertFalse(self.anna.may_leave)
        membership.last_loan_date = self._ago(months=30)
        again = self._renew() - signal
        self.assertEqual(len(again), 1, "and a new one beside it")
        membership.date_end = self._ago(days=1)
        self._renew()
        self.assertEqual((again.outcome, again.until), ("left", self._ago(days=1)))
        membership.date_end = False
        third = self._renew() - again - signal
        self.adult.quiet_months = 0
        self._renew()
        self.assertEqual((third.outcome, third.until), ("other", self.today))

    def test_agrees_with_what_the_screen_of_a_customer_says(self):
        """For members of every kind; both are computed in their own way."""
        random = Random(6)
        people = self.env["res.partner"].create(
            [{"lastname": f"Lid {n}", "company_id": self.library.id} for n in range(80)]
        )
        types = (self.adult, self.youth, self.digital_kb)
        for person in people:
            borrowed = random.choice((True, True, False))
            values = {"date_start": self._ago(days=random.randrange(3000))}
            if borrowed:
                values |= {
                    "last_loan_date": self._ago(days=random.randrange(1800)),
                    "loans_total": 5,
                }
            if random.random() < 0.2:
                values |= {"date_start": self._ago(years=9)}
                values |= {"date_end": self._ago(days=random.randrange(-200, 200))}
            self._member(person, random.choice(types), **values)
        signals = self._renew()
        held = signals.partner_id
        self.assertEqual(held, people.filtered("quiet_text") & held)
        self.assertEqual(people.filtered("quiet_text"), people & held)
        for signal in signals:
            self.assertIn(f" {signal.months} months", signal.partner_id.quiet_text)
        self.assertGreater(len(signals), 10)

    def test_who_died_or_went_to_the_archive_has_no_signal(self):
        self._member(last_loan_date=self._ago(months=26), loans_total=4)
        self.anna.deceased = True
        self.assertFalse(self._renew())
        self.anna.deceased = False
        self.assertTrue(self._renew())

    def test_of_whom_nothing_is_known_nothing_is_said(self):
        self._member(loans_total=4)
        self._member(self.bram, self.digital_kb)
        self.assertFalse(self._renew())

    def test_the_night_costs_the_same_for_many(self):
        people = self.env["res.partner"].create(
            [{"lastname": f"Lid {n}", "company_id": self.library.id} for n in range(30)]
        )
        for person in people:
            self._member(person, last_loan_date=self._ago(years=4), loans_total=1)
        self.env.flush_all()
        with self.assertQueryCount(3):
            self.env["bzk.leaving.signal"]._renew()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_roles(self):
        self._member(last_loan_date=self._ago(years=4), loans_total=1)
        other = self._member(
            self.other_person, self.other_adult, last_loan_date=self._ago(years=4), loans_total=1
        )
        signal = self._renew()
        theirs = self.env["bzk.leaving.signal"].search([("membership_id", "=", other.id)])
        self.assertTrue(theirs)
        for role in ROLES:
            with self.subTest(role):
                signals = self.env["bzk.leaving.signal"].with_user(self.users[role])
                if role not in STAFF:
                    self.assertFalse(signals.has_access("read"))
                    continue
                self.assertEqual(signals.search([]), signal)
                with self.assertRaises(AccessError):
                    theirs.with_user(self.users[role]).read(["months"])
                for method, values in (("write", {"months": 0}), ("create", {}), ("unlink", None)):
                    with self.assertRaises(AccessError):
                        records = signal.with_user(self.users[role])
                        getattr(records, method)(*([values] if values is not None else []))

    def test_a_merge_takes_the_signal_along(self):
        self._member(last_loan_date=self._ago(years=4), loans_total=1)
        signal = self._renew()
        signal.membership_id._move_to(self.bram)
        self._renew()
        self.assertEqual(signal.partner_id, self.bram)


@tagged("post_install", "-at_install")
class TestLeavingPage(MemberCase):
    """Signals tried on who left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0

    def _past(self, type_=None, **values):
        type(self).number += 1
        person = self.env["res.partner"].create(
            {"lastname": f"Lid {self.number}", "company_id": self.library.id}
        )
        return self._member(person, type_, loans_total=values.pop("loans_total", 9), **values)

    def _page(self, role="insights", **values):
        return self.env["bzk.leaving.page"].with_user(self.users[role]).create(values)

    def _line(self, page, table=0, name="Volwassenen"):
        rows = page._tables()[table]["rows"]
        return next(row for row in rows if row[0] == name)

    def test_who_had_a_signal_and_left(self):
        left = self._ago(months=3)
        self._past(last_loan_date=self._ago(months=40), date_end=left)
        self._past(last_loan_date=self._ago(months=40))
        self._past(last_loan_date=self._ago(months=14), date_end=left)
        self._past(last_loan_date=self._ago(months=13))
        self._past(last_loan_date=self._ago(months=13))
        self._past(last_loan_date=self._ago(months=13))
        self._past(last_loan_date=self._ago(days=3))
        self._past(last_loan_date=self._ago(months=40), date_end=self._ago(months=13))
        self._past(last_loan_date=self._ago(months=1), date_start=self._ago(months=6))
        line = self._line(self._page())
        name, months, flagged, rate, clear, clear_rate, unknown, times, seen = line
        self.assertEqual((months, flagged, rate), (24, 2, 50.0))
        self.assertEqual((clear, clear_rate), (4, 25.0))
        self.assertEqual(unknown, 1, "borrowed again since; what was before is not known")
        self.assertAlmostEqual(times, 50 / 20)
        self.assertEqual(seen, 50.0)

    def test_loans_in_a_year_tell_that_there_was_no_signal(self):
        membership = self._past(last_loan_date=self._ago(days=3))
        self.assertEqual(self._line(self._page())[6], 1)
        self.env["bzk.loan.stat"].create(
            {
                "membership_id": membership.id,
                "genre_id": self.genre.id,
                "year": self._ago(months=12).year - 1,
                "loans": 3,
            }
        )
        line = self._line(self._page())
        self.assertEqual((line[4], line[6]), (1, 0))

    def test_a_signal_that_was_written_down_counts(self):
        membership = self._past(last_loan_date=self._ago(days=3))
        self.env.cr.execute(
            """
            INSERT INTO bzk_leaving_signal (membership_id, partner_id, company_id, type_id,
                   quiet_since, months, since, until, outcome, noted_on)
            VALUES (%(membership)s, %(partner)s, %(company)s, %(type)s, %(long_ago)s, 24,
                    %(since)s, %(until)s, 'borrowed', %(since)s)
            """,
            {
                "membership": membership.id,
                "partner": membership.partner_id.id,
                "company": self.library.id,
                "type": self.adult.id,
                "long_ago": self._ago(months=38),
                "since": self._ago(months=14),
                "until": self._ago(days=3),
            },
        )
        other = self._past(last_loan_date=self._ago(days=3))
        line = self._line(self._page())
        self.assertEqual((line[2], line[4], line[6]), (1, 1, 0))
        self.assertTrue(other)

    def test_other_months(self):
        self._past(last_loan_date=self._ago(months=20), date_end=self._ago(months=3))
        rows = self._page()._tables()[1]["rows"]
        flagged = {row[0]: row[1] for row in rows}
        self.assertEqual((flagged[6], flagged[12], flagged[24]), (1, 0, 0))

    def test_how_long_leavers_had_not_borrowed(self):
        for months in (4, 8, 12):
            end = self._ago(months=2)
            self._past(date_end=end, last_loan_date=self._ago(months=2 + months))
        self._past(date_end=self._ago(months=2), loans_total=0)
        name, members, never, early, half, late = self._line(self._page(), 3)
        self.assertEqual((members, never), (4, 25.0))
        self.assertAlmostEqual(half, 8, delta=0.2)
        self.assertLess(early, half)
        self.assertLess(half, late)

    def test_an_empty_library(self):
        page = self._page()
        self.assertFalse(page._tables()[0]["rows"])
        self.assertTrue(page.figures)
        page.action_excel()
        self.assertTrue(page.workbook)

    def test_bad_input(self):
        for months in (0, -3, 61, 100000):
            with self.assertRaises(ValidationError):
                self._page(months=months)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_roles(self):
        for role in ROLES:
            with self.subTest(role):
                if role in ("marketing", "insights", "data_steward", "administrator"):
                    self.assertTrue(self._page(role).figures)
                    with self.assertRaises(AccessError):
                        self._page(role, company_id=self.other_library.id)
                else:
                    with self.assertRaises(AccessError):
                        self._page(role)
