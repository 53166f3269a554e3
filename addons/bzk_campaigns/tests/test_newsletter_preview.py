from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .newsletter_case import NewsletterCase


@tagged("post_install", "-at_install")
class TestNewsletterPreview(NewsletterCase):
    """The mail as any customer would get it, and a test to oneself."""

    def _preview(self, partner, **values):
        return (
            self.env["bzk.mailing.preview"]
            .with_user(self.marketing)
            .create({"mailing_id": self.mailing.id, "partner_id": partner.id, **values})
        )

    def test_as_any_customer(self):
        self._block("A", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        self._block("All")
        preview = self._preview(self.anna)
        self.assertIn("About A<", preview.body)
        self.assertIn("Anna", preview.body)
        self.assertEqual(preview.explanation.count("<li>"), 2)
        other = self._preview(self.bram)
        self.assertNotIn("About A<", other.body)
        self.assertIn("About All", other.body)
        self._agree(self.bram, state="withdrawn")
        self.env.invalidate_all()
        self.assertEqual(other.explanation.count("<li>"), 3, "and that he does not get it")

    def test_one_mail_to_an_address(self):
        self.bram.email = self.anna.email
        self._block("B", self._segment("B", f"[('id', '=', {self.bram.id})]"))
        body = self._preview(self.anna).body
        self.assertIn("About B", body)
        for name in ("Anna", "Bram"):
            self.assertIn(name, body)
        self.assertNotIn("Cato", body)

    def test_begins_with_who_reads_most(self):
        self._block("B", self._segment("B", f"[('id', '=', {self.bram.id})]"))
        preview = self.env["bzk.mailing.preview"].with_user(self.marketing)
        values = preview.with_context(default_mailing_id=self.mailing.id).default_get(
            ["mailing_id", "partner_id"]
        )
        self.assertEqual(values["partner_id"], self.bram.id)

    def test_a_test_goes_to_oneself_only(self):
        preview = self._preview(self.anna)
        self.marketing.email = "marketing@example.org"
        mails = self.env["mail.mail"]
        before = mails.search([], order="id desc", limit=1).id or 0
        sent = []
        self.patch(type(mails), "send", lambda self, **_kwargs: sent.append(self))
        preview.action_send_test()
        mail = mails.search([("id", ">", before)])
        self.assertEqual(sent, [mail])
        self.assertIn("marketing@example.org", mail.email_to)
        self.assertFalse(mail.recipient_ids)
        self.assertNotIn(self.anna.email, mail.email_to)
        self.assertFalse(self.mailing.mailing_trace_ids)
        self.marketing.email = False
        with self.assertRaises(UserError):
            preview.action_send_test()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_of_another_library(self):
        stranger = self._readers("Daan", company=self.other_library)
        with self.assertRaises(AccessError):
            self._preview(stranger)
