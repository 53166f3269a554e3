"""Catches what the server of ./scripts/run mails, so that none leaves this machine, and shows it.

Every mail becomes a page that any browser opens, with the mail itself beside it (.eml).
"""

import argparse
import asyncio
import contextlib
import html
import itertools
import signal
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"
#: Mails that are kept, and of those the ones on the list.
KEPT, LISTED = 20_000, 500
#: Seconds between looks whether the list has to be written anew.
PAUSE = 1

PAGE = """<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px sans-serif;margin:1.5rem auto;max-width:60rem;padding:0 1rem}}
th{{text-align:left;padding-right:1rem;vertical-align:top}}td{{padding:.2rem 1rem .2rem 0}}
iframe{{width:100%;height:75vh;border:1px solid #bbb}}pre{{white-space:pre-wrap}}</style>
{content}</html>"""


class Folder:
    """Mails on disk: numbered, each as it came and as a page, and a list of the latest.

    :param path: folder, made when it is not there
    """

    def __init__(self, path):
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        known = sorted(int(file.stem) for file in self.path.glob("[0-9]*.eml"))
        self.numbers = itertools.count(known[-1] + 1 if known else 1)
        self.lines = {number: self._line(number, self._read(number)) for number in known[-LISTED:]}
        self.changed = True

    def _read(self, number):
        return message_from_bytes(self._file(number, "eml").read_bytes(), policy=policy.default)

    def _file(self, number, kind):
        return self.path / f"{number:06}.{kind}"

    def add(self, content):
        """Keep one mail.

        :param bytes content: the mail as it came
        """
        number = next(self.numbers)
        message = message_from_bytes(content, policy=policy.default)
        self._file(number, "eml").write_bytes(content)
        self._file(number, "html").write_text(page(message))
        self.lines[number] = self._line(number, message)
        for kind in ("eml", "html"):
            self._file(number - KEPT, kind).unlink(missing_ok=True)
        self.lines.pop(number - LISTED, None)
        self.changed = True

    def _line(self, number, message):
        cells = (message["date"], message["to"], message["subject"])
        date, to, subject = (html.escape(str(cell or "")) for cell in cells)
        link = f'<a href="{number:06}.html">{subject or "-"}</a>'
        return f"<tr><td>{date}</td><td>{to}</td><td>{link}</td></tr>"

    def write_list(self):
        """Write the list when a mail came since the last time."""
        if not self.changed:
            return
        self.changed = False
        rows = "".join(self.lines[number] for number in sorted(self.lines, reverse=True))
        head = "<h1>Mails</h1><table><tr><th>Datum</th><th>Aan</th><th>Onderwerp</th></tr>"
        (self.path / "index.html").write_text(
            PAGE.format(title="Mails", content=f"{head}{rows}</table>")
        )


def page(message):
    """Show a mail as its reader sees it: what a program of mails shows of its head, and the text.

    The text comes from outside, so it is shown apart, where no script runs.

    :param message: ``email.message.EmailMessage``
    :return: HTML
    """
    head = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(message[name] or ''))}</td></tr>"
        for name in ("Subject", "From", "To", "Reply-To", "Date", "List-Unsubscribe")
    )
    rich, plain = message.get_body(("html",)), message.get_body(("plain",))
    parts = [f'<p><a href="index.html">Mails</a></p><table>{head}</table>']
    if rich:
        text = html.escape(rich.get_content(), quote=True)
        parts.append(f'<iframe sandbox="" title="Mail" srcdoc="{text}"></iframe>')
    if plain:
        parts.append(f"<h2>Tekst</h2><pre>{html.escape(plain.get_content())}</pre>")
    return PAGE.format(title=html.escape(str(message["subject"] or "")), content="".join(parts))


class Handler:
    """Takes every mail, whoever it is for."""

    def __init__(self, folder):
        self.folder = folder

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802, named by the library
        """Keep the mail and tell the server that it arrived."""
        self.folder.add(envelope.content)
        return "250 OK"


async def catch(folder, port):
    """Catch until told to stop.

    :param Folder folder: where the mails go
    :param int port: of this machine; no other machine reaches it
    """
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    handler = Handler(folder)
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), HOST, port)
    while not stop.is_set():
        folder.write_list()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE)
    server.close()
    folder.write_list()


def main():
    """Catch mails into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(catch(Folder(options.folder), options.port))


if __name__ == "__main__":
    main()
