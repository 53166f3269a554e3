from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA as MEMBER
from odoo.addons.bzk_base.tests.common import ROLES

from .import_common import ARK, DUO_HEADER, KRING, RelationImportCase

MODELS = ("bzk.relation.news", "bzk.relation.pair", "bzk.relation.merge")
MAY = {"relations", "data_steward", "administrator"}


@tagged("post_install", "-at_install")
class TestImportRelationAccess(RelationImportCase):
    """Relationship managers import lists of organisations and people there, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["relations"]

    def test_relationship_manager_imports_a_list(self):
        wizard = (
            self.env["bzk.relation.import"]
            .with_user(self.manager)
            .create(
                {
                    "kind": "duo",
                    "file": self.env["bzk.import.run"]._encode_file(
                        self._bytes([ARK, KRING], DUO_HEADER, "cp1252")
                    ),
                    "file_name": "scholen.csv",
                    "municipalities": "Haarlem",
                    "user_id": self.manager.id,
                }
            )
        )
        self.assertEqual((wizard.group_id, wizard.state), (self.primary, "prospect"))
        run = (
            self.env["bzk.import.run"]
            .with_user(self.manager)
            .browse(wizard.action_check()["res_id"])
        )
        run.sudo()._process()
        self.assertEqual((run.state, run.new_count, run.left_out_count), ("checked", 1, 1))
        self.assertIn("OBS De Ark", run.preview_html)
        run.action_import()
        run.sudo()._process()
        ark = self._relation("OBS De Ark").with_user(self.manager)
        self.assertEqual(ark.user_id, self.manager)
        self.assertEqual(ark.parent_id.user_id, self.manager)
        self.assertEqual(run.news_count, 1)
        run.action_rejections()
        again = (
            self.env["bzk.relation.import"]
            .with_user(self.manager)
            .create({"kind": "duo", "file": "YQ=="})
        )
        self.assertEqual(again.municipalities, "Haarlem")
        self.assertEqual(again._own_profile(), run.profile_id)

    def test_the_whole_country_is_not_taken_in_by_mistake(self):
        wizard = self.env["bzk.relation.import"].create({"kind": "duo", "file": "YQ=="})
        wizard.municipalities = " "
        with self.assertRaisesRegex(UserError, "municipalities"):
            wizard.action_check()

    def test_imports_of_members_are_not_theirs(self):
        run = self._import([MEMBER])
        refused = self.env["bzk.import.rejection"].create(
            {"run_id": run.id, "kind": "row", "code": "no_key"}
        )
        own = self._schools(ARK)
        runs = self.env["bzk.import.run"].with_user(self.manager)
        self.assertEqual(runs.search([("company_id", "=", self.library.id)]).ids, own.ids)
        for record in (run, refused, self.profile):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).check_access("read")
        with self.assertRaises(AccessError):
            runs.create({"profile_id": self.profile.id, "file_name": "leden.csv"})
        with self.assertRaises(UserError):
            own.with_user(self.manager).profile_id = self.profile
        with self.assertRaises(AccessError):
            self.duo.with_user(self.manager).subject = "customer"
        # Who looks after all data still does.
        for role in ("data_steward", "administrator"):
            run.with_user(self.users[role]).check_access("write")
            refused.with_user(self.users[role]).check_access("write")

    def test_other_roles_import_nothing(self):
        for role in set(ROLES) - MAY:
            user = self.users[role]
            with self.subTest(role=role):
                self.assertFalse(
                    self.env["bzk.relation.import"].with_user(user).has_access("create")
                )
                for model in (*MODELS, "bzk.contact.key", "bzk.import.run"):
                    self.assertFalse(self.env[model].with_user(user).has_access("read"), model)

    def test_libraries_are_apart(self):
        self._schools(ARK, KRING)
        news = self._schools(KRING).news_ids
        merge = self.env["bzk.relation.merge"]._merge(
            self._relation("Basisschool De Kring"), self._relation("OBS De Ark")
        )
        pair = self.env["bzk.relation.pair"].create(
            {
                "relation1_id": min(merge.source_id.id, merge.target_id.id),
                "relation2_id": max(merge.source_id.id, merge.target_id.id),
                "company_id": self.library.id,
                "outcome": "likely",
            }
        )
        for role in MAY:
            stranger = self._new_user(role, self.other_library)
            for record in (news, merge, pair):
                with self.subTest(role=role, model=record._name):
                    own = record.with_user(stranger)
                    self.assertFalse(own.search([("id", "in", record.ids)]))
                    with self.assertRaises(AccessError):
                        own.read(["relation_id" if "news" in record._name else "company_id"])
            with self.assertRaises(AccessError):
                merge.with_user(stranger).action_undo()
            with self.assertRaises(AccessError):
                news.filtered(lambda n: n.kind == "missing").with_user(stranger).action_end()
            with self.assertRaises(AccessError):
                pair.with_user(stranger).action_different()

    def test_successor_of_another_library(self):
        self._schools(ARK, KRING)
        news = self._schools(KRING).news_ids.with_user(self.manager)
        theirs = (
            self.env["bzk.relation"]
            .sudo()
            .create(
                {"name": "Theirs", "group_id": self.primary.id, "company_id": self.other_library.id}
            )
        )
        with self.assertRaises(AccessError):
            news.filtered(lambda n: n.kind == "missing").successor_id = theirs

    def test_import_for_another_library(self):
        wizard = (
            self.env["bzk.relation.import"]
            .with_user(self.manager)
            .create({"kind": "contacts", "file": "YQ==", "company_id": self.other_library.id})
        )
        with self.assertRaises(AccessError):
            wizard.action_check()

    def test_typing_does_not_show_organisations_of_another_library(self):
        self.env["bzk.relation"].sudo().create(
            {
                "name": "OBS De Verre",
                "city": "Hoorn",
                "group_id": self.primary.id,
                "company_id": self.other_library.id,
            }
        )
        values = {"name": "De Verre", "city": "Hoorn", "company_id": self.other_library.id}
        relation = self.env["bzk.relation"].with_user(self.manager).new(values)
        self.assertFalse(relation.similar_ids)
