from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .sending_case import SendingCase


@tagged("post_install", "-at_install")
class TestSendingBypass(SendingCase):
    """Nobody is mailed around the gate, whichever of core's methods somebody calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._agree(cls.bram, state="withdrawn")

    def _assert_nothing_left(self):
        self.send()
        self.assertNotIn("bram@example.org", [to for to, _message in self.outbox])
        self.assertFalse(self.env["mail.mail"].search([("mailing_id", "=", self.mailing.id)]))

    def test_core_sends_nothing(self):
        for role in (None, "marketing"):
            mailing = self.mailing.with_user(self.users[role]) if role else self.mailing
            for send in (
                lambda mailing=mailing: mailing.action_send_mail(self.bram.ids),
                lambda mailing=mailing: mailing._action_send_mail(self.bram.ids),
                lambda mailing=mailing: mailing.action_send_mail(),
            ):
                with self.assertRaises(UserError):
                    send()
        self._assert_nothing_left()

    def test_core_scheduled_work_is_ours(self):
        self.mailing.state = "in_queue"
        self.env["mailing.mailing"]._process_mass_mailing_queue()
        self.assertEqual(
            sorted(to for to, _message in self.outbox), ["anna@example.org", "cato@example.org"]
        )
        self._assert_nothing_left()

    def test_writing_to_many(self):
        marketing = self.env["mail.compose.message"].with_user(self.users["marketing"])
        values = {
            "composition_mode": "mass_mail",
            "model": "res.partner",
            "subject": "News",
            "body": "<p>News</p>",
        }
        for more in (
            {"mass_mailing_id": self.mailing.id, "res_ids": repr(self.bram.ids)},
            {"mass_mailing_name": "News", "res_ids": repr(self.bram.ids)},
            {"res_ids": repr((self.anna | self.bram).ids)},
            {"res_domain": "[('infix', '=', 'de')]"},
        ):
            with self.assertRaises(UserError):
                marketing.create(values | more)._action_send_mail()
        self._assert_nothing_left()

    def test_writing_to_many_of_another_model(self):
        """A household or an organisation is a way to customers too; also as a comment."""
        households = self.env["bzk.household"].create(
            [{"name": name, "company_id": self.library.id} for name in ("Een", "Twee")]
        )
        for role in ("marketing", "front_desk", "insights"):
            composers = self.env["mail.compose.message"].with_user(self.users[role])
            for mode in ("mass_mail", "comment"):
                values = {
                    "composition_mode": mode,
                    "model": "bzk.household",
                    "res_ids": repr(households.ids),
                    "partner_ids": self.bram.ids,
                    "subject": "News",
                    "body": "<p>News</p>",
                }
                with self.subTest(role=role, mode=mode), self.assertRaises(UserError):
                    composers.create(values)._action_send_mail()

    def test_a_membership_is_no_consent_to_news(self):
        """What goes by the agreement is no newsletter of marketing, sent at once or by segment."""
        service = self.env.ref("bzk_consent.purpose_membership")
        marketing = self.users["marketing"]
        with self.assertRaises(ValidationError):
            self.mailing.with_user(marketing).purpose_id = service
        self.mailing.purpose_id = service
        with self.assertRaises(UserError):
            self.mailing.with_user(marketing).action_launch()
        journeys = self.env["bzk.journey"].with_user(marketing)
        values = {"name": "Members", "company_id": self.library.id, "purpose_id": service.id}
        steps = [Command.create({"name": "News", "subject": "News", "body_html": "<p>News</p>"})]
        with self.assertRaises(ValidationError):
            journeys.create(
                values | {"trigger": "segment", "segment_id": self.segment.id, "step_ids": steps}
            )
        welcome = journeys.create(values | {"step_ids": steps})
        with self.assertRaises(ValidationError):
            welcome.write({"trigger": "segment", "segment_id": self.segment.id})

    def test_trial_goes_to_colleagues_only(self):
        user = self.users["marketing"]
        user.email = "marketing@example.org"
        mailing = self.mailing.with_user(user)
        with self.assertRaises(UserError):
            mailing._send_sample(self.bram, "bram@example.org")
        mailing._send_sample(self.bram, user.email)
        (message,) = self.outbox_to("marketing@example.org")
        self.assertIn("News", message["Subject"])
        self.assertNotEqual(message["Subject"], "News")
        self.assertIn("proef", message["List-Unsubscribe"])
        self.assertFalse(self.mailing.mailing_trace_ids)
        trial = self.env["mailing.mailing.test"].create(
            {"mass_mailing_id": self.mailing.id, "email_to": "bram@example.org"}
        )
        with self.assertRaises(UserError):
            trial.send_mail_test()
        trial.email_to = user.email
        trial.send_mail_test()
        self.assertEqual(len(self.outbox_to("marketing@example.org")), 2)
        stranger = self._new_user("marketing", self.other_library, email="x@example.org")
        with self.assertRaises(AccessError):
            self.mailing.with_user(stranger)._send_sample(self.bram, stranger.email)

    def test_trying_again_asks_the_gate(self):
        self.mailing._start()
        trace = self.mailing.mailing_trace_ids.filtered(lambda one: one.partner_id == self.anna)
        trace.write({"trace_status": "error", "failure_type": "refused"})
        self._agree(self.anna, state="withdrawn")
        self.mailing.with_user(self.users["marketing"]).action_retry_failed()
        self.assertEqual(self.send(), 1)
        self.assertEqual((trace.trace_status, trace.refusal), ("cancel", "withdrawn"))

    def test_a_mail_put_in_the_queue_by_hand_passes_the_gate(self):
        values = {
            "mass_mailing_id": self.mailing.id,
            "model": "res.partner",
            "res_id": self.bram.id,
            "partner_id": self.bram.id,
            "company_id": self.library.id,
            "trace_status": "outgoing",
        }
        self.env["mailing.trace"].create(values)
        self.mailing.state = "sending"
        self._assert_nothing_left()
        for role in ROLES:
            with self.assertRaises(AccessError, msg=role):
                self.env["mailing.trace"].with_user(self.users[role]).create(values)
            with self.assertRaises(AccessError, msg=role):
                self.mailing.mailing_trace_ids.with_user(self.users[role]).write(
                    {"trace_status": "outgoing"}
                )
            with self.assertRaises(AccessError, msg=role):
                self.env["mail.mail"].with_user(self.users[role]).create(
                    {"mailing_id": self.mailing.id, "email_to": "bram@example.org"}
                )

    def test_no_other_models_and_no_tries_of_texts(self):
        for values in (
            {"mailing_model_id": self.env["ir.model"]._get_id("res.users")},
            {"mailing_model_id": self.env["ir.model"]._get_id("mailing.contact")},
            {"ab_testing_enabled": True},
        ):
            with self.assertRaises(ValidationError):
                self._mailing(**values)

    def test_batches_of_another_library_are_not_seen(self):
        batch = self.env["bzk.mailing.batch"].create(
            {
                "mailing_id": self.mailing.id,
                "company_id": self.library.id,
                "date": "2026-01-01 10:00:00",
            }
        )
        stranger = self._new_user("marketing", self.other_library)
        self.assertFalse(self.env["bzk.mailing.batch"].with_user(stranger).search([]))
        own = batch.with_user(self.users["marketing"])
        self.assertEqual(own.search([]), batch)
        with self.assertRaises(AccessError):
            own.write({"reserved_to": 5})
