"""The bytes of a mail: as the standard library would have read and written them."""

import email.policy
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from odoo.addons.bzk_campaigns.sending import Envelope, header_line, named

HARD = "Een koninklijk café: “twaalf” = 12.\n.\n..punt\nlang " + "woord " * 60 + "\neinde \t\n"


def read(content):
    return message_from_bytes(content, policy=email.policy.default)


def body(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "value",
    [
        "News",
        "Nieuws voor Zoë, Ömer en 李",
        "word " * 40,
        "é" * 200,
        "x" * 300,
        "",
        "=?utf-8?q?not_encoded?=",
    ],
)
def test_header_is_read_back(value):
    content = header_line("Subject", value)
    assert content.isascii()
    assert max(map(len, content.split("\r\n"))) <= max(
        78, 10 + max(map(len, value.split() or [""]))
    )
    if not value.startswith("=?"):
        assert read(f"{content}\r\n".encode())["Subject"] == " ".join(value.split())


def test_nobody_adds_a_header():
    content = header_line("Subject", "News\r\nBcc: everybody@example.org\n\nbody")
    message = read(f"{content}\r\n".encode())
    assert message.keys() == ["Subject"]
    assert message.get_content() == ""


def test_a_long_address_stays_whole():
    url = "https://example.org/" + "a" * 200
    assert header_line("List-Unsubscribe", f"<{url}>") == f"List-Unsubscribe: <{url}>\r\n"


def test_names_in_to():
    for name in ("Jansen, Piet", 'De "Rode" Bank', "Zoë van 't Hof", "Ömer " * 20):
        line = header_line("To", named(name, "a@example.org"))
        # By the older half of the library: the newer puts spaces into long names when it reads.
        header = message_from_bytes(line.encode())["To"]
        found, address = parseaddr(str(make_header(decode_header(header))))
        assert (found, address) == (" ".join(name.split()), "a@example.org")


@pytest.mark.parametrize("files", [(), [("é a.pdf", b"\x00\xff" * 500, "application/pdf")]])
def test_parts_are_read_back(files):
    envelope = Envelope([("From", "a@example.org"), ("Precedence", "list")], files)
    content = envelope.message([("Subject", "Hé"), ("To", "b@example.org")], HARD, f"<p>{HARD}</p>")
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    message = read(content)
    assert not message.defects
    assert (message["From"], message["Subject"], message["To"]) == (
        "a@example.org",
        "Hé",
        "b@example.org",
    )
    assert body(message, "plain") == HARD
    assert body(message, "html") == f"<p>{HARD}</p>"
    found = [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]
    assert [(name, data) for name, data, _kind in files] == (found if files else [])


def test_a_file_of_an_unknown_kind():
    envelope = Envelope([], [("notes", b"x", None)])
    (part,) = read(envelope.message([], "a", "b")).iter_attachments()
    assert part.get_content_type() == "application/octet-stream"
