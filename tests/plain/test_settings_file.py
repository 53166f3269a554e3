"""A library's settings file: what is refused, and where it says the fault is."""

import time

import pytest

from odoo.addons.bzk_base.importing.settings_file import (
    CODES,
    MAX_BYTES,
    Number,
    Section,
    SettingsProblem,
    Text,
    Texts,
    Where,
    YesNo,
    check,
    parse,
    shown,
)

KEYS = {
    "code": Text(required=True, shape="bad_code"),
    "website": Text(shape="bad_website"),
    "branches": Section(
        {
            "code": Text(required=True),
            "kind": Text(choices=("youth", "adult")),
            "fee": Number(0, 100),
            "age": Number(0, 120, whole=True),
            "open": YesNo(),
            "profiles": Texts(most=2),
        },
        most=3,
    ),
}


def refused(text):
    """The problem of a file that starts with its code."""
    with pytest.raises(SettingsProblem) as caught:
        check(parse(f'code = "test"\n{text}'.encode()), KEYS)
    assert caught.value.code in CODES
    return caught.value


def in_branch(line):
    """The problem of a file with this line in its second branch."""
    return refused(f'[[branches]]\ncode = "A"\n[[branches]]\ncode = "B"\n{line}')


def test_good_file():
    text = (
        'code = "test-1"\nwebsite = "https://test.example:8080/nl?a=b"\n[[branches]]\n'
        'code = " A "\nkind = "youth"\nfee = 49.5\nage = 120\nopen = false\n'
        'profiles = ["x", "y"]\n'
    )
    expected = {
        "code": "test-1",
        "website": "https://test.example:8080/nl?a=b",
        "branches": [
            {
                "code": "A",
                "kind": "youth",
                "fee": 49.5,
                "age": 120,
                "open": False,
                "profiles": ["x", "y"],
            }
        ],
    }
    for line_end in ("\n", "\r\n"):
        content = b"\xef\xbb\xbf" + text.replace("\n", line_end).encode()
        assert check(parse(content), KEYS) == expected


def test_section_that_is_not_there_is_empty():
    assert check({"code": "test"}, KEYS) == {"code": "test", "branches": []}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'name = "' + b"x" * 2_000_000 + b'"', "too_large"),
        (b"#" * (MAX_BYTES + 1), "too_large"),
        (b'a = 1\nname = "' + b"x" * 5_000 + b'"', "line_too_long"),
        (b'name = "\xff"', "not_utf8"),
        ("code = 'é'".encode("utf-16"), "not_utf8"),
        (b"code = ", "not_toml"),
        (b"a = 1\na = 2", "not_toml"),
        (b'a = "\x00"', "not_toml"),
        (b'a = "\\ud800"', "not_toml"),
        (b"a = " + b"[" * 900, "too_deep"),
        (b"a = " + b"[\n" * 100_000, "too_deep"),
        (b"a = " + b"{a=" * 300, "not_toml"),
    ],
)
def test_files_that_cannot_be_read(content, code):
    with pytest.raises(SettingsProblem) as caught:
        parse(content)
    assert caught.value.code == code
    assert caught.value.code in CODES


def test_long_number():
    """Python makes no integer of more than 4,300 digits, nor a text of one in hexadecimal."""
    assert in_branch(f"age = {'1' * 5_000}").code == "line_too_long"
    assert in_branch(f"age = {'1' * 990}").code == "bad_whole_number"
    assert in_branch(f"fee = 0x{'f' * 990}").code == "bad_number"


def test_line_that_is_too_long_is_named():
    assert refused("a = 1\nb = '" + "x" * 1_000).params["line"] == 3


