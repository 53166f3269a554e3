"""What a mail says about itself, read from mails as the programs write them."""

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from odoo.addons.bzk_dmu.mailing import (
    attached_originals,
    find_addresses,
    find_forwarded,
    header_addresses,
    is_automatic,
    is_forward_subject,
    message_date,
    message_ref,
    original_subject,
    proof,
    read_head,
    read_message,
    recipients,
    subject_line,
    thread_refs,
    to_utc,
    unquoted,
)

MAILS = Path(__file__).parents[2] / "addons/bzk_dmu/tests/mails"


def mail(name):
    return read_message((MAILS / f"{name}.eml").read_bytes())


def text(message):
    return message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Anna de Vries <anna@x.nl>", [("Anna de Vries", "anna@x.nl")]),
        ("Vries, Anna de [mailto:Anna@X.nl]", [("Vries, Anna de", "anna@x.nl")]),
        ("anna@x.nl <mailto:anna@x.nl>", [("", "anna@x.nl")]),
        ("'a@x.nl'; \"Jan\" <jan@y.example>,", [("", "a@x.nl"), ("Jan", "jan@y.example")]),
        ("Anna de Vries", []),
        ("a@localhost; @x.nl; anna@x", []),
        ("", []),
    ],
)
def test_addresses_in_a_line(line, expected):
    assert [(one.name, one.email) for one in find_addresses(line)] == expected


def test_addresses_in_the_header():
    found = header_addresses(mail("outlook_bcc"))
    assert [(one.part, one.name, one.email) for one in found] == [
        ("from", "Rita Relatië", "rita@bieb.example"),
        ("to", "Vries, Anna de", "anna@deregenboog.example"),
        ("cc", "Piet Poort", "piet@gemeente.example"),
    ]


def test_a_blind_copy_is_known_by_what_the_server_says():
    assert "dossier@mail.bieb.example" in recipients(mail("outlook_bcc"))
    head = read_head((MAILS / "thunderbird_forward.eml").read_bytes())
    assert recipients(head) == {"dossier@mail.bieb.example"}


@pytest.mark.parametrize(
    ("name", "sender", "to", "subject", "date"),
    [
        (
            "outlook_forward_nl",
            "anna@deregenboog.example",
            ["rita@bieb.example", "onbekend@deregenboog.example", "piet@gemeente.example"],
            "Vraag over de boekenkring",
            datetime(2026, 11, 16, 16, 45),
        ),
        (
            "gmail_forward",
            "anna@deregenboog.example",
            ["rita@bieb.example", "piet@gemeente.example"],
            "Leesproject groep 5",
            datetime(2026, 11, 16, 10, 12),
        ),
        (
            "apple_forward",
            "anna@deregenboog.example",
            ["rita@bieb.example"],
            "Rondleiding",
            datetime(2026, 11, 16, 14, 3, 11),
        ),
        (
            "thunderbird_forward",
            "anna@deregenboog.example",
            ["rita@bieb.example"],
            "Ouderavond",
            datetime(2026, 11, 16, 20, 15),
        ),
    ],
)
def test_the_header_of_the_original(name, sender, to, subject, date):
    found = find_forwarded(text(mail(name)))
    assert found.sender.email == sender
    assert [one.email for one in found.addresses if one.part != "from"] == to
    assert found.subject == subject
    assert found.date.replace(tzinfo=None) == date


def test_an_english_header_with_its_time():
    found = find_forwarded(
        "FYI\n\nFrom: Piet <piet@x.nl>\nSent: Monday, November 16, 2026 4:45 PM\n"
        "To: Rita <rita@x.nl>\nSubject: RE: Budget\n\nHi"
    )
    assert found.date == datetime(2026, 11, 16, 16, 45)
    assert found.subject == "Budget"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Van: de bibliotheek\nkomt dit bericht.",
        "Van: Anna <anna@x.nl>\n\nzomaar een regel",
        "Datum: 1 mei\nAan: iedereen\nOnderwerp: feest",
    ],
)
def test_what_looks_like_a_header_is_none(words):
    assert find_forwarded(words) is None


