from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.tests import tagged

from .common_journey import JourneyCase

#: A Monday in summer, ten o'clock in the library.
MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyTrigger(JourneyCase):
    """Who enters, and that nobody enters twice for the same."""

    def _started(self, trigger, number=0, moment=MONDAY, **values):
        journey = self._journey(
            [{"name": "Check", "kind": "check"}],
            trigger=trigger,
            trigger_number=number,
            **values,
        )
        with freeze_time(moment):
            journey.action_start()
        return journey

    def _entered(self, journey, moment=MONDAY):
        """Let who has to enter, twice over; the number of those who did."""
        with freeze_time(moment):
            number = journey._enter()
            self.assertEqual(journey._enter(), 0)
        return number

    def _activity(self, begin=MONDAY + timedelta(days=3), **values):
        return self.env["event.event"].create(
            {
                "name": "Reading aloud",
                "company_id": self.library.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                **values,
            }
        )

    def _seat(self, event, partner, state="open", moment=MONDAY):
        seat = self.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": partner.id,
                "attendee_id": partner.id,
                "state": state,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE event_registration SET create_date = %s WHERE id = %s", (moment, seat.id)
        )
        self.env.invalidate_all()
        return seat

    def test_a_new_member_enters_once(self):
        journey = self._started("membership_started")
        anna = self._member("Anna")
        with freeze_time(MONDAY):
            self._join(anna)
        self.assertEqual(self._entered(journey), 1)
        entry = journey.entry_ids
        self.assertEqual((entry.partner_id, entry.company_id), (anna, self.library))
        self.assertEqual(entry.happened, datetime(2026, 5, 31, 22, 0))

    def test_who_gets_another_card_is_no_new_member(self):
        journey = self._started("membership_started")
        grown, back, before = (self._member(name) for name in ("Grown", "Back", "Before"))
        self._join(grown, date_start="2020-01-01", date_end="2026-06-01")
        self._join(grown, date_start="2026-06-01")
        self._join(back, date_start="2015-01-01", date_end="2018-01-01")
        self._join(back, date_start="2026-06-01")
        self._join(before, date_start="2026-05-31")
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, back)

    def test_who_starts_later_enters_later(self):
        journey = self._started("membership_started")
        anna, late = self._member("Anna"), self._member("Late")
        self._join(anna, date_start="2026-06-10")
        self.assertEqual(self._entered(journey), 0)
        self.assertEqual(self._entered(journey, MONDAY + timedelta(days=9)), 1)
        # Came in with an import two months after.
        self._join(late, date_start="2026-06-11")
        self.assertEqual(self._entered(journey, MONDAY + timedelta(days=71)), 0)

    def test_birthday(self):
        journey = self._started("birthday")
        today = self._member("Today", birthdate="2015-06-02")
        self._member("Tomorrow", birthdate="2015-06-03")
        self._member("Unknown", birthdate=False)
        baby = self._member("Baby", birthdate="2026-06-02")
        tuesday = MONDAY + timedelta(days=1)
        self._entered(journey, tuesday)
        self.assertEqual(journey.entry_ids.partner_id, today)
        self.assertNotIn(baby, journey.entry_ids.partner_id)
        self.assertEqual(self._entered(journey, tuesday + timedelta(hours=3)), 0)
        # Next year again.
        self._entered(journey, datetime(2027, 6, 2, 8, 0))
        self.assertEqual(
            journey.entry_ids.filtered(lambda entry: entry.partner_id == today).mapped("key"),
            ["2027", "2026"],
        )

    def test_birthday_after_midnight_here(self):
        journey = self._started("birthday")
        self._member("Anna", birthdate="1990-06-02")
        self.assertEqual(self._entered(journey, datetime(2026, 6, 1, 21, 30)), 0)
        self.assertEqual(self._entered(journey, datetime(2026, 6, 1, 22, 30)), 1)

    def test_birthday_on_new_year_and_on_leap_day(self):
        journey = self._started("birthday", moment=datetime(2026, 12, 1))
        new_year = self._member("New", birthdate="2000-01-01")
        eve = self._member("Eve", birthdate="2000-12-31")
        leap = self._member("Leap", birthdate="2000-02-29")
        self._entered(journey, datetime(2026, 12, 31, 10))
        self.assertEqual(journey.entry_ids.partner_id, eve)
        # The day after for who was missed, and not twice for who was not.
        self._entered(journey, datetime(2027, 1, 1, 10))
        self.assertEqual(journey.entry_ids.partner_id, eve | new_year)
        self.assertEqual(len(journey.entry_ids), 2)
        self._entered(journey, datetime(2027, 2, 28, 10))
        self.assertIn(leap, journey.entry_ids.partner_id)

    def test_age(self):
        journey = self._started("age", 18)
        now, long_ago = (
            self._member("Now", birthdate="2008-06-02"),
            self._member("Long", birthdate="2008-05-01"),
        )
        self._entered(journey, MONDAY + timedelta(days=2))
        self.assertEqual(journey.entry_ids.partner_id, now)
        self.assertNotIn(long_ago, journey.entry_ids.partner_id)

    def test_anniversary(self):
        journey = self._started("anniversary", 5)
        five, six, ended = (self._member(name) for name in ("Five", "Six", "Ended"))
        self._join(five, date_start="2016-06-01")
        self._join(six, date_start="2020-06-01")
        self._join(ended, date_start="2021-06-01", date_end="2025-01-01")
        self._join(self._member("New"), date_start="2026-06-01")
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, five)
        every = self._started("anniversary")
        self._entered(every)
        self.assertEqual(every.entry_ids.partner_id, five | six)

    def test_quiet(self):
        journey = self._started("quiet", 6)
        soon, already, none = (self._member(name) for name in ("Soon", "Already", "None"))
        membership = self._join(soon, date_start="2020-01-01", last_loan_date="2025-12-10")
        self._join(already, date_start="2020-01-01", last_loan_date="2025-01-01")
        self._join(none, date_start="2020-01-01")
        self.assertEqual(self._entered(journey), 0)
        self.assertEqual(self._entered(journey, datetime(2026, 6, 10, 8)), 1)
        self.assertEqual(journey.entry_ids.partner_id, soon)
        # Borrows again, and falls quiet again.
        membership.last_loan_date = "2026-06-20"
        self.assertEqual(self._entered(journey, datetime(2026, 7, 1, 8)), 0)
        with freeze_time(datetime(2026, 7, 1, 8)):
            journey._advance()
        self.assertEqual(self._entered(journey, datetime(2026, 12, 21, 8)), 1)

    def test_quiet_with_who_is_so_already(self):
        journey = self._started("quiet", 6, include_present=True)
        already = self._member("Already")
        self._join(already, date_start="2020-01-01", last_loan_date="2024-01-01")
        digital = self.env["bzk.membership.type"].create(
            {
                "name": "Digital",
                "code": "DIG",
                "company_id": self.library.id,
                "counts_loans": False,
            }
        )
        elsewhere = self._member("Elsewhere")
        self._join(
            elsewhere, type_id=digital.id, date_start="2020-01-01", last_loan_date="2024-01-01"
        )
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, already)

    def test_registered_for_what_is_to_come(self):
        journey = self._started("registered")
        anna, bram = self._member("Anna"), self._member("Bram")
        event, past = self._activity(), self._activity(MONDAY - timedelta(days=3))
        self._seat(event, anna)
        self._seat(past, bram)
        self._seat(event, self._member("Earlier"), moment=MONDAY - timedelta(days=1))
        self._seat(event, self._member("Off"), state="cancel")
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, anna)
        self._seat(event, anna)
        self.assertEqual(self._entered(journey), 0)
        self._seat(self._activity(), anna)
        self.assertEqual(self._entered(journey), 1)

    def test_attended(self):
        journey = self._started("attended")
        event = self._activity()
        anna, absent = self._member("Anna"), self._member("Absent")
        self._seat(event, anna, state="done")
        self._seat(event, absent)
        self.assertEqual(self._entered(journey, MONDAY + timedelta(days=3, hours=1)), 0)
        self._entered(journey, MONDAY + timedelta(days=3, hours=2))
        self.assertEqual(journey.entry_ids.partner_id, anna)
        self.assertEqual(journey.entry_ids.happened, event.date_end)

    def test_form(self):
        survey = self.env["survey.survey"].create(
            {"title": "What do you like", "company_id": self.library.id}
        )
        journey = self._started("form", survey_id=survey.id)
        anna = self._member("Anna")
        for partner, values in (
            (anna, {}),
            (self._member("Busy"), {"state": "in_progress"}),
            (self._member("Trial"), {"test_entry": True}),
            (self._member("Before"), {"end_datetime": MONDAY - timedelta(days=1)}),
        ):
            self.env["survey.user_input"].create(
                {
                    "survey_id": survey.id,
                    "partner_id": partner.id,
                    "state": "done",
                    "end_datetime": MONDAY,
                    **values,
                }
            )
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, anna)

    def test_sign_up(self):
        journey = self._started("form")
        anna = self._member("Anna", agreed=False)
        purposes = self.env.ref("bzk_consent.purpose_activities") | self.purpose
        for purpose in purposes:
            self.env["bzk.consent"].create(
                {
                    "partner_id": anna.id,
                    "company_id": self.library.id,
                    "purpose_id": purpose.id,
                    "state": "given",
                    "channel": "form",
                    "date": MONDAY,
                }
            )
        self._member("Desk")
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, anna)
        self.assertEqual(len(journey.entry_ids), 1)

    def test_came_into_a_segment(self):
        segment = self.env["mailing.filter"].create(
            {
                "name": "Haarlem",
                "company_id": self.library.id,
                "mailing_domain": "[('city', '=', 'Haarlem')]",
                "purpose_id": self.purpose.id,
            }
        )
        there, anna = self._member("There", city="Haarlem"), self._member("Anna")
        self._member("Stranger", company=self.other_library, city="Haarlem")
        journey = self._started("segment", segment_id=segment.id)
        anna.city = "Haarlem"
        # Looked at each night.
        self.assertEqual(self._entered(journey), 0)
        tuesday = MONDAY + timedelta(days=1)
        self._entered(journey, tuesday)
        self.assertEqual(journey.entry_ids.partner_id, anna)
        self.assertNotIn(there, journey.entry_ids.partner_id)
        with freeze_time(tuesday):
            journey._advance()
        # Goes out and comes back.
        anna.city = "Zandvoort"
        self.assertEqual(self._entered(journey, tuesday + timedelta(days=1)), 0)
        anna.city = "Haarlem"
        self.assertEqual(self._entered(journey, tuesday + timedelta(days=2)), 1)
        # Another segment: who is in it already does not come into it.
        other = segment.copy(
            {"mailing_domain": "[('city', '!=', False)]", "company_id": self.library.id}
        )
        self._member("Third", city="Delft")
        with freeze_time(tuesday + timedelta(days=2)):
            journey.segment_id = other
        self.assertEqual(self._entered(journey, tuesday + timedelta(days=3)), 0)

    def test_who_is_in_the_segment_already(self):
        segment = self.env["mailing.filter"].create(
            {
                "name": "Haarlem",
                "company_id": self.library.id,
                "mailing_domain": "[('city', '=', 'Haarlem')]",
                "purpose_id": self.purpose.id,
            }
        )
        there = self._member("There", city="Haarlem")
        journey = self._started("segment", segment_id=segment.id, include_present=True)
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, there)

    def test_only_who_is_in_the_segment_and_a_customer(self):
        segment = self.env["mailing.filter"].create(
            {
                "name": "Haarlem",
                "company_id": self.library.id,
                "mailing_domain": "[('city', '=', 'Haarlem')]",
                "purpose_id": self.purpose.id,
            }
        )
        journey = self._started("birthday", segment_id=segment.id)
        born = {"birthdate": date(1990, 6, 1), "city": "Haarlem"}
        anna = self._member("Anna", **born)
        self._member("Elsewhere", **born | {"city": "Delft"})
        self._member("Dead", deceased=True, **born)
        self._member("Silent", do_not_contact=True, **born)
        self._member("Gone", active=False, **born)
        self._member("Stranger", company=self.other_library, **born)
        self._entered(journey)
        self.assertEqual(journey.entry_ids.partner_id, anna)

    def test_held_out_is_always_the_same(self):
        people = [self._member(f"R{number}", birthdate="1990-06-01") for number in range(200)]
        first = self._started("birthday", holdout=50)
        self._entered(first)
        held_out = first.entry_ids.filtered(lambda entry: entry.state == "held_out").partner_id
        self.assertEqual(len(first.entry_ids), 200)
        self.assertTrue(70 < len(held_out) < 130, len(held_out))
        self._entered(first, datetime(2027, 6, 1, 8))
        later = first.entry_ids.filtered(lambda entry: entry.key == "2027")
        self.assertEqual(
            later.filtered(lambda entry: entry.state == "held_out").partner_id, held_out
        )
        # Other people in another journey.
        second = self._started("birthday", holdout=50)
        self._entered(second)
        others = second.entry_ids.filtered(lambda entry: entry.state == "held_out").partner_id
        self.assertNotEqual(others, held_out)
        with freeze_time(MONDAY):
            first._advance()
        self.assertFalse(held_out & first.entry_ids.passage_ids.entry_id.partner_id)
        self.assertEqual(len(people), 200)
