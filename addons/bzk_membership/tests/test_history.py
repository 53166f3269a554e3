from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestHistory(MemberCase):
    """Every change leaves a line; no line ever changes."""

    def _kinds(self, membership):
        return membership.change_ids.sorted("id").mapped("kind")

    def test_joined(self):
        membership = self._member(branch_id=self.branch.id)
        change = membership.change_ids
        self.assertEqual(change.kind, "joined")
        self.assertEqual(change.date, membership.date_start)
        self.assertEqual(change.to_type_id, self.adult)
        self.assertEqual(change.to_branch_id, self.branch)
        self.assertEqual(change.partner_id, self.anna)
        self.assertEqual(change.company_id, self.library)

    def test_joined_and_left(self):
        end = self._ago(days=3)
        reason = self.env.ref("bzk_membership.reason_moved")
        membership = self._member(date_end=end, reason_id=reason.id)
        self.assertEqual(self._kinds(membership), ["joined", "left"])
        left = membership.change_ids.filtered(lambda change: change.kind == "left")
        self.assertEqual((left.date, left.reason_id), (end, reason))
        self.assertEqual(left.from_type_id, self.adult)

    def test_type_and_branch(self):
        membership = self._member()
        membership.write({"type_id": self.youth.id, "branch_id": self.branch.id})
        self.assertEqual(self._kinds(membership), ["joined", "type", "branch"])
        changed = membership.change_ids.filtered(lambda change: change.kind == "type")
        self.assertEqual(changed.from_type_id, self.adult)
        self.assertEqual(changed.to_type_id, self.youth)
        self.assertEqual(changed.date, self.today)

    def test_left_and_back(self):
        membership = self._member()
        membership.date_end = self._ago(days=40)
        membership.date_end = self._ago(days=30)
        membership.date_end = False
        self.assertEqual(self._kinds(membership), ["joined", "left", "end_date", "rejoined"])
        back = membership.change_ids.sorted("id")[-1]
        self.assertEqual(back.from_end, self._ago(days=30))

    def test_renewed(self):
        """A new end date before the old one has come is no second membership."""
        membership = self._member(date_end=self._ago(days=-30))
        membership.date_end = self._ago(days=-400)
        self.assertEqual(self._kinds(membership), ["joined", "left", "end_date"])

    def test_reason_alone(self):
        membership = self._member(date_end=self.today)
        membership.reason_id = self.env.ref("bzk_membership.reason_moved")
        self.assertEqual(self._kinds(membership), ["joined", "left", "reason"])

    def test_nothing_changed(self):
        membership = self._member()
        membership.write({"type_id": self.adult.id, "number": "1"})
        self.assertEqual(self._kinds(membership), ["joined"])

    def test_only_added_to(self):
        change = self._member().change_ids
        with self.assertRaises(UserError):
            change.date = self.today
        with self.assertRaises(UserError):
            change.unlink()
