from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dmu_common import DmuCase

#: A word that only one of the libraries wrote.
SECRET = "geheim-qwfp"


@tagged("post_install", "-at_install")
class TestSharedOrganisation(DmuCase):
    """Two libraries have a relation with one organisation, and nothing of each other's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organisation = cls.env["res.partner"].create(
            {"name": "Provincie Toets", "is_company": True, "company_id": False}
        )
        cls.mine, cls.theirs = (
            cls.env["bzk.relation"].create(
                {
                    "partner_id": cls.organisation.id,
                    "company_id": company.id,
                    "group_id": cls.env.ref("bzk_dmu.group_partner").id,
                    "user_id": False,
                }
            )
            for company in (cls.library, cls.other_library)
        )
        cls.strangers = {
            role: cls._new_user(role, cls.other_library) for role in ("relations", "administrator")
        }
        cls._furnish()
        cls.env.flush_all()

    @classmethod
    def _furnish(cls):
        """Whatever one library can know of the organisation."""
        manager, relation = cls.manager, cls.mine.with_user(cls.manager)
        relation.write({"comment": f"<p>{SECRET}</p>", "user_id": manager.id})
        place = cls._place(relation, cls.anna, "director", note=SECRET, department=SECRET)
        report = (
            cls.env["bzk.contact.report"]
            .with_user(manager)
            .create(
                {
                    "relation_id": relation.id,
                    "subject": SECRET,
                    "body": SECRET,
                    "date": fields.Datetime.now(),
                    "participant_ids": [(6, 0, place.ids)],
                    "agreement_ids": [(0, 0, {"name": SECRET, "user_id": manager.id})],
                }
            )
        )
        report.action_done()
        for record in (relation, relation.partner_id):
            record.message_post(
                body=SECRET,
                subject=SECRET,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=cls.anna.ids,
            )
            record.message_post(body=SECRET)
            record.activity_schedule(
                "mail.mail_activity_data_todo", summary=SECRET, user_id=manager.id
            )
            cls.env["ir.attachment"].with_user(manager).create(
                {"name": f"{SECRET}.txt", "res_model": record._name, "res_id": record.id}
            )
        cls.env["calendar.event"].with_user(manager).create(
            {
                "name": SECRET,
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "relation_id": relation.id,
            }
        )
        cls.env["crm.lead"].with_user(manager).create({"name": SECRET, "relation_id": relation.id})

    def test_there_is_something_to_find(self):
        found = self._found(self.manager, [SECRET])
        for name in (
            "bzk.relation.comment",
            "bzk.dmu.member.note",
            "bzk.contact.report.subject",
            "bzk.agreement.name",
            "mail.message.body",
            "mail.activity.summary",
            "ir.attachment.name",
            "calendar.event.name",
            "crm.lead.name",
        ):
            self.assertIn(name, found)

    def test_nothing_of_the_other_library_is_found(self):
        for role, user in self.strangers.items():
            with self.subTest(role):
                self.assertEqual(self._found(user, [SECRET], self.anna), [])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_is_found_along_a_path(self):
        """Core looks past the rules of access through messages, activities and followers."""
        self.anna.write({"lastname": SECRET, "email": f"{SECRET}@school.example"})
        (self.organisation | self.mine.partner_id).message_subscribe(self.anna.ids)
        self.mine.message_subscribe(self.anna.ids)
        self.env.flush_all()
        paths = [
            *("message_ids.body", "message_ids.subject", "website_message_ids.body"),
            *("message_partner_ids.email", "message_partner_ids", "message_follower_ids.email"),
            *("activity_ids.summary", "activity_summary", "dmu_member_ids.department"),
            *("relation_ids.comment", "relation_ids.member_ids.department"),
        ]
        own = self.organisation.with_user(self.manager)
        self.assertTrue(own.search([("activity_ids.summary", "ilike", SECRET)]))
        for role, user in self.strangers.items():
            partners = self.env["res.partner"].with_user(user)
            relations = self.env["bzk.relation"].with_user(user)
            for path in paths:
                with self.subTest(role=role, path=path):
                    self.assertFalse(partners.search([(path, "ilike", SECRET)]))
                    self.assertFalse(relations.search([(f"partner_id.{path}", "ilike", SECRET)]))
            follows = [("message_partner_ids", "in", self.anna.ids)]
            self.assertFalse(partners.search(follows), role)

    def test_on_the_organisation_each_sees_its_own(self):
        stranger = self.strangers["relations"]
        organisation = self.organisation.with_user(stranger)
        self.assertEqual(organisation.name, "Provincie Toets")
        self.assertEqual(organisation.relation_ids, self.theirs)
        self.assertFalse(organisation.dmu_member_ids)
        fetched = (
            self.env["mail.message"].with_user(stranger)._message_fetch(None, thread=organisation)
        )
        self.assertFalse(fetched["messages"])
        fetched = (
            self.env["mail.message"]
            .with_user(self.manager)
            ._message_fetch(None, thread=self.organisation.with_user(self.manager))
        )
        self.assertIn(SECRET, str(fetched["messages"].mapped("body")))
        self.assertFalse(organisation.activity_ids)
        page = self.env["bzk.timeline"].with_user(stranger).page(self.organisation.id)
        self.assertFalse(page["lines"])
        self.assertFalse(page["planned"])
        page = self.env["bzk.timeline"].with_user(self.manager).page(self.organisation.id)
        self.assertTrue(page["lines"])
        self.assertTrue(page["planned"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_naming_what_is_the_others(self):
        """A many2one of every model of relations, as who may do most elsewhere."""
        stranger = self.strangers["administrator"]
        foreign = {
            "bzk.relation": self.mine,
            "bzk.dmu.member": self.mine.member_ids[:1],
            "bzk.contact.report": self.mine.report_ids[:1],
            "res.partner": self.anna,
        }
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(stranger)
            if model._original_module != "bzk_dmu" or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                record = foreign.get(field.comodel_name) if field.relational else None
                if not record or field.type != "many2one" or field.related or field.compute:
                    continue
                if not hasattr(model, "_check_incoming"):
                    continue
                with self.subTest(model=name, field=field.name), self.assertRaises(AccessError):
                    model._check_incoming({field.name: record.id})
