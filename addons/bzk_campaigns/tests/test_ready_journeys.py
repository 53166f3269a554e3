from freezegun import freeze_time
from odoo.tests import tagged

from .common_ready import MONDAY, ReadyCase

READY = (
    "welcome",
    "welcome_youth",
    "birthday",
    "loyalty",
    "eighteen",
    "reminder",
    "third_half",
    "win_back",
    "preferences",
)


@tagged("post_install", "-at_install")
class TestReadyJourneys(ReadyCase):
    """Each ready journey works from its trigger to the mail server."""

    def test_every_ready_journey_can_be_used_as_it_is(self):
        for name in READY:
            with self.subTest(name):
                ready = self.env.ref(f"bzk_campaigns.journey_{name}")
                self.assertFalse(ready.company_id)
                self.assertFalse(ready.user_id)
                self.assertTrue(ready.description)
                journey = self._use(name)
                self.assertEqual(journey.state, "running")
                self.assertEqual(journey.company_id, self.library)
                self.assertEqual(len(journey.step_ids), len(ready.step_ids))
                mailings = journey.step_ids.mailing_id
                self.assertEqual(set(mailings.mapped("for_journey")) - {True}, set())
                journey._run()
                self.assertFalse(journey.problem)

    def test_using_one_changes_nothing_about_the_ready_one(self):
        ready = self.env.ref("bzk_campaigns.journey_welcome")
        journey = self._use("welcome")
        journey.step_ids[0].subject = "Of our own"
        self.assertNotEqual(ready.step_ids[0].subject, "Of our own")

    def test_welcome(self):
        journey = self._use("welcome")
        anna, bram = self._member("Anna", agreed=False), self._member("Bram", birthdate=False)
        with freeze_time(MONDAY):
            child = self._member("Noor", birthdate="2016-02-03")
            for partner in (anna, bram, child):
                self._join(partner)
        self._go(journey)
        names = ("welcome_1", "welcome_2", "welcome_3")
        self.assertEqual(self._subjects(anna), self._named(journey, *names[:1]))
        self._go(journey, days=7)
        self.assertEqual(self._subjects(anna), self._named(journey, *names[:2]))
        self._go(journey, days=30)
        self._go(journey, days=60)
        self.assertEqual(self._subjects(anna), self._named(journey, *names))
        self.assertEqual(len(self._subjects(bram)), 3)
        self.assertEqual(self._subjects(child), [])
        self.assertIn(anna._preference_url(), self._text(anna))
        self.assertIn("Anna", self._text(anna))

    def test_welcome_of_a_child(self):
        journey = self._use("welcome_youth")
        with freeze_time(MONDAY):
            child = self._member("Noor", agreed=False, birthdate="2016-02-03")
            adult = self._member("Anna", agreed=False)
            self._join(child)
            self._join(adult)
        self._go(journey)
        self._go(journey, days=14)
        names = ("welcome_youth_1", "welcome_youth_2")
        self.assertEqual(self._subjects(child), self._named(journey, *names))
        self.assertEqual(self._subjects(adult), [])

    def test_who_borrows_needs_no_more_welcome(self):
        journey = self._use("welcome")
        with freeze_time(MONDAY):
            anna = self._member("Anna", agreed=False)
            membership = self._join(anna)
        self._go(journey)
        membership.last_loan_date = "2026-06-04"
        self._go(journey, days=7)
        self.assertEqual(len(self._subjects(anna)), 1)
        self.assertEqual(journey.entry_ids.state, "goal")

    def test_birthday_of_a_child_and_of_an_adult(self):
        journey = self._use("birthday")
        anna = self._member("Anna", birthdate="1980-06-02")
        grown = self._member("Gijs", birthdate="2008-06-02")
        child = self._member("Noor", agreed=False, birthdate="2016-06-02")
        parent = self._member("Petra", agreed=False)
        self.env["bzk.consent"].create(
            {
                "partner_id": child.id,
                "company_id": self.library.id,
                "purpose_id": self.youth.id,
                "state": "given",
                "channel": "desk",
                "guardian_id": parent.id,
                "date": "2026-01-01 10:00:00",
            }
        )
        other = self._member("Sam", agreed=False, birthdate="2016-06-02")
        self._go(journey)
        self.assertFalse(self.outbox)
        self._go(journey, days=1)
        self._go(journey, days=2)
        for_child, for_adult = self._named(journey, "birthday_child", "birthday_adult")
        self.assertEqual(self._subjects(anna), [for_adult])
        self.assertEqual(self._subjects(grown), [for_adult], "eighteen today")
        self.assertEqual(self._subjects(child), [for_child])
        self.assertEqual(self._subjects(other), [], "no parent agreed")

    def test_loyalty_each_five_years(self):
        journey = self._use("loyalty")
        anna, bram = self._member("Anna"), self._member("Bram")
        self._join(anna, date_start="2016-06-03")
        self._join(bram, date_start="2017-06-03")
        self._go(journey, days=2)
        self.assertEqual(self._subjects(anna), self._named(journey, "loyalty_1"))
        self.assertEqual(self._subjects(bram), [])

    def test_eighteen(self):
        journey = self._use("eighteen")
        anna = self._member("Anna", agreed=False, birthdate="2008-06-03")
        self._agree(anna, purpose=self.youth)
        bram = self._member("Bram", agreed=False, birthdate="2008-06-03")
        guest = self._member("Cato", agreed=False, birthdate="2008-06-03")
        for partner in (anna, bram):
            self._join(partner, date_start="2016-01-01")
        self._go(journey, days=2)
        self._go(journey, days=17)
        names = ("eighteen_1", "eighteen_2")
        self.assertEqual(self._subjects(anna), self._named(journey, *names))
        self.assertEqual(self._subjects(bram), self._named(journey, names[0]))
        self.assertEqual(self._subjects(guest), [], "no member")

    def test_members_who_stopped_borrowing(self):
        journey = self._use("win_back")
        anna, bram, cato = (self._member(name) for name in ("Anna", "Bram", "Cato"))
        child = self._member("Noor", agreed=False, birthdate="2012-01-01")
        self.type.counts_loans = True
        for partner in (anna, bram, child):
            self._join(partner, date_start="2016-01-01", last_loan_date="2025-06-03")
        self._join(cato, date_start="2016-01-01", last_loan_date="2026-05-01")
        self._go(journey, days=3)
        self.assertEqual(self._subjects(anna), self._named(journey, "win_back_1"))
        self.assertEqual(self._subjects(cato), [])
        self.assertEqual(self._subjects(child), [], "nobody agreed to the youth newsletter")
        bram.env["bzk.membership"].search(
            [("partner_id", "=", bram.id)]
        ).last_loan_date = "2026-06-20"
        self._go(journey, days=32)
        self.assertEqual(self._subjects(anna), self._named(journey, "win_back_1", "win_back_2"))
        self.assertEqual(len(self._subjects(bram)), 1, "borrows again")

    def test_preferences_are_asked_of_who_told_none(self):
        anna, bram, cato = (self._member(name) for name in ("Anna", "Bram", "Cato"))
        dirk = self._member("Dirk", agreed=False)
        for partner in (anna, bram, cato, dirk):
            self._join(partner, date_start="2016-01-01")
        cato.mail_frequency = "monthly"
        journey = self._use("preferences")
        self._go(journey)
        ask, again = self._named(journey, "preferences_1", "preferences_2")
        self.assertEqual(self._subjects(anna), [ask])
        self.assertEqual(self._subjects(cato), [])
        self.assertEqual(self._subjects(dirk), [], "did not agree to the newsletter")
        self.assertIn(anna._preference_url(), self._text(anna))
        with freeze_time(MONDAY.replace(day=5)):
            bram.mail_frequency = "weekly"
        self._go(journey, days=22)
        self.assertEqual(self._subjects(anna), [ask, again])
        self.assertEqual(self._subjects(bram), [ask], "told")
        entry = journey.entry_ids.filtered(lambda entry: entry.partner_id == bram)
        self.assertEqual(entry.state, "goal")

    def test_one_library_mails_no_customer_of_another(self):
        journey = self._use("birthday")
        stranger = self._member(
            "Anna", company=self.other_library, birthdate="1980-06-02", email="ver@example.org"
        )
        self._go(journey, days=1)
        self.assertFalse(journey.entry_ids)
        self.assertEqual(self._subjects(stranger), [])
