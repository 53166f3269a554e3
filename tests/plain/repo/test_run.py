"""What ./scripts/run decides and tells."""

from types import SimpleNamespace

import pytest
from console import Problem
from run_main import login_lines, wanted_demo


def options(no_demo=False, members=None):
    return SimpleNamespace(no_demo=no_demo, members=members)


@pytest.mark.parametrize(
    ("asked", "present", "wanted"),
    [
        (options(), None, "tenth"),
        (options(members="500"), None, "500"),
        (options(no_demo=True), None, ""),
        (options(), "500", "500"),
        (options(), "", ""),
        (options(members="500"), "500", "500"),
        (options(members="500"), "", "500"),
        (options(no_demo=True), "", ""),
    ],
)
def test_which_demo_data(asked, present, wanted):
    assert wanted_demo(asked, present) == wanted


@pytest.mark.parametrize("asked", [options(no_demo=True), options(members="all")])
def test_demo_data_is_never_taken_away_without_a_word(asked):
    with pytest.raises(Problem, match="--fresh"):
        wanted_demo(asked, "tenth")


def test_the_logins_of_one_library_in_full_and_the_others_by_name():
    lines = login_lines(
        [
            ("Balie", "balie-b", "balie-b", "Bibliotheek B"),
            ("Balie", "balie", "balie", "Bibliotheek A"),
            ("Beheer", "beheer", "beheer", "Bibliotheek A"),
        ]
    )
    assert lines == [
        "Demo logins of Bibliotheek A:",
        "  Role    Login   Password",
        "  Balie   balie   balie",
        "  Beheer  beheer  beheer",
        "Bibliotheek B, password as the login: balie-b",
    ]
