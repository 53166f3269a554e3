"""Whether a program wrote a mail, so that nobody should answer it (RFC 3834)."""

from .addresses import header_addresses
from .headers import header_value

#: Accounts that no person reads.
NOBODY = ("mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "bounce")


def is_automatic(message):
    """Tell whether a mail is an automatic reply, a report or a mailing to many.

    :param message: an ``email.message.Message``
    :rtype: bool
    """
    submitted = header_value(message, "Auto-Submitted", "no").split(";")[0].strip().lower()
    if submitted not in ("no", "auto-forwarded", ""):
        return True
    if header_value(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(header_value(message, name) for name in ("List-Id", "List-Unsubscribe", "X-Autoreply")):
        return True
    if header_value(message, "Return-Path") == "<>":
        return True
    if header_value(message, "Content-Type").lower().startswith("multipart/report"):
        return True
    return any(
        address.email.split("@")[0].startswith(NOBODY)
        for address in header_addresses(message, ("from",))
    )
