"""A pretix on this machine that a test starts, kills and starts again."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import requests

#: Seconds in which it has to answer.
PATIENCE = 120
TOKEN_SCRIPT = """
from django_scopes import scopes_disabled
from pretix.base.models import Organizer, Team
with scopes_disabled():
    organiser = Organizer.objects.create(slug="biblio", name="Bibliotheek Zandvoort")
    organiser.settings.payment_manual__enabled = True
    rights = dict(all_events=True, all_event_permissions=True, all_organizer_permissions=True)
    team = Team.objects.create(organizer=organiser, name="CRM", **rights)
    print("TOKEN=" + team.tokens.create(name="crm").token)
"""


class PretixServer:
    """A copy of the empty pretix, on a free port of the loopback interface.

    :param home: folder that ``scripts/lib/pretix_env.py`` made
    :param folder: where the copy lives
    """

    organiser = "biblio"

    def __init__(self, home, folder):
        self.venv = Path(home, "venv", "bin")
        self.folder = Path(folder, "pretix")
        shutil.copytree(Path(home, "empty"), self.folder)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        settings = self.folder / "pretix.cfg"
        text = settings.read_text()
        settings.write_text(text.replace("url=http://127.0.0.1\n", f"url={self.address}\n"))
        self.environment = {**os.environ, "PRETIX_CONFIG_FILE": str(settings)}
        self.environment["HOME"] = str(self.folder)
        self.process = None
        self.token = self._make_token()

    def _make_token(self):
        done = subprocess.run(
            [self.venv / "python", "-m", "pretix", "shell"],
            input=TOKEN_SCRIPT,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        lines = [line for line in done.stdout.splitlines() if "TOKEN=" in line]
        if not lines:
            raise AssertionError(f"pretix made no organiser: {done.stderr[-2000:]}")
        return lines[-1].split("TOKEN=")[1].strip()

    def start(self):
        """Start it and wait until it answers."""
        with open(self.folder / "gunicorn.log", "a") as log:
            self.process = subprocess.Popen(
                [self.venv / "gunicorn", "pretix.wsgi", "--bind", f"127.0.0.1:{self.port}"]
                + ["--workers", "1", "--threads", "4", "--no-control-socket"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                requests.get(f"{self.address}/api/v1/version", timeout=PATIENCE)
                return
            except requests.ConnectionError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise AssertionError(f"pretix did not start: {self.log()[-2000:]}")

    def log(self):
        """What it said so far."""
        return (self.folder / "gunicorn.log").read_text()

    def kill(self):
        """Have it gone at once, as when the machine loses its power: it and its workers."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, 9)
        if self.process:
            self.process.wait()
        self.process = None

    def stop(self):
        """Let it finish and go."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None


def free_port():
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
