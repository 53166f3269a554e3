"""What ticketing systems call the state of an order, of a ticket, and how an activity is paid."""

from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_boolean, clean_text


def _by_word(meanings):
    return {word.strip(): state for state, words in meanings.items() for word in words.split(",")}


ORDERS = _by_word(
    {
        "paid": "paid,p,betaald,completed,complete,voltooid,afgerond,attending,checked in,free,"
        "gratis,valid,geldig,confirmed,bevestigd,placed,geplaatst",
        "pending": "pending,n,open,unpaid,onbetaald,openstaand,in behandeling,wacht op betaling,"
        "nog niet betaald,niet betaald,in afwachting,in afwachting van betaling,wachtend,"
        "pending payment,unpaid order,approval pending,wacht op goedkeuring,"
        "goedkeuring in behandeling,wachten op goedkeuring",
        "expired": "expired,e,verlopen,verlopen bestelling,overdue,te laat,achterstallig",
        "cancelled": "cancelled,canceled,c,geannuleerd,vervallen,refunded,terugbetaald,"
        "not attending,deleted,verwijderd",
    }
)
#: One column may tell the state of order and ticket alike.
LINES = {
    word: "valid" if state in ("paid", "pending") else "cancelled" for word, state in ORDERS.items()
} | _by_word(
    {
        "valid": "valid,geldig,attending,checked in,ingecheckt,paid,betaald,p,ok,aanwezig,pending,"
        "n,open,in afwachting,transferred,confirmed,bevestigd",
        "cancelled": "cancelled,canceled,c,geannuleerd,refunded,terugbetaald,not attending,"
        "deleted,verwijderd,expired,verlopen,vervallen,invalid,ongeldig",
    }
)
PRICE_MODELS = _by_word(
    {
        "free": "free,gratis,vrij,vrij entree,vrije toegang,toegang gratis,kosteloos,0",
        "paid": "paid,betaald,betaalde,ticket,kaartverkoop,entree,vaste prijs,fixed price",
        "choice": "choice,pay what you want,pay what you can,donation,donatie,vrije bijdrage,"
        "vrijwillige bijdrage,betaal wat je wilt,betaal wat je wil,naar keuze,vrije gift",
    }
)
#: Prefixes that pretix sets before the state, as in "Paid (fully)".
_NOTE = " ("


def clean_word(text, meanings, code):
    """Translate the word of a source.

    :param dict meanings: word in small letters -> what it means here
    :param str code: reason for refusing a word that is not known
    :raises Refusal: with that code
    """
    text = clean_text(text)
    if text is None:
        return None
    word = text.casefold().replace("_", " ")
    found = meanings.get(word) or meanings.get(word.split(_NOTE)[0])
    if found is None:
        raise Refusal(code, text)
    return found


def clean_order_state(text):
    """Return ``paid``, ``pending``, ``expired`` or ``cancelled``.

    :raises Refusal: ``unknown_state``
    """
    return clean_word(text, ORDERS, "unknown_state")


def clean_line_state(text):
    """Return ``valid`` or ``cancelled``.

    :raises Refusal: ``unknown_state``
    """
    return clean_word(text, LINES, "unknown_state")


def clean_price_model(text):
    """Return ``free``, ``paid`` or ``choice``.

    :raises Refusal: ``unknown_price_model``
    """
    return clean_word(text, PRICE_MODELS, "unknown_price_model")


def seat_state(order_state, line_state, checked_in):
    """State of the seat that a line of an order gives.

    :return: one of the states of ``event.registration``
    """
    if line_state == "cancelled" or order_state in ("cancelled", "expired"):
        return "cancel"
    if checked_in:
        return "done"
    return "draft" if order_state == "pending" else "open"


_CAME = frozenset(("checked in", "ingecheckt", "aanwezig", "attended", "present"))
_DID_NOT = frozenset(
    ("attending", "not attending", "niet ingecheckt", "afwezig", "not checked in", "absent")
)


def clean_entry(text):
    """Read whether a ticket was scanned at the door.

    :return: ``"yes"``; ``""`` for a word that says it was not; ``None`` when it is no such word
    """
    text = clean_text(text)
    if text is None:
        return ""
    word = text.casefold()
    if word in _CAME:
        return "yes"
    if word in _DID_NOT or word in _OTHER_STATES:
        return ""
    try:
        return "yes" if clean_boolean(text) else ""
    except Refusal:
        return None


#: A column with the state of a ticket may tell that somebody came; its other words say nothing.
_OTHER_STATES = frozenset((*ORDERS, *LINES)) - _CAME
