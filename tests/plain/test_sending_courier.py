"""Handing over mails: what became of each, whatever the server does."""

import smtplib
import socket
import threading

import pytest

from odoo.addons.bzk_campaigns.sending import Courier, Handed, Pace, next_try

CONTENT = b"Subject: x\r\n\r\n.point\r\n..two\r\nend\r\n"


class Server(threading.Thread):
    """A mail server on a port of its own that does what its script says.

    :param bool on_end: whether it takes commands on end
    :param script: reply, or ``"hang up"``, by command: ``mail``, ``rcpt``, ``data``, ``end``
    """

    def __init__(self, on_end=False, **script):
        super().__init__(daemon=True)
        self.script = {"ehlo": "250-hello\r\n250 PIPELINING" if on_end else "250 hello", **script}
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
                if command == "data" and self.script.get("data", "354").startswith("354"):
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
        smtp.ehlo()
        return smtp


@pytest.mark.parametrize("on_end", [False, True])
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
        ({"rcpt": "550 unknown", "data": "503 nobody to give it to"}, Handed.REFUSED, False),
        ({"mail": "550 who", "rcpt": "503 what", "data": "503 what"}, Handed.SENDER, False),
    ],
)
def test_outcomes(script, handed, noted, on_end):
    server, notes = Server(on_end, **script), []
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


def test_a_sender_that_is_no_address():
    outcome = Courier(None).hand_over("a@x.nl>\r\nDATA", "b@x.nl", CONTENT, pytest.fail)
    assert outcome.handed == Handed.SENDER


def test_commands_on_end_go_in_one_piece():
    sent = []
    smtp = Server(on_end=True).connect()
    send = smtp.send
    smtp.send = lambda content: (sent.append(content), send(content))
    courier = Courier(smtp)
    for _mail in range(2):
        assert courier.hand_over("a@x.nl", "b@x.nl", CONTENT, list).handed == Handed.TAKEN
    assert sent[0] == "mail FROM:<a@x.nl>\r\nrcpt TO:<b@x.nl>\r\ndata\r\n"
    assert len(sent) == 4


@pytest.mark.parametrize("data", ["354 go on", "503 nobody to give it to"])
def test_after_a_refusal_the_connection_is_fit_or_closed(data):
    """A server that wants a mail all the same gets nothing, least of all the next one's."""
    server = Server(on_end=True, rcpt="550 unknown", data=data)
    courier = Courier(server.connect())
    assert courier.hand_over("a@x.nl", "b@x.nl", CONTENT, pytest.fail).handed == Handed.REFUSED
    server.script = {}
    second = courier.hand_over("a@x.nl", "c@x.nl", CONTENT, list)
    assert second.handed == (Handed.LOST if data.startswith("354") else Handed.TAKEN)
    assert bool(server.content) == data.startswith("503")


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
