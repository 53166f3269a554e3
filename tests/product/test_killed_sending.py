import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from mail_receiver import Receiver
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

WORKER = Path(__file__).with_name("sending_worker.py")
READERS = 400
#: Every tenth shares an address, and gets no mail of their own.
MAILS = 360


@tagged("post_install", "-at_install")
class TestKilledSending(BaseCase):
    """Workers that are killed in the middle of sending: nothing is lost, nothing comes twice."""

    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        self.addCleanup(self._step, "clean")
        self.assertEqual(self._step("prepare")["numbers"], {"outgoing-": READERS})

    def _command(self, step):
        conf = config["config"] if isinstance(config["config"], str) else config["config"][0]
        port = str(self.receiver.port)
        return [sys.executable, str(WORKER), conf, get_db_name(), step, port]

    def _step(self, step):
        done = subprocess.run(
            self._command(step), stdout=subprocess.PIPE, text=True, timeout=300, check=True
        )
        return json.loads(done.stdout.strip().splitlines()[-1])

    def _worker(self):
        worker = subprocess.Popen(self._command("work"), stdout=subprocess.PIPE, text=True)
        self.addCleanup(worker.stdout.close)
        self.addCleanup(worker.kill)
        return worker

    def _assert_all_once(self, uncertain):
        """Every mail went once; of at most so many nobody knows, and those went at most once."""
        found = self._step("count")
        times = Counter(self.receiver.taken)
        self.assertFalse([number for number, times in times.items() if times > 1], "twice")
        self.assertLessEqual(len(found["uncertain"]), uncertain)
        self.assertEqual(len(found["carriers"]) + len(found["uncertain"]), MAILS)
        lost = set(found["carriers"]) - set(times)
        self.assertFalse(lost, "said to be sent, but the server has nothing of it")
        self.assertLessEqual(set(times), {*found["carriers"], *found["uncertain"]})
        self.assertEqual(found["batches"], 0)
        self.assertEqual(found["state"], "done")
        return found

    def test_killed_again_and_again(self):
        kills = 3
        for _kill in range(kills):
            worker = self._worker()
            self.assertTrue(self.receiver.wait_for(len(self.receiver.taken) + 47))
            worker.kill()
            worker.wait()
        self._step("work")
        self._assert_all_once(uncertain=kills)

    def test_killed_while_the_server_has_it(self):
        """The server has the mail and has not said so: it is not sent again by itself."""
        self.receiver.slow = 1.0
        worker = self._worker()
        self.assertTrue(self.receiver.wait_for(3))
        worker.kill()
        worker.wait()
        self.receiver.slow = 0.0
        self._step("work")
        found = self._assert_all_once(uncertain=1)
        self.assertEqual(found["uncertain"], [self.receiver.taken[2]])

    def test_two_beside_each_other_of_which_one_is_killed(self):
        self.receiver.slow = 0.01
        first, second = self._worker(), self._worker()
        self.assertTrue(self.receiver.wait_for(60))
        first.kill()
        first.wait()
        second.wait(timeout=120)
        self.assertEqual(second.returncode, 0, "the other goes on")
        self._step("work")
        self._assert_all_once(uncertain=1)