def test_hostile_keys_take_no_time():
    """A key of fifty thousand parts takes tomllib 86 s."""
    start = time.monotonic()
    for text in (
        ".".join("a" * 50_000) + " = 1",
        "\n".join("[" + ".".join("a" * 450) + f".b{number}]" for number in range(1_000)),
        "[[branches]]\n" * 70_000,
    ):
        refused(text)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("line", "code", "key"),
    [
        ("fee = inf", "bad_number", "fee"),
        ("fee = -inf", "bad_number", "fee"),
        ("fee = nan", "bad_number", "fee"),
        ("fee = -1", "bad_number", "fee"),
        ("fee = 100.01", "bad_number", "fee"),
        ("fee = true", "bad_number", "fee"),
        ('fee = "5"', "bad_number", "fee"),
        ("age = 99999999999999", "bad_whole_number", "age"),
        ("age = 1.9", "bad_whole_number", "age"),
        ("age = 1.0", "bad_whole_number", "age"),
        ("age = true", "bad_whole_number", "age"),
        ("age = 1979-05-27", "bad_whole_number", "age"),
        ('open = "nee"', "not_boolean", "open"),
        ("open = 1", "not_boolean", "open"),
        ("kind = 5", "not_text", "kind"),
        ('kind = " "', "not_text", "kind"),
        ('kind = "old"', "bad_choice", "kind"),
        (r'kind = "a\u0000b"', "bad_characters", "kind"),
        (r'kind = "a\tb"', "bad_characters", "kind"),
        (r'kind = "a\u202Eb"', "bad_characters", "kind"),
        (f'kind = "{"x" * 201}"', "too_long", "kind"),
        ("profiles = [1]", "not_texts", "profiles"),
        ('profiles = [["x"]]', "not_texts", "profiles"),
        ("profiles = {}", "not_texts", "profiles"),
        ("profiles = 1979-05-27", "not_texts", "profiles"),
        ("profiles = true", "not_texts", "profiles"),
        ("profiles = 5", "not_texts", "profiles"),
        ('profiles = "x"', "not_texts", "profiles"),
        ('profiles = ["x", "y", "z"]', "too_many", "profiles"),
        (r'profiles = ["\u0000"]', "bad_characters", "profiles"),
        ('knd = "youth"', "unknown_key", "knd"),
    ],
)
def test_wrong_value_is_named_with_its_place(line, code, key):
    problem = in_branch(line)
    assert (problem.code, problem.where) == (code, Where("branches", 2, key))


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("[[brances]]\ncode = 'A'", "unknown_key", Where(key="brances")),
        ("Name = 'x'", "unknown_key", Where(key="Name")),
        ("[branches]\ncode = 'A'", "not_section", Where(key="branches")),
        ("branches = ['A']", "not_section", Where(key="branches")),
        ("branches = 5", "not_section", Where(key="branches")),
        ("[[branches]]\nfee = 1", "missing", Where("branches", 1, "code")),
        (
            "[[branches]]\ncode = 'A'\n[[branches]]\ncode = ' A'",
            "duplicate",
            Where("branches", 2, "code"),
        ),
        (
            "\n".join(f"[[branches]]\ncode = '{number}'" for number in range(4)),
            "too_many",
            Where(key="branches"),
        ),
        ("website = 'javascript:alert(1)'", "bad_website", Where(key="website")),
        ("website = 'ftp://test.example'", "bad_website", Where(key="website")),
        ("website = 'test.example'", "bad_website", Where(key="website")),
        ("website = 'https://'", "bad_website", Where(key="website")),
        ("website = 'https://a b.example'", "bad_website", Where(key="website")),
    ],
)
def test_wrong_file(text, code, where):
    problem = refused(text)
    assert (problem.code, problem.where) == (code, where)


@pytest.mark.parametrize("code", ["../other", "A", "a b", "-a", "é"])
def test_code_of_a_library_can_be_the_name_of_a_folder(code):
    with pytest.raises(SettingsProblem) as caught:
        check({"code": code}, KEYS)
    assert caught.value.code == "bad_code"


def test_text_of_200_characters_and_a_no_break_space():
    assert Text().clean("x" * 200, Where()) == "x" * 200
    assert Text().clean("'t\N{NO-BREAK SPACE}Gooi", Where())


def test_unknown_name_is_shown_short_and_plain():
    assert shown("a\x00\u202eb\n") == "a??b?"
    assert shown("x" * 1_000) == "x" * 60 + "…"
