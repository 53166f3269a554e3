"""Requests to the REST interface of another system, made so that trouble on the way is survived.

Each request has a time limit and a size limit and is tried again when the other side is busy, out
of order or out of reach. The token travels in one header only: never in an address, a log or an
error, and never to another address than the one that was set.
"""

import json
import logging
import random
import time
import uuid
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests

from .problems import ConnectionProblem

_logger = logging.getLogger(__name__)

ATTEMPTS = 5
#: Seconds to make a connection, and seconds of silence after which it is given up.
TIMEOUTS = (10, 60)
#: Seconds in which one whole answer has to arrive.
DEADLINE = 180
#: Bytes that one answer may count; a page of 50 orders is some 300 kB.
MAX_BYTES = 32 * 2**20
#: Seconds that are waited at most before the next attempt, whatever the other side asks for.
LONGEST_WAIT = 60
_REASONS = {401: "unauthorized", 403: "forbidden", 404: "not_found", 410: "not_found"}


def clean_address(text):
    """Return the address of a system without a slash at its end.

    :raises ConnectionProblem: ``address`` for what is no web address, ``insecure`` for plain http
        to anywhere but this machine: the token would travel readable
    """
    try:
        parts = urlsplit(text.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ConnectionProblem("address") from None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise ConnectionProblem("address")
    if parts.query or parts.fragment:
        raise ConnectionProblem("address")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConnectionProblem("insecure")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host):
    """Whether a host name means this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _HeaderAuth(requests.auth.AuthBase):
    """Sets the header; being there, it also keeps ``requests`` from looking into a netrc file."""

    def __init__(self, value):
        self._value = value

    def __call__(self, request):
        request.headers["Authorization"] = self._value
        return request


class Client:
    """Calls one system.

    :param str address: as :func:`clean_address` takes it
    :param str authorization: value of the header ``Authorization``
    :param int attempts: how often a request is made before it counts as failed
    :param sleep: called with seconds before another attempt
    """

    def __init__(self, address, authorization, attempts=ATTEMPTS, sleep=time.sleep):
        self.address = clean_address(address)
        self._attempts = attempts
        self._sleep = sleep
        self._session = requests.Session()
        self._session.auth = _HeaderAuth(authorization)
        self._session.headers["Accept"] = "application/json"
        # A proxy for the outside world cannot reach what only listens on this machine.
        self._session.trust_env = not is_loopback(urlsplit(self.address).hostname)

    def __repr__(self):
        return f"Client({self.address!r})"

    def get(self, path, **params):
        """Return the JSON under a path.

        :raises ConnectionProblem: when there is none after all attempts
        """
        return self._request("GET", path, params=params)

    def post(self, path, payload):
        """Have something done. A second attempt is told by its key and not carried out twice.

        :raises ConnectionProblem: when it is refused, or not answered after all attempts
        """
        headers = {"X-Idempotency-Key": uuid.uuid4().hex}
        return self._request("POST", path, json=payload, headers=headers)

    def _request(self, method, path, **options):
        for attempt in range(1, self._attempts + 1):
            try:
                return self._attempt(method, path, **options)
            except _PassingTrouble as trouble:
                if attempt == self._attempts:
                    raise trouble.problem from None
                wait = trouble.wait(attempt)
                _logger.info("%s %s: %s, again in %.1f s", method, path, trouble.problem, wait)
                self._sleep(wait)
        return None

    def _attempt(self, method, path, **options):
        try:
            with self._session.request(
                method,
                f"{self.address}{path}",
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=True,
                **options,
            ) as response:
                self._check_status(response)
                return self._read(response)
        except requests.Timeout:
            raise _PassingTrouble(ConnectionProblem("timeout")) from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            raise _PassingTrouble(ConnectionProblem("unreachable")) from None
        except requests.RequestException as error:
            # Its text may repeat what was sent.
            raise ConnectionProblem("refused", status=type(error).__name__) from None

    def _check_status(self, response):
        status = response.status_code
        if status == 429:
            problem = ConnectionProblem("busy")
            raise _PassingTrouble(problem, response.headers.get("Retry-After"))
        if status >= 500:
            problem = ConnectionProblem("failing", status=status)
            raise _PassingTrouble(problem, response.headers.get("Retry-After"))
        if status in _REASONS:
            raise ConnectionProblem(_REASONS[status])
        if 300 <= status < 400:
            raise ConnectionProblem("moved")
        if status >= 400:
            raise ConnectionProblem("refused", status=status)

    def _read(self, response):
        body, end = bytearray(), time.monotonic() + DEADLINE
        for part in response.iter_content(64 * 1024):
            body += part
            if len(body) > MAX_BYTES:
                raise ConnectionProblem("too_large")
            if time.monotonic() > end:
                raise _PassingTrouble(ConnectionProblem("timeout"))
        if not body:
            return None
        try:
            return json.loads(bytes(body))
        except ValueError:
            raise ConnectionProblem("not_understood") from None


class _PassingTrouble(Exception):
    """Trouble that may be over at the next attempt.

    :param problem: the :class:`ConnectionProblem` to raise when it is not
    :param retry_after: the header in which the other side says how long to wait
    """

    def __init__(self, problem, retry_after=None):
        super().__init__()
        self.problem = problem
        self.retry_after = retry_after

    def wait(self, attempt):
        """Seconds to wait after this attempt: what was asked for, else longer and longer.

        A little chance keeps many connections from coming back at the same moment.
        """
        asked = _seconds(self.retry_after)
        if asked is None:
            asked = 2 ** (attempt - 1) * random.uniform(0.5, 1)
        return min(asked, LONGEST_WAIT)


def _seconds(retry_after):
    """Read ``Retry-After``: seconds, or a date of HTTP."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
