from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_journey import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyReady(JourneyCase):
    """Ready journeys are copied to be used, with the texts of their mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ready = cls.env["bzk.journey"].create(
            {
                "name": "Welcome",
                "company_id": False,
                "purpose_id": cls.purpose.id,
                "holdout": 0,
                "step_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "First",
                            "ready_subject": "Welcome to the library",
                            "ready_body": '<p>Hello <t t-out="object.firstname">you</t></p>',
                        },
                    ),
                    (0, 0, {"name": "Check", "kind": "check", "domain": "[('age', '>', 12)]"}),
                ],
            }
        )
        cls.marketing = cls.users["marketing"]

    def _use(self):
        action = self.ready.with_user(self.marketing).action_use()
        return self.env["bzk.journey"].with_user(self.marketing).browse(action["res_id"])

    def test_a_ready_journey_has_no_mailing_and_does_not_run(self):
        self.assertFalse(self.ready.step_ids.mailing_id)
        with self.assertRaises(UserError):
            self.ready.action_start()
        with self.assertRaises(AccessError):
            self.ready.with_user(self.marketing).name = "Mine"

    def test_use_copies_steps_and_mails(self):
        journey = self._use()
        self.assertEqual(journey.name, "Welcome")
        self.assertEqual(journey.company_id, self.library)
        self.assertEqual(journey.state, "draft")
        self.assertEqual(journey.step_ids.mapped("name"), ["First", "Check"])
        self.assertEqual(journey.step_ids[1].domain, "[('age', '>', 12)]")
        mailing = journey.step_ids[0].mailing_id
        self.assertEqual(mailing.subject, "Welcome to the library")
        self.assertIn("object.firstname", mailing.body_html)
        self.assertEqual(mailing.purpose_id, self.purpose)
        self.assertEqual(mailing.company_id, self.library)
        self.assertTrue(mailing.for_journey)
        self.assertFalse(journey.step_ids[0].ready_body)
        self.assertEqual(journey.step_ids[0].subject, "Welcome to the library")
        journey.action_start()
        self.assertEqual(journey.state, "running")

    def test_texts_come_in_the_language_of_the_library(self):
        step = self.ready.step_ids[0].with_context(lang="nl_NL")
        step.ready_subject = "Welkom bij de bibliotheek"
        self.library.partner_id.lang = "nl_NL"
        self.assertEqual(self._use().step_ids[0].subject, "Welkom bij de bibliotheek")

    def test_using_twice_gives_two(self):
        first, second = self._use(), self._use()
        self.assertNotEqual(first.step_ids.mailing_id, second.step_ids.mailing_id)
        with self.assertRaises(UserError):
            first.action_use()

    def test_a_copy_of_ones_own_has_its_own_mails(self):
        journey = self._use()
        journey.step_ids[0].write({"subject": "Hello there", "body_html": "<p>Other text</p>"})
        copy = journey.copy()
        self.assertEqual(copy.step_ids[0].subject, "Hello there")
        self.assertIn("Other text", copy.step_ids[0].mailing_id.body_html)
        copy.step_ids[0].subject = "Goodbye"
        self.assertEqual(journey.step_ids[0].subject, "Hello there")
        self.assertEqual(copy.state, "draft")
        self.assertEqual(
            self.env["mailing.mailing"].search_count([("subject", "=", "Hello there")]), 1
        )

    def test_text_and_purpose_of_a_new_step(self):
        journey = self._use()
        other = self.env.ref("bzk_consent.purpose_activities")
        step = self.env["bzk.journey.step"].create(
            {
                "journey_id": journey.id,
                "name": "Second",
                "subject": "Look what is on",
                "body_html": "<p>Much</p>",
                "mail_purpose_id": other.id,
            }
        )
        self.assertEqual(step.mailing_id.subject, "Look what is on")
        self.assertEqual(step.mailing_id.purpose_id, other)
        step.mail_purpose_id = False
        self.assertEqual(step.mailing_id.purpose_id, self.purpose)

    def test_what_is_missing_is_told(self):
        journey = self._use()
        journey.step_ids[0].body_html = "<p><br/></p>"
        journey.step_ids.create({"journey_id": journey.id, "name": "Tag", "kind": "tag"})
        journey.trigger = "age"
        with self.assertRaises(UserError) as caught:
            journey.action_start()
        self.assertEqual(len(str(caught.exception).splitlines()), 3)
        journey.step_ids.unlink()
        with self.assertRaises(UserError):
            journey.action_start()

    def test_what_happened_before_starting_counts_not(self):
        journey = self._use()
        anna = self._member("Anna")
        with freeze_time(datetime(2026, 5, 30, 8)):
            self._join(anna)
        with freeze_time(datetime(2026, 6, 1, 8)):
            journey.action_start()
            journey.sudo()._run()
        self.assertFalse(journey.entry_ids)
