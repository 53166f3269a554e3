"""A mail as it came in: its marks, its moment, and mails that are in it as attachments."""

import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from .headers import CONTROL, decoded, header_value

MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
#: Years that a mail can be of; others are a clock that was never set.
YEARS = range(1990, 2200)


def read_message(raw):
    """Read the bytes of a mail.

    :param bytes raw: a mail as a server hands it over
    :rtype: email.message.EmailMessage
    """
    return message_from_bytes(raw, policy=policy.SMTP)


def read_head(raw):
    """Read the headers of a mail only, however long it is.

    :param bytes raw: a mail as a server hands it over
    :rtype: email.message.EmailMessage
    """
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return BytesHeaderParser(policy=policy.SMTP).parsebytes(head + b"\r\n\r\n")


def clean_line(text, length=500):
    """One line of text without anything that could begin another header.

    :param int length: characters to keep
    """
    return CONTROL.sub(" ", decoded(text or "")).strip()[:length]


def subject_line(message):
    """The subject of a mail on one line, empty when it has none."""
    return clean_line(header_value(message, "Subject"))


def message_ref(message):
    """The mark by which a mail is known again.

    :return: its Message-ID; of a mail without one a print of what it says, so that the same mail
        has the same mark
    """
    found = MESSAGE_ID.search(header_value(message, "Message-ID"))
    if found:
        return found.group()
    told = [header_value(message, name) for name in ("From", "To", "Date", "Subject")]
    body = message.get_payload(decode=True) or str(message.get_payload()).encode(errors="replace")
    digest = hashlib.sha256("\n".join(told).encode(errors="replace") + body).hexdigest()
    return f"<{digest[:40]}@no-message-id>"


def thread_refs(message):
    """Message-IDs of the mails that this one answers or forwards, the nearest first."""
    nearest = MESSAGE_ID.findall(header_value(message, "In-Reply-To"))
    older = MESSAGE_ID.findall(header_value(message, "References"))
    return list(dict.fromkeys([*nearest, *reversed(older[-32:])]))


def message_date(message):
    """When a mail was sent, in UTC without a zone; now when it does not say, or cannot be right."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    try:
        date = parsedate_to_datetime(header_value(message, "Date"))
        if date.tzinfo:
            date = date.astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, IndexError, OverflowError):
        return now
    # A mail from the future is a clock that is wrong.
    return min(date, now) if date.year in YEARS else now


def attached_originals(message):
    """Mails that were attached whole, as Outlook does with "forward as attachment".

    :return: list of ``email.message.EmailMessage``, not those within them in turn
    """
    found, parts = [], [message]
    while parts:
        part = parts.pop(0)
        if part is not message and part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            if isinstance(payload, list) and payload:
                found.append(payload[0])
        elif part.is_multipart():
            parts.extend(part.get_payload())
    return found


def print_of(*told):
    """A mark for a mail of which only some facts are known.

    :param told: what is known of it, in a fixed order
    """
    digest = hashlib.sha256("\n".join(map(str, told)).encode(errors="replace")).hexdigest()
    return f"<{digest[:40]}@forwarded>"


def to_utc(date, zone):
    """A moment that a program showed to a person, in UTC without a zone.

    :param str zone: where that person is, when the moment itself does not say
    """
    if not date.tzinfo:
        date = date.replace(tzinfo=ZoneInfo(zone))
    return date.astimezone(UTC).replace(tzinfo=None)


def as_bytes(content, info):
    """The content of a part of a mail as bytes.

    :param content: bytes, text, or a mail that was attached
    :param dict info: with the ``encoding`` of a text
    """
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        try:
            return content.encode(info.get("encoding") or "utf-8")
        except (LookupError, UnicodeError):
            return content.encode(errors="replace")
    # The older rules write any header as it came.
    return content.as_bytes(policy=policy.compat32)
