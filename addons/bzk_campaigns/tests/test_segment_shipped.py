from datetime import date

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestShippedSegments(SegmentCase):
    """Each shipped segment finds who fits today, and nobody else."""

    def _born(self, name, years, days=0):
        return self._person(name, birthdate=self.today - relativedelta(years=years, days=days))

    def test_focus_groups_follow_the_age_of_today(self):
        edges = {
            "youth": (0, 12),
            "pupils": (13, 18),
            "young_adults": (19, 39),
            "adults": (40, 70),
            "seniors": (71, 120),
        }
        unknown = self._person("Onbekend")
        people = {}
        for name, (first, last) in edges.items():
            people[name] = (
                self._born(f"{name} jongst", first),
                # The last day on which somebody is of that age.
                self._person(
                    f"{name} oudst",
                    birthdate=self.today - relativedelta(years=last + 1) + relativedelta(days=1),
                ),
            )
        for name, fitting in people.items():
            with self.subTest(name):
                found = self._people(name)
                self.assertFalse(set(fitting) - set(found))
                others = {item for key, two in people.items() if key != name for item in two}
                self.assertFalse(others & set(found))
                self.assertNotIn(unknown, found)

    def test_a_child_born_on_a_leap_day_grows_older(self):
        child = self._person("Schrikkel", birthdate=date(2012, 2, 29))
        for day, age in (("2025-02-27", 12), ("2025-02-28", 13)):
            with freeze_time(day):
                self.env.invalidate_all()
                self.assertEqual(child.age, age)
                self.assertEqual(child in self._people("youth"), age < 13)
                self.assertEqual(child in self._people("pupils"), age > 12)

    def test_what_is_asked_of_an_age_agrees_with_the_age(self):
        people = self.env["res.partner"]
        for years in (0, 1, 12, 13, 18, 40, 99):
            for days in (-1, 0, 1):
                people |= self._born(f"{years} {days}", years, days)
        people |= self._person("Onbekend")
        known = people.filtered("birthdate")
        for operator, compare in (
            ("<", lambda age, value: age < value),
            ("<=", lambda age, value: age <= value),
            (">", lambda age, value: age > value),
            (">=", lambda age, value: age >= value),
            ("=", lambda age, value: age == value),
        ):
            for value in (-3, 0, 1, 12, 13, 40, 500):
                found = people.search([("id", "in", people.ids), ("age", operator, value)])
                expected = known.filtered(lambda p, o=compare, v=value: o(p.age, v))
                self.assertEqual(set(found), set(expected), (operator, value))
        found = people.search([("id", "in", people.ids), ("age", "=", False)])
        self.assertEqual(found, people - known)
        for group in ("youth", "seniors"):
            found = people.search([("id", "in", people.ids), ("age_group", "=", group)])
            self.assertEqual(set(found), set(known.filtered(lambda p, g=group: p.age_group == g)))

    def test_members_by_what_they_borrow(self):
        names = ("lately", "stopped", "never", "newcomer", "reader", "former")
        people = {name: self._person(name) for name in names}
        lately = self._member(people["lately"], last_loan_date=self._ago(months=2), loans_total=9)
        self._member(people["stopped"], last_loan_date=self._ago(months=13), loans_total=40)
        self._member(people["never"], date_start=self._ago(months=4))
        self._member(people["newcomer"], date_start=self._ago(days=3))
        self._member(
            people["reader"],
            date_start=self._ago(years=4),
            last_loan_date=self._ago(days=5),
            loans_total=130,
        )
        self._member(
            people["former"],
            date_end=self._ago(months=2),
            last_loan_date=self._ago(months=3),
            loans_total=900,
        )
        expected = {
            "members": names[:-1],
            "borrowed_lately": ("lately", "reader"),
            "stopped_borrowing": ("stopped",),
            "never_borrowed": ("never",),
            "heavy_borrowers": ("reader",),
            "new_members": ("newcomer",),
            "former_members": ("former",),
            "loyal_members": ("lately",),
        }
        for name, fitting in expected.items():
            with self.subTest(name):
                found = self._people(name)
                self.assertEqual(
                    {key for key, person in people.items() if person in found}, set(fitting)
                )
        self.assertEqual(
            people["reader"].loans_average, 130 / (people["reader"].membership_id.years_member)
        )
        self.assertEqual(people["former"].member_until, self._ago(months=2))
        lately.type_id = self.digital_kb
        self.assertIn(people["lately"], self._people("digital"))

    def test_who_came_back_is_no_former_member(self):
        person = self._person("Terug")
        self._member(person, date_end=self._ago(months=5))
        self.assertIn(person, self._people("former_members"))
        self._member(person, date_start=self._ago(months=1))
        self.assertNotIn(person, self._people("former_members"))

    def test_an_anniversary_is_that_of_this_month(self):
        first = self.today.replace(day=1)
        on_time, late, round_year = (self._person(name) for name in ("op tijd", "laat", "tien"))
        self._member(on_time, date_start=first - relativedelta(years=5))
        self._member(late, date_start=first - relativedelta(years=5, days=1))
        self._member(round_year, date_start=first - relativedelta(years=10) + relativedelta(days=9))
        found = self._people("jubilees")
        self.assertIn(on_time, found)
        self.assertIn(round_year, found)
        self.assertNotIn(late, found)
        self.assertEqual(on_time.member_jubilee, 5)

    def test_youth_members_of_seventeen(self):
        soon, adult = self._born("Bijna", 17), self._born("Al", 18)
        other = self._born("Volwassen lid", 17)
        self._member(soon, self.youth)
        self._member(adult, self.youth)
        self._member(other, self.adult)
        found = self._people("almost_adult")
        self.assertIn(soon, found)
        self.assertFalse(found & (adult | other))

    def test_visitors(self):
        person, absent, cancelled, guest, old = (
            self._person(name) for name in ("kwam", "bleef weg", "zegde af", "gast", "vroeger")
        )
        self._member(person)
        checked = self._activity()
        self._seat(person, checked, "done")
        self._seat(absent, checked)
        unchecked = self._activity(20)
        self._seat(guest, unchecked)
        self._seat(cancelled, unchecked, "cancel")
        self._seat(old, self._activity(400))
        self._seat(absent, self._activity(-5))
        found = self._people("visitors")
        self.assertFalse((person | guest) - found)
        self.assertFalse((absent | cancelled | old) & found)
        self.assertIn(guest, self._people("guests"))
        self.assertNotIn(person, self._people("guests"))
        self.assertNotIn(guest, self._people("returning_visitors"))
        for days in (30, 40):
            self._seat(guest, self._activity(days))
        self.assertIn(guest, self._people("returning_visitors"))
        self.env.invalidate_all()
        self.assertEqual(guest.activities_year, 3)
        partners = self.env["res.partner"]
        everyone = person | absent | cancelled | guest | old
        mine = [("id", "in", everyone.ids)]
        for domain, expected in (
            ([("activities_year", "=", 0)], absent | cancelled | old),
            ([("activities_year", "<", 2)], everyone - guest),
            ([("activities_year", "<=", 3)], everyone),
            ([("last_activity_date", "<", "today -1y")], old),
            ([("last_activity_date", ">=", "today -1y")], person | guest),
            ([("last_activity_date", "=", False)], absent | cancelled),
        ):
            self.assertEqual(set(partners.search(mine + domain)), set(expected), domain)

    def test_ticket_buyers(self):
        buyer, refunded, old = (self._person(name) for name in ("koper", "terug", "vroeger"))
        for partner, amount, date_ in (
            (buyer, 12, self._ago(months=1)),
            (refunded, -12, self._ago(months=1)),
            (old, 12, self._ago(months=14)),
        ):
            self.env["bzk.transaction"].create(
                {"partner_id": partner.id, "kind": "ticket", "amount": amount, "date": date_}
            )
        found = self._people("ticket_buyers")
        self.assertIn(buyer, found)
        self.assertFalse(found & (refunded | old))
        self.assertEqual(buyer.last_ticket_date, self._ago(months=1))
        partners = self.env["res.partner"]
        found = partners.search([("last_ticket_date", "<", "today -12m")])
        self.assertIn(old, found)
        self.assertNotIn(buyer, found)

    def test_parents_are_those_of_whom_it_is_known(self):
        parent, payer, supposed, of_adult = (
            self._born(name, 35) for name in ("ouder", "betaler", "vermoed", "van volwassene")
        )
        child, grown = self._born("kind", 6), self._born("groot", 18)
        ties = self.env["bzk.guardian"]
        ties.create({"child_id": child.id, "guardian_id": parent.id})
        ties.create({"child_id": child.id, "guardian_id": supposed.id}).state = "proposed"
        ties.create({"child_id": grown.id, "guardian_id": of_adult.id, "kind": "other"})
        self._member(child, self.youth, payer_id=payer.id)
        found = self._people("parents")
        self.assertFalse((parent | payer) - found)
        self.assertFalse(found & (supposed | of_adult | child))
        self.assertTrue(parent.is_parent and payer.is_parent)
        self.assertFalse(supposed.is_parent or of_adult.is_parent)

    def test_learners_of_dutch(self):
        dutch = self.env["bzk.membership.type"].create(
            self._type("NT2", "Nederlands leren", self.library, audience="dutch")
        )
        member, guest, too_old = (
            self._born("lid", 30),
            self._born("gast", 30),
            self._born("te oud", 66),
        )
        self._member(member, dutch)
        self._member(too_old, dutch)
        audience = self.env.ref("bzk_ticketing.audience_dutch")
        self._seat(guest, self._activity(audience_id=audience.id))
        found = self._people("learners")
        self.assertFalse((member | guest) - found)
        self.assertNotIn(too_old, found)

    def test_readers_of_a_genre(self):
        reader, former = self._person("lezer"), self._person("vroeger")
        for partner, year in ((reader, self.today.year - 1), (former, self.today.year - 2)):
            self.env["bzk.loan.stat"].create(
                {
                    "membership_id": self._member(partner).id,
                    "year": year,
                    "genre_id": self.genre.id,
                    "loans": 3,
                }
            )
        self.assertIn(reader, self._people("genre_roman"))
        self.assertNotIn(former, self._people("genre_roman"))
        self.assertNotIn(reader, self._people("genre_strip"))
        self.assertEqual(reader.loan_genre_ids, self.genre)
        former.preferred_genre_ids = self.comic
        self.assertIn(former, self._people("genre_strip"), "told, whatever was borrowed")
        self.assertEqual(former.genre_interest_ids, self.comic)

    def test_members_who_told_no_preferences(self):
        told, silent, guest = (self._person(name) for name in ("zei het", "zweeg", "gast"))
        self._member(told)
        self._member(silent)
        told.preferred_genre_ids = self.genre
        found = self._people("no_preferences")
        self.assertIn(silent, found)
        self.assertFalse(found & (told | guest))
        self.assertTrue(told.has_preferences)
        found = self.env["res.partner"].search([("has_preferences", "=", True)])
        self.assertIn(told, found)
        self.assertNotIn(silent, found)

    def test_other_libraries_and_people_at_work_are_in_none(self):
        values = {"birthdate": self._ago(years=30), "email": "x@example.org"}
        elsewhere = self._person("Elders", self.other_library, **values)
        self._member(
            elsewhere,
            self.other_adult,
            last_loan_date=self._ago(days=3),
            loans_total=2000,
            date_start=self._ago(years=10),
        )
        at_work = self._person("Werk", work_contact=True, **values)
        segments = self.env["mailing.filter"].with_user(self.marketing)
        shipped = segments.search([("company_id", "=", False), ("at_work", "=", False)])
        self.assertGreater(len(shipped), 25)
        for segment in shipped:
            with self.subTest(segment.name):
                self.assertFalse(self._people(segment) & (elsewhere | at_work))
                self.assertFalse(segment.unreadable)

    def test_a_scheduled_job_finds_the_people_of_every_library(self):
        """The system's own account works for the first library, unless it is told otherwise."""
        person, child = (
            self._person("Elders", self.other_library),
            self._person("Kind", self.other_library),
        )
        membership = self._member(
            person,
            self.other_adult,
            date_start=self._ago(years=3),
            loans_total=900,
            last_loan_date=self._ago(days=3),
        )
        self.env["bzk.loan.stat"].create(
            {
                "membership_id": membership.id,
                "year": self.today.year,
                "genre_id": self.genre.id,
                "loans": 3,
            }
        )
        youth = self.other_adult.copy({"code": "JEUGD", "audience": "youth"})
        self._member(child, youth, payer_id=person.id)
        self._seat(person, self._activity(library=self.other_library), "done")
        self.env.flush_all()
        people = self.env["res.partner"].with_context(allowed_company_ids=self.library.ids)
        for domain in (
            [("loans_average", ">", 30)],
            [("genre_interest_ids", "in", [self.genre.id])],
            [("is_parent", "=", True)],
            [("activities_year", ">=", 1)],
            [("last_activity_date", ">=", "today -1m")],
        ):
            theirs = self._own(
                domain,
                self._user_elsewhere(),
                company_id=self.other_library.id,
            )
            job = theirs.with_env(self.env(user=SUPERUSER_ID, context={}))
            self.assertEqual(job.people_count, 1, domain)
            found = people.with_user(self.marketing).search(domain)
            self.assertNotIn(person, found)

    def _user_elsewhere(self):
        login = f"marketing-{self.other_library.id}"
        users = self.env["res.users"]
        return users.search([("login", "=", login)]) or self._new_user(
            "marketing", self.other_library
        )

    def test_nothing_in_a_shipped_segment_grows_old(self):
        segments = self.env["mailing.filter"].search([("company_id", "=", False)])
        for segment in segments:
            self.assertNotRegex(segment.mailing_domain, r"\d{4}-\d{2}")
            self.assertTrue(segment.description)
            self.assertTrue(segment.purpose_id)
        self.assertEqual(fields.Date.context_today(self.env.user), self.today)
