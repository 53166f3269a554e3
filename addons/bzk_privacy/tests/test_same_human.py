from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .common import PrivacyCase


@tagged("post_install", "-at_install")
class TestSameHuman(PrivacyCase):
    """A private customer and somebody at an organisation may be one, which few may know."""

    def setUp(self):
        super().setUp()
        self.work = self.env["res.partner"].create(
            {
                "firstname": "Fenneke",
                "lastname": "Wegwezen",
                "email": "directie@school.example",
                "company_id": self.library.id,
                "work_contact": True,
            }
        )
        self.work.with_user(self.steward).private_partner_id = self.person

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_stewards_know(self):
        for role in ROLES:
            for partner, name in (
                (self.work, "private_partner_id"),
                (self.person, "known_at_work_ids"),
            ):
                own = partner.with_user(self.users[role])
                with self.subTest(role=role, field=name):
                    if role in ("data_steward", "administrator"):
                        self.assertTrue(own.read([name])[0][name])
                        continue
                    self.assertNotIn(name, own.fields_get())
                    for attempt in (
                        lambda r=own, n=name: r.read([n]),
                        lambda r=own, n=name: r.search([(n, "!=", False)]),
                        lambda r=own, n=name: r.search([(f"{n}.lastname", "=", "Wegwezen")]),
                        lambda r=own, n=name: r._read_group([], [n]),
                        lambda r=own, n=name: r.write({n: False}),
                        lambda r=own, n=name: r.export_data([n]),
                    ):
                        with self.assertRaises(UserError):
                            attempt()

    def test_a_copy_is_not_tied(self):
        self.assertFalse(self.work.copy().private_partner_id)

    def test_only_work_to_private(self):
        with self.assertRaises(ValidationError):
            self.person.private_partner_id = self.bram
        with self.assertRaises(ValidationError):
            self.work.private_partner_id = self.work.copy({"work_contact": True})

    def test_access_asks_and_covers_both(self):
        requests = self.env["bzk.access.request"].with_user(self.steward)
        request = requests.create({"partner_id": self.person.id, "identity": "document"})
        self.assertEqual(request.other_ids, self.work)
        with self.assertRaisesRegex(UserError, "private and at work"):
            request.action_make()
        request.scope = "one"
        self.assertNotIn("directie@school.example", str(request._content()))
        request.scope = "both"
        content = str(request._content())
        self.assertIn("directie@school.example", content)
        self.assertIn("fenneke@vergeten.example", content)
        request.action_make()
        self.assertEqual(request.state, "made")
        # The same, asked from the other side.
        request = requests.create({"partner_id": self.work.id, "scope": "one"})
        self.assertEqual(request.other_ids, self.person)
        self.assertNotIn("fenneke@vergeten.example", str(request._content()))

    def _erase(self, partner, scope):
        erasure = (
            self.env["bzk.erasure"]
            .with_user(self.steward)
            .create({"partner_id": partner.id, "identity_checked": True, "ground": "request"})
        )
        with self.assertRaisesRegex(UserError, "private and at work"):
            erasure.action_propose()
        erasure.scope = scope
        erasure.action_propose()
        erasure.with_user(self.administrator).action_approve()
        return erasure

    def test_erasing_both(self):
        self._erase(self.person, "both")
        self.assertTrue(self.person.erased_on)
        self.assertTrue(self.work.erased_on)
        self.assertFalse(self.work.email)
        self.assertFalse(self.work.private_partner_id)

    def test_erasing_one_forgets_the_tie(self):
        self._erase(self.person, "one")
        self.assertTrue(self.person.erased_on)
        self.assertFalse(self.work.erased_on)
        self.assertEqual(self.work.email, "directie@school.example")
        self.assertFalse(self.work.private_partner_id)

    def test_nobody_else_is_asked(self):
        request = self.env["bzk.access.request"].create(
            {"partner_id": self.bram.id, "identity": "document"}
        )
        request.action_make()
        self.assertEqual(request.state, "made")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_to_a_customer_of_another_library(self):
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "company_id": self.other_library.id}
        )
        with self.assertRaises(UserError):
            self.work.with_user(self.steward).private_partner_id = stranger
            self.env.flush_all()
