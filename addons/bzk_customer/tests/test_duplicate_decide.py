from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .common import CustomerCase

STEWARDS = ("data_steward", "administrator")


@tagged("post_install", "-at_install")
class TestDuplicateDecide(CustomerCase):
    """A decision holds, and can be taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._propose((cls.anna, cls.double))
        cls.foreign = cls._propose((cls.other_person, cls.other_double), library=cls.other_library)

    def _as(self, role, records=None):
        return (self.pair if records is None else records).with_user(self.users[role])

    def test_different_is_remembered(self):
        self._as("data_steward").action_different()
        self._propose((self.anna, self.double), partner_ids=None)
        self.assertRecordValues(
            self.pair,
            [{"state": "different", "decided_by_id": self.users["data_steward"].id}],
        )
        self.assertTrue(self.pair.decided_on)

    def test_different_is_remembered_after_a_merge(self):
        """Whoever is not the double is not the one into whom the double was merged."""
        self._as("data_steward", self._propose((self.double, self.cas))).action_different()
        self._as("data_steward").work_merge(self.anna.id, {})
        self.assertEqual(self.double.merged_into_id, self.anna)
        self.assertFalse(self._propose((self.anna, self.cas)))
        self._as("data_steward").action_reopen()
        self.assertTrue(self._propose((self.anna, self.cas)))

    def test_decided_by_a_colleague_meanwhile(self):
        self._as("data_steward").action_different()
        with self.assertRaisesRegex(UserError, "already decided"):
            self._as("administrator").work_merge(self.anna.id, {})
        self.assertFalse(self.double.merged_into_id)

    def test_merge_and_take_back(self):
        self._as("data_steward").work_merge(self.anna.id, {})
        self.assertEqual(self.pair.state, "merged")
        self.assertEqual(self.pair.decided_by_id, self.users["data_steward"])
        self.assertEqual(self.double.merged_into_id, self.anna)
        self._as("data_steward").action_reopen()
        self.assertRecordValues(
            self.pair, [{"state": "open", "decided_by_id": False, "decided_on": False}]
        )
        self.assertTrue(self.double.active)
        self.assertFalse(self.double.merged_into_id)

    def test_merge_undone_elsewhere_opens_the_pair(self):
        self._as("data_steward").work_merge(self.anna.id, {})
        self.env["bzk.merge"].search([("source_id", "=", self.double.id)]).action_undo()
        self.assertEqual(self.pair.state, "open")

    def test_open_pairs_pass_to_whoever_stays(self):
        double_cas = self._propose((self.double, self.cas))
        self._as("data_steward").work_merge(self.anna.id, {})
        self.assertEqual(double_cas.partner1_id | double_cas.partner2_id, self.anna | self.cas)
        self._as("data_steward").action_reopen()
        self.assertEqual(double_cas.partner1_id | double_cas.partner2_id, self.double | self.cas)

    def test_pairs_that_become_the_same_are_one(self):
        self._propose((self.double, self.cas), (self.anna, self.cas))
        self._as("data_steward").work_merge(self.anna.id, {})
        self.assertFalse(self._pair(self.double, self.cas))
        self.assertTrue(self._pair(self.anna, self.cas))
        self._as("data_steward").action_reopen()
        self.assertEqual(self._pair(self.double, self.cas).state, "open")

    def test_selection_of_pairs_with_the_same_customer(self):
        pairs = self.pair | self._propose((self.anna, self.cas), (self.double, self.cas))
        pairs |= self._pair(self.anna, self.cas)
        self._as("data_steward", pairs).action_merge()
        everyone = self.anna | self.double | self.cas
        self.assertEqual(len(everyone.filtered("active")), 1)
        self.assertFalse(pairs.exists().filtered(lambda pair: pair.state == "open"))

    def test_decided_pairs_of_a_selection_are_passed_over(self):
        pairs = self.pair | self._propose((self.anna, self.cas))
        self._as("data_steward").action_different()
        self._as("administrator", pairs).action_different()
        self.assertEqual(set(pairs.mapped("state")), {"different"})
        self.assertEqual(self.pair.decided_by_id, self.users["data_steward"])

    def test_a_decided_pair_cannot_be_compared(self):
        self._as("data_steward").action_different()
        with self.assertRaises(UserError):
            self._as("data_steward").action_work()
        self._as("data_steward").action_reopen()
        self._as("data_steward").work_merge(self.anna.id, {})
        self.assertEqual(self._as("data_steward").action_work()["res_id"], self.anna.id)

    def test_a_merge_leaves_the_caches_of_other_workers_alone(self):
        with patch.object(type(self.env.registry), "clear_cache") as forgotten:
            self._as("data_steward").work_merge(self.anna.id, {})
        forgotten.assert_not_called()

    def test_fuller_customer_stays(self):
        self.double.write({"street": "Kerkstraat 1", "zip": "2011 AB", "phone": "06 12345678"})
        self._as("data_steward").action_merge()
        self.assertEqual(self.anna.merged_into_id, self.double)
        self.assertEqual(self.double.firstname, "A.")

    def test_known_in_a_source_stays(self):
        self.env["bzk.external.id"].create(
            {"source_id": self.source.id, "key": "1", "partner_id": self.anna.id}
        )
        self.double.write({"street": "Kerkstraat 1", "zip": "2011 AB", "phone": "06 12345678"})
        self._as("data_steward").action_merge()
        self.assertEqual(self.double.merged_into_id, self.anna)

    def test_archived_customer_is_no_longer_in_a_pair(self):
        self._as("front_desk", self.double).action_archive()
        self.assertFalse(self.pair.exists())

    def test_side_by_side_by_hand(self):
        action = self._as("data_steward", self.env["bzk.duplicate"]).action_compare(
            [self.cas.id, self.anna.id]
        )
        pair = self._pair(self.anna, self.cas)
        self.assertEqual(action["params"]["pair_ids"], pair.ids)
        self.assertTrue(pair.by_hand)
        self.assertIn("colleague", pair.explanation)
        self._propose(partner_ids=None)
        self.assertTrue(pair.exists(), "nobody found it, a colleague did")

    def test_side_by_side_of_what_was_decided(self):
        self._as("data_steward").action_different()
        self._as("data_steward", self.env["bzk.duplicate"]).action_compare(
            (self.anna | self.double).ids
        )
        self.assertEqual(self.pair.state, "open")

    def test_one_customer_is_no_pair(self):
        with self.assertRaises(UserError):
            self._as("data_steward", self.env["bzk.duplicate"]).action_compare(self.anna.ids)

    def test_everyone_is_compared_at_night(self):
        compared = []
        finder = type(self.env["bzk.duplicate.finder"])
        cron = self.env.ref("bzk_customer.cron_merge_certain")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        with patch.object(finder, "_find", lambda _self, library: compared.append(library)):
            self.env["bzk.duplicate"]._cron_duplicates()
        self.assertLessEqual({self.library, self.other_library}, set(compared))
        self.assertGreater(self.env["ir.cron.trigger"].search_count(triggers), before)

    def test_certain_pairs_are_merged_at_night(self):
        ids = (self.pair.partner1_id.id, self.pair.partner2_id.id)
        self.env["bzk.duplicate"]._propose(self.library, [(*ids, "certain", 99, [])])
        self._propose((self.anna, self.cas))
        self.env["bzk.duplicate"]._cron_merge_certain()
        self.assertEqual(self.pair.state, "merged")
        self.assertTrue(self.cas.active, "likely is not certain")
        merge = self.env["bzk.merge"].search([("source_id", "in", ids)])
        self.assertTrue(merge.automatic)

    def test_taken_apart_by_a_person_is_not_merged_at_night(self):
        ids = (self.pair.partner1_id.id, self.pair.partner2_id.id)
        self.env["bzk.duplicate"]._propose(self.library, [(*ids, "certain", 99, [])])
        self.env["bzk.duplicate"]._cron_merge_certain()
        self._as("data_steward").action_reopen()
        self.env["bzk.duplicate"]._cron_merge_certain()
        self.assertEqual(self.pair.state, "open")

    def test_library_that_looks_at_every_pair(self):
        self.library.merge_certain = False
        ids = (self.pair.partner1_id.id, self.pair.partner2_id.id)
        self.env["bzk.duplicate"]._propose(self.library, [(*ids, "certain", 99, [])])
        self.env["bzk.duplicate"]._cron_merge_certain()
        self.assertEqual(self.pair.state, "open")

    def test_alert_on_the_customer(self):
        for role, names in (("data_steward", "A. Berg"), ("front_desk", "")):
            self.anna.invalidate_recordset()
            self.assertEqual(self._as(role, self.anna).duplicate_names, names)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_stewards_decide(self):
        for role in set(ROLES) - set(STEWARDS):
            with self.subTest(role):
                self.assertFalse(self._as(role).has_access("read"))
                for attempt in self._attempts(self._as(role)):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_decides_for_another_library(self):
        for role in STEWARDS:
            pairs = self._as(role, self.env["bzk.duplicate"])
            with self.subTest(role):
                self.assertFalse(pairs.search([]) & self.foreign)
                loaded = pairs.work_load(pair_ids=self.foreign.ids)
                self.assertEqual(loaded, {"pairs": [], "left": {"certain": 0, "likely": 0}})
                for attempt in self._attempts(self._as(role, self.foreign)):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        attempt()
                for other in (self.other_person, self.anna):
                    ids = (other | self.other_double).ids
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        pairs.action_compare(ids)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_state_cannot_be_set_by_hand(self):
        for role in STEWARDS:
            for attempt in (
                lambda role=role: self._as(role).write({"state": "merged"}),
                lambda role=role: self._as(role).unlink(),
                lambda role=role: self._as(role).copy(),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attempt()

    def _attempts(self, pair):
        """Everything a browser can ask for about a pair."""
        return [
            lambda: pair.read(["explanation"]),
            lambda: pair.action_different(),
            lambda: pair.action_merge(),
            lambda: pair.action_reopen(),
            lambda: pair.action_work(),
            lambda: pair.work_merge(pair.sudo().partner1_id.id, {}),
            lambda: pair.work_undo(),
        ]