def test_a_long_text_takes_no_time():
    words = "Van: x\n" * 20_000 + "Aan: " * 20_000 + "a@" * 50_000
    assert find_forwarded(words) is None


def test_a_date_that_cannot_be_right_is_none():
    header = "Van: Anna <anna@x.nl>\nVerzonden: %s\nAan: rita@x.nl\n"
    assert find_forwarded(header % "eergisteren").date is None
    assert find_forwarded(header % "1 januari 9999").date is None
    assert find_forwarded(header % "31 februari 2026").date is None


def test_an_attached_mail_is_the_original():
    (original,) = attached_originals(mail("attached_original"))
    assert message_ref(original) == "<contract-9@deregenboog.example>"
    assert attached_originals(mail("outlook_bcc")) == []


def test_a_mail_is_known_again_without_message_id():
    once, again = mail("no_message_id"), mail("no_message_id")
    assert message_ref(once) == message_ref(again)
    again.set_content("Another text")
    assert message_ref(once) != message_ref(again)


def test_refers_to_the_nearest_first():
    message = EmailMessage()
    message["References"] = "<1@x> <2@x>"
    message["In-Reply-To"] = "<2@x>"
    assert thread_refs(message) == ["<2@x>", "<1@x>"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "unknown"),
        ("mx; spf=pass; dkim=none", "pass"),
        ("mx; spf=fail; dkim=pass", "pass"),
        ("mx; spf=softfail; dkim=none", "fail"),
        ("mx; spf=pass; dkim=pass; dmarc=fail", "fail"),
        ("mx; spf=fail; dkim=fail; dmarc=pass", "pass"),
        ("mx; spf=none; dkim=none; dmarc=none", "unknown"),
        ("mx; none", "unknown"),
    ],
)
def test_proof(header, expected):
    message = EmailMessage()
    if header:
        message["Authentication-Results"] = header
    assert proof(message) == expected


def test_only_the_first_proof_counts():
    assert proof(mail("spoofed")) == "fail"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Auto-Submitted", "auto-replied", True),
        ("Auto-Submitted", "no", False),
        ("Precedence", "bulk", True),
        ("List-Id", "<nieuws.example>", True),
        ("Return-Path", "<>", True),
        ("From", "Mail Delivery <MAILER-DAEMON@x.nl>", True),
        ("From", "Anna <anna@x.nl>", False),
    ],
)
def test_automatic(name, value, expected):
    message = EmailMessage()
    message[name] = value
    assert is_automatic(message) is expected


def test_a_subject_is_one_line():
    subject = subject_line(mail("header_injection"))
    assert "\n" not in subject and "\r" not in subject
    assert subject.startswith("Hallo")


def test_subjects():
    assert is_forward_subject("FW: x") and is_forward_subject("Doorst: x")
    assert not is_forward_subject("Re: x") and not is_forward_subject(None)
    assert original_subject("Fwd: RE: FW: Leesproject") == "Leesproject"


def test_moments():
    assert message_date(mail("outlook_bcc")) == datetime(2026, 11, 16, 9, 12, 30)
    assert to_utc(datetime(2026, 11, 16, 10, 0), "Europe/Amsterdam") == datetime(2026, 11, 16, 9)
    message = EmailMessage()
    assert message_date(message).year >= 2026


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<blockquote>Hoi</blockquote>", "<div>Hoi</div>"),
        ("<pre>Begin\n&gt; Hoi\n&gt;&gt; oud</pre>", "<pre>Begin\nHoi\n&gt; oud</pre>"),
        ('<div id="divRplyFwdMsg" data-o-mail-quote="1">x</div>', "<div>x</div>"),
        ("a &lt;script&gt; b", "a &lt;script&gt; b"),
        ("", ""),
        ("<!-- -->", "<!-- -->"),
    ],
)
def test_a_forwarded_text_is_no_quotation(body, expected):
    assert unquoted(body) == expected
