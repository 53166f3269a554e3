from odoo.tests import HttpCase, tagged

from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class TestMailPreview(ReminderCase, HttpCase):
    """Staff see a mail as a real visitor gets it, and can do that visitor no harm with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._seat()
        cls.user = cls.users["activities"]
        cls.user.email = "medewerker@example.org"

    def _preview(self, action):
        return (
            self.env["mail.template.preview"]
            .with_user(self.user)
            .with_context(**action["context"])
            .create({})
        )

    def test_from_an_activity(self):
        preview = self._preview(self.scheduler.with_user(self.user).action_preview())
        self.assertEqual(preview.resource_ref, self.seat)
        self.assertIn(self.event.name, preview.subject)
        self.assertIn("<html", preview.body_html)
        self.assertIn(self.seat.barcode, preview.body_html)
        self.assertIn(self.seat.barcode, preview.plain_text)
        self.assertNotIn("<", preview.plain_text)
        self.assertFalse(preview.error_msg)

    def test_from_a_kind(self):
        kind = self.env["event.type"].create({"name": "Lezing", "company_id": self.library.id})
        self.event.event_type_id = kind
        mails = kind.event_type_mail_ids.filtered(lambda mail: mail.template_ref == self.template)
        preview = self._preview(mails.with_user(self.user).action_preview())
        self.assertEqual(preview.resource_ref, self.seat)

    def test_shows_the_text_of_the_library(self):
        own = self.template.copy(
            {"company_id": self.library.id, "base_id": self.template.id, "subject": "Tot zo"}
        )
        preview = self._preview(self.scheduler.with_user(self.user).action_preview())
        self.assertEqual((preview.mail_template_id, preview.subject), (own, "Tot zo"))

    def test_the_seat_cannot_be_given_up_from_it(self):
        preview = self._preview(self.scheduler.with_user(self.user).action_preview())
        self.assertNotIn(self.seat._seat_url(), preview.body_html)
        url = self.seat.with_context(bzk_mail_test=True)._seat_url()
        self.assertIn(url, preview.body_html)
        path = url.removeprefix(self.seat.get_base_url())
        page = self.url_open(path, data={"answer": "give_up", "ticket": self.seat.id})
        self.env.invalidate_all()
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<button", page.text)
        self.assertIn('class="note" role="status"', page.text)
        self.assertEqual(self.seat.state, "open")

    def test_a_test_goes_to_oneself_only(self):
        preview = self._preview(self.scheduler.with_user(self.user).action_preview())
        before = self.env["mail.mail"].search([])
        preview.action_send_test()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.email_to, self.user.email_formatted)
        self.assertFalse(mail.recipient_ids)
        self.assertFalse(mail.model)
        self.assertTrue(mail.attachment_ids)
        self.assertFalse(self.seat.mail_registration_ids)
        self.assertEqual(self.scheduler.mail_count_done, 0)
