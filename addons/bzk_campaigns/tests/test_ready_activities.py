from datetime import timedelta

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_ready import MONDAY, ReadyCase


@tagged("post_install", "-at_install")
class TestReadyActivities(ReadyCase):
    """What journeys do around activities, without mailing anybody twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = cls.env.ref("bzk_ticketing.mail_template_third_half")
        cls.missed_text = cls.env.ref("bzk_ticketing.mail_template_missed")
        cls.reminder = cls.env.ref("bzk_ticketing.mail_template_reminder")
        cls.anna = cls._member("Anne", agreed=False)
        cls.noor, cls.sam = (
            cls._member(name, agreed=False, email="thuis@example.org") for name in ("Noor", "Sam")
        )
        for partner in (cls.anna, cls.noor, cls.sam):
            cls._agree(partner, purpose=cls.activities)

    def _event(self, name="Boekenkring", begin=MONDAY, mails=(), company=None):
        return self.env["event.event"].create(
            {
                "name": name,
                "company_id": (company or self.library).id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "date_tz": "Europe/Amsterdam",
                "event_mail_ids": [
                    (
                        0,
                        0,
                        {
                            "interval_nbr": 1,
                            "interval_unit": "days",
                            "interval_type": "after_event",
                            "template_ref": f"mail.template,{text.id}",
                        },
                    )
                    for text in mails
                ],
            }
        )

    def _seat(self, event, partner, state="done"):
        return self.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": partner.id,
                "attendee_id": partner.id,
                "name": partner.name,
                "email": partner.email,
                "state": state,
            }
        )

    def _prepare(self, **after):
        with freeze_time(MONDAY + timedelta(**after)):
            self.env["bzk.third.half"]._prepare()

    def _lines(self, event):
        return self.env["bzk.third.half"].search([("event_id", "=", event.id)])

    def test_the_third_half_is_sent_with_the_text_of_the_activity(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text, self.missed_text))
            self._seat(event, self.anna)
            other = self._member("Olaf", agreed=False)
            self._seat(event, other)
        self._go(journey, days=2)
        self.assertFalse(self.outbox, "nothing was prepared yet")
        self._prepare(days=2)
        self._go(journey, days=2)
        (message,) = self.outbox_to(self.anna.email_normalized)
        self.assertIn("Boekenkring", message["Subject"])
        html = self.html(message)
        self.assertIn("Boekenkring", html)
        self.assertEqual(html.count("Anne"), 1, "greeted once")
        self.assertIn("/afmelden/", html)
        self.assertIn(self.anna._preference_url(), html)
        self.assertEqual(self._subjects(other), [], "did not agree to activities")
        self._go(journey, days=2, hours=1)
        line = self._lines(event).filtered(lambda line: line.partner_id == self.anna)
        self.assertEqual(line.state, "sent")
        self.assertTrue(line.date_sent)
        self.assertEqual(line.trace_id.partner_id, self.anna)
        self._prepare(days=3)
        self._go(journey, days=3)
        self.assertEqual(len(self._subjects(self.anna)), 1, "once")

    def test_what_left_does_not_lapse(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text,))
            self._seat(event, self.anna)
        self._prepare(days=2)
        self._go(journey, days=2)
        journey.action_pause()
        self._prepare(days=20)
        self.assertEqual(self._lines(event).state, "sent")

    def test_who_did_not_come_gets_the_other_text(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text, self.missed_text))
            self._seat(event, self.noor)
            self._seat(event, self.anna, state="open")
        self._prepare(days=2)
        self._go(journey, days=2)
        came, missed = self._subjects(self.noor), self._subjects(self.anna)
        self.assertEqual((len(came), len(missed)), (1, 1))
        self.assertNotEqual(came, missed)

    def test_two_on_one_address_get_one_mail_with_both_texts(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text,))
            self._seat(event, self.noor)
            self._seat(event, self.sam)
        self._prepare(days=2)
        self._go(journey, days=2)
        (message,) = self.outbox_to("thuis@example.org")
        html = self.html(message)
        self.assertIn("Noor", html)
        self.assertIn("Sam", html)
        self._go(journey, days=2, hours=1)
        self.assertEqual(set(self._lines(event).mapped("state")), {"sent"})

    def test_consent_that_was_withdrawn_meanwhile_counts(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text,))
            self._seat(event, self.anna)
        self._prepare(days=2)
        self._agree(self.anna, state="withdrawn", purpose=self.activities, date="2026-06-02")
        self._go(journey, days=2)
        self.assertEqual(self._subjects(self.anna), [])
        passage = journey.entry_ids.passage_ids
        self.assertEqual((passage.outcome, passage.refusal), ("refused", "withdrawn"))
        self.assertEqual(self._lines(event).state, "waiting")

    def test_a_trial_of_the_third_half_scores_nothing(self):
        journey = self._use("third_half")
        with freeze_time(MONDAY):
            event = self._event(mails=(self.text,))
            self._seat(event, self.anna)
        self._prepare(days=2)
        before = self.env["survey.user_input"].search_count([])
        letter = journey.step_ids.mailing_id._render_preview(self.anna)
        self.assertIn("Boekenkring", letter["subject"])
        self.assertIn("Boekenkring", letter["body_html"])
        self.assertEqual(self.env["survey.user_input"].search_count([]), before)
        empty = journey.step_ids.mailing_id._render_preview(self.sam)
        self.assertTrue(empty["subject"])

    def test_each_activity_reminds_once(self):
        journey = self._use("reminder")
        later = MONDAY + timedelta(days=10)
        with freeze_time(MONDAY):
            bare, own = self._event("Workshop", later), self._event("Lezing", later)
            # An activity without a kind begins with mails of core.
            (bare | own).event_mail_ids.unlink()
            own.event_mail_ids = [
                (
                    0,
                    0,
                    {
                        "interval_nbr": 5,
                        "interval_unit": "days",
                        "interval_type": "before_event",
                        "template_ref": f"mail.template,{self.reminder.id}",
                    },
                )
            ]
            for partner in (self.anna, self.noor):
                self._seat(bare, partner, state="open")
                self._seat(own, partner, state="open")
        self.env.flush_all()
        # The database has a clock of its own.
        self.env.cr.execute(
            "UPDATE event_registration SET create_date = %s WHERE event_id = ANY(%s)",
            (MONDAY, (bare | own).ids),
        )
        self._go(journey, hours=1)
        self.assertEqual(bare.event_mail_ids.interval_nbr, 2)
        self.assertEqual(bare.event_mail_ids.template_ref, self.reminder)
        self.assertEqual(own.event_mail_ids.interval_nbr, 5, "as somebody chose it")
        self.assertFalse(self.outbox, "the activity mails, not the journey")
        self.assertEqual(len(journey.entry_ids.passage_ids), 4)
        self._go(journey, hours=2)
        self.assertEqual(len(bare.event_mail_ids), 1)

    def test_a_reminder_wants_an_activity(self):
        journey = self._use("reminder")
        other = journey.copy()
        other.trigger = "birthday"
        with self.assertRaises(UserError):
            other.action_start()
