from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_journey import JourneyCase
from .sending_case import SendingCase

#: A Monday in summer, ten o'clock in the library.
MONDAY = datetime(2026, 6, 1, 8, 0)


@tagged("post_install", "-at_install")
class TestJourneyTest(JourneyCase):
    """Trying a journey on a customer: what would happen, and nothing does."""

    def _try(self, journey, partner):
        tests = self.env["bzk.journey.test"].with_user(self.users["marketing"])
        return tests.create({"journey_id": journey.id, "partner_id": partner.id})

    def _told(self, test):
        return [(planned.step.name, planned.outcome, planned.refusal) for planned in test._plan()]

    def test_step_by_step(self):
        anna = self._member("Anna")
        journey = self._journey(
            [
                {"name": "One"},
                {"name": "Old", "delay": 1, "domain": "[('birthdate', '<', '1950-01-01')]"},
                {"name": "Call", "kind": "activity", "delay": 2, "delay_unit": "months"},
            ],
            hour_from=9,
            hour_to=17,
            weekdays="12345",
        )
        with freeze_time(datetime(2026, 6, 6, 10)):
            test = self._try(journey, anna)
            self.assertEqual(
                self._told(test),
                [("One", "done", None), ("Old", "passed", None), ("Call", "done", None)],
            )
            # The mail waits for Monday, and what follows counts from there.
            self.assertEqual(
                [planned.moment for planned in test._plan()],
                [
                    datetime(2026, 6, 8, 7),
                    datetime(2026, 6, 9, 7),
                    datetime(2026, 8, 9, 7),
                ],
            )
            self.assertIn("One", test.story)
        self.assertFalse(journey.entry_ids)
        self.assertFalse(self._mails(anna))
        self.assertFalse(anna.activity_ids)

    def test_it_tells_what_then_happens(self):
        """The plan is held against what the journey does."""
        domain = "[('birthdate', '>', '1990-01-01')]"
        journey = self._journey(
            [
                {"name": "One"},
                {"name": "Young", "domain": domain},
                {"name": "Gate", "kind": "check", "domain": domain, "otherwise": "leave"},
                {"name": "Last"},
            ],
            trigger="birthday",
        )
        people = self._member("Young", birthdate="2000-06-01")
        people |= self._member("Old", birthdate="1960-06-01")
        people |= self._member("Silent", birthdate="2000-06-01", agreed=False)
        with freeze_time(MONDAY):
            plans = {partner: self._told(self._try(journey, partner)) for partner in people}
            journey.action_start()
            journey._run()
        for partner in people:
            entry = journey.entry_ids.filtered(lambda entry, who=partner: entry.partner_id == who)
            happened = [
                (passage.step_id.name, passage.outcome, passage.refusal or None)
                for passage in entry.passage_ids.sorted("id")
            ]
            if entry.reason == "condition":
                happened.append(("Gate", "left", None))
            self.assertEqual(plans[partner], happened)

    def test_why_somebody_would_not_enter(self):
        segment = self.env["mailing.filter"].create(
            {
                "name": "Haarlem",
                "company_id": self.library.id,
                "mailing_domain": "[('city', '=', 'Haarlem')]",
                "purpose_id": self.purpose.id,
            }
        )
        journey = self._journey([{"name": "One"}], segment_id=segment.id)
        inside = self._member("Inside", city="Haarlem")
        outside = self._member("Outside", do_not_contact=True)
        self.assertFalse(self._try(journey, inside)._obstacles())
        self.assertEqual(len(self._try(journey, outside)._obstacles()), 2)


@tagged("post_install", "-at_install")
class TestJourneySample(SendingCase, JourneyCase):
    """The mails of a journey go to whoever tries it, and nowhere else."""

    def test_mails_come_to_who_tries(self):
        anna = self._member("Annabel")
        journey = self._journey([{"name": "One"}, {"name": "Two", "delay": 3}])
        journey.step_ids[0].body_html = '<p>For <t t-out="object.firstname"/></p>'
        marketing = self.users["marketing"]
        marketing.email = "marketing@example.org"
        tests = self.env["bzk.journey.test"].with_user(marketing)
        test = tests.create({"journey_id": journey.id, "partner_id": anna.id})
        test.action_send()
        self.assertEqual([to for to, _message in self.outbox], ["marketing@example.org"] * 2)
        message = self.outbox[0][1]
        body = message.get_body(("html",)).get_content()
        self.assertIn("Annabel", body)
        self.assertFalse(self._mails(anna))
        with self.assertRaises(UserError):
            tests.create({"journey_id": journey.id}).action_send()
