from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrivacyCase


@tagged("post_install", "-at_install")
class TestHostile(PrivacyCase):
    """What was looked at is what is done; what was done is not rewritten."""

    def test_a_file_is_never_another_customers(self):
        request = (
            self.env["bzk.access.request"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity": "document"})
        )
        request.partner_id = self.bram
        request.partner_id = self.person
        request.action_make()
        with self.assertRaises(UserError):
            request.partner_id = self.bram

    def test_who_waits_to_be_erased_is_not_swapped(self):
        erasure = self._propose(self.person)
        for values in ({"partner_id": self.bram.id}, {"ground": "term"}, {"note": "x"}):
            with self.assertRaises(UserError):
                erasure.write(values)
        erasure.action_back()
        erasure.ground = "objection"
        erasure.action_propose()
        erasure.with_user(self.administrator).action_approve()
        self.assertTrue(self.person.erased_on)
        self.assertFalse(self.bram.erased_on)

    def test_retention_is_not_everybodys(self):
        for role in ("front_desk", "insights", "marketing"):
            user = self.users[role]
            with self.assertRaises(AccessError):
                self.env["bzk.retention.report"].with_user(user).action_reports()
            with self.assertRaises(AccessError):
                self.env["bzk.retention.rule"].with_user(user).action_rules()
