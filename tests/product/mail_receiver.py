"""A mail server on this machine that remembers what it took, and can be slow or end at once."""

import re
import socketserver
import threading

NUMBER = re.compile(rb"^Message-Id: (<[^>]+>)", re.MULTILINE)


class Receiver(socketserver.ThreadingTCPServer):
    """Takes every mail.

    :param slow: seconds between having a mail whole and saying so
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, slow=0.0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.slow = slow
        self.taken = []
        #: Set when so many mails were taken.
        self.reached = threading.Event()
        self.wanted = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def wait_for(self, number):
        """Wait until so many mails were taken in all.

        :return: whether that was so within a minute
        """
        self.reached.clear()
        self.wanted = number
        return len(self.taken) >= number or self.reached.wait(60)

    def take(self, number):
        self.taken.append(number)
        if self.wanted and len(self.taken) >= self.wanted:
            self.reached.set()


class Handler(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.say("220 hello")
        while line := self.rfile.readline():
            command = line.split()[0].lower() if line.split() else b""
            if command != b"data":
                self.say("221 bye" if command == b"quit" else "250 OK")
                continue
            self.say("354 go on")
            content = b""
            while (line := self.rfile.readline()) != b".\r\n":
                if not line:
                    # Not whole: it was never sent (RFC 5321 section 4.1.1.4).
                    return
                content += line
            self.server.take(NUMBER.search(content)[1].decode())
            threading.Event().wait(self.server.slow)
            self.say("250 OK")

    def say(self, reply):
        self.wfile.write(f"{reply}\r\n".encode())
