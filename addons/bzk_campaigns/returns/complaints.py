"""Complaints about spam, as large providers pass them on (RFC 5965)."""

from odoo.addons.bzk_dmu.mailing.headers import header_value

#: What a report may be about that says that a reader does not want the mail. Not a report that a
#: mail is no spam (RFC 6430), nor one that a signature failed (RFC 6591).
UNWANTED = {"abuse", "fraud", "opt-out", "other", "virus"}
#: By which Microsoft's older reports are known: they come without a form.
MICROSOFT = "X-HmXmrOriginalRecipient"


def read_complaint(message, originals):
    """Tell whether a mail is a complaint by a reader.

    :param message: an ``email.message.EmailMessage``
    :param list originals: the mails that are in it
    :return: what kind of complaint, such as ``abuse``; None for anything else
    """
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            kind = _kind(part)
            return kind if kind in UNWANTED else None
    if any(header_value(original, MICROSOFT) for original in originals):
        return "abuse"
    return None


def _kind(part):
    fields = part.get_payload()
    if not isinstance(fields, list) or not fields:
        return None
    return header_value(fields[0], "Feedback-Type").split(";")[0].strip().lower()
