import random

from odoo.tests import tagged

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestCountedSegments(SegmentCase):
    """A segment is counted from what other tables tell; the number is that of the people in it."""

    def setUp(self):
        super().setUp()
        chance = random.Random(20260101)
        people = [
            self._person(f"Kans {number}", birthdate=self._ago(years=chance.randrange(1, 90)))
            for number in range(40)
        ]
        # Whom no segment holds, whatever they borrow.
        colleague = self.users["front_desk"].partner_id
        colleague.company_id = self.library
        organisation = self.env["res.partner"].create(
            {"name": "School", "is_company": True, "company_id": self.library.id}
        )
        people += [self._person("Elders", self.other_library), colleague, organisation]
        for person in people:
            if person.company_id != self.library:
                continue
            for _membership in range(chance.randrange(3)):
                self._member(
                    person,
                    date_start=self._ago(months=chance.randrange(1, 240)),
                    date_end=chance.choice([False, False, self._ago(days=20)]),
                    last_loan_date=chance.choice([False, self._ago(days=chance.randrange(900))]),
                    loans_total=chance.randrange(400),
                )
            if chance.random() < 0.5:
                self._seat(person, self._activity(days_ago=chance.randrange(1, 500)), "done")
            if chance.random() < 0.4:
                person.preferred_genre_ids = self.env["bzk.genre"].search([])[:3]
        people[0].active = False
        people[1].deceased = True
        self.env.flush_all()

    def _assert_counted(self, segment):
        self.assertFalse(segment.unreadable)
        self.assertEqual(segment.people_count, len(self._people(segment)), segment.mailing_domain)

    def test_shipped_segments(self):
        segments = self.env["mailing.filter"].with_user(self.marketing)
        segments = segments.search([("company_id", "=", False), ("at_work", "=", False)])
        for segment in segments:
            with self.subTest(segment.name):
                self._assert_counted(segment)
        self.assertGreater(sum(1 for segment in segments if segment.people_count), 8)

    def test_own_segments(self):
        """Whatever is asked, taken apart or not."""
        for domain in (
            [],
            [("membership_ids", "=", False)],
            [("membership_ids", "!=", False)],
            [("member_audience", "=", False)],
            [("membership_state", "=", "current"), ("activities_year", ">=", 1)],
            [("membership_state", "=", "current"), ("activities_year", "=", 0)],
            [("membership_state", "!=", "current")],
            ["|", ("membership_state", "=", "current"), ("activities_year", ">=", 1)],
            ["!", "&", ("membership_state", "=", "current"), ("activities_year", ">=", 1)],
            [("last_activity_date", ">=", "today -6m"), ("membership_state", "!=", "current")],
            [("lastname", "like", "Kans"), ("membership_state", "=", "current")],
            [("membership_ids.type_id.audience", "=", "adult")],
            [("attendance_ids.event_id.name", "ilike", "voorlezen")],
            [("household_id.member_ids", "!=", False)],
            [("category_id", "=", False)],
            [("id", "in", self.users["front_desk"].partner_id.ids)],
        ):
            with self.subTest(domain):
                self._assert_counted(self._own(domain))

    def test_who_can_be_in_none_is_left_out(self):
        """Those borrow and come as well, so this test would see them."""
        colleague = self.users["front_desk"].partner_id
        self._member(colleague, last_loan_date=self.today)
        self.env.flush_all()
        segment = self._segment("members")
        before = segment.people_count
        self._assert_counted(segment)
        self._member(self._person("Nieuw"), last_loan_date=self.today)
        segment.invalidate_recordset(["people_count"])
        self.assertEqual(segment.people_count, before + 1)

    def test_several_libraries_at_once(self):
        """Segments of different libraries are counted together, each among its own people."""
        env = self.env(
            context={"allowed_company_ids": (self.library + self.other_library).ids},
        )
        domain = [("activities_year", ">=", 1)]
        self._seat(
            self._person("Daar", self.other_library),
            self._activity(library=self.other_library),
            "done",
        )
        both = env["mailing.filter"]
        for library in (self.library, self.other_library):
            both |= both.create(
                {"name": "X", "company_id": library.id, "mailing_domain": str(domain)}
            )
        self.env.flush_all()
        here, there = both.mapped("people_count")
        self.assertEqual(there, 1)
        self.assertGreater(here, 5)

    def test_all_together_are_one_question(self):
        """Whatever the number of segments; types of membership are looked up for some of them."""
        segments = self.env["mailing.filter"].with_user(self.marketing)
        segments = segments.search([("company_id", "=", False), ("at_work", "=", False)])
        genres = segments.filtered(lambda one: "genre_interest_ids" in one.mailing_domain)
        self.assertGreater(len(genres), 5)
        genres.mapped("people_count")
        for chosen in (genres[:2], genres):
            genres.invalidate_recordset(["people_count"])
            with self.assertQueryCount(4):
                chosen.mapped("people_count")
