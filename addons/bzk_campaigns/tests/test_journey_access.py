from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .common_journey import JourneyCase

MONDAY = datetime(2026, 6, 1, 8, 0)
MODELS = ("bzk.journey", "bzk.journey.step", "bzk.journey.entry", "bzk.journey.passage")


@tagged("post_install", "-at_install")
class TestJourneyAccess(JourneyCase):
    """Who sees journeys and who is on them, and that no other library does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._member("Anna", birthdate="1990-06-01")
        cls.journey = cls._journey([{"name": "One"}], trigger="birthday")
        cls.stranger = cls._member(
            "Stranger", company=cls.other_library, birthdate="1990-06-01", agreed=False
        )
        cls.other = cls._journey(
            [{"name": "Secret"}], trigger="birthday", company_id=cls.other_library.id
        )
        with freeze_time(MONDAY):
            for journey in cls.journey | cls.other:
                journey.action_start()
                journey._run()
        cls.env.flush_all()
        cls.records = {
            "bzk.journey": cls.other,
            "bzk.journey.step": cls.other.step_ids,
            "bzk.journey.entry": cls.other.entry_ids,
            "bzk.journey.passage": cls.other.entry_ids.passage_ids,
        }

    def test_roles(self):
        # Insights reads what journeys bring about, and not who is on them.
        reads = {"marketing", "data_steward", "administrator"}
        for role in ROLES:
            user = self.users[role]
            for name in MODELS:
                with self.subTest(role=role, model=name):
                    records = self.env[name].with_user(user)
                    readers = reads | {"insights"} if name in MODELS[:2] else reads
                    self.assertEqual(records.has_access("read"), role in readers)
                    writes = {"marketing", "administrator"} if name in MODELS[:2] else set()
                    self.assertEqual(records.has_access("write"), role in writes)
                    self.assertEqual(records.has_access("create"), role in writes)
                    self.assertEqual(records.has_access("unlink"), role in writes)

    def test_another_library_is_not_seen(self):
        for role in ("marketing", "data_steward", "administrator"):
            for name, records in self.records.items():
                with self.subTest(role=role, model=name):
                    self.assertTrue(records)
                    own = self.env[name].with_user(self.users[role])
                    self.assertFalse(own.search([("id", "in", records.ids)]))
                    with self.assertRaises(AccessError):
                        records.with_user(self.users[role]).read(["display_name"])

    def test_another_library_is_not_reached(self):
        marketing = self.users["marketing"]
        journey = self.journey.with_user(marketing)
        step = journey.step_ids
        segment = self.env["mailing.filter"].create(
            {
                "name": "Secret",
                "company_id": self.other_library.id,
                "mailing_domain": "[]",
                "purpose_id": self.purpose.id,
            }
        )
        survey = self.env["survey.survey"].create(
            {"title": "Secret", "company_id": self.other_library.id}
        )
        other_mail = self.other.step_ids.mailing_id
        attempts = [
            lambda: journey.write({"company_id": self.other_library.id}),
            lambda: journey.write({"segment_id": segment.id}),
            lambda: journey.write({"goal_segment_id": segment.id}),
            lambda: step.write({"mailing_id": other_mail.id}),
            lambda: step.write({"journey_id": self.other.id}),
            lambda: step.write({"survey_id": survey.id}),
            lambda: step.create({"journey_id": self.other.id, "name": "Mine"}),
            lambda: journey.create({"name": "Mine", "company_id": self.other_library.id}),
            lambda: self.other.with_user(marketing).action_pause(),
            lambda: self.other.with_user(marketing).action_end(),
            lambda: self.other.with_user(marketing).action_use(),
            lambda: self.other.with_user(marketing).copy(),
            lambda: self.other.step_ids.with_user(marketing).action_remove(),
            lambda: self.other.entry_ids.with_user(marketing).action_remove(),
            lambda: (
                self.env["bzk.journey.test"]
                .with_user(marketing)
                .create({"journey_id": self.other.id, "partner_id": self.anna.id})
                .story
            ),
            lambda: (
                self.env["bzk.journey.test"]
                .with_user(marketing)
                .create({"journey_id": self.journey.id, "partner_id": self.stranger.id})
                .story
            ),
        ]
        for number, attempt in enumerate(attempts):
            with (
                self.subTest(number=number),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                attempt()
                self.env.flush_all()
        self.assertEqual(self.other.state, "running")
        self.assertEqual(self.other.entry_ids.state, "done")

    def test_nobody_lets_somebody_in_or_out_by_hand(self):
        marketing, steward = self.users["marketing"], self.users["data_steward"]
        entry = self.journey.entry_ids
        with self.assertRaises(AccessError):
            entry.with_user(marketing).write({"state": "running"})
        with self.assertRaises(AccessError):
            entry.with_user(steward).action_remove()
        with self.assertRaises(AccessError):
            entry.with_user(self.users["front_desk"]).action_remove()
        with self.assertRaises(AccessError):
            self.journey.with_user(steward).action_pause()

    def test_ready_journeys_are_read_only(self):
        ready = self.env["bzk.journey"].create({"name": "Ready", "company_id": False})
        marketing = self.users["marketing"]
        self.assertTrue(ready.with_user(marketing).name)
        for attempt in (
            lambda: ready.with_user(marketing).write({"name": "Mine"}),
            lambda: ready.with_user(marketing).unlink(),
            lambda: ready.step_ids.with_user(marketing).create(
                {"journey_id": ready.id, "name": "Mine"}
            ),
            lambda: ready.with_user(marketing).copy({"company_id": False}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_the_customer_shows_their_journeys(self):
        self.assertEqual(self.anna.with_user(self.users["marketing"]).journey_count, 1)
        self.assertEqual(self.anna.with_user(self.users["front_desk"]).journey_count, 0)
        action = self.anna.with_user(self.users["data_steward"]).action_open_journeys()
        found = self.env["bzk.journey.entry"].search(action["domain"])
        self.assertEqual(found, self.journey.entry_ids)

    def test_marketing_does_it_all(self):
        """Everything that a journey takes, without a right more."""
        marketing = self.users["marketing"]
        journeys = self.env["bzk.journey"].with_user(marketing)
        tag = self.env["res.partner.category"].create({"name": "New"})
        journey = journeys.create(
            {
                "name": "Mine",
                "trigger": "birthday",
                "purpose_id": self.purpose.id,
                "step_ids": [
                    (0, 0, {"name": "One", "sequence": 1, "body_html": "<p>Hello</p>"}),
                    (0, 0, {"name": "Tag", "sequence": 2, "kind": "tag", "tag_id": tag.id}),
                    (0, 0, {"name": "Call", "sequence": 3, "kind": "activity"}),
                ],
            }
        )
        self.assertEqual(journey.company_id, self.library)
        journey.action_start()
        journey.action_pause()
        journey.step_ids[1].action_remove()
        journey.action_resume()
        self.assertEqual(journey.step_ids.mapped("name"), ["One", "Call"])
        journey.write({"mon": False, "sun": False})
        self.assertEqual(journey.weekdays, "23456")
        journey.copy()
        journey.action_end()
        self.assertEqual(journey.state, "ended")
