"""Stands between the CRM and pretix and gives trouble when it is told to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

TIMEOUT = 120
PASSED_ON = ("Authorization", "Content-Type", "Accept", "X-Idempotency-Key")


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a server.

    ``trouble`` is called with the number of the request, from 1, and its path; it returns ``None``
    to pass it on, a status to answer instead, or ``"hang up"`` to pass it on and never answer.

    :param str target: address of the server
    """

    daemon_threads = True

    def __init__(self, target):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.forget()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def forget(self):
        """Count from the beginning, without trouble."""
        self.count, self.trouble, self.troubles = 0, lambda number, path: None, 0

    def close(self):
        """Stop listening."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, request, client_address):
        """Say nothing: whoever called finds out."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.count += 1
        what = self.server.trouble(self.server.count, self.path)
        self.server.troubles += what is not None
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if isinstance(what, int):
            self._answer(what, b"", {"Retry-After": "1"})
            return
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(
                self.command,
                self.server.target + self.path,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
            )
        if what == "hang up":
            self.close_connection = True
            return
        content_type = response.headers.get("Content-Type", "")
        self._answer(response.status_code, response.content, {"Content-Type": content_type})

    do_POST = do_GET

    def _answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


class Collector(ThreadingHTTPServer):
    """Keeps what is sent to it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Collecting)
        self.messages = []
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self):
        """Stop listening."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Collecting(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.messages.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments):
        pass
