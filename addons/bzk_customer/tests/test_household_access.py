from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .household_common import HouseholdCase

MODELS = ("bzk.household", "bzk.household.apart", "bzk.guardian")
MAY_WRITE = ("front_desk", "data_steward", "administrator")


@tagged("post_install", "-at_install")
class TestHouseholdAccess(HouseholdCase):
    """Each role, and somebody who tries to get at another library's families."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strangers = cls._people(
            ("Eva", 40, {"lastname": "Smit"}),
            ("Fem", 8, {"lastname": "Smit"}),
            ("Gijs", 41, {"lastname": "Smit"}),
            library=cls.other_library,
        )
        for library in cls.library | cls.other_library:
            cls._find(library)
        for household in (cls.father | cls.strangers[2]).household_id:
            household._remove((cls.father | cls.strangers[2]) & household.member_ids)
        cls.foreign = {
            model: cls.env[model].search([("company_id", "=", cls.other_library.id)])
            for model in MODELS
        }

    def test_there_is_something_to_protect(self):
        for model, records in self.foreign.items():
            self.assertTrue(records, model)
            self.assertTrue(self.env[model].search([("company_id", "=", self.library.id)]), model)

    def test_search_group_and_read(self):
        for role in STAFF:
            for model in MODELS:
                records = self.env[model].with_user(self.users[role])
                with self.subTest(role=role, model=model):
                    foreign = self.foreign[model]
                    found = records.search([])
                    self.assertTrue(found)
                    self.assertFalse(found & foreign)
                    domain = [("id", "in", foreign.ids)]
                    self.assertFalse(records.search_count(domain))
                    self.assertFalse(records._read_group(domain, [], ["id:recordset"])[0][0])
                    self.assertFalse(records.name_search("Smit"))
                    with (
                        mute_logger("odoo.addons.base.models.ir_rule"),
                        self.assertRaises(AccessError),
                    ):
                        records.browse(foreign.ids).read(["display_name"])

    def test_divided_says_nothing_about_others(self):
        self._move_to(self.strangers[0], "99")
        for role in STAFF:
            records = self.env["bzk.household"].with_user(self.users[role])
            self.assertFalse(records.search([("divided", "=", True)]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_every_button_on_another_library(self):
        household = self.foreign["bzk.household"]
        tie = self.foreign["bzk.guardian"][:1]
        stranger = self.strangers[0]
        buttons = (
            (household, ("action_confirm", "action_refuse", "action_split")),
            (tie, ("action_confirm", "action_refuse", "unlink")),
            (self.foreign["bzk.household.apart"], ("unlink",)),
            (
                stranger,
                (
                    "action_confirm_household",
                    "action_refuse_household",
                    "action_leave_household",
                    "action_others_move",
                    "action_others_stay",
                ),
            ),
        )
        for role in ROLES:
            for records, names in buttons:
                for name in names:
                    if (records, name) == (household, "action_split"):
                        continue
                    with (
                        self.subTest(role=role, model=records._name, button=name),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        getattr(records.with_user(self.users[role]), name)()
        self.assertEqual(household.state, "proposed")
        self.assertEqual(stranger.household_id, household)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_wizards_on_another_library(self):
        stranger, own = self.strangers[0], self.mother
        address = {"street_name": "A", "street_number": "1", "zip": "2011 AB", "city": "X"}
        attempts = (
            ("bzk.household.move", {"partner_id": stranger.id, **address}, "action_move"),
            (
                "bzk.household.move",
                {
                    "line_ids": [(0, 0, {"partner_id": stranger.id})],
                    "partner_id": own.id,
                    **address,
                },
                "action_move",
            ),
            (
                "bzk.household.join",
                {"partner_id": own.id, "other_id": stranger.id},
                "action_join",
            ),
            (
                "bzk.household.join",
                {"partner_id": stranger.id, "other_id": own.id},
                "action_join",
            ),
            (
                "bzk.household.split",
                {"household_id": stranger.household_id.id, "partner_ids": [(6, 0, stranger.ids)]},
                "action_split",
            ),
            (
                "bzk.household.split",
                {"household_id": own.household_id.id, "partner_ids": [(6, 0, stranger.ids)]},
                "action_split",
            ),
        )
        before = self.strangers.read(["street", "household_id"])
        for role in ROLES:
            for model, values, button in attempts:
                wizards = self.env[model].with_user(self.users[role])
                with (
                    self.subTest(role=role, model=model, values=values),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    wizard = wizards.with_context(active_id=own.id).create(values)
                    getattr(wizard, button)()
            with self.subTest(role=role), self.assertRaises(UserError):
                self.env["bzk.household.move"].with_user(self.users[role]).with_context(
                    active_id=stranger.id
                ).default_get(["partner_id", "line_ids"])
        self.assertEqual(self.strangers.read(["street", "household_id"]), before)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_pointing_at_another_library(self):
        administrator = self.users["administrator"]
        stranger, own = self.strangers[0], self.mother.with_user(administrator)
        ties = self.env["bzk.guardian"].with_user(administrator)
        households = self.env["bzk.household"].with_user(administrator)
        apart = self.env["bzk.household.apart"].with_user(administrator)
        attempts = (
            lambda: own.write({"household_id": stranger.household_id.id}),
            lambda: own.household_id.write({"member_ids": [(4, stranger.id)]}),
            lambda: own.write({"guardian_ids": [(0, 0, {"guardian_id": stranger.id})]}),
            lambda: ties.create({"child_id": stranger.id, "guardian_id": own.id}),
            lambda: ties.create({"child_id": own.id, "guardian_id": stranger.id}),
            lambda: households.create({"company_id": self.other_library.id}),
            lambda: own.household_id.write({"company_id": self.other_library.id}),
            lambda: apart.create(
                {
                    "partner1_id": own.id,
                    "partner2_id": stranger.id,
                    "company_id": self.library.id,
                }
            ),
        )
        for number, attempt in enumerate(attempts):
            with (
                self.subTest(number),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                attempt()
                self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_may_decide(self):
        for role in ROLES:
            user = self.users[role]
            allowed = role in MAY_WRITE
            household = self.mother.household_id.with_user(user)
            tie = self._ties()[:1].with_user(user)
            for attempt in (household.action_confirm, tie.action_confirm):
                with self.subTest(role=role, attempt=attempt.__self__._name):
                    if allowed:
                        attempt()
                    else:
                        with self.assertRaises(AccessError), self.env.cr.savepoint():
                            attempt()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_data_stewards_look_through_everyone(self):
        for role in ROLES:
            household = self.env["bzk.household"].with_user(self.users[role])
            if role in ("data_steward", "administrator"):
                self.assertEqual(household.action_find()["tag"], "display_notification")
            else:
                with self.assertRaises(AccessError):
                    household.action_find()

    def test_button_looks_in_own_library_only(self):
        more = self._people(
            ("Hans", 40, {"lastname": "Mol"}),
            ("Inge", 8, {"lastname": "Mol"}),
            number="70",
            library=self.other_library,
        )
        self.env["bzk.household"].with_user(self.users["administrator"]).action_find()
        self.assertFalse(more.household_id)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_tie_is_refused_and_not_deleted(self):
        tie = self._ties()[:1]
        with self.assertRaises(AccessError):
            tie.with_user(self.users["data_steward"]).unlink()
