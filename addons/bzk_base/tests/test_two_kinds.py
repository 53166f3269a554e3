from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ROLES, LibraryCase

#: What each role sees: private customers, organisations, people at work.
SEES = {
    "front_desk": {"private", "organisation"},
    "relations": {"organisation", "work"},
    "activities": {"private", "organisation"},
    "marketing": {"private", "organisation", "work"},
    "insights": {"private", "organisation"},
    "data_steward": {"private", "organisation", "work"},
    "administrator": {"private", "organisation", "work"},
}


@tagged("post_install", "-at_install")
class TestTwoKinds(LibraryCase):
    """A person in private and the same person at work are two, and each role sees its own kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = {"firstname": "Quirina", "lastname": "Kwikstaart", "email": "quirina@example.org"}
        partners = cls.env["res.partner"]
        cls.kinds = {
            "private": partners.create(person | {"company_id": cls.library.id}),
            "work": partners.create(person | {"company_id": cls.library.id, "work_contact": True}),
            "organisation": partners.create(
                {
                    "name": "Basisschool Kwikstaart",
                    "is_company": True,
                    "company_id": cls.library.id,
                    "email": "info@kwikstaart.example",
                }
            ),
        }
        cls.everyone = partners.browse(partner.id for partner in cls.kinds.values())
        for partner in cls.everyone:
            partner.message_post(body=f"About {partner.id}", message_type="comment")
            partner.with_context(mail_notify_force_send=False).message_notify(
                body="To them", partner_ids=partner.ids
            )
            cls.env["res.partner.bank"].create(
                {"acc_number": f"NL00TEST{partner.id:010}", "partner_id": partner.id}
            )
        # Everybody follows the organisation, which every role may open.
        cls.kinds["organisation"].message_subscribe(cls.everyone.ids)

    def _sees(self, role):
        return {self.kinds[kind] for kind in SEES[role]}

    def _each(self):
        """Every role with every kind, what to call it, and whether the one may see the other."""
        self.assertEqual(set(SEES), set(ROLES))
        for role in ROLES:
            for kind, partner in self.kinds.items():
                yield f"{role} {kind}", self.users[role], partner, kind in SEES[role]

    def test_search_and_count(self):
        for label, user, partner, may in self._each():
            partners = self.env["res.partner"].with_user(user)
            domain = [("id", "=", partner.id)]
            self.assertEqual(bool(partners.search(domain)), may, label)
            self.assertEqual(bool(partners.search_count(domain)), may, label)
            self.assertEqual(
                bool(partners._read_group(domain, ["lastname"], ["__count"])), may, label
            )
            self.assertEqual(
                bool(partners.search([("email", "=", partner.email), *domain])), may, label
            )

    def test_names(self):
        for role in ROLES:
            partners = self.env["res.partner"].with_user(self.users[role])
            expected = {partner.id for partner in self._sees(role)}
            with self.subTest(role):
                for text in ("Kwikstaart", "quirina@example.org", "Quirina"):
                    found = {key for key, _name in partners.name_search(text)}
                    self.assertLessEqual(found, expected)
                self.assertTrue(partners.name_search("Kwikstaart"))
                mentioned = partners.get_mention_suggestions("Kwikstaart")["res.partner"]
                self.assertEqual({line["id"] for line in mentioned}, expected)
                found = partners._partner_find_from_emails_single(
                    ["quirina@example.org", "info@kwikstaart.example"], no_create=True
                )
                self.assertLessEqual(set(found.ids), expected)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_reading(self):
        for label, user, partner, may in self._each():
            own = partner.with_user(user)
            own.invalidate_recordset()
            if may:
                self.assertTrue(own.read(["name", "email"]))
                continue
            for attempt in (
                lambda r=own: r.read(["name"]),
                lambda r=own: r.web_read({"display_name": {}}),
                lambda r=own: r.export_data(["name"]),
                lambda r=own: r.write({"phone": "1"}),
                lambda r=own: r.message_post(body="x"),
                lambda r=own: r.activity_schedule("mail.mail_activity_data_todo"),
            ):
                # Without the right to export at all the refusal is core's UserError.
                with self.subTest(label), self.assertRaises(UserError):
                    attempt()
            self.assertFalse(own.message_subscribe(user.partner_id.ids), label)

    def test_what_core_keeps(self):
        """Followers, notifications, bank accounts, messages: with the name or address beside it."""
        for label, user, partner, may in self._each():
            env = self.env(user=user)
            with_partner = [("partner_id", "=", partner.id)]
            self.assertEqual(bool(env["mail.followers"].search(with_partner)), may, label)
            self.assertEqual(bool(env["res.partner.bank"].search(with_partner)), may, label)
            # The subject of a message is named beside it, whoever may read that message.
            notified = [("res_partner_id", "=", partner.id)]
            self.assertFalse(env["mail.notification"].search(notified), label)
            about = [("model", "=", "res.partner"), ("res_id", "=", partner.id)]
            self.assertEqual(bool(env["mail.message"].search(about)), may, label)

    def test_what_core_keeps_of_another_library(self):
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "company_id": self.other_library.id}
        )
        self.kinds["organisation"].message_subscribe(stranger.ids)
        stranger.message_notify(body="To them", partner_ids=stranger.ids)
        for role in ROLES:
            env = self.env(user=self.users[role])
            with self.subTest(role):
                self.assertFalse(env["mail.followers"].search([("partner_id", "=", stranger.id)]))
                self.assertFalse(
                    env["mail.notification"].search([("res_partner_id", "=", stranger.id)])
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_is_named_by_who_may_not_see_them(self):
        organisation = self.kinds["organisation"].with_user(self.users["relations"])
        private = self.kinds["private"]
        for attempt in (
            lambda: organisation.message_subscribe(private.ids),
            lambda: organisation.message_post(body="x", partner_ids=private.ids),
            lambda: organisation.message_notify(body="x", partner_ids=private.ids),
            lambda: organisation.write({"child_ids": [Command.link(private.id)]}),
            lambda: organisation.write({"parent_id": private.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_kind_does_not_change(self):
        for role, kind, values in (
            ("front_desk", "private", {"work_contact": True}),
            ("front_desk", "private", {"is_company": True}),
            ("front_desk", "private", {"company_type": "company"}),
            ("relations", "work", {"work_contact": False}),
            ("relations", "work", {"is_company": True}),
            ("relations", "organisation", {"is_company": False}),
            ("administrator", "private", {"work_contact": True}),
            ("administrator", "work", {"work_contact": False}),
        ):
            with self.subTest(role=role, kind=kind), self.assertRaises(AccessError):
                self.kinds[kind].with_user(self.users[role]).write(values)
                self.env.flush_all()
        # The same again is no change.
        self.kinds["work"].with_user(self.users["relations"]).write({"work_contact": True})
        self.kinds["private"].with_user(self.users["data_steward"]).write({"is_company": True})

    @mute_logger("odoo.sql_db")
    def test_no_organisation_is_known_at_work(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.kinds["organisation"].work_contact = True
            self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_each_role_makes_its_own_kind(self):
        partners = self.env["res.partner"]
        made = partners.with_user(self.users["relations"]).create({"name": "New"})
        self.assertTrue(made.work_contact)
        made = partners.with_user(self.users["front_desk"]).create({"name": "New"})
        self.assertFalse(made.work_contact)
        for role, kind in (("relations", False), ("front_desk", True), ("activities", True)):
            with self.subTest(role), self.assertRaises(AccessError), self.env.cr.savepoint():
                partners.with_user(self.users[role]).create({"name": "X", "work_contact": kind})

    def test_two_roles_see_both_kinds(self):
        both = self.users["relations"]
        both.group_ids |= self.env.ref("bzk_base.group_front_desk")
        found = self.env["res.partner"].with_user(both).search([("id", "in", self.everyone.ids)])
        self.assertEqual(found, self.everyone.sorted("id"))
        self.assertTrue(
            self.env["mail.followers"]
            .with_user(both)
            .search([("partner_id", "=", self.kinds["private"].id)])
        )

    def test_only_private_customers_where_those_belong(self):
        with self.assertRaises(ValidationError):
            self.kinds["work"]._check_private()
        self.kinds["private"]._check_private()
