"""Hands mails to a mail server, and knows of each what became of it."""

import enum
import re
import smtplib
from typing import NamedTuple

#: What can stand in a command: anything else would be read as the next one.
ADDRESS = re.compile(r"[!-;=?A-~]+@[!-;=?A-~]+")


class Handed(enum.Enum):
    """What became of a mail that was offered to a server."""

    #: The server took it: it is responsible now (RFC 5321 section 6.1).
    TAKEN = "taken"
    #: The server will never take it (a reply of 500 and up).
    REFUSED = "refused"
    #: The server does not take it now (a reply of 400 and up).
    LATER = "later"
    #: The connection was gone before the mail was whole; the server has nothing of it.
    LOST = "lost"
    #: The mail was whole, but the server's answer never came: it may have it (RFC 1047).
    UNCERTAIN = "uncertain"
    #: The server does not take this sender at all, whoever it is for.
    SENDER = "sender"


class Outcome(NamedTuple):
    """What became of a mail, and what the server said."""

    handed: Handed
    code: int = 0
    text: str = ""

    @property
    def said(self):
        """The server's words."""
        return f"{self.code} {self.text}".strip() if self.code else self.text


class Courier:
    """One kept connection to a mail server.

    :param smtp: an open connection as ``smtplib.SMTP``
    """

    def __init__(self, smtp):
        self._smtp = smtp

    def hand_over(self, sender, recipient, message, before):
        """Offer one mail.

        The server takes a mail with its last line (RFC 5321 section 4.1.1.4): until then it has
        nothing, from then on it may have it.

        :param str sender: address for returned mail
        :param str recipient: address
        :param bytes message: lines that end in CRLF
        :param before: called just before the mail itself goes
        :return: :class:`Outcome`
        """
        if not ADDRESS.fullmatch(recipient):
            return Outcome(Handed.REFUSED, text=f"no address for mail: {recipient!r}")
        if not ADDRESS.fullmatch(sender):
            return Outcome(Handed.SENDER, text=f"no address for mail: {sender!r}")
        try:
            outcome = self._announce(sender, recipient)
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            return Outcome(Handed.LOST, text=str(error))
        if outcome:
            return outcome
        try:
            before()
        except BaseException:
            # What the connection sends now would be read as the mail.
            self._give_up()
            raise
        try:
            self._smtp.send(_stuffed(message) + b".\r\n")
        except (OSError, smtplib.SMTPException) as error:
            # Not everything left this machine, so the last line cannot have arrived.
            self._give_up()
            return Outcome(Handed.LOST, text=str(error))
        try:
            reply = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._give_up()
            return Outcome(Handed.UNCERTAIN, text=str(error))
        return self._judge(reply, Handed.REFUSED) or Outcome(Handed.TAKEN, *_words(reply))

    def close(self):
        """Say goodbye."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def _announce(self, sender, recipient):
        """Tell from whom and to whom; gives an outcome when the server does not want it.

        A server that takes commands on end gets them so (RFC 2920): one journey instead of three.
        """
        wishes = (
            (f"mail FROM:<{sender}>", Handed.SENDER),
            (f"rcpt TO:<{recipient}>", Handed.REFUSED),
            ("data", Handed.REFUSED),
        )
        if self._smtp.has_extn("pipelining"):
            return self._announce_at_once(wishes)
        for command, refusal in wishes:
            self._smtp.putcmd(command)
            outcome = self._judge(self._smtp.getreply(), refusal)
            if outcome:
                self._forget(outcome)
                return outcome
        return None

    def _announce_at_once(self, wishes):
        self._smtp.send("".join(f"{command}\r\n" for command, _refusal in wishes))
        first = None
        for _command, refusal in wishes:
            outcome = self._judge(self._smtp.getreply(), refusal)
            first = first or outcome
            if outcome and outcome.handed == Handed.LOST:
                return first
        if first and not outcome:
            # It waits for a mail that it would give to nobody.
            self._give_up()
        elif first:
            self._forget(first)
        return first

    def _forget(self, outcome):
        """Let the server forget what was announced, ready for the next mail."""
        if outcome.handed == Handed.LOST:
            return
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            # What it said of this mail stands; the next one finds the connection gone.
            self._give_up()

    def _judge(self, reply, refusal):
        """What a reply means; None when all is well."""
        code, _text = reply
        if code == 421:
            # The server closes the connection, and did not take the mail.
            self._give_up()
            return Outcome(Handed.LOST, *_words(reply))
        if code >= 500:
            return Outcome(refusal, *_words(reply))
        if code >= 400:
            return Outcome(Handed.LATER, *_words(reply))
        return None

    def _give_up(self):
        self._smtp.close()


def _words(reply):
    code, text = reply
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _stuffed(message):
    """A line that begins with a point gets another (RFC 5321 section 4.5.2)."""
    if not message.endswith(b"\r\n"):
        message += b"\r\n"
    if message.startswith(b"."):
        message = b"." + message
    return message.replace(b"\r\n.", b"\r\n..")
