from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ANNA, BRAM, LibraryCase


@tagged("post_install", "-at_install")
class TestImportStale(LibraryCase):
    """A plan is only carried out in the world that it was made for."""

    def test_branch_deleted_since_the_check(self):
        run = self._check([ANNA])
        self.branch.unlink()
        with self.assertRaisesRegex(UserError, "Check again"):
            run.action_import()

    def test_customer_deleted_while_importing(self):
        self._import([ANNA, BRAM])
        run = self._check([{**ANNA, "HUISNUMMER": "8"}, BRAM])
        run.action_import()
        self._customer("00000001").unlink()
        run._process()
        self.assertEqual((run.state, run.problem["code"]), ("failed", "stale"))
        self.assertFalse(run.date_checked)
        run.action_check()
        run._process()
        self.assertEqual(run.new_count, 1)

    def test_half_of_another_run_since_the_check(self):
        self._patch_chunk(1)
        first, second = self._check([ANNA, BRAM]), self._check([ANNA, BRAM])
        second.action_import()
        second._process(lambda run, done, _total: run.action_cancel() if done == 1 else None)
        with self.assertRaisesRegex(UserError, "Check again"):
            first.action_import()
        second.action_import()
        second._process()
        self.assertEqual((second.state, second.written_count), ("done", 2))

    def test_stopped_check_is_not_a_plan(self):
        self._patch_chunk(1)
        run = self._check([ANNA, BRAM])
        run.action_check()
        with patch.object(type(run), "_still", lambda run, state: run.row_count < 1):
            run._process()
        run.action_cancel()
        with self.assertRaisesRegex(UserError, "Check the file first"):
            run.action_import()

    def test_merged_customer_gets_what_both_keys_changed(self):
        self._import([ANNA, BRAM])
        anna, bram = self._customer("00000001"), self._customer("00000002")
        self.env["bzk.external.id"].search([("partner_id", "=", bram.id)]).partner_id = anna
        self._import([{**ANNA, "TELEFOON": "0687654321"}, {**BRAM, "EMAIL": "bram@example.org"}])
        self.assertEqual((anna.phone, anna.email), ("06 87654321", "bram@example.org"))

    @mute_logger("odoo.addons.bzk_base.models.import_run")
    def test_unforeseen_error_sets_one_run_aside(self):
        bad, good = self._new_run(self._csv([ANNA])), self._new_run(self._csv([BRAM]))
        (bad | good).action_check()
        check = type(bad)._check

        def break_one(run, report=None):
            if run.id == bad.id:
                raise ZeroDivisionError
            return check(run, report)

        with (
            patch.object(type(bad), "_check", break_one),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            self.env["bzk.import.run"]._cron_process()
        self.assertEqual((bad.state, good.state), ("failed", "checked"))
        self.assertIn("ZeroDivisionError", bad.problem_text)

    def test_headings_in_the_middle_are_no_customer(self):
        lines = self._csv([ANNA, BRAM]).rstrip().split(b"\r\n")
        run = self._new_run(b"\r\n".join([*lines[:2], lines[0], lines[2]]))
        run.run_to_end()
        self.assertEqual((run.new_count, run.repeated_count), (2, 1))
