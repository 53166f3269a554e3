"""Handing over mails: what became of each, whatever the server does."""

import smtplib
import socket
import threading

import pytest

from odoo.addons.bzk_campaigns.sending import Courier, Handed, Pace, next_try

CONTENT = b"Subject: x\r\n\r\n.point\r\n..two\r\nend\r\n"


class Server(threading.Thread):
    """A mail server on a port of its own that does what its script says.

    :param script: reply, or ``"hang up"``, by command: ``mail``, ``rcpt``, ``data``, ``end``
    """

    def __init__(self, **script):
        super().__init__(daemon=True)
        self.script = script
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.content = None
        self.start()

    def run(self):
        connection, _address = self.socket.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 hello\r\n")
            while line := lines.readline():
                command = line.split(b" ")[0].strip().lower().decode()
                if not self.answer(connection, command):
                    return
                if command == "data" and "data" not in self.script:
                    self.content = b""
                    while (line := lines.readline()) not in (b".\r\n", b""):
                        self.content += line
                    if not self.answer(connection, "end"):
                        return

    def answer(self, connection, command):
        usual = {"data": "354 go on", "quit": "221 bye"}.get(command, "250 OK")
        reply = self.script.get(command, usual)
        if reply == "hang up":
            return False
        connection.sendall(f"{reply}\r\n".encode())
        return True

    def connect(self):
        smtp = smtplib.SMTP("127.0.0.1", self.socket.getsockname()[1], timeout=5)
        smtp.helo()
        return smtp


@pytest.mark.parametrize(
    ("script", "handed", "noted"),
    [
        ({}, Handed.TAKEN, True),
        ({"mail": "550 who are you"}, Handed.SENDER, False),
        ({"mail": "451 busy"}, Handed.LATER, False),
        ({"rcpt": "550 5.1.1 unknown"}, Handed.REFUSED, False),
        ({"rcpt": "452 full"}, Handed.LATER, False),
        ({"rcpt": "421 closing"}, Handed.LOST, False),
        ({"rcpt": "hang up"}, Handed.LOST, False),
        ({"data": "554 no"}, Handed.REFUSED, False),
        ({"data": "hang up"}, Handed.LOST, False),
        ({"end": "554 spam"}, Handed.REFUSED, True),
        ({"end": "451 later"}, Handed.LATER, True),
        ({"end": "421 closing"}, Handed.LOST, True),
        ({"end": "hang up"}, Handed.UNCERTAIN, True),
        ({"rcpt": "550 unknown", "rset": "hang up"}, Handed.REFUSED, False),
    ],
)
def test_outcomes(script, handed, noted):
    server, notes = Server(**script), []
    courier = Courier(server.connect())
    outcome = courier.hand_over("a@x.nl", "b@x.nl", CONTENT, lambda: notes.append(1))
    assert outcome.handed == handed
    assert bool(notes) == noted
    courier.close()
    if handed == Handed.TAKEN:
        assert server.content == b"Subject: x\r\n\r\n..point\r\n...two\r\nend\r\n"


@pytest.mark.parametrize(
    "address", ["a b@x.nl", "a@x.nl>\r\nRCPT TO:<c@x.nl", "jörg@x.nl", "x", ""]
)
def test_what_is_no_address(address):
    outcome = Courier(None).hand_over("a@x.nl", address, CONTENT, pytest.fail)
    assert outcome.handed == Handed.REFUSED


def test_a_note_that_fails_keeps_the_mail_back():
    server = Server()

    def fail():
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError):
        Courier(server.connect()).hand_over("a@x.nl", "b@x.nl", CONTENT, fail)
    assert not server.content


def test_a_connection_that_is_gone():
    server = Server()
    smtp = server.connect()
    smtp.close()
    assert Courier(smtp).hand_over("a@x.nl", "b@x.nl", CONTENT, pytest.fail).handed == Handed.LOST


def test_patience():
    waits = []
    while (wait := next_try(len(waits) + 1)) is not None:
        waits.append(wait)
    assert waits == sorted(waits)
    assert sum(waits[:3]) <= 60, "twice in the first hour"
    assert 2 * 24 * 60 <= sum(waits) <= 5 * 24 * 60


def test_pace():
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(round(seconds, 6))
        now[0] += seconds

    pace = Pace(120, clock=lambda: now[0], sleep=sleep)
    for _mail in range(3):
        pace.wait()
    assert slept == [0.5, 0.5]
    now[0] += 60
    for _mail in range(3):
        pace.wait()
    assert slept == [0.5] * 4
    Pace(0, sleep=pytest.fail).wait()
