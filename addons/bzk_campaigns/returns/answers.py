"""Answers to a mailing: by a program, by somebody who wants no more of them, by anybody else."""

import re

from odoo.addons.bzk_dmu.mailing import is_automatic
from odoo.addons.bzk_dmu.mailing.headers import header_value
from odoo.addons.bzk_dmu.mailing.message import subject_line

#: Marks of programs that answer and do not know RFC 3834.
MARKS = ("X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Autoreply-From", "X-Mail-Autoreply")
SUBJECTS = (
    "automatisch antwoord",
    "automatic reply",
    "automatische antwort",
    "autoreply",
    "auto-reply",
    "afwezigheidsbericht",
    "out of office",
    "niet op kantoor",
)
#: Somebody wants no more mail when the first line says nothing but this...
STOP = {"afmelden", "uitschrijven", "unsubscribe", "stop", "stoppen", "uitschrijving", "afmelding"}
#: ...with words around it that do not change what it says. "Afmelden voor de workshop" is for a
#: person to read, and so is "niet afmelden".
AROUND = re.compile(
    r"a\.?u\.?b|alstublieft|alsjeblieft|bedankt|dank(je|u)?(wel)?|de|deze|die|e-?mails?|en|from|"
    r"graag|hierbij|i|ik|it|jullie|kan|kunt|list|mail(s|ing|inglijst)?|me|met|mij|mijn|newsletter|"
    r"nieuwsbrie(f|ven)|of|please|s\.?v\.?p|the|this|to|uw?|van|voor|wilt?|your|zou"
)
GREETING = re.compile(
    r"^(beste|hallo|hoi|dag|geachte|lieve|goede\w*|l\.?s\.?|hi|hello|dear)\b.{0,40}$", re.IGNORECASE
)
#: From here on a program quotes the mail that is answered.
QUOTED = re.compile(
    r"^\s*(>|-{2,}|_{5,}|(op|on|am|le)\b.{4,160}\b(schreef|wrote|schrieb)\b|"
    r"\*?(van|from|von|verzonden|sent)\*?\s*:)",
    re.IGNORECASE,
)
#: Lines and characters of an answer that are looked at.
LINES, LENGTH = 40, 4000


def is_automatic_answer(message):
    """Tell whether a program answered, as it does for who is on holiday.

    :param message: an ``email.message.EmailMessage``
    """
    if is_automatic(message) or any(header_value(message, name) for name in MARKS):
        return True
    return subject_line(message).lower().startswith(SUBJECTS)


def wants_to_stop(message):
    """Tell whether an answer says in so many words that its writer wants no more of these mails.

    :param message: an ``email.message.EmailMessage``
    """
    subject = subject_line(message)
    # "Re: Stop!" quotes the mailing, it does not say anything.
    return _says_stop(subject) or _says_stop(_first_line(_own_text(message)))


def _says_stop(line):
    words = set(re.findall(r"[\w.-]*\w", line.lower()))
    return bool(words & STOP) and all(map(AROUND.fullmatch, words - STOP))


def _first_line(text):
    for line in text[:LENGTH].splitlines()[:LINES]:
        if QUOTED.match(line):
            return ""
        if line.strip() and not GREETING.match(line.strip()):
            return line
    return ""


def _own_text(message):
    try:
        part = message.get_body(("plain",))
        return part.get_content() if part else ""
    # Whoever sends a mail chooses what is in it: a part that is none, a charset that is none.
    except (AttributeError, KeyError, LookupError, TypeError, ValueError):
        return ""
