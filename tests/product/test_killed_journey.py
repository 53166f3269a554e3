import json
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

WORKER = Path(__file__).with_name("journey_worker.py")
ROWS = 300


@tagged("post_install", "-at_install")
class TestKilledJourney(BaseCase):
    """A server that is killed (kill -9) while customers go on: nobody is lost, nobody doubled."""

    def _command(self, step):
        conf = config["config"] if isinstance(config["config"], str) else config["config"][0]
        return [sys.executable, str(WORKER), conf, get_db_name(), step]

    def _step(self, step):
        done = subprocess.run(
            self._command(step), stdout=subprocess.PIPE, text=True, timeout=300, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])

    def _kill_at(self, moment, times):
        """Let a worker go on, and kill it at the given one of such moments."""
        with subprocess.Popen(self._command("work"), stdout=subprocess.PIPE, text=True) as worker:
            for line in worker.stdout:
                times -= line.strip() == moment
                if not times:
                    worker.kill()
                    break
        self.assertLess(worker.returncode, 0, "the worker was done before it could be killed")

    def test_kill_and_go_on(self):
        self.addCleanup(self._step, "clean")
        self.assertEqual(self._step("prepare")["state"], "running")
        # While customers enter: nobody did.
        self._kill_at("_after_enter", 1)
        self.assertEqual(self._step("count")["entries"], 0)
        # In the fourth batch, with mails in the queue and customers not moved on yet.
        self._kill_at("_note", 4)
        half = self._step("count")
        self.assertEqual(half["entries"], ROWS)
        self.assertEqual(half["mails"], half["passages"])
        self.assertTrue(0 < half["mails"] < 2 * ROWS, half)
        # When customers were moved on, before that was committed.
        self._kill_at("_settle", 3)
        further = self._step("count")
        self.assertEqual(further["mails"], further["passages"])
        self.assertGreater(further["mails"], half["mails"])
        after = self._step("again")
        self.assertEqual(
            after,
            {
                "entries": ROWS,
                "done": ROWS,
                "passages": 2 * ROWS,
                "mails": 2 * ROWS,
                "different": 2 * ROWS,
            },
        )
