from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentScreen(SegmentCase):
    """What staff see of a segment, and make of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.children = cls.env["res.partner"].create(
            [
                {
                    "lastname": f"Kind {number}",
                    "birthdate": cls._ago(years=5),
                    "email": f"kind{number}@example.org",
                    "company_id": cls.library.id,
                    "branch_id": cls.branch.id if number < 5 else False,
                }
                for number in range(15)
            ]
        )
        cls.adult_person = cls._person("Groot", birthdate=cls._ago(years=40))

    def test_counts_and_verdicts(self):
        adults = self.env["res.partner"].create(
            [
                {
                    "lastname": f"Volwassen {number}",
                    "birthdate": self._ago(years=45),
                    "email": f"v{number}@example.org",
                    "company_id": self.library.id,
                }
                for number in range(3)
            ]
        )
        self._consent(adults[:2])
        self._consent(adults[1], state="withdrawn")
        self.env.flush_all()
        segment = self._own([("id", "in", adults.ids)])
        segment.purpose_id = self.env.ref("bzk_consent.purpose_newsletter")
        self.assertEqual(segment.people_count, 3)
        self.assertEqual((segment.allowed_count, segment.refused_count), (1, 2))
        for button, expected in (
            ("action_open_people", adults),
            ("action_open_allowed", adults[0]),
            ("action_open_refused", adults[1:]),
        ):
            action = getattr(segment, button)()
            people = self.env["res.partner"].with_user(self.marketing)
            people = people.with_context(**action["context"])
            found = people.search(action["domain"])
            self.assertEqual(set(found.ids), set(expected.ids))
            self.assertTrue(all(found.mapped("segment_why")))
            self.assertEqual(action["res_model"], "res.partner")

    def test_ten_people_for_example(self):
        segment = self._segment("youth")
        sample = segment.sample_ids
        self.assertEqual(len(sample), 10)
        self.assertFalse(sample - self._people(segment).with_env(sample.env))
        segment.invalidate_recordset()
        self.assertEqual(segment.sample_ids, sample)
        for person in sample:
            self.assertIn(person.name, segment.sample)
        self.assertFalse(self._own([("id", "=", 0)]).sample)

    def test_names_in_the_example_are_no_markup(self):
        hostile = self._person("<script>alert(1)</script>")
        segment = self._own([("id", "=", hostile.id)])
        self.assertIn("&lt;script&gt;", segment.sample)
        self.assertNotIn("<script>", segment.sample)

    def test_the_count_follows_what_is_typed(self):
        with Form(
            self.env["mailing.filter"].with_user(self.marketing),
            "bzk_campaigns.view_segment_form",
        ) as form:
            form.name = "Kinderen"
            form.mailing_domain = "[('age', '<', 13)]"
            self.assertEqual(form.people_count, len(self._people("youth")))
            form.mailing_domain = "[('gone', '<', 13)]"
            self.assertEqual(form.people_count, 0)
            form.mailing_domain = "[('age', '<', 13)]"
        self.assertEqual(form.record.company_id, self.library)
        self.assertFalse(form.record.at_work)

    def test_bad_input(self):
        for domain in (
            "[('gone', '=', 1)]",
            "[('age', '<')]",
            "nonsense",
            "__import__('os')",
            "[('age', 'frob', 3)]",
            "[('birthdate', '<', 'gisteren')]",
            "[('age', '<', 'dertien')]",
            "[('loans_average', '>', 'veel')]",
            "[('activities_year', '>', 'veel')]",
            "[('member_jubilee', 'in', ['x'])]",
            "[('last_ticket_date', '<', 'x')]",
            "[('member_since', '<', 'x')]",
        ):
            with (
                self.subTest(domain),
                self.assertRaises(ValidationError),
                mute_logger("odoo.sql_db"),
            ):
                self._own(domain)

    def test_the_account_of_a_colleague_is_no_customer(self):
        colleague = self.marketing.partner_id
        colleague.company_id = self.library
        self.assertNotIn(colleague, self._people(self._own([])))

    def test_each_branch_gets_a_segment(self):
        second = self.env["bzk.branch"].create(
            {"name": "Zandvoort", "code": "ZVT", "company_id": self.library.id}
        )
        action = self._segment("youth").action_per_branch()
        made = self.env["mailing.filter"].search(action["domain"])
        self.assertEqual(len(made), 2)
        self.assertEqual(made.company_id, self.library)
        here = made.filtered(lambda item: self.branch.name in item.name)
        self.assertEqual(self._people(here.with_user(self.marketing)), self.children[:5])
        there = made - here
        self.assertFalse(self._people(there.with_user(self.marketing)))
        with self.assertRaises(UserError):
            self._segment("youth").action_per_branch()
        there.unlink()
        again = self._segment("youth").action_per_branch()
        self.assertIn(second.name, self.env["mailing.filter"].search(again["domain"]).name)

    def test_overlap(self):
        youth, all_ = self._segment("youth"), self._own([])
        action = all_.action_open_overlap()
        listed = self.env["mailing.filter"].with_user(self.marketing)
        listed = listed.with_context(**action["context"]).search(action["domain"])
        self.assertNotIn(all_, listed)
        line = listed.browse(youth.id)
        people = self._people(all_)
        self.assertEqual(line.overlap_count, 15)
        self.assertAlmostEqual(line.overlap_share, 100 * 15 / len(people), 4)
        self.assertEqual(line.overlap_of_this, 100)
        pupils = listed.browse(self._segment("pupils").id)
        self.assertEqual((pupils.overlap_count, pupils.overlap_of_this), (0, 0))

    def test_the_night_counts_every_segment(self):
        counts = self.env["bzk.segment.count"]
        youth = self._segment("youth")
        own = self._own([("id", "in", self.children[:2].ids)])
        elsewhere = self._own(
            [], self._new_user("marketing", self.other_library), company_id=self.other_library.id
        )
        counts._cron_count()
        found = counts.search([("segment_id", "=", youth.id), ("company_id", "=", self.library.id)])
        self.assertEqual((found.people, found.date), (15, self.today))
        self.assertEqual(counts.search([("segment_id", "=", own.id)]).people, 2)
        theirs = counts.search([("segment_id", "=", elsewhere.id)])
        self.assertEqual(theirs.company_id, self.other_library)
        self.assertEqual(theirs.people, 1)
        self.children[0].birthdate = self._ago(years=30)
        counts._cron_count()
        self.assertEqual(found.people, 14, "counted again on the same day")
        self.assertIn("<svg", youth.trend)
        self.assertEqual(youth.last_allowed, found.allowed)
        self.assertFalse(self._own([]).trend)

    def test_the_trend_has_a_column_for_each_week(self):
        segment = self._own([])
        for days in (0, 7, 14, 15):
            self.env["bzk.segment.count"].create(
                {
                    "segment_id": segment.id,
                    "company_id": self.library.id,
                    "date": self.today - timedelta(days=days),
                    "people": 10,
                    "allowed": 4,
                }
            )
        weeks = {(self.today - timedelta(days=days)).isocalendar()[:2] for days in (0, 7, 14, 15)}
        for _year, week in weeks:
            self.assertIn(f">{week}<", segment.trend)

    def test_constant_queries(self):
        segments = self.env["mailing.filter"].with_user(self.marketing)
        shipped = segments.search([("company_id", "=", False), ("at_work", "=", False)])

        def count(records, *names):
            self.env.flush_all()
            self.env.invalidate_all()
            records.mapped("purpose_id.code")
            before = self.env.cr.sql_log_count
            for name in names:
                records.mapped(name)
            return self.env.cr.sql_log_count - before

        for names in (("people_count",), ("allowed_count",), ("overlap_count",)):
            looked = shipped.with_context(overlap_segment_id=shipped[0].id)
            count(looked, *names)
            # A few look up the types of an audience, and each purpose what the libraries have set;
            # what is counted is one query.
            purposes = len(looked.purpose_id) if names == ("allowed_count",) else 0
            most = 5 + purposes
            self.assertLessEqual(count(looked, *names) - count(looked[:3], *names), most, names)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_roles(self):
        own = self._own([])
        elsewhere = self._own(
            [], self._new_user("marketing", self.other_library), company_id=self.other_library.id
        )
        self.env["bzk.segment.count"]._cron_count()
        counts = self.env["bzk.segment.count"]
        for role in ROLES:
            with self.subTest(role):
                user = self.users[role]
                segments = self.env["mailing.filter"].with_user(user)
                if role in ("front_desk", "activities", "insights"):
                    self.assertFalse(segments.has_access("read"))
                else:
                    with self.assertRaises(AccessError):
                        elsewhere.with_user(user).read(["name"])
                if role == "relations":
                    self.assertNotIn(own, segments.search([]))
                if role not in ("marketing", "administrator"):
                    with self.assertRaises(AccessError):
                        own.with_user(user).name = "Anders"
                seen = counts.with_user(user)
                if seen.has_access("read"):
                    self.assertEqual(seen.search([]).company_id, self.library)
                for method in ("create", "write", "unlink"):
                    with self.assertRaises(AccessError):
                        seen.check_access(method)
        with self.assertRaises(AccessError):
            self._segment("youth").name = "Anders"
        with self.assertRaises(AccessError):
            own.with_context(overlap_segment_id=elsewhere.id).overlap_count  # noqa: B018
        with self.assertRaises(AccessError):
            own.company_id = self.other_library

    def test_nobody_chooses_by_what_is_not_theirs_to_read(self):
        """At night and at sending it is read without a user; dates that never come are no end."""
        marketing = self.users["marketing"]
        for domain in (
            "[('signup_type', '!=', False)]",
            "[('birthdate', '<', 'today -99999999999y')]",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.env["mailing.filter"].with_user(marketing).create(
                    {"name": "Secret", "mailing_domain": domain, "company_id": self.library.id}
                )
            with self.subTest(step=domain), self.assertRaises(ValidationError):
                self.env["bzk.journey"].with_user(marketing).create(
                    {
                        "name": "Secret",
                        "company_id": self.library.id,
                        "step_ids": [Command.create({"name": "Only for", "domain": domain})],
                    }
                )
