import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from odoo.addons.bzk_ticketing.connecting import client as module
from odoo.addons.bzk_ticketing.connecting.client import Client, clean_address
from odoo.addons.bzk_ticketing.connecting.problems import ConnectionProblem

TOKEN = "zeergeheim"


class Server(ThreadingHTTPServer):
    """Gives scripted answers, one a request, and keeps what was asked.

    An answer is (status, body, headers), or None to hang up without a word.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests = [], []
        self.address = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0)
        if answer is None:
            self.close_connection = True
            return
        status, body, headers = answer
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def client(server):
    waits = []
    client = Client(server.address, f"Token {TOKEN}", sleep=waits.append)
    client.waits = waits
    return client


def answer(status, body=b"", **headers):
    return status, body, {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://tickets.example.org/", "https://tickets.example.org"),
        (" https://tickets.example.org/box ", "https://tickets.example.org/box"),
        ("http://localhost:8345", "http://localhost:8345"),
        ("http://127.0.0.1:8345", "http://127.0.0.1:8345"),
        ("http://[::1]:8345", "http://[::1]:8345"),
    ],
)
def test_address(text, clean):
    assert clean_address(text) == clean


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("http://tickets.example.org", "insecure"),
        ("http://127.0.0.1.example.org", "insecure"),
        ("http://localhost.example.org", "insecure"),
        ("tickets.example.org", "address"),
        ("ftp://tickets.example.org", "address"),
        ("file:///etc/passwd", "address"),
        ("https://me:secret@tickets.example.org", "address"),
        ("https://tickets.example.org?x=1", "address"),
        ("https://[::1", "address"),
        ("https://tickets.example.org:port", "address"),
        ("", "address"),
    ],
)
def test_wrong_address(text, code):
    with pytest.raises(ConnectionProblem) as caught:
        clean_address(text)
    assert caught.value.code == code


def test_get(server, client):
    server.answers = [answer(200, {"name": "Biblio"})]
    assert client.get("/api/", page=2, exclude=["a", "b"]) == {"name": "Biblio"}
    method, path, headers, _body = server.requests[0]
    assert (method, path) == ("GET", "/api/?page=2&exclude=a&exclude=b")
    assert headers["Authorization"] == f"Token {TOKEN}"


def test_trouble_that_passes(server, client):
    server.answers = [
        answer(500),
        None,
        answer(429, Retry_After="7"),
        answer(503, b"<html>", Retry_After="9999"),
        answer(200, []),
    ]
    assert client.get("/") == []
    assert len(server.requests) == 5
    assert client.waits[0] <= 1 and client.waits[1] <= 2
    assert client.waits[2:] == [7, 60], "it waits as long as asked, within reason"


@pytest.mark.parametrize(
    ("reply", "code"),
    [(answer(500), "failing"), (answer(429), "busy"), (None, "unreachable")],
)
def test_trouble_that_stays(server, client, reply, code):
    server.answers = [reply] * 5
    with pytest.raises(ConnectionProblem) as caught:
        client.get("/")
    assert caught.value.code == code
    assert len(server.requests) == 5
    assert client.waits == sorted(client.waits), "each time longer"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer(401), "unauthorized"),
        (answer(403), "forbidden"),
        (answer(404), "not_found"),
        (answer(400, {"detail": "No."}), "refused"),
        (answer(302, Location="https://elsewhere.example.org"), "moved"),
        (answer(200, b"<html>Log in</html>"), "not_understood"),
    ],
)
def test_no_second_attempt(server, client, reply, code):
    server.answers = [reply]
    with pytest.raises(ConnectionProblem) as caught:
        client.get("/")
    assert caught.value.code == code
    assert len(server.requests) == 1


def test_too_large(server, client, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    server.answers = [answer(200, ["x" * 2000])]
    with pytest.raises(ConnectionProblem) as caught:
        client.get("/")
    assert caught.value.code == "too_large"


def test_post_again_with_the_same_key(server, client):
    server.answers = [None, answer(500), answer(200, {})]
    assert client.post("/cancel/", {"send_email": False}) == {}
    keys = {headers["X-Idempotency-Key"] for _method, _path, headers, _body in server.requests}
    assert len(keys) == 1, "the other side can tell that it is the same request"
    assert json.loads(server.requests[2][3]) == {"send_email": False}


def test_token_stays_secret(server, client, caplog, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    caplog.set_level(logging.DEBUG)
    server.answers = [answer(500)] * 4 + [answer(401)]
    with pytest.raises(ConnectionProblem) as caught:
        client.get("/")
    shown = f"{client!r} {caught.value!r} {caught.value} {caplog.text}"
    assert TOKEN not in shown
    assert all(headers["Authorization"].endswith(TOKEN) for _m, _p, headers, _b in server.requests)


def test_nobody_listens():
    with Server() as gone:
        address = gone.address
    with pytest.raises(ConnectionProblem) as caught:
        Client(address, "Token x", sleep=lambda seconds: None).get("/")
    assert caught.value.code == "unreachable"
