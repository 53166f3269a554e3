"""Whatever a cell holds, cleaning gives a value that can be stored, or a reason."""

import contextlib
import json
import random
import time

import pytest

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.cleaning import CODES, Refusal

CLEANERS = [getattr(cleaning, name) for name in dir(cleaning) if name.startswith("clean_")]
SPLITTERS = [cleaning.split_house_number, cleaning.split_street, cleaning.split_infix]
OTHERS = [cleaning.defuse, cleaning.phone_display, cleaning.propose_email]
SEEDS = [
    "van der Berg", "Berg, van der", "A.B.", "'t Hart", "2011 AB", "Grote Markt 12-II", "12 hs",
    "anna@gmail.con", "06-12345678", "+31 (0)23 511 53 00", "14 023", "31-12-2012", "3 mei 2012",
    "2012-12-31T10:00:00Z", "€ 1.234,50", "40000", "ja", "V", "'s-Gravenhage", "-1", "'=1+1",
    "Anna <a@b.nl>", "a@b.nl; c@d.nl", "023-5115300 / 06-12345678",
]  # fmt: skip
PLAIN = "abcijXYZIJ019 .,;:/-+'\"@=<>()€%&éëÜ"
ALPHABET = PLAIN + (
    "\t\r\n\\\x00\x1f\x7f\xa0\u200b\ufeff"
    "ßı\u0130\u0132\u0133\u0301\u202e\u00b2\u0663\uff11中\ud800\U0001f4da"
)


def _mutations(rng, count, alphabet=ALPHABET):
    for _ in range(count):
        text = list(rng.choice(SEEDS))
        for _ in range(rng.randrange(5)):
            place = rng.randrange(len(text) + 1)
            text[place : place + rng.randrange(3)] = rng.choices(alphabet, k=rng.randrange(4))
        yield "".join(text)
    for _ in range(count):
        yield "".join(rng.choices(alphabet, k=rng.randrange(30)))
    for _ in range(count // 50):
        yield rng.choice(alphabet) * rng.choice([64, 1_000, 10_000])


@pytest.mark.parametrize("clean", CLEANERS, ids=lambda clean: clean.__name__)
def test_value_or_reason(clean):
    rng = random.Random(clean.__name__)
    outcomes = {"value": 0, "refused": 0}
    for text in _mutations(rng, 3_000):
        try:
            value = clean(text)
        except Refusal as refusal:
            assert refusal.code in CODES
            json.dumps([refusal.value, refusal.params])
            outcomes["refused"] += 1
            continue
        outcomes["value"] += 1
        assert value is None or type(value) in (str, int, bool), text
        if isinstance(value, str):
            assert value == value.strip() != ""
            assert "\x00" not in value
            value.encode()
    assert min(outcomes.values()) > 10


@pytest.mark.parametrize("clean", CLEANERS, ids=lambda clean: clean.__name__)
def test_cleaning_twice_changes_nothing(clean):
    rng = random.Random(clean.__name__)
    for text in _mutations(rng, 3_000, PLAIN):
        try:
            value = clean(text)
        except Refusal:
            continue
        # A quote before a formula is taken off one at a time.
        if isinstance(value, str) and not value.startswith("'"):
            assert clean(value) == value, text


@pytest.mark.parametrize("function", SPLITTERS + OTHERS, ids=lambda function: function.__name__)
def test_helpers_take_any_text(function):
    rng = random.Random(function.__name__)
    for text in _mutations(rng, 3_000):
        try:
            clean = cleaning.clean_text(text)
        except Refusal:
            continue
        function(clean or "")


def test_formulas_survive_the_way_out_and_in():
    rng = random.Random("defuse")
    for text in _mutations(rng, 3_000):
        try:
            stored = cleaning.clean_text(text)
        except Refusal:
            continue
        if stored is not None and len(stored) < 9_999:
            written = cleaning.defuse(stored)
            assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert cleaning.clean_text(written) == stored


@pytest.mark.parametrize("clean", CLEANERS, ids=lambda clean: clean.__name__)
def test_no_text_takes_long(clean):
    for part in (
        "a",
        " ",
        ".",
        "<",
        "a@",
        "'",
        "-",
        "0",
        "van ",
        "1-",
        "é",
        "a.",
        " /",
        "€",
        "(0)",
    ):
        text = (part * 10_000)[:10_000]
        start = time.process_time()
        with contextlib.suppress(Refusal):
            clean(text)
        assert time.process_time() - start < 0.2, part
