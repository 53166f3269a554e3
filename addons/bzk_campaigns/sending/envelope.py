"""The bytes of a mail, put together from what all readers share and what each has for itself."""

import binascii
import email.policy
import secrets
from email.header import Header
from email.message import EmailMessage

#: A line is to have at most this many characters (RFC 5322 section 2.1.1).
WIDTH = 78


def header_line(name, value):
    """One header as it goes over the wire, folded where it is long.

    :param str name: such as ``Subject``
    :param str value: text; a line break in it becomes a space, so that nobody adds a header
    :return: ASCII text with its line end
    """
    value = " ".join(value.split())
    if not value.isascii():
        header = email.policy.SMTP.header_factory(name, value)
        return email.policy.SMTP.fold(name, header)
    line = f"{name}: {value}"
    return (line if len(line) <= WIDTH else _fold(name, value)) + "\r\n"


def named(name, address):
    """An address with a name, as :func:`header_line` takes it, whatever stands in the name."""
    name = " ".join((name or "").split())
    if not name.isascii():
        # Encoded here: the standard library puts spaces into long quoted names.
        return f"{Header(name, 'utf-8', header_name='To').encode()} <{address}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if name else address


def _fold(name, value):
    """Break between words only: a long address must stay whole, or it leads nowhere."""
    first, *words = value.split(" ")
    lines, current = [], f"{name}: {first}"
    for word in words:
        if len(current) + 1 + len(word) > WIDTH:
            lines.append(current)
            current = ""
        current += f" {word}"
    return "\r\n".join([*lines, current])


class Envelope:
    """What the mails of one batch share; everything of it is encoded once.

    :param headers: list of (name, value) that each mail gets
    :param attachments: list of (name, bytes, type), such as ``("a.pdf", b"…", "application/pdf")``
    """

    def __init__(self, headers, attachments=()):
        self._headers = "".join(header_line(name, value) for name, value in headers)
        # "=_" occurs in no text that is encoded as quoted-printable.
        self._inner = f"=_in_{secrets.token_hex(12)}"
        self._outer = f"=_out_{secrets.token_hex(12)}"
        self._attachments = [_attachment(*attachment) for attachment in attachments]

    def message(self, headers, text, html):
        """Put one mail together.

        :param headers: list of (name, value) of this mail alone
        :param str text: the part without mark-up
        :param str html: the part with mark-up
        :return: bytes, each line ending in CRLF
        """
        own = "".join(header_line(name, value) for name, value in headers)
        alternative = f'multipart/alternative; boundary="{self._inner}"'
        body = b"".join(
            (
                self._part("text/plain", text),
                self._part("text/html", html),
                f"--{self._inner}--\r\n".encode(),
            )
        )
        if not self._attachments:
            top = f"{self._headers}{own}MIME-Version: 1.0\r\nContent-Type: {alternative}\r\n\r\n"
            return top.encode() + body
        mixed = f'multipart/mixed; boundary="{self._outer}"'
        top = f"{self._headers}{own}MIME-Version: 1.0\r\nContent-Type: {mixed}\r\n\r\n"
        between = f"--{self._outer}\r\n".encode()
        return b"".join(
            (
                top.encode(),
                between,
                f"Content-Type: {alternative}\r\n\r\n".encode(),
                body,
                *(between + attachment for attachment in self._attachments),
                f"--{self._outer}--\r\n".encode(),
            )
        )

    def _part(self, kind, content):
        head = (
            f"--{self._inner}\r\nContent-Type: {kind}; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        )
        content = content.replace("\r\n", "\n").replace("\r", "\n").encode()
        return head.encode() + binascii.b2a_qp(content).replace(b"\n", b"\r\n") + b"\r\n"


def _attachment(name, content, kind):
    """One attachment as a part, its headers included."""
    main, _slash, sub = (kind or "").partition("/")
    message = EmailMessage(policy=email.policy.SMTP)
    if not sub:
        main, sub = "application", "octet-stream"
    message.set_content(
        content, maintype=main, subtype=sub, filename=name, disposition="attachment"
    )
    del message["MIME-Version"]
    return message.as_bytes()
