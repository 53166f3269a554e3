"""What may be wrong with a mail before it is sent."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from odoo.addons.bzk_campaigns.checking import (
    Finding,
    check_markup,
    find_links,
    find_placeholders,
    links,
    look_at,
    look_at_all,
    reading_ease,
)
from odoo.addons.bzk_campaigns.checking.reading import TOO_HARD, syllables


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('<img src="cover.png">', ["no_alt"]),
        ('<img src="cover.png" alt=" ">', ["no_alt"]),
        ('<img src="cover.png" alt="Een kaft">', []),
        ('<img src="line.png" alt="" role="presentation">', []),
        ('<div style="display:none"><img src="x.png"></div>', []),
        ('<p style="color:#777777">grijs</p>', ["contrast"]),
        ('<p style="color:#767676">grijs</p>', []),
        ('<h1 style="color:#777777">groot</h1>', []),
        ('<p style="color:#777; font-size: 19px; font-weight: bold">vet</p>', []),
        ('<p style="color:#777; font-size: 19px">niet vet</p>', ["contrast"]),
        ('<h1 style="color:#777;font-weight:400;font-size:19px">dun</h1>', ["contrast"]),
        ('<p style="color:#777; font-size: 150%">24 pixels</p>', []),
        ('<div style="background-color:navy"><p>zwart op blauw</p></div>', ["contrast"]),
        ('<div style="background:navy none;color:white"><p>wit <b>vet</b></p></div>', []),
        ('<td bgcolor="#0b5c7d"><font color="white">wit</font></td>', []),
        ('<div style="background:navy"><a href="/x">een link</a></div>', ["contrast"]),
        ('<div style="background:url(x.png)"><p style="color:white">?</p>wit</div>', []),
        ('<p style="color:rgba(0,0,0,.3)">doorschijnend</p>', ["contrast"]),
        ('<p style="color:#eee"> · </p>', []),
        ('<p style="color:nonsense;background:">kapot', []),
        ("", []),
        ("<!-- niets -->", []),
    ],
)
def test_markup(html, kinds):
    assert [finding.kind for finding in check_markup(html)] == kinds


def test_each_thing_is_said_once_and_where_it_is():
    html = '<p style="color:#999">licht</p><p>zwart</p>' * 2
    assert check_markup(html) == [Finding("contrast", "2.8: licht")]


def test_placeholders_without_something_instead():
    assert find_placeholders("{{ object.firstname }} {{object.city ||| stad}}") == {"firstname"}
    assert find_placeholders("{{ object.a ||| }}") == {"a"}
    markup = '<p>Hallo <t t-out="object.firstname"> </t> <t t-out="object.x">y</t></p>'
    assert find_placeholders(markup=markup) == {"firstname"}
    assert find_placeholders(markup='<t t-out="1 + 1"></t>') == set()
    assert find_placeholders(None, None) == set()


@pytest.mark.parametrize(
    ("word", "number"),
    [("boek", 1), ("ideeën", 3), ("geïnteresseerd", 5), ("leeuwen", 2), ("ijs", 1), ("pst", 1)],
)
def test_syllables(word, number):
    assert syllables(word) == number


def test_reading():
    easy = "Kom je ook? Op zaterdag lezen we voor. Het is gratis. Neem je kind mee. " * 5
    hard = (
        "Overeenkomstig de dienstverleningsvoorwaarden behoudt de bibliotheekorganisatie zich "
        "het recht voor abonnementsgelden tussentijds te indexeren, waarbij contributie"
        "verhogingen middels aankondigingen op informatieschermen kenbaar gemaakt worden. "
    ) * 3
    assert reading_ease(easy) > 80
    assert reading_ease(hard) < 20
    listed = "\n".join(["Voorleesmiddag dinosaurusonderzoekers 5 december"] * 20)
    assert reading_ease(listed) is None
    assert reading_ease(f"{easy}\n{listed}") == reading_ease(easy)
    assert reading_ease("Te kort om iets te zeggen.") is None
    assert reading_ease(None) is None
    assert reading_ease("https://example.org/een-heel-lange-weg " * 60) is None
    assert TOO_HARD == 60


def test_links_of_a_mail():
    html = (
        '<a href=" https://a.example/x ">x</a><a href="mailto:a@b.nl">m</a><a href="#top">t</a>'
        '<a href="https://a.example/x">again</a><a name="no">n</a><a href="/local">l</a>'
    )
    assert find_links(html) == ["https://a.example/x", "/local"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "::"),
    ],
)
def test_nobody_looks_inside(monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, 1, 6, "", ("93.184.215.14", 80)), (family, 1, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)

    def never(*args):
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", never)
    assert look_at("http://harmless.example/").state == "inside"


@pytest.fixture
def server(monkeypatch):
    """A site that is looked at as if it were on the open internet."""
    asked = []

    class Site(BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append((self.command, self.path))
            code, _, target = self.path.strip("/").partition("?")
            if code == "circle":
                code, target = "302", "/circle"
            only_get = code == "405" and self.command == "GET"
            self.send_response(200 if only_get else int(code or 200))
            if target:
                self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, *args):
            pass

    site = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    port = site.server_address[1]
    inside = links._open_address

    def address(host, _port):
        return "127.0.0.1" if host == "site.example" else inside(host, _port)

    monkeypatch.setattr(links, "_open_address", address)
    monkeypatch.setattr(links, "PORTS", {"http": port})
    yield "http://site.example", asked
    site.shutdown()
    site.server_close()


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/200", "fine", "200"),
        ("/404", "dead", "404"),
        ("/410", "dead", "410"),
        ("/405", "fine", "200"),
        ("/403", "unsure", "403"),
        ("/500", "unsure", "500"),
        ("/302?/200", "fine", "200"),
        ("/302?/404", "dead", "404"),
        ("/302?/302", "fine", "302"),
        ("/301?http://127.0.0.1/", "inside", "127.0.0.1"),
        ("/301?file:///etc/passwd", "dead", "file"),
        ("/301?http://site.example:22/", "unsure", "site.example:22"),
    ],
)
def test_a_link_is_looked_at(server, path, state, detail):
    base, _asked = server
    assert look_at(base + path) == (state, detail)


def test_a_circle_ends(server):
    base, asked = server
    assert look_at(f"{base}/circle") == ("dead", "redirects")
    assert len(asked) == links.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("trouble", "state"),
    [(socket.EAI_NONAME, "dead"), (socket.EAI_AGAIN, "unsure"), (socket.EAI_FAIL, "unsure")],
)
def test_a_name_that_is_not_found(monkeypatch, trouble, state):
    """Without a line to the internet nothing is known of any link, and nothing is stopped."""

    def fail(*_args, **_values):
        raise socket.gaierror(trouble, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert look_at("http://library.example/") == (state, "library.example")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/local", "http://", "http://a:x/", ""])
def test_what_is_no_address(link):
    assert look_at(link).state in ("dead", "unsure")


def test_one_that_does_not_answer_keeps_nobody_waiting():
    gate = threading.Event()

    def look(link, timeout):
        if link == "slow":
            gate.wait(10)
        return links.Answer("fine")

    found = look_at_all(["slow", "quick"], patience=0.5, look=look)
    gate.set()
    assert found["quick"].state == "fine"
    assert found["slow"].state == "unsure"
