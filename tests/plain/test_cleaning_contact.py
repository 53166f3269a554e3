"""E-mail addresses and phone numbers."""

import random

import phonenumbers
import pytest

from odoo.addons.bzk_base.importing.cleaning import (
    Refusal,
    clean_email,
    clean_phone,
    phone_display,
    propose_email,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna@Voorbeeld.NL", "anna@voorbeeld.nl"),
        ("a.b+nieuws@sub.voorbeeld.co.uk", "a.b+nieuws@sub.voorbeeld.co.uk"),
        (" mailto:a@b.nl ", "a@b.nl"),
        ("Anna Bos <a@b.nl>", "a@b.nl"),
        ("a@b.nl.", "a@b.nl"),
        ("a@b.nl,", "a@b.nl"),
        ("a @ b.nl", "a@b.nl"),
        ("a@b.nl; c@d.nl", "a@b.nl"),
        ("geen, wel c@d.nl", "c@d.nl"),
        ("a@bücher.de", "a@xn--bcher-kva.de"),
        ("'a@b.nl'", "a@b.nl"),
        ("geen", None),
        ("onbekend", None),
        ("-1", None),
        ("", None),
    ],
)
def test_email(text, expected):
    assert clean_email(text) == expected


@pytest.mark.parametrize(
    "text",
    ["a", "@", "a@b", "a@@b.nl", "a..b@c.nl", "a@b..nl", "a@-b.nl", "a@b.n", "a@1.2.3.4"]
    + ["a@b.nl/x", "x" * 65 + "@b.nl", "a@" + "b" * 64 + ".nl", "é@b.nl", "<" * 900, "x" * 1001],
)
def test_no_email(text):
    with pytest.raises(Refusal):
        clean_email(text)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.nl", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("hotmial.nl", "hotmail.nl"),
        ("hotmail.co", "hotmail.com"),
        ("homtail.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("ziggo.n", "ziggo.nl"),
        ("zigo.nl", "ziggo.nl"),
        ("ziggo.com", "ziggo.nl"),
        ("kpnmial.nl", "kpnmail.nl"),
        ("live.n", "live.nl"),
        ("voorbeeld.con", "voorbeeld.com"),
        ("voorbeeld.nll", "voorbeeld.nl"),
    ],
)
def test_typing_errors(domain, expected):
    assert propose_email(f"anna@{domain}") == f"anna@{expected}"


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "hotmail.nl",
        "mail.com",
        "email.nl",
        "ymail.com",
        "ziggo.nl",
        "home.nl",
        "gmx.net",
    ]
    + [
        "voorbeeld.nl",
        "amstelland.nl",
        "bedrijf.co",
        "live.se",
        "gmila.com",
        "gmiax.com",
        "oma.cm",
        "hotmail.co.uk",
    ],
)
def test_no_typing_error(domain):
    assert propose_email(f"anna@{domain}") is None


def test_a_proposal_needs_no_other():
    for domain in ("gmial.con", "hotmal.co", "ziggo.n", "bieb.nll"):
        assert propose_email(propose_email(f"a@{domain}")) is None


MOBILE, HAARLEM = "+31612345678", "+31235115300"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0612345678", MOBILE),
        ("06-12345678", MOBILE),
        ("06 - 12 34 56 78", MOBILE),
        ("06.1234.5678", MOBILE),
        ("+31612345678", MOBILE),
        ("'+31612345678", MOBILE),
        ("+31 (0)6 12345678", MOBILE),
        ("+31 06 12345678", MOBILE),
        ("0031 6 12345678", MOBILE),
        ("31612345678", MOBILE),
        ("612345678", MOBILE),
        ("tel. 06-12345678 (moeder)", MOBILE),
        ("06\u00a012345678", MOBILE),
        ("06\u201112345678", MOBILE),
        ("235115300", HAARLEM),
        ("(023) 511 53 00", HAARLEM),
        ("023/5115300", HAARLEM),
        ("023-5115300 tst. 12", HAARLEM),
        ("023-5115300 / 06-12345678", HAARLEM),
        ("023-5115300 of 06-12345678", HAARLEM),
        ("0235115300 0612345678", HAARLEM),
        ("023-511530 / 06-12345678", MOBILE),
        ("088 1234567", "+31881234567"),
        ("0800-1234", "+318001234"),
        ("14 023", "14 023"),
        ("14023", "14 023"),
        ("14-0592", "14 0592"),
        ("+3114023", "14 023"),
        ("+32 81 12 34 56", "+3281123456"),
        ("0049 30 123456", "+4930123456"),
        ("06", None),
        ("06-", None),
        ("0000000000", None),
        ("geen", None),
        ("-1", None),
        ("", None),
    ],
)
def test_phone(text, expected):
    assert clean_phone(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5115300",
        "1234",
        "0" + "1" * 20,
        "06123456789",
        "061234567",
        "06-00000000",
        "14 999",
        "112",
        "020123456",
        "abc1",
    ]
    + ["+32 1", "1" * 50, "0" + "9" * 100, "+", "0800-BIBLIO", "12-05-1980", "٠٦١٢٣٤٥٦٧٨"],
)
def test_no_phone(text):
    with pytest.raises(Refusal) as caught:
        clean_phone(text)
    assert caught.value.code == "bad_phone"


def test_dutch_numbers_are_judged_and_shown_as_the_library_does():
    """The short way round ``phonenumbers`` agrees with it on numbers of every kind."""
    rng = random.Random(14)
    valid = 0
    for _ in range(4_000):
        national = str(rng.randrange(1, 10)) + "".join(rng.choices("0123456789", k=8))
        number = phonenumbers.parse("0" + national, "NL")
        expected = phonenumbers.is_valid_number(number)
        try:
            found = clean_phone("0" + national)
        except Refusal:
            found = None
        assert (found is not None) == expected, national
        if found:
            valid += 1
            assert found == "+31" + national
            style = phonenumbers.PhoneNumberFormat.NATIONAL
            assert phone_display(found) == phonenumbers.format_number(number, style)
    assert 1_000 < valid < 3_500


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        (MOBILE, "06 12345678"),
        (HAARLEM, "023 511 5300"),
        ("+31297123456", "0297 123 456"),
        ("+318001234", "0800 1234"),
        ("+3281123456", "+32 81 12 34 56"),
        ("14 023", "14 023"),
        ("+", "+"),
        (None, None),
        ("", ""),
    ],
)
def test_phone_display(phone, expected):
    assert phone_display(phone) == expected


def test_what_is_shown_is_read_as_the_same_number():
    for text in ("0612345678", "0235115300", "0297123456", "08001234", "+3281123456", "14023"):
        phone = clean_phone(text)
        assert clean_phone(phone_display(phone)) == phone == clean_phone(phone)
