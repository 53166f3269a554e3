from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .results_common import ResultsCase

MAILS = Path(__file__).parent / "returns"
SENT = "<bzk-4711-k3v9x2@bieb.example>"
GATEWAY = "odoo.addons.mail.models.mail_thread"


@tagged("post_install", "-at_install")
class TestReturns(ResultsCase):
    """What comes back on mails of campaigns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._people(1, firstname="Anna", email="Anna@klant.example")
        cls.child = cls._people(1, firstname="Noor", email="anna@klant.example")
        cls.namesake = cls._people(1, cls.other_library, email="anna@klant.example")
        cls._agreed(cls.anna | cls.child | cls.namesake)
        cls.trace = cls._sent(cls.anna, message_id=SENT)
        cls.along = cls._sent(cls.child, carrier_id=cls.trace.id)

    def _mail(self, name, ours=SENT):
        """What came in, about the mail with this mark."""
        return (MAILS / f"{name}.eml").read_bytes().replace(SENT.encode(), ours.encode())

    def _receive(self, name, ours=SENT):
        with mute_logger(GATEWAY):
            return self.env["mail.thread"].message_process(None, self._mail(name, ours))

    def _wants(self, partner):
        partner.invalidate_recordset()
        return self.newsletter in partner.consent_given_ids

    def _refusal(self, partner):
        return partner._consent_gate("newsletter").refused.get(partner.id)

    def test_an_address_that_does_not_exist_is_not_mailed_again(self):
        self._receive("postfix_unknown")
        self.assertEqual(self.trace.trace_status, "bounce")
        self.assertEqual(self.trace.bounce_kind, "hard")
        self.assertTrue(self.trace.returned_on)
        self.assertIn("5.1.1", self.trace.failure_reason)
        self.assertEqual(self.anna.email_bounced, "anna@klant.example")
        self.assertTrue(self.anna.email_broken)
        self.assertEqual(self._refusal(self.anna), "bounced")

    def test_whoever_shares_the_address_is_not_mailed_there_either(self):
        self._receive("exchange_unknown")
        self.assertEqual(self.along.bounce_kind, "hard")
        self.assertTrue(self.child.email_broken)

    def test_another_library_learns_nothing(self):
        self._receive("gmail_unknown")
        self.assertFalse(self.namesake.email_bounced)
        self.assertEqual(self.namesake.message_bounce, 0)
        self.assertIsNone(self._refusal(self.namesake))

    def test_what_may_pass_marks_nobody(self):
        for name in ("postfix_full", "postfix_blocked", "postfix_expired", "exim_old"):
            with self.subTest(name):
                self.trace.write({"trace_status": "sent", "bounce_kind": False})
                self._receive(name)
                self.assertEqual(self.trace.bounce_kind, "soft")
                self.assertEqual(self.trace.trace_status, "bounce")
                self.assertFalse(self.anna.email_broken)
        self.assertIsNone(self._refusal(self.anna))

    def test_five_times_full_blocks_nobody(self):
        for _time in range(7):
            self._receive("postfix_full")
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", self.trace.email)]))
        self.assertEqual(self.anna.message_bounce, 0)

    def test_a_server_that_still_tries_changes_nothing(self):
        self._receive("postfix_delayed")
        self.assertEqual(self.trace.trace_status, "sent")
        self.assertFalse(self.trace.bounce_kind)

    def test_an_address_that_ours_is_forwarded_to(self):
        self._receive("postfix_forwarded")
        self.assertEqual(self.trace.bounce_kind, "soft")
        self.assertFalse(self.anna.email_broken)

    def test_a_report_of_two_addresses_is_read_for_ours(self):
        self._receive("postfix_two")
        self.assertEqual(self.trace.bounce_kind, "soft")

    def test_gone_is_gone_also_when_it_is_full_later(self):
        self._receive("postfix_unknown")
        self._receive("postfix_full")
        self.assertEqual(self.trace.bounce_kind, "hard")

    def test_a_mail_that_was_never_sent_changes_nothing(self):
        forged = "<bzk-1-raad@bieb.example>"
        before = self.env["res.partner"].search_count([("email_bounced", "!=", False)])
        for path in sorted(MAILS.glob("*.eml")):
            with self.subTest(path.stem):
                if "reply" in path.stem or path.stem in ("vacation", "outlook_away"):
                    continue
                self._receive(path.stem, ours=forged)
        self.assertEqual(
            self.env["res.partner"].search_count([("email_bounced", "!=", False)]), before
        )
        self.assertEqual(self.trace.trace_status, "sent")
        self.assertTrue(self._wants(self.anna))

    def test_a_mail_that_still_waits_cannot_come_back(self):
        self.trace.trace_status = "outgoing"
        self._receive("postfix_unknown")
        self.assertFalse(self.anna.email_broken)

    def test_a_new_address_is_mailed_again(self):
        self._receive("postfix_unknown")
        self.anna.email = "anna.nieuw@klant.example"
        self.assertFalse(self.anna.email_broken)
        self.assertIsNone(self._refusal(self.anna))

    def test_an_address_changed_meanwhile_is_not_marked(self):
        self.anna.email = "anna.nieuw@klant.example"
        self._receive("postfix_unknown")
        self.assertFalse(self.anna.email_bounced)
        self.assertTrue(self.child.email_broken)

    def test_a_complaint_withdraws_at_once_for_all_on_the_address(self):
        for name in ("yahoo_complaint", "outlook_complaint", "outlook_complaint_old"):
            with self.subTest(name):
                self._receive(name)
                self.assertTrue(self.trace.complained_on)
                self.assertTrue(self.along.complained_on)
        self.assertFalse(self._wants(self.anna))
        self.assertFalse(self._wants(self.child))
        self.assertTrue(self._wants(self.namesake), "another library is another library")
        line = self.anna.consent_ids[:1]
        self.assertEqual((line.state, line.channel), ("withdrawn", "complaint"))
        self.assertIn(self.mailing.subject, line.evidence)
        self.assertEqual(line.mailing_trace_id, self.trace)
        self.assertEqual(len(self.anna.consent_ids), 2, "once, however often it is told")

    def test_what_is_no_complaint_withdraws_nothing(self):
        for name in ("not_spam", "dmarc_failure", "vacation", "outlook_away", "read_receipt"):
            with self.subTest(name):
                self.assertFalse(self._receive(name))
        self.assertTrue(self._wants(self.anna))
        self.assertEqual(self.trace.trace_status, "sent")
        self.assertFalse(self.anna.message_ids.filtered("email_from"))

    def test_an_answer_that_asks_to_stop_stops(self):
        self._receive("reply_stop")
        self.assertFalse(self._wants(self.anna))
        self.assertEqual(self.anna.consent_ids[:1].channel, "mail")
        self.assertIn("afmelden", self.anna.message_ids[:1].body)
        self.assertTrue(self._wants(self.namesake))

    def test_a_stranger_does_not_stop_it(self):
        self._receive("reply_stop_stranger")
        self.assertTrue(self._wants(self.anna))
        message = self.anna.message_ids[:1]
        self.assertIn("Afmelden", message.body)
        self.assertFalse(message.author_id)

    def test_an_answer_lands_with_the_customer_and_who_made_the_mailing_is_told(self):
        maker = self.users["marketing"]
        self.mailing.user_id = maker
        self._receive("reply_question")
        message = self.anna.message_ids[:1]
        self.assertIn("Gisèle", message.body)
        self.assertEqual(message.author_id, self.anna)
        self.assertEqual(self.trace.trace_status, "reply")
        self.assertFalse(self.trace.open_datetime, "nobody agreed to that")
        self.assertTrue(self._wants(self.anna))
        activity = self.anna.activity_ids
        self.assertEqual(activity.user_id, maker)
        self.assertIn(self.mailing.subject, activity.summary)
        self.assertFalse(self.env["mail.mail"].search([("email_to", "ilike", "klant.example")]))

    def test_a_mail_without_end_is_read_in_time(self):
        raw = self._mail("postfix_unknown") + b"x" * 5_000_000
        with mute_logger(GATEWAY):
            self.env["mail.thread"].message_process(None, raw)
        self.assertEqual(self.trace.bounce_kind, "hard")

    def test_what_a_server_says_is_text(self):
        raw = self._mail("postfix_unknown").replace(
            b"User unknown in virtual mailbox table",
            b"<script>alert(1)</script>" + b"a" * 3000,
        )
        self.env["mail.thread"].message_process(None, raw)
        self.assertLessEqual(len(self.trace.failure_reason), 500)
        self.assertEqual(self.trace.bounce_kind, "hard")

    def test_an_ordinary_mail_goes_its_usual_way(self):
        raw = self._mail("reply_question", ours="<ander@elders.example>")
        with mute_logger(GATEWAY), self.assertRaises(ValueError):
            self.env["mail.thread"].message_process(None, raw)

    def test_a_reminder_that_came_back_marks_the_address_at_its_library(self):
        message = self.anna.message_notify(
            partner_ids=self.anna.ids, body="Tot morgen", subject="Herinnering"
        )
        message.record_company_id = self.library
        self._receive("postfix_unknown", ours=message.message_id)
        self.assertTrue(self.anna.email_broken)
        self.assertFalse(self.namesake.email_broken)
        self.assertEqual(message.notification_ids.notification_status, "bounce")

    def test_a_colleague_judges_an_address(self):
        self._receive("postfix_blocked")
        trace = self.trace.with_user(self.users["data_steward"])
        trace.action_address_broken()
        self.assertTrue(self.anna.email_broken)
        trace.action_address_works()
        self.assertFalse(self.anna.email_broken)
        broken = self.env["res.partner"].search([("email_broken", "=", True)])
        self.assertIn(self.child, broken)
        self.assertNotIn(self.anna, broken)

    def test_who_may_judge(self):
        self._receive("postfix_unknown")
        for role in ("relations", "insights", "marketing"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.trace.with_user(self.users[role]).action_address_works()
        self.anna.with_user(self.users["front_desk"]).action_email_works()
        self.assertFalse(self.anna.email_broken)
        stranger = self._new_user("data_steward", self.other_library)
        with self.assertRaises(AccessError):
            self.anna.with_user(stranger).action_email_works()
        with self.assertRaises(AccessError):
            self.trace.with_user(stranger).action_address_broken()

    def test_only_what_came_back_is_judged(self):
        with self.assertRaises(AccessError):
            self.trace.with_user(self.users["data_steward"]).action_address_broken()

    def test_broken_addresses_are_searched_both_ways(self):
        self._receive("postfix_unknown")
        people = self.env["res.partner"]
        ours = [("company_id", "=", self.library.id)]
        broken = people.search([*ours, ("email_broken", "=", True)])
        self.assertEqual(broken, self.anna | self.child)
        others = people.search([*ours, ("email_broken", "=", False)])
        self.assertFalse(others & broken)
        card = self.env.ref("bzk_campaigns.card_broken_addresses")
        self.assertEqual(card.with_user(self.users["data_steward"]).count, 2)
