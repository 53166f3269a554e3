"""Whether links in a mail lead anywhere, asked without letting anybody look inside our network.

A library's server can reach what its readers cannot. So the address of a host is looked up once,
must be one of the open internet, and is the one that is connected to; at each redirect again.
"""

import http.client
import ipaddress
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: Pages that are not there; other refusals may only be for who is no browser.
GONE = frozenset((404, 410))
#: What a name server says of a name that nobody has; other troubles are its own.
NO_SUCH_NAME = frozenset((socket.EAI_NONAME, socket.EAI_NODATA))
MOST_REDIRECTS = 5
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ELSEWHERE = ("mailto:", "tel:", "sms:", "whatsapp:", "#")


class Answer(NamedTuple):
    """What became of a link.

    :param state: ``fine``, ``dead``, ``inside`` for one into a closed network, ``unsure`` when
        nothing could be told
    :param detail: a status or a short reason
    """

    state: str
    detail: str = ""


class _Inside(Exception):
    """The host is one of a closed network."""


def find_links(html):
    """Give the links of a mail, each once; those that write or call are left out."""
    root = etree.fromstring(html or "<p/>", parser=etree.HTMLParser())
    found = root.xpath("//a[@href] | //area[@href]") if root is not None else []
    links = (node.get("href").strip() for node in found)
    return list(dict.fromkeys(link for link in links if not link.lower().startswith(ELSEWHERE)))


def look_at_all(links, timeout=5, patience=20, look=None):
    """Look at several links at the same time.

    :param float timeout: seconds for each step
    :param float patience: seconds for all together; what did not answer by then is ``unsure``
    :return: dict of link -> :class:`Answer`
    """
    look = look or look_at
    pool = ThreadPoolExecutor(max_workers=8)
    tasks = {link: pool.submit(look, link, timeout) for link in links}
    wait(tasks.values(), timeout=patience)
    # Whoever waits for a name that nobody knows is not waited for.
    pool.shutdown(wait=False, cancel_futures=True)
    return {
        link: task.result() if task.done() and not task.cancelled() else Answer("unsure", "…")
        for link, task in tasks.items()
    }


def look_at(link, timeout=5):
    """Ask for the page behind a link, as little of it as possible.

    :return: :class:`Answer`
    """
    try:
        for _step in range(MOST_REDIRECTS + 1):
            parts = urlsplit(link)
            port = parts.port or PORTS.get(parts.scheme)
            if not port or not parts.hostname:
                return Answer("dead", parts.scheme)
            if port not in PORTS.values() or parts.username:
                return Answer("unsure", parts.netloc)
            status, target = _ask(parts, port, timeout)
            if status not in REDIRECTS or not target:
                return _judge(status)
            link = urljoin(link, target)
    except _Inside:
        return Answer("inside", urlsplit(link).hostname or "")
    except socket.gaierror as error:
        # Without a line to the internet no name is known, which says nothing of the link.
        known = "dead" if error.errno in NO_SUCH_NAME else "unsure"
        return Answer(known, urlsplit(link).hostname or "")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer("unsure", type(error).__name__)
    return Answer("dead", "redirects")


def _judge(status):
    if status in GONE:
        return Answer("dead", str(status))
    return Answer("fine" if status < 400 else "unsure", str(status))


def _ask(parts, port, timeout):
    """Ask without the page itself; some servers only answer who wants it."""
    address = _open_address(parts.hostname, port)
    for method in ("HEAD", "GET"):
        connection = _Pinned(parts, port, address, timeout)
        try:
            path = parts.path or "/"
            path = f"{path}?{parts.query}" if parts.query else path
            connection.request(method, path, headers={"User-Agent": "Mozilla/5.0 (link check)"})
            response = connection.getresponse()
            if response.status < 400:
                break
        finally:
            connection.close()
    return response.status, response.getheader("Location")


def _open_address(host, port):
    """Look up a host.

    :raises _Inside: when any of its addresses is not on the open internet
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [entry[4][0] for entry in found]
    if not all(map(_is_open, addresses)):
        raise _Inside
    return addresses[0]


def _is_open(text):
    """Whether an address is one that everybody reaches.

    >>> [_is_open(text) for text in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1")]
    [True, False, False]
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked at, whatever the name says by now."""

    def __init__(self, parts, port, address, timeout):
        super().__init__(parts.hostname, port, timeout=timeout)
        self._address = address
        self._secure = parts.scheme == "https"

    def connect(self):
        """Connect to the address itself; the certificate is still that of the name."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
