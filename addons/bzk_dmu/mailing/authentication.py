"""Whether the library's mail server found a mail to come from who it says (RFC 8601)."""

import re

from .headers import header_values

RESULT = re.compile(r"(?i)\b(dmarc|dkim|spf)\s*=\s*([a-z]+)")
PASS = "pass"


def proof(message):
    """Read what the receiving server found about SPF, DKIM and DMARC.

    Only the topmost header counts: a server puts its own above those that came with the mail, so
    that one is the library's own and the others may be anybody's.

    :param message: an ``email.message.Message``
    :return: ``pass``, ``fail``, or ``unknown`` where the server says nothing
    """
    headers = header_values(message, "Authentication-Results")
    results = [found for header in headers[:1] for found in RESULT.findall(header)]
    if not results:
        spf = header_values(message, "Received-SPF")[:1]
        results = [("spf", header.split()[0]) for header in spf if header]
    found = {}
    for method, result in results:
        found.setdefault(method.lower(), set()).add(result.lower())
    if "dmarc" in found and found["dmarc"] & {PASS, "fail"}:
        return PASS if PASS in found["dmarc"] else "fail"
    told = (found.get("spf", set()) | found.get("dkim", set())) - {"none", "neutral"}
    if not told:
        return "unknown"
    return PASS if PASS in told else "fail"
