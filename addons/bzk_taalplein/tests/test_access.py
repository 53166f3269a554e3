from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .common import LanguageCase

MODELS = (
    "bzk.language.learner",
    "bzk.language.volunteer",
    "bzk.language.pair",
    "bzk.language.meeting",
)
LISTS = ("bzk.language", "bzk.language.goal")
WIZARDS = (
    "bzk.language.match",
    "bzk.language.match.line",
    "bzk.language.pair.end",
    "bzk.language.leave",
    "bzk.language.page",
)
QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestAccess(LanguageCase):
    """Its own role only, of its own library only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = cls._pair()
        cls.meeting = cls._meet(cls.pair)
        cls.other_pair = cls._pair(cls.other_learner, cls.other_volunteer)
        cls.other_meeting = cls._meet(cls.other_pair)
        cls.own_list, cls.other_list = (
            {
                "bzk.language": cls.env["bzk.language"].create(
                    {"name": "Fries", "code": code, "company_id": company.id}
                ),
                "bzk.language.goal": cls.env["bzk.language.goal"].create(
                    {"name": "Koken", "company_id": company.id}
                ),
            }
            for code, company in (("fry", cls.library), ("frs", cls.other_library))
        )
        cls.own = dict(
            zip(MODELS, (cls.learner, cls.volunteer, cls.pair, cls.meeting), strict=True)
        )
        cls.foreign = dict(
            zip(
                MODELS,
                (cls.other_learner, cls.other_volunteer, cls.other_pair, cls.other_meeting),
                strict=True,
            )
        )

    def _refused_attempts(self, record):
        """What is refused of a record that one may not see."""
        return (
            lambda: record.read(["display_name"]),
            lambda: record.write({"company_id": self.library.id}),
            lambda: record.unlink(),
            lambda: record.copy(),
            lambda: record.export_data(["display_name"]),
            lambda: record.web_read({"display_name": {}}),
        )

    def _found(self, record):
        """What turns up of a record by looking for it."""
        records, domain = record.browse(), [("id", "=", record.id)]
        return (
            lambda: records.search(domain),
            lambda: records.search_count(domain),
            lambda: records.name_search("", domain),
            lambda: records._read_group(domain, [], ["id:recordset"])[0][0],
            lambda: records.web_search_read(domain, {"id": {}})["records"],
            lambda: records.formatted_read_group(domain, ["company_id"], ["__count"]),
        )

    @mute_logger(*QUIET)
    def test_no_other_role(self):
        """Not even to count, and the administrator of the library neither."""
        users = [*(self.users[role] for role in ROLES), self.env.ref("base.user_admin")]
        for user in users:
            for model in (*MODELS, *LISTS, *WIZARDS, "bzk.language.moment"):
                for mode in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, mode=mode):
                        self.assertFalse(self.env[model].with_user(user).has_access(mode))
            for model, record in self.own.items():
                mine = record.with_user(user)
                for number, attempt in enumerate(
                    (*self._refused_attempts(mine), *self._found(mine))
                ):
                    with (
                        self.subTest(user=user.login, model=model, attempt=number),
                        self.assertRaises(UserError),
                    ):
                        attempt()

    def test_no_role_implies_it(self):
        group = self.env.ref("bzk_taalplein.group_taalplein")
        self.assertFalse(group.implied_by_ids)
        for role in ROLES:
            self.assertFalse(self.users[role].has_group("bzk_taalplein.group_taalplein"), role)

    @mute_logger(*QUIET)
    def test_nothing_of_another_library(self):
        for model, record in self.foreign.items():
            theirs = record.with_user(self.user)
            for number, attempt in enumerate(self._refused_attempts(theirs)):
                with self.subTest(model=model, attempt=number), self.assertRaises(UserError):
                    attempt()
            for number, attempt in enumerate(self._found(theirs)):
                with self.subTest(model=model, search=number):
                    self.assertFalse(attempt())

    @mute_logger(*QUIET)
    def test_naming_what_is_another_library_s(self):
        """Every reference of every model, by writing and by what a form asks on the way."""
        ids = {model: record.id for model, record in self.foreign.items()}
        ids |= {model: record.id for model, record in self.other_list.items()}
        ids |= {
            "res.partner": self.other_learner.partner_id.id,
            "bzk.branch": self.other_branch.id,
            "res.company": self.other_library.id,
        }
        tried = 0
        for model, record in self.own.items():
            mine = record.with_user(self.user)
            for name, field in mine._fields.items():
                if field.type not in ("many2one", "many2many") or field.comodel_name not in ids:
                    continue
                if not field.store or name in ("create_uid", "write_uid"):
                    continue
                value = ids[field.comodel_name]
                value = [(4, value)] if field.type == "many2many" else value
                tried += 1
                with (
                    self.subTest(model=model, field=name),
                    self.assertRaises(UserError),
                ):
                    mine.write({name: value})
                    self.env.flush_all()
                if field.comodel_name != "res.company":
                    with self.subTest(model=model, onchange=name), self.assertRaises(AccessError):
                        mine.browse().onchange({name: value}, [name], {"display_name": {}})
        self.assertGreater(tried, 15)

    @mute_logger(*QUIET)
    def test_wizards_take_nothing_of_another_library(self):
        env = self.env(user=self.user)
        for model, values in (
            ("bzk.language.leave", {"learner_id": self.other_learner.id, "kind": "pause"}),
            ("bzk.language.leave", {"volunteer_id": self.other_volunteer.id, "kind": "pause"}),
            ("bzk.language.pair.end", {"pair_id": self.other_pair.id, "end_reason": "other"}),
            ("bzk.language.match", {"learner_id": self.other_learner.id}),
            ("bzk.language.match", {"company_id": self.other_library.id}),
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                env[model].create(values)

    @mute_logger(*QUIET)
    def test_wizards_are_their_maker_s_own(self):
        """Neither another library nor a colleague reads the names in an open dialog."""
        env = self.env(user=self.user)
        self._volunteer("Vrij")
        match = env["bzk.language.match"].browse(
            self._learner("Los").with_user(self.user).action_find()["res_id"]
        )
        made = (
            match,
            match.line_ids[:1],
            env["bzk.language.leave"].create({"learner_id": self.learner.id, "kind": "pause"}),
            env["bzk.language.pair.end"].create({"pair_id": self.pair.id, "end_reason": "other"}),
            env["bzk.language.page"].create({}),
        )
        colleague = self.user.copy({"login": "taalplein-colleague"})
        self.assertEqual({record._name for record in made}, set(WIZARDS))
        for record in made:
            self.assertTrue(record.read(["display_name"]))
            for user in (self.other_user, colleague):
                with self.subTest(record._name, user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])

    @mute_logger(*QUIET)
    def test_lists_of_all_libraries_are_read_only(self):
        for model in LISTS:
            records = self.env[model].with_user(self.user)
            common = records.search([("company_id", "=", False)])
            self.assertTrue(common)
            with self.assertRaises(AccessError):
                common[:1].name = "X"
            with self.assertRaises(AccessError):
                records.create(
                    {"name": "X", "code": "xxx", "company_id": False}
                    if model == "bzk.language"
                    else {"name": "X", "company_id": False}
                )
            self.own_list[model].with_user(self.user).name = "Y"
            self.assertFalse(records.search([("id", "=", self.other_list[model].id)]))

    @mute_logger(*QUIET)
    def test_the_role_does_its_work_and_no_more(self):
        env = self.env(user=self.user)
        self.assertTrue(env["res.partner"].has_access("create"))
        self.assertFalse(env["res.partner"].has_access("unlink"))
        for model in ("bzk.import.run", "bzk.duplicate", "bzk.erasure", "bzk.access.request"):
            self.assertFalse(env[model].has_access("read"), model)
        with self.assertRaises(AccessError):
            env["res.partner"].with_context(bzk_language_person=True).create(
                {"lastname": "X", "company_id": self.other_library.id}
            )
        with self.assertRaises(AccessError):
            env["res.partner"].with_context(bzk_language_person=True).create(
                {"lastname": "X", "branch_id": self.other_branch.id}
            )
        desk = self.env["res.partner"].with_user(self.users["marketing"])
        with self.assertRaises(AccessError):
            desk.with_context(bzk_language_person=True).create({"lastname": "X"})

    def test_menus_and_cards(self):
        menu = self.env.ref("bzk_taalplein.menu_language")
        cards = self.env["bzk.home.card"]
        ours = cards.search([("group_ids", "=", self.env.ref("bzk_taalplein.group_taalplein").id)])
        self.assertEqual(len(ours), 4)

        def sees(user):
            shown = cards.with_user(user).action_home()["domain"][0][2]
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            return menu.id in visible, bool(set(shown) & set(ours.ids))

        self.assertEqual(sees(self.user), (True, True))
        for role in ROLES:
            with self.subTest(role):
                self.assertEqual(sees(self.users[role]), (False, False))
