"""The addresses in a mail: in its headers, and in text that a person or a program typed."""

import re
from email.utils import getaddresses
from typing import NamedTuple

from .headers import CONTROL, decoded, header_values

#: An address as mail programs write it; longer ones than RFC 5321 allows are none.
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-]*@)"
)
#: Headers in which a server tells for which mailbox it took a mail in, also by a blind copy.
ENVELOPE = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Forwarded-To",
    "X-RCPT-TO",
    "Resent-To",
    "Resent-Cc",
    "Resent-Bcc",
)
#: More addresses than this are a mailing, of which nobody is asked who they are.
MOST = 5000


class Address(NamedTuple):
    """Somebody in a mail."""

    #: ``from``, ``to`` or ``cc``.
    part: str
    name: str
    #: In small letters.
    email: str


def find_addresses(text, part="to"):
    """Find the addresses in a line such as Outlook writes it, each with the name before it.

    Takes what occurs in forwarded mails: ``Anna de Vries <anna@x.nl>; Jansen, Piet
    [mailto:piet@x.nl]``. A line with a name alone has no address, and gives none.

    :param str text: the line without its label
    :param str part: what to say of the addresses found
    :return: list of :class:`Address`, each address once
    """
    text = CONTROL.sub(" ", text or "")
    found, seen, end = [], set(), 0
    for match in EMAIL.finditer(text):
        before, end = text[end : match.start()], match.end()
        email = match.group().strip(".'").lower()
        name = re.sub(r"(?i)mailto:", "", before)
        name = re.sub(r"^[\s>\]);,|:\"']+|[\s<\[(|:\"']+$", "", name).strip()
        if email in seen:
            # The same address again is the link beneath its own text.
            continue
        seen.add(email)
        found.append(Address(part, name, email))
        if len(found) >= MOST:
            break
    return found


def header_addresses(message, parts=("from", "to", "cc")):
    """The people in the headers of a mail.

    :param message: an ``email.message.Message``
    :return: list of :class:`Address`, each address once, the sender first
    """
    found = {}
    for part in parts:
        for address in _parsed(message, part):
            found.setdefault(address.email, address)
    return list(found.values())[:MOST]


def recipients(message):
    """Addresses that a mail was delivered to, including those that only the server names.

    :return: set of addresses in small letters
    """
    found = set()
    for header in (*ENVELOPE, "To", "Cc", "Bcc"):
        found.update(address.email for address in _parsed(message, header))
    return found


def _parsed(message, header):
    values = header_values(message, header)
    result = []
    for name, email in getaddresses(values, strict=False):
        email = email.strip().strip("<>'\"").lower()
        if EMAIL.fullmatch(email):
            # Only now, as a comma in an encoded name does not end an address.
            name = CONTROL.sub(" ", decoded(name)).strip(" '\"")
            result.append(Address(header.lower(), "" if name.lower() == email else name, email))
    if not result:
        # Not written by the rules: take what looks like an address.
        result = find_addresses(decoded(" ".join(values)), header.lower())
    return result
