"""Clicks of readers, and those of machines that check mails."""

from datetime import datetime, timedelta

import pytest

from odoo.addons.bzk_campaigns.results import Click, judge

SENT = datetime(2026, 11, 22, 9, 0)
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"


def click(seconds, link="agenda", agent=BROWSER, head=False):
    return Click(link, SENT + timedelta(seconds=seconds), agent, head)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (click(600), ""),
        (click(10), ""),
        (click(9), "soon"),
        # The clock of the mail server may be ahead of ours.
        (click(-5), "soon"),
        (click(600, head=True), "head"),
        (click(600, agent=""), "program"),
        (click(600, agent="  "), "program"),
        (click(600, agent="Barracuda Sentinel (EE)"), "program"),
        (click(600, agent="Mozilla/5.0 (compatible; bingbot/2.0)"), "program"),
        (click(600, agent="python-requests/2.32"), "program"),
        (click(600, agent="Mozilla/5.0 HeadlessChrome/131.0"), "program"),
        # A make of phones.
        (click(600, agent="Mozilla/5.0 (Linux; Android 14; Cubot KingKong) Safari/537.36"), ""),
        (click(600, agent="Mozilla/5.0 (Linux; Android 14; Botany) Mobile Safari/537.36"), ""),
    ],
)
def test_one_click(found, reason):
    assert judge([found], 5, SENT) == [reason]


def test_without_a_moment_of_sending_nothing_is_too_soon():
    assert judge([click(1)], 5, None) == [""]


def test_two_links_at_the_same_moment_are_no_hand():
    found = [click(600, "a"), click(600.5, "b"), click(700, "a")]
    assert judge(found, 9, SENT) == ["all", "all", ""]


def test_the_same_link_twice_is_a_hand():
    assert judge([click(600), click(600.3)], 9, SENT) == ["", ""]


def test_every_link_one_after_the_other():
    found = [click(600 + 4 * number, f"link {number}") for number in range(5)]
    assert judge(found, 5, SENT) == ["all"] * 5
    # A reader who opens three of ten in half a minute reads.
    assert judge(found[:3], 10, SENT) == [""] * 3


def test_a_reader_after_the_scanner_counts():
    scanner = [click(40 + 4 * number, f"link {number}") for number in range(5)]
    assert judge([*scanner, click(4000, "link 2")], 5, SENT) == [*["all"] * 5, ""]


def test_nothing_clicked():
    assert judge([], 5, SENT) == []
