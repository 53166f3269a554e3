import smtplib
from email.utils import formatdate
from typing import NamedTuple

from odoo import models
from odoo.tools import formataddr

from ..sending import Courier, Envelope


class Post(NamedTuple):
    """A connection to the mail server of a mailing, and how it sends.

    :param courier: :class:`Courier`
    :param str sender: address for what can't be delivered
    :param str email_from: who it is from, as the reader sees it
    :param str reply_to: where answers go
    :param server: ``ir.mail_server``; none for the one in the settings of the machine
    """

    courier: Courier
    sender: str
    email_from: str
    reply_to: str
    server: models.BaseModel


class MailingMailing(models.Model):
    """To which server mails go, and what all mails of a mailing say of themselves."""

    _inherit = "mailing.mailing"

    def _post_key(self):
        """What mailings must have in common to go over one connection."""
        return self.mail_server_id.id, self.company_id.id, self.email_from, self.reply_to

    def _post(self, posts, stack):
        """Give the connection for this mailing, a kept one when there is.

        :raises OSError: when the server can't be reached
        :raises smtplib.SMTPException: when it does not want us
        :raises UserError: when there is no server, or its settings are wrong
        """
        key = self._post_key()
        if key not in posts:
            posts[key] = self._connect(stack)
        return posts[key]

    def _reconnect(self, posts, stack):
        """Open the connection anew; gives None when that does not work."""
        posts.pop(self._post_key(), None)
        try:
            return self._post(posts, stack)
        except (OSError, smtplib.SMTPException):
            return None

    def _connect(self, stack):
        """Open a connection as core does, and let core tell who the mails are from."""
        domain = self.company_id.alias_domain_id
        # Whoever sends need not be allowed to read how servers are reached.
        servers = self.env["ir.mail_server"].sudo()
        if domain:
            servers = servers.with_context(
                domain_notifications_email=domain.default_from_email,
                domain_bounce_address=domain.bounce_email,
            )
        server, smtp_from = self.mail_server_id.sudo(), self.email_from
        if not server:
            server, smtp_from = servers._find_mail_server(self.email_from)
        smtp = servers._connect__(mail_server_id=server.id if server else None, smtp_from=smtp_from)
        courier = Courier(smtp)
        stack.callback(courier.close)
        return self._identify(servers.browse(server.id if server else ()), smtp, courier)

    def _identify(self, servers, smtp, courier):
        """Ask core how this server wants to be told who a mail is from.

        :param servers: the ``ir.mail_server``, or none
        :raises UserError: when there is no sender that a server takes
        """
        trial = servers._build_email__(
            email_from=self.email_from,
            email_to=[formataddr(("", self.company_id.email or "postmaster@localhost"))],
            subject="",
            body="",
            reply_to=self.reply_to,
        )
        sender, _recipients, trial = servers._prepare_email_message__(trial, smtp)
        return Post(courier, sender, str(trial["From"]), str(trial["Reply-To"]), servers)

    def _envelope(self, post):
        """What all mails of this mailing have in common.

        :param Post post: how they go
        :return: :class:`Envelope`
        """
        headers = [
            ("From", post.email_from),
            ("Reply-To", post.reply_to),
            ("Date", formatdate()),
            ("Precedence", "list"),
            ("X-Auto-Response-Suppress", "OOF"),
            ("List-Id", self._list_id()),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
        files = [
            (file.name, file.raw, file.mimetype)
            for file in self.attachment_ids.sudo().sorted("id")
            if file.raw
        ]
        return Envelope(headers, files)

    def _list_id(self):
        """Name of the list to which a mail belongs (RFC 2919): a purpose of a library."""
        name = self.purpose_id.code or "mail"
        return f"<{name.replace('_', '-')}.{self.company_id.id}.{self._message_domain()}>"

    def _letter_headers(self, letter):
        """What one mail says of itself.

        :param dict letter: see ``_render_traces``
        """
        return [
            ("Message-Id", letter["message_id"]),
            ("References", letter["message_id"]),
            ("Subject", letter["subject"]),
            ("To", letter["email_to"]),
            ("List-Unsubscribe", f"<{letter['unsubscribe_url']}>"),
        ]
