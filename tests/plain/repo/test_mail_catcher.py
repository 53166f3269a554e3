"""Mails of ./scripts/run stay on this machine and can be read."""

import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_catcher import Folder

PROGRAM = Path(__file__).parents[3] / "scripts" / "lib" / "mail_catcher.py"


def mail(subject, html):
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "bibliotheek@example.com"
    message["To"] = "lezer@example.com"
    message.set_content("Tekst zonder opmaak")
    message.add_alternative(html, subtype="html")
    return message


@pytest.fixture
def catcher(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "mail"
    process = subprocess.Popen([sys.executable, str(PROGRAM), str(folder), "--port", str(port)])
    try:
        wait_for(lambda: (folder / "index.html").exists())
        yield folder, port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_mail_becomes_a_page_on_the_list(catcher):
    folder, port = catcher
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail("Nieuws & meer", "<p>Een <b>activiteit</b></p>"))
    assert "Tekst zonder opmaak" in (folder / "000001.eml").read_text()
    page = (folder / "000001.html").read_text()
    assert "Nieuws &amp; meer" in page
    assert "&lt;b&gt;activiteit&lt;/b&gt;" in page
    wait_for(lambda: "Nieuws &amp; meer" in (folder / "index.html").read_text())


def test_what_is_in_a_mail_does_not_break_out_of_its_frame(catcher):
    folder, port = catcher
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail("<script>x</script>", '"><script>alert(1)</script>'))
    page = (folder / "000001.html").read_text()
    assert "<script" not in page
    assert 'sandbox=""' in page


def test_numbers_go_on_where_they_were(tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "000041.eml").write_bytes(bytes(mail("Oud", "<p>Oud</p>")))
    kept = Folder(folder)
    kept.add(bytes(mail("Nieuw", "<p>Nieuw</p>")))
    kept.write_list()
    assert (folder / "000042.html").exists()
    listed = (folder / "index.html").read_text()
    assert listed.index("Nieuw") < listed.index("Oud")
