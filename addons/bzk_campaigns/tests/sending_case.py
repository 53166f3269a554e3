import email.policy
from email import message_from_bytes
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

from .common import CampaignCase


class MailServer:
    """A mail server without a network: keeps what it takes, and answers as a test wants.

    Is the connection to it as well, so that a test can see what is done with that.
    """

    def __init__(self):
        self.taken = []
        self.connections = 0
        #: Address -> replies, one after the other, instead of 250 on RCPT and after the content.
        self.at_rcpt, self.at_end = {}, {}
        #: Takes no connections for now.
        self.down = False
        self.from_filter = self.smtp_from = False
        self._sender = self._recipient = self._reply = None
        self._lost = False

    def connect(self, *_args, smtp_from=None, **_kwargs):
        """What stands in for ``ir.mail_server._connect__``."""
        if self.down:
            raise ConnectionRefusedError("nobody there")
        self.connections += 1
        self._lost = False
        self.smtp_from = smtp_from
        return self

    def has_extn(self, _name):
        return False

    def putcmd(self, command):
        if self._lost:
            raise SMTPServerDisconnected("gone")
        self._reply = (250, b"OK")
        if command.startswith("mail"):
            self._sender = command.partition("<")[2].rstrip(">")
        elif command.startswith("rcpt"):
            self._recipient = command.partition("<")[2].rstrip(">")
            self._answer(self.at_rcpt)
        else:
            self._reply = (354, b"go on")

    def send(self, content):
        self._reply = (250, b"OK")
        self._answer(self.at_end)
        # Of a mail whose answer never comes, nobody knows; this one was kept.
        if isinstance(self._reply, Exception) or self._reply[0] == 250:
            content = content.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
            self.taken.append((self._sender, self._recipient, content))

    def getreply(self):
        if isinstance(self._reply, Exception):
            raise self._reply
        return self._reply

    def _answer(self, answers):
        if answers.get(self._recipient):
            self._reply = answers[self._recipient].pop(0)

    def rset(self):
        self._reply = (250, b"OK")

    def quit(self):
        pass

    def close(self):
        self._lost = True


class SendingCase(CampaignCase):
    """A library that mails, and a mail server that takes what is sent."""

    def setUp(self):
        super().setUp()
        self.server = MailServer()
        servers = type(self.env["ir.mail_server"])
        self.patch(servers, "_connect__", lambda _servers, *a, **kw: self.server.connect(*a, **kw))

    def send(self, mailing=None):
        """Send what waits; a newsletter that is given departs first.

        :return: number of mails
        """
        if mailing is not None:
            mailing.state = "in_queue"
        return self.env["mailing.mailing"]._send_waiting()

    @property
    def outbox(self):
        """What the server took: list of (recipient, parsed message)."""
        return [
            (recipient, message_from_bytes(content, policy=email.policy.default))
            for _sender, recipient, content in self.server.taken
        ]

    def outbox_to(self, address):
        """The messages that went to one address."""
        return [message for recipient, message in self.outbox if recipient == address]

    def html(self, message):
        """The part of a message with mark-up."""
        return message.get_body(("html",)).get_content()

    def batches_of(self, size):
        """Let a worker take so many mails at once."""
        self.enterContext(patch("odoo.addons.bzk_campaigns.models.mailing_worker.BATCH", size))
