from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM

from .common import PERSON, SURNAME, PrivacyCase


@tagged("post_install", "-at_install")
class TestErasureImport(PrivacyCase):
    """Someone who was erased does not come back by next week's file, unless somebody says so."""

    def setUp(self):
        super().setUp()
        # Refused, planned and shown before the erasure: all of it has to go.
        self._check([{**PERSON, "EMAIL": "geen adres"}, BRAM])
        self._erase(self.person)
        self.key = PERSON["LENERNUMMER"]

    def test_rows_plans_and_previews_are_gone(self):
        rejections = self.env["bzk.import.rejection"]
        self.assertFalse(rejections.search([("key", "=", self.key)]))
        self.assertFalse(self.env["bzk.import.row"].search([("key", "=", self.key)]))
        runs = self.env["bzk.import.run"].search([("source_id", "=", self.source.id)])
        self.assertNotIn(SURNAME, str(runs.mapped("preview")))
        self.assertIn("Jansen", str(runs.mapped("preview")))

    def test_next_file_is_refused_with_the_reason(self):
        run = self._import([PERSON, BRAM, ANNA])
        self.assertFalse(self._customer(self.key))
        self.assertTrue(self._customer(ANNA["LENERNUMMER"]))
        refused = run.rejection_ids
        self.assertEqual(refused.mapped("code"), ["erased"])
        self.assertEqual(refused.key, self.key)
        self.assertFalse(refused.cells or refused.value)
        self.assertEqual((run.refused_count, run.new_count), (1, 1))
        self.assertNotIn(SURNAME, str(run.preview))

    def test_other_sources_do_not_matter(self):
        self._import([PERSON])
        run = self._new_run(self._csv([{**PERSON, "VESTIGING": "ELD"}]), self.other_profile)
        run.run_to_end(confirm=True)
        self.assertTrue(self._customer(self.key, self.other_source))

    def test_taken_in_again_when_somebody_says_so(self):
        refused = self._import([PERSON]).rejection_ids
        refused.with_user(self.steward).action_take_in_again()
        self.assertEqual(refused.state, "replayed")
        self._import([PERSON])
        again = self._customer(self.key)
        self.assertEqual(again.lastname, SURNAME)
        self.assertNotEqual(again, self.person)
