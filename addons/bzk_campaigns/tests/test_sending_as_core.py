import email.policy
import re
from email import message_from_bytes
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mass_mailing.models.mailing import MailingMailing as CoreMailing

from ..wizards.mail_compose_message import MailComposeMessage as OwnComposer
from .sending_case import SendingCase

BODY = """
<h1>Nieuws “van nu” & straks</h1>
<p>Beste <t t-out="object.name">lezer</t>, zie <a href="https://example.org/a?b=1&amp;c=2">dit</a>,
<a href="/agenda">de agenda</a>, <a href="mailto:a@example.org">een adres</a>.</p>
<!--[if mso]><p>Outlook</p><![endif]-->
<p><img src="/web/image/1" alt="Een boek"/> Één regel die lang is: {}</p>
""".format("woord " * 60)
#: What core says of a mail and we do not, or we and core does not.
CORES, OURS = {"Return-Path", "X-Odoo-Objects"}, {"List-Id"}
#: Numbers of mails, their readers and their links: each mail has its own.
OWN = (
    (r"/r/\w+", "/r/LINK"),
    (r"/m/\d+", "/m/MAIL"),
    (r"/afmelden/[^\"\s>]+", "/afmelden/READER"),
    (r"<bzk-[^>]+>|<\d[^>]+@[^>]+>", "<NUMBER>"),
    (r'\n?<img src="[^"]*/mail/track/[^"]*"/>', ""),
    # Core cleans the text once more on its way, which puts it in a block.
    (r"\s+", " "),
    (r"; ?(?=[\w\"-])", ";"),
    (r';"', '"'),
    (r"<body> <div>(.*)</div> </body>", r"<body> \1</body>"),
    (r"> <", "><"),
)


@tagged("post_install", "-at_install")
class TestSendingAsCore(SendingCase):
    """The mail that a reader gets is the one that core would have sent."""

    maxDiff = None

    def _core(self, mailing, partner):
        """The message as core's own mailing sends it, without a library's own ways."""
        messages = []

        def send(_servers, message, *_args, **_values):
            messages.append(message.as_bytes())
            return message["Message-Id"]

        servers = type(self.env["ir.mail_server"])
        composer = patch.object(
            OwnComposer,
            "_action_send_mail",
            lambda self, auto_commit=False: super(OwnComposer, self)._action_send_mail(auto_commit),
        )
        sending = patch.object(servers, "_disable_send", lambda *_args: False)
        titles = patch.object(
            type(self.env["link.tracker"]), "_get_title_from_url", lambda _self, url: url
        )
        with composer, sending, titles, patch.object(servers, "send_email", send):
            CoreMailing._action_send_mail(mailing, partner.ids)
            self.env["mail.mail"].search([("mailing_id", "=", mailing.id)]).send()
        (content,) = messages
        return message_from_bytes(content, policy=email.policy.default)

    def _alike(self, text):
        text = text.replace("\r\n", "\n")
        for pattern, instead in OWN:
            text = re.sub(pattern, instead, text)
        return text.strip()

    def test_the_same_message(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "Folder é.pdf", "raw": b"%PDF-1.4 \x00\xff", "mimetype": "application/pdf"}
        )
        source = patch.object(
            type(self.mailing), "_body_source", lambda mailing, _blocks=(): mailing.body_html
        )
        values = {
            "subject": "Nieuws voor {{ object.name }} – één",
            "preview": "Kort",
            "body_html": BODY,
            "reply_to": "antwoord@example.org",
            "reply_to_mode": "new",
            "attachment_ids": attachment.ids,
        }
        core, own = self._mailing(**values), self._mailing(**values)
        self.anna.name = "Anna Zoë de Vries"
        expected = self._core(core, self.anna)
        with source:
            self.send(own)
        (found,) = self.outbox_to(self.anna.email)
        names = {name.title() for name in expected} - CORES
        self.assertEqual({name.title() for name in found} - OURS, names)
        for name in names - {"Date", "Content-Type", "Content-Transfer-Encoding", "Mime-Version"}:
            self.assertEqual(self._alike(found[name]), self._alike(expected[name]), name)
        kinds = [part.get_content_type() for part in expected.walk()]
        self.assertEqual([part.get_content_type() for part in found.walk()], kinds)
        for part, other in zip(found.walk(), expected.walk(), strict=True):
            if part.is_multipart():
                continue
            content, should = part.get_content(), other.get_content()
            if isinstance(content, bytes):
                self.assertEqual((content, part.get_filename()), (should, other.get_filename()))
                continue
            content, should = self._alike(content), self._alike(should)
            # Ours tells who reads aloud in which language it is.
            self.assertEqual(content.replace('<html lang="nl" ', "<html "), should)
