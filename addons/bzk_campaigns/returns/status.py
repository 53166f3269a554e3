"""What the status of a mail that came back says about the address (RFC 3463)."""

import re

#: Of a status the part after the 5: the address is wrong, whoever mails it. Left out are 5.1.0,
#: 5.1.7 and 5.1.8, which tell of the sender; 5.2.2, a box that is full; 5.4.1 and 5.4.7, nobody
#: answered; 5.7, a mail that was not trusted. The null MX is of RFC 7505.
WRONG_ADDRESS = {
    "1.1": "no such mailbox",
    "1.2": "no such domain",
    "1.3": "not an address",
    "1.6": "moved, and no new address",
    "1.10": "the domain takes no mail",
    "2.1": "mailbox closed",
    "4.4": "no route to the domain",
}
#: A status after the number of an answer (``550 5.1.1``), or as qmail writes it (``#5.1.1``).
IN_TEXT = re.compile(r"(?:\b[245]\d\d[ -]|#)([245]\.\d{1,3}\.\d{1,3})(?![.\d])")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})(?![.\d])")


def is_hard(status):
    """Tell whether an address does not exist, so that no mail will ever arrive.

    :param str status: as ``5.1.1``; empty when the report did not tell
    :return: false for anything that may pass by itself, or that nobody can tell
    """
    kind, _dot, rest = status.partition(".")
    return kind == "5" and rest in WRONG_ADDRESS


def find_status(told, diagnostic=""):
    """Give the status that says most.

    Some mail servers write 5.0.0 of everything; what the server at the other side answered, which
    they add, tells more (RFC 2034).

    :param str told: ``Status`` of a report
    :param str diagnostic: ``Diagnostic-Code`` of it, or the text of a mail without a report
    :return: as ``5.1.1``; empty when there is none
    """
    found = STATUS.search(told)
    status = found.group(1) if found else ""
    if not status or status.endswith(".0.0"):
        answered = IN_TEXT.search(diagnostic)
        status = answered.group(1) if answered else status
    return status
