import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

WORKER = Path(__file__).with_name("import_worker.py")
ROWS = 1_000
CHUNK = 100


@tagged("post_install", "-at_install")
class TestKilledImport(BaseCase):
    """An import that is killed goes on: nothing half, nothing twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name

    def _command(self, step):
        conf = config["config"] if isinstance(config["config"], str) else config["config"][0]
        return [sys.executable, str(WORKER), conf, get_db_name(), step, self.folder]

    def _step(self, step):
        done = subprocess.run(
            self._command(step), stdout=subprocess.PIPE, text=True, timeout=300, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])

    def test_kill_and_go_on(self):
        self.addCleanup(self._step, "clean")
        self.assertEqual(self._step("prepare")["state"], "importing")
        with subprocess.Popen(self._command("work"), stdout=subprocess.PIPE, text=True) as worker:
            done = 0
            for line in worker.stdout:
                done = int(line) if line.strip().isdecimal() else done
                if done >= 3 * CHUNK:
                    worker.kill()
                    break
        self.assertLess(worker.returncode, 0, "the worker was done before it could be killed")
        after = self._step("again")
        self.assertEqual(after["state"], "done")
        self.assertEqual((after["written"], after["customers"], after["keys"]), (ROWS, ROWS, ROWS))
        clash = self._step("disturb")
        self.assertEqual(clash["attempts"], 2, "the chunk is tried again after a clash")
        self.assertEqual(clash["city"], "Zandvoort", "the colleague's change stands")
        self.assertEqual(clash["customers"], ROWS)
