from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .common import PrivacyCase

MODELS = (
    "bzk.access.request",
    "bzk.erasure",
    "bzk.erased.key",
    "bzk.retention.rule",
    "bzk.retention.report",
    "bzk.retention.report.line",
    "bzk.privacy.settings",
)
PRIVACY_ROLES = {"data_steward", "administrator"}


@tagged("post_install", "-at_install")
class TestAccess(PrivacyCase):
    """Privacy is for data stewards and administrators, and of their own library only."""

    def setUp(self):
        super().setUp()
        self.stranger, erased = self.env["res.partner"].create(
            [
                {
                    "lastname": name,
                    "birthdate": "1970-01-01",
                    "company_id": self.other_library.id,
                }
                for name in ("Vreemd", "Weg")
            ]
        )
        request = self.env["bzk.access.request"].create(
            {"partner_id": self.stranger.id, "identity": "document"}
        )
        request.action_make()
        waiting, done = self.env["bzk.erasure"].create(
            [
                {"partner_id": partner.id, "identity_checked": True}
                for partner in (self.stranger, erased)
            ]
        )
        done.state = "proposed"
        done.with_user(self._new_user("administrator", self.other_library)).action_approve()
        self.env["bzk.retention.rule"]._complete()
        report = self.env["bzk.retention.report"].create(
            {
                "company_id": self.other_library.id,
                "date": "2026-01-01",
                "first_reported_on": "2026-01-01",
            }
        )
        rules = self.env["bzk.retention.rule"].search([("company_id", "=", self.other_library.id)])
        self.env["bzk.retention.report.line"].create(
            {"report_id": report.id, "rule_id": rules[0].id, "sample_ids": self.stranger.ids}
        )
        self.env["bzk.privacy.settings"]._of(self.other_library)
        self.waiting = waiting
        self.foreign = {
            model: self.env[model].search([("company_id", "=", self.other_library.id)])
            for model in MODELS
        }
        self.assertTrue(all(self.foreign.values()))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_roles(self):
        for role in ROLES:
            for model in MODELS:
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(self.users[role])
                    allowed = role in PRIVACY_ROLES and model != "bzk.erased.key"
                    self.assertEqual(records.has_access("read"), allowed)
        for role in set(ROLES) - PRIVACY_ROLES:
            person = self.person.with_user(self.users[role])
            for method in (person.action_access_request, person.action_erasure):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    method()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_crosses_libraries(self):
        for role in PRIVACY_ROLES:
            for model in MODELS:
                records = self.env[model].with_user(self.users[role])
                foreign = self.foreign[model][:1].with_user(self.users[role])
                with self.subTest(role=role, model=model):
                    if records.has_access("read"):
                        self.assertFalse(records.search([]) & self.foreign[model])
                        self.assertFalse(records.search_count([("id", "in", foreign.ids)]))
                    for attempt in (
                        lambda r=foreign: r.read(["display_name"]),
                        lambda r=foreign: r.write({"company_id": self.library.id}),
                        lambda r=foreign: r.unlink(),
                    ):
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_foreign_customer_cannot_be_named(self):
        administrator = self.users["administrator"]
        for model in ("bzk.access.request", "bzk.erasure"):
            records = self.env[model].with_user(administrator)
            with self.subTest(model):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    records.create({"partner_id": self.stranger.id})
                with self.assertRaises(AccessError):
                    records.onchange(
                        {"partner_id": self.stranger.id}, ["partner_id"], {"display_name": {}}
                    )
                own = records.create({"partner_id": self.bram.id})
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    own.partner_id = self.stranger.id

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_foreign_work_cannot_be_done(self):
        administrator = self.users["administrator"]
        for attempt in (
            self.waiting.with_user(administrator).action_propose,
            self.waiting.with_user(administrator).action_approve,
            self.waiting.with_user(administrator).action_refuse,
            self.foreign["bzk.access.request"].with_user(administrator).action_make,
            self.foreign["bzk.access.request"].with_user(administrator).action_answered,
            self.foreign["bzk.retention.report"].with_user(administrator).action_approve,
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertEqual(self.stranger.lastname, "Vreemd")

    def test_prints_are_nobodys(self):
        with self.assertRaises(AccessError):
            self.foreign["bzk.erased.key"].with_user(self.users["administrator"]).mapped("digest")
