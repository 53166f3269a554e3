from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ANNA, BRAM, LibraryCase


@tagged("post_install", "-at_install")
class TestImportMissing(LibraryCase):
    """Who is absent from a complete file, and files that are probably not complete."""

    def _external_id(self, key):
        return self.env["bzk.external.id"].search(
            [("source_id", "=", self.source.id), ("key", "=", key)]
        )

    def test_missing_is_marked_and_never_deleted(self):
        self._import([ANNA, BRAM])
        run = self._import([ANNA])
        self.assertEqual(run.missing_count, 1)
        bram = self._external_id("00000002")
        self.assertEqual((bram.state, bram.missing_count), ("missing", 1))
        self.assertTrue(bram.missing_since)
        self.assertTrue(bram.partner_id.active)

    def test_back_again(self):
        self._import([ANNA, BRAM])
        self._import([ANNA])
        run = self._import([ANNA, BRAM])
        self.assertEqual(run.unchanged_count, 2)
        bram = self._external_id("00000002")
        self.assertEqual((bram.state, bram.missing_count), ("current", 0))
        self.assertFalse(bram.missing_since)

    def test_rule_ends_after_a_number_of_files(self):
        self.profile.write({"missing_rule": "close", "missing_after": 2})
        self._import([ANNA, BRAM])
        self._import([ANNA])
        self._import([ANNA])
        self.assertEqual(
            self._external_id("00000002").state, "missing", "the same file is not a second one"
        )
        moved = {**ANNA, "HUISNUMMER": "3"}
        self._import([moved])
        self.assertEqual(self._external_id("00000002").state, "closed")
        run = self._check([moved])
        self.assertEqual(run.missing_count, 0)
        run = self._import([moved, BRAM])
        self.assertEqual(run.unchanged_count, 2)
        self.assertEqual(self._external_id("00000002").partner_id.name, "Bram Jansen")

    def test_refused_row_is_not_missing(self):
        self._import([ANNA, BRAM])
        lines = self._csv([ANNA, BRAM]).rstrip().split(b"\r\n")
        run = self._new_run(b"\r\n".join([*lines[:2], lines[2] + b";too;long"]))
        run.run_to_end(confirm=True)
        self.assertEqual((run.refused_count, run.missing_count), (1, 0))

    def test_too_many_missing_asks_first(self):
        self._import([ANNA, BRAM])
        run = self._check([ANNA])
        self.assertEqual(run.questions[0]["code"], "many_missing")
        self.assertRegex(run.question_text, "50[.,]0")
        with self.assertRaises(UserError):
            run.action_import()
        run.action_confirm()
        run._process()
        self.assertEqual(run.state, "done")

    def test_share_below_the_limit_does_not_ask(self):
        self.profile.missing_share = 60
        self._import([ANNA, BRAM])
        self.assertFalse(self._check([ANNA]).questions)

    def test_round_number_of_rows_asks_first(self):
        self.profile.row_cap = 2
        run = self._check([ANNA, BRAM])
        self.assertEqual(run.questions[0]["code"], "round_number")
        self.assertFalse(self._check([ANNA]).questions)
