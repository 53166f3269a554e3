from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestDuplicate(CustomerCase):
    """Pairs that may be one person come, go and stay as they should."""

    def test_found_pairs_wait_for_a_decision(self):
        pair = self._propose((self.anna, self.double))
        self.assertEqual(pair.state, "open")
        self.assertEqual(pair.company_id, self.library)
        self.assertEqual(pair.reasons, [["birthdate_same", {}]])

    def test_found_again_with_another_outcome(self):
        pair = self._propose((self.anna, self.double))
        self.env["bzk.duplicate"]._propose(
            self.library, [(pair.partner1_id.id, pair.partner2_id.id, "certain", 99.0, [])]
        )
        self.assertRecordValues(pair, [{"outcome": "certain", "score": 99.0, "reasons": []}])

    def test_different_is_no_pair(self):
        first, second = sorted((self.anna.id, self.cas.id))
        self.env["bzk.duplicate"]._propose(
            self.library, [(first, second, "different", 1.0, [])], None
        )
        self.assertFalse(self._pair(self.anna, self.cas))

    def test_pairs_that_are_not_found_again_are_dropped(self):
        self._propose((self.anna, self.double), (self.double, self.cas))
        self._propose((self.double, self.cas), partner_ids=[self.cas.id])
        self.assertTrue(self._pair(self.anna, self.double), "nobody looked at these two")
        self._propose((self.double, self.cas), partner_ids=None)
        self.assertFalse(self._pair(self.anna, self.double))
        self.assertTrue(self._pair(self.double, self.cas))

    def test_whole_run_of_one_library_leaves_the_other(self):
        self._propose((self.other_person, self.other_double), library=self.other_library)
        self._propose(partner_ids=None)
        self.assertTrue(self._pair(self.other_person, self.other_double))

    def test_pair_of_two_libraries_is_never_made(self):
        self.assertFalse(self._propose((self.anna, self.other_person)))

    def test_archived_and_merged_customers_are_left_out(self):
        self.double.active = False
        self.assertFalse(self._propose((self.anna, self.double)))
        self.double.write({"active": True, "merged_into_id": self.cas.id})
        self.assertFalse(self._propose((self.anna, self.double)))
