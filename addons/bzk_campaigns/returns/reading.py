"""Reading a mail that came in for what it says about a mail that was sent."""

import logging
import re
from email import message_from_bytes, message_from_string, policy
from typing import NamedTuple

from flufl.bounce import all_failures

from odoo.addons.bzk_dmu.mailing import attached_originals, read_message, thread_refs
from odoo.addons.bzk_dmu.mailing.addresses import find_addresses, header_addresses
from odoo.addons.bzk_dmu.mailing.headers import header_value
from odoo.addons.bzk_dmu.mailing.message import MESSAGE_ID, clean_line

from .answers import is_automatic_answer, wants_to_stop
from .complaints import read_complaint
from .status import find_status, is_hard

_logger = logging.getLogger(__name__)
# The library tells of every kind of report that it tries; what it cannot read is told here.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)
#: Of a report this much is read, bytes: what came back whole may have pictures.
LIMIT = 2_000_000
#: Who writes reports.
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon")
#: A mail without a report has the original below it as text.
ID_IN_TEXT = re.compile(r"(?im)^[>\s]*message-id:\s*(<[^<>\s]{1,900}>)")
#: Originals and marks that are looked at, of a mail that may have been made to be endless.
MANY = 20


class Failure(NamedTuple):
    """One address at which a mail did not arrive.

    ``kind`` is ``hard`` when the address does not exist, ``soft`` when it may work another time or
    nobody can tell, ``delayed`` when the mail server still tries.
    """

    addresses: frozenset
    kind: str
    status: str = ""
    detail: str = ""


class Return(NamedTuple):
    """What a mail that came in says about one that was sent.

    ``kind`` is ``bounce``, ``complaint``, ``notice`` for a report that asks for nothing, such as
    that a mail was read, ``automatic`` for an answer by a program, or ``reply``. ``message_ids``
    are the marks of the mail that was sent, the surest first.
    """

    kind: str
    message_ids: tuple
    failures: tuple = ()
    detail: str = ""
    #: Of an answer: the address that it says it is from, and whether it asks for no more mails.
    sender: str = ""
    wants_to_stop: bool = False


def read_return(raw):
    """Read what came in as a report, a complaint, or an answer.

    :param bytes raw: a mail as the mail server hands it over; anybody may have made it up
    :return: :class:`Return`; of an ordinary mail that answers nothing None
    """
    message = read_message(raw[:LIMIT])
    originals = _originals(message)
    complaint = read_complaint(message, originals)
    if complaint:
        return Return("complaint", _message_ids(message, originals), detail=complaint)
    if _is_report(message):
        failures = _failures(raw[:LIMIT], message)
        kind = "bounce" if failures else "notice"
        return Return(kind, _message_ids(message, originals), failures)
    answered = tuple(thread_refs(message)[:MANY])
    if not answered:
        return None
    if is_automatic_answer(message):
        return Return("automatic", answered)
    sender = next((one.email for one in header_addresses(message, ("from",))), "")
    return Return("reply", answered, sender=sender, wants_to_stop=wants_to_stop(message))


def _is_report(message):
    if message.get_content_type() == "multipart/report":
        return True
    if header_value(message, "X-Failed-Recipients"):
        return True
    senders = header_addresses(message, ("from",))
    return any(sender.email.split("@")[0] in DAEMONS for sender in senders)


def _failures(raw, message):
    """Every address that a report tells of, by flufl.bounce; with what the report says of it."""
    # The library knows the older kind of message, as mailing list software has it.
    delayed, failed = _scanned(message_from_bytes(raw))
    told = _told(message)
    found = [Failure(frozenset({address}), "delayed") for address in delayed]
    text = "" if told else _text(message)
    for address in failed:
        known = next((one for one in told if address in one.addresses), None)
        if known:
            found.append(known)
            continue
        status = find_status("", text)
        kind = "hard" if is_hard(status) else "soft"
        found.append(Failure(frozenset({address}), kind, status))
    return tuple(sorted(found, key=lambda failure: sorted(failure.addresses)))


def _scanned(message):
    try:
        found = all_failures(message)
    except (AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        # What no detector was made for, such as a charset that does not exist.
        _logger.info("unreadable report: %s", error)
        return set(), set()
    return [{address.decode().strip().lower() for address in some if address} for some in found]


def _told(message):
    """What the blocks of a report say, one for each address (RFC 3464)."""
    found = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            addresses = {
                address.email
                for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient")
                for address in find_addresses(header_value(block, name).partition(";")[2])
            }
            if not addresses:
                continue
            detail = clean_line(header_value(block, "Diagnostic-Code"))
            detail = detail.removeprefix("smtp;").strip()
            status = find_status(header_value(block, "Status"), detail)
            kind = "hard" if is_hard(status) else "soft"
            found.append(Failure(frozenset(addresses), kind, status, detail))
    return found


def _originals(message):
    """The mails that are in a mail, or their headers."""
    found = list(attached_originals(message))
    for part in message.walk():
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            payload = part.get_payload()
            if isinstance(payload, list):
                found.extend(payload)
            else:
                found.append(message_from_string(_content(part), policy=policy.SMTP))
    return found[:MANY]


def _message_ids(message, originals):
    found = []
    for original in originals:
        for name in ("Message-ID", "X-Microsoft-Original-Message-ID"):
            found.extend(MESSAGE_ID.findall(header_value(original, name)))
    found.extend(thread_refs(message))
    found.extend(ID_IN_TEXT.findall(_text(message)))
    return tuple(dict.fromkeys(found))[:MANY]


def _text(message):
    """The text of a mail, of its first parts."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    return "\n".join(_content(part) for part in parts[:3])


def _content(part):
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")
