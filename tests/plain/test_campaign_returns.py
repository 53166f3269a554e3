"""What comes back on mails to many, read from mails as servers and providers write them."""

from email.message import EmailMessage
from pathlib import Path
from time import monotonic

import pytest

from odoo.addons.bzk_campaigns.returns import (
    find_status,
    is_hard,
    read_return,
    wants_to_stop,
)

MAILS = Path(__file__).parents[2] / "addons/bzk_campaigns/tests/returns"
SENT = "<bzk-4711-k3v9x2@bieb.example>"
ANNA = "anna@klant.example"


def read(name):
    return read_return((MAILS / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [
        ("postfix_unknown", "hard", "5.1.1"),
        ("postfix_no_domain", "hard", "5.4.4"),
        ("exchange_unknown", "hard", "5.1.10"),
        ("gmail_unknown", "hard", "5.1.1"),
        ("exim_unknown", "hard", "5.1.1"),
        ("qmail_unknown", "hard", "5.1.1"),
        ("postfix_full", "soft", "5.2.2"),
        ("postfix_blocked", "soft", "5.7.1"),
        ("postfix_expired", "soft", "4.4.1"),
        ("exim_old", "soft", ""),
    ],
)
def test_a_bounce(name, kind, status):
    found = read(name)
    assert found.kind == "bounce"
    assert found.message_ids[0] == SENT
    (failure,) = found.failures
    assert failure.addresses == {ANNA}
    assert (failure.kind, failure.status) == (kind, status)


def test_what_the_other_server_said_is_told():
    (failure,) = read("postfix_unknown").failures
    assert failure.detail == (
        "550 5.1.1 <anna@klant.example>: Recipient address rejected: "
        "User unknown in virtual mailbox table"
    )


def test_a_server_that_still_tries():
    (failure,) = read("postfix_delayed").failures
    assert failure.kind == "delayed"


def test_each_address_of_a_report_has_its_own_kind():
    kinds = {min(one.addresses): one.kind for one in read("postfix_two").failures}
    assert kinds == {ANNA: "soft", "bram@klant.example": "hard"}


def test_an_address_that_was_forwarded_to():
    (failure,) = read("postfix_forwarded").failures
    assert failure.addresses == {"oud@elders.example"}


def test_a_broken_report_says_nothing_and_breaks_nothing():
    found = read("broken_report")
    assert found.kind in ("bounce", "notice")
    assert found.message_ids == (SENT,)


@pytest.mark.parametrize("name", ["yahoo_complaint", "outlook_complaint", "outlook_complaint_old"])
def test_a_complaint(name):
    found = read(name)
    assert (found.kind, found.detail) == ("complaint", "abuse")
    assert found.message_ids == (SENT,)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("vacation", "automatic"),
        ("outlook_away", "automatic"),
        ("read_receipt", "notice"),
        ("not_spam", "notice"),
        ("dmarc_failure", "notice"),
        ("postfix_delivered", "notice"),
    ],
)
def test_what_is_neither(name, kind):
    found = read(name)
    assert found.kind == kind
    assert not found.wants_to_stop
    assert not found.failures


def test_answers():
    assert read("reply_stop").kind == read("reply_question").kind == "reply"
    assert read("reply_stop").wants_to_stop
    assert not read("reply_question").wants_to_stop
    assert read("reply_stop").sender == ANNA
    assert read("reply_stop_stranger").sender == "piet@elders.example"


def _answer(text, subject="Re: Tips"):
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text)
    return message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Afmelden", True),
        ("STOP!!", True),
        ("Graag afmelden a.u.b.", True),
        ("Beste mensen,\n\nIk wil me uitschrijven van de nieuwsbrief.\nGroet", True),
        ("unsubscribe please", True),
        ("> Afmelden", False),
        ("Op zo 22 nov 2026 schreef Bibliotheek:\nAfmelden", False),
        ("Ik wil me niet afmelden", False),
        ("Afmelden voor de workshop van zaterdag", False),
        ("Stop met roken: is dat boek er?", False),
        ("Ik neem de mail van de bieb", False),
        ("", False),
        ("\n" * 10000 + "afmelden", False),
    ],
)
def test_wanting_no_more(text, expected):
    assert wants_to_stop(_answer(text)) is expected


def test_wanting_no_more_by_the_subject():
    assert wants_to_stop(_answer("", "Afmelden"))
    assert not wants_to_stop(_answer("Wat een mooi boek", "Re: Stop"))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("5.1.1", True),
        ("5.1.2", True),
        ("5.1.8", False),
        ("5.1.0", False),
        ("5.2.1", True),
        ("5.2.2", False),
        ("4.1.1", False),
        ("5.7.26", False),
        ("5.0.0", False),
        ("2.1.5", False),
        ("", False),
        ("5.", False),
    ],
)
def test_hard_or_not(status, expected):
    assert is_hard(status) is expected


@pytest.mark.parametrize(
    ("told", "diagnostic", "expected"),
    [
        ("5.1.1 (unknown)", "", "5.1.1"),
        ("5.0.0", "smtp; 550 5.1.1 No such user", "5.1.1"),
        ("5.0.0", "smtp; 550-5.2.2 Full", "5.2.2"),
        ("5.0.0", "smtp; 550 mailbox of 10.5.1.1 gone", "5.0.0"),
        ("", "no code at all", ""),
        ("", "Sorry. (#5.1.1)", "5.1.1"),
        ("", "550 5.1.1.4 said so", ""),
        ("niets", "", ""),
    ],
)
def test_the_status_that_says_most(told, diagnostic, expected):
    assert find_status(told, diagnostic) == expected


def test_an_ordinary_mail_answers_nothing():
    assert read_return(b"From: a@b.example\r\nTo: c@d.example\r\n\r\nHallo\r\n") is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \xe9\xe8@\r\nContent-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822",
        b"Content-Type: message/delivery-status\r\nFrom: mailer-daemon@x.example\r\n\r\n",
        b"X-Failed-Recipients: \xff, <>, @\r\n\r\n",
        b"In-Reply-To: <a@b>\r\nContent-Type: text/plain; charset=nope\r\n\r\nafmelden",
        b"In-Reply-To: <a@b>\r\nContent-Type: multipart/mixed\r\n\r\nafmelden",
    ],
)
def test_hostile_mails_raise_nothing(raw):
    read_return(raw)


def test_every_cut_of_every_report_is_read():
    for path in sorted(MAILS.glob("*.eml")):
        raw = path.read_bytes()
        for end in range(0, len(raw), 97):
            read_return(raw[:end])


def test_a_report_without_end_is_read_in_time():
    head = (MAILS / "postfix_unknown.eml").read_bytes()
    started = monotonic()
    read_return(head + b"Message-ID: <x@y.example>\r\n" * 400_000)
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (no, no)
        for no in range(60)
    )
    read_return(b"From: mailer-daemon@x.example\r\n" + nested)
    assert monotonic() - started < 20
