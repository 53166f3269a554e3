"""The header of the original in a mail that was forwarded as text.

Programs write it in their user's language, and mix languages: Gmail puts a Dutch "Van:" above an
English "Subject:". So a header is recognised by its lines, whatever stands above it.
"""

import re
from datetime import datetime
from typing import NamedTuple

from dateutil import parser as date_parser

from .addresses import Address, find_addresses
from .message import YEARS, clean_line

LABELS = {
    "from": ("van", "from"),
    "date": ("verzonden", "verstuurd", "datum", "sent", "date"),
    "to": ("aan", "to"),
    "cc": ("cc", "kopie"),
    "bcc": ("bcc",),
    "subject": ("onderwerp", "subject"),
    "other": ("antwoord aan", "reply-to", "urgentie", "importance", "prioriteit"),
}
NAMES = {label: part for part, labels in LABELS.items() for label in labels}
LINE = re.compile(
    rf"^[\s>*_|]*({'|'.join(map(re.escape, NAMES))})\s*[*_]*\s*:[*_]*\s*(.*)$", re.IGNORECASE
)
SUBJECT = re.compile(r"^\s*(?:(?:fwd?|fw|doorst|dg|doorgestuurd|re|antw)\s*:\s*)+", re.IGNORECASE)
FORWARD = re.compile(r"^\s*(?:re\s*:\s*|antw\s*:\s*)?(?:fwd?|fw|doorst|dg)\s*:", re.IGNORECASE)
MONTHS = {
    "januari": "january",
    "februari": "february",
    "maart": "march",
    "mrt": "march",
    "mei": "may",
    "juni": "june",
    "juli": "july",
    "augustus": "august",
    "oktober": "october",
    "okt": "october",
}
DAYS = r"\b(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo|om)\b"
#: Lines of a header that may be folded, and lines of a mail in which one is looked for.
FOLDED, LOOKED = 60, 4000


class Forwarded(NamedTuple):
    """The header of an original mail."""

    addresses: list
    subject: str
    #: In the time of who forwarded it, mostly without a zone; None when it cannot be read.
    date: datetime | None

    @property
    def sender(self):
        """The :class:`Address` that wrote the original, or None."""
        return next((address for address in self.addresses if address.part == "from"), None)


def is_forward_subject(subject):
    """Whether a subject says that the mail was forwarded: ``FW:``, ``Fwd:``, ``Doorst:``."""
    return bool(FORWARD.match(subject or ""))


def original_subject(subject):
    """The subject without what programs put before it."""
    return SUBJECT.sub("", subject or "").strip()


def find_forwarded(text):
    """Find the first header of an original in the text of a mail.

    :param str text: the whole mail as text
    :return: :class:`Forwarded`, or None when there is no such header
    """
    lines = (text or "").replace("\u00a0", " ").splitlines()[:LOOKED]
    for start, line in enumerate(lines):
        match = LINE.match(line)
        if not match or NAMES[match[1].lower()] not in ("from", "subject", "date"):
            continue
        header = _header(lines[start:])
        # An ordinary sentence may begin with "Van:"; a header has more than that.
        if "from" in header and len(header.keys() & {"date", "to", "subject"}) >= 2:
            return _forwarded(header)
    return None


def _header(lines):
    """The labelled lines from here on, each with the lines that it was folded over."""
    header, part, folded = {}, None, 0
    for line in lines:
        match = LINE.match(line)
        if match:
            part, folded = NAMES[match[1].lower()], 0
            if part in header:
                break
            header[part] = match[2]
            continue
        words = line.strip(" \t>*_|")
        if not words:
            # Some programs leave a line open between two lines of a header.
            if len(header) > 1 and "from" in header and "to" in header:
                break
            part = None
            continue
        if not part or part not in ("from", "to", "cc", "bcc", "subject") or folded >= FOLDED:
            break
        if part in ("from", "subject") and folded:
            break
        header[part] += " " + words
        folded += 1
    return header


def _forwarded(header):
    addresses = [
        Address(part, address.name, address.email)
        for part in ("from", "to", "cc")
        for address in find_addresses(header.get(part, ""), part)
    ]
    return Forwarded(
        addresses,
        original_subject(clean_line(header.get("subject", ""))),
        _date(header.get("date", "")),
    )


def _date(text):
    """Read a date as Dutch and English programs write it: ``ma 16 nov. 2026 om 10:12``."""
    text = re.sub(DAYS, " ", clean_line(text).lower())
    text = re.sub(r"\b[a-z]+\b", lambda word: MONTHS.get(word[0], word[0]), text)
    text = re.sub(r"\b(uur|h)\b", " ", text)
    if not re.search(r"\d{4}", text):
        return None
    try:
        date = date_parser.parse(text, dayfirst=True, fuzzy=True, ignoretz=False)
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    if date.year not in YEARS:
        return None
    return date
