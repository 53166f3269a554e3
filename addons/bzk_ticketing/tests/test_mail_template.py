from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from odoo.addons.bzk_base.tests.common import ROLES, LibraryCase


@tagged("post_install", "-at_install")
class TestMailTemplate(LibraryCase):
    """Every library may have its own text of a mail, and none sees another's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.common = cls.env["mail.template"].create(
            {
                "name": "Reminder",
                "activity_use": "reminder",
                "model_id": cls.env["ir.model"]._get_id("event.registration"),
                "subject": "Reminder",
            }
        )
        cls.own, cls.foreign = (
            cls.common.copy({"company_id": library.id, "base_id": cls.common.id})
            for library in (cls.library, cls.other_library)
        )

        cls.plain = cls.common.copy({"company_id": cls.library.id})

    def test_own_text_goes_before_the_common_one(self):
        self.assertEqual(self.common._for_company(self.library), self.own)
        self.assertEqual(self.own._for_company(self.library), self.own)
        self.own.active = False
        self.assertEqual(self.common._for_company(self.library), self.common)
        self.assertEqual(self.common._for_company(self.other_library), self.foreign)

    def test_writing_an_own_text(self):
        self.own.unlink()
        self.common.email_layout_xmlid = "bzk_ticketing.mail_layout"
        common = self.common.with_user(self.users["activities"])
        action = common.action_own_text()
        own = self.env["mail.template"].browse(action["res_id"])
        self.assertEqual((own.company_id, own.base_id), (self.library, self.common))
        self.assertEqual(common.action_own_text()["res_id"], own.id)
        self.assertEqual(common.own_id, own)
        self.assertEqual(own.email_layout_xmlid, self.common.email_layout_xmlid)
        own.with_user(self.users["marketing"]).subject = "Tot zo"
        self.assertEqual(common._for_company(self.library).subject, "Tot zo")
        self.assertEqual(common.subject, "Reminder")
        own.with_user(self.users["marketing"]).action_common_text()
        self.assertEqual(common._for_company(self.library), common)

    @mute_logger("odoo.sql_db")
    def test_one_own_text_of_a_mail(self):
        with self.assertRaises(UniqueViolation):
            self.common.copy({"company_id": self.library.id, "base_id": self.common.id})

    def test_only_a_common_text_is_replaced(self):
        with self.assertRaises(ValidationError):
            self.own.copy({"company_id": self.library.id, "base_id": self.foreign.id})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_crosses(self):
        for role in ROLES:
            templates = self.env["mail.template"].with_user(self.users[role])
            self.assertNotIn(self.foreign, templates.search([]))
            self.assertIn(self.common, templates.search([]))
            for attempt in (
                lambda t=templates: self.foreign.with_user(t.env.user).read(["subject"]),
                lambda t=templates: self.foreign.with_user(t.env.user).write({"subject": "X"}),
                lambda t=templates: self.common.with_user(t.env.user).write({"subject": "X"}),
                lambda t=templates: self.common.with_user(t.env.user).unlink(),
                lambda t=templates: self.plain.with_user(t.env.user).write(
                    {"company_id": self.other_library.id}
                ),
                lambda t=templates: t.create({"name": "X", "company_id": False}),
            ):
                with (
                    self.subTest(role=role),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    attempt()

    def test_what_staff_write_belongs_to_their_library(self):
        template = self.env["mail.template"].with_user(self.users["front_desk"])
        self.assertEqual(template.create({"name": "Mine"}).company_id, self.library)

    def test_a_text_with_code_is_not_for_staff(self):
        """A mail text is computed with every right: who writes code in it reads every library."""
        own = self.own.with_user(self.users["administrator"])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.subject = "{{ object.env['res.partner'].sudo().search([]) }}"
