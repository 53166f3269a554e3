from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .education_common import TODAY, EducationCase

EDITS = {"relations", "administrator"}
IMPORTS = {"data_steward"}
READS = EDITS | IMPORTS | {"marketing"}
READS_FIGURES = READS | {"insights"}
MODELS = (
    *("bzk.education.programme", "bzk.education.price"),
    *("bzk.education.order", "bzk.education.report"),
)


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestEducationAccess(EducationCase):
    """Who keeps orders, who reads figures, and that nobody sees those of another library."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._order()
        cls.other_order = cls._order(cls.other_school, cls.other_programme)
        cls.env.flush_all()

    def _pairs(self):
        report = self.env["bzk.education.report"]
        return (
            (self.order, self.other_order),
            (self.subscription, self.other_programme),
            (self.subscription.price_ids[:1], self.other_programme.price_ids),
            (report.browse(self.order.id), report.browse(self.other_order.id)),
        )

    def test_who_reads(self):
        for role in ROLES:
            for own, foreign in self._pairs():
                orders = own._name == "bzk.education.order"
                with self.subTest(role=role, model=own._name):
                    if role not in (READS if orders else READS_FIGURES):
                        with self.assertRaises(AccessError):
                            self._as(role, own).read()
                        continue
                    self.assertTrue(self._as(role, own).read())
                    self.assertFalse(self._as(role, own).search([("id", "=", foreign.id)]))
                    with self.assertRaises(AccessError):
                        self._as(role, foreign).read()
                    rows = self._as(role, own)._read_group([], ["company_id"], ["__count"])
                    self.assertEqual([row[0] for row in rows], [self.library])

    def test_who_writes(self):
        for role in ROLES:
            for record, values in (
                (self.order, {"note": role}),
                (self.subscription, {"description": role}),
                (self.subscription.price_ids[:1], {"price": 13}),
            ):
                with self.subTest(role=role, model=record._name):
                    if role in EDITS | IMPORTS:
                        self._as(role, record).write(values)
                        continue
                    with self.assertRaises(AccessError):
                        self._as(role, record).write(values)
            for _own, foreign in self._pairs():
                with self.assertRaises(AccessError):
                    self._as(role, foreign).write({"company_id": self.library.id})

    def test_naming_a_record_of_another_library(self):
        person = self._member(self.other_school, "Ander")
        for role in EDITS:
            for name, foreign in (
                ("relation_id", self.other_school),
                ("programme_id", self.other_programme),
                ("member_id", person),
                ("renewed_from_id", self.other_order),
            ):
                own = self._as(role, self.order)
                shown = {name: {"fields": {"display_name": {}}}}
                with self.subTest(role=role, field=name):
                    with self.assertRaises(AccessError):
                        own.write({name: foreign.id})
                    with self.assertRaises(AccessError):
                        own.browse().onchange({name: foreign.id}, [name], shown)

    def test_actions_on_orders_of_another_library(self):
        for role in ROLES:
            foreign = self._as(role, self.other_order)
            for method in (
                *("action_order", "action_deliver", "action_reopen", "action_withdraw"),
                *("action_resume", "_propose_next", "read"),
            ):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    getattr(foreign, method)()
            for model in ("bzk.education.renew", "bzk.education.stop"):
                wizards = self._as(role, self.env[model])
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    wizards.with_context(active_ids=foreign.ids).default_get(["order_ids"])

    def test_purchases_follow_from_orders_only(self):
        line = self.order.transaction_ids
        for role in ("relations", "marketing"):
            with self.assertRaises(AccessError):
                self._as(role, line).write({"amount": 1})
        self._as("relations", self.order).number = 5
        self.assertEqual(sum(self.order.transaction_ids.mapped("amount")), 55)

    def test_screens_open(self):
        for role in EDITS:
            Form(self._as(role, self.order), "bzk_dmu.view_education_order_form")
            Form(self._as(role, self.subscription), "bzk_dmu.view_education_programme_form")
            Form(self._as(role, self.school), "bzk_dmu.view_relation_form")
        for role in READS:
            for model in MODELS:
                for kind in ("list", "search", "pivot"):
                    self._as(role, self.env[model]).get_view(view_type=kind)

    def test_buttons_are_for_who_may_use_them(self):
        for role in READS:
            orders = self._as(role, self.env["bzk.education.order"])
            for view in ("view_education_order_form", "view_education_renewal_list"):
                view = self.env.ref(f"bzk_dmu.{view}")
                arch = orders.get_view(view.id, view.type)["arch"]
                self.assertEqual("action_stop" in arch, role in EDITS, (role, view.name))

    def test_home_cards_count_the_own_library(self):
        card = self.env.ref("bzk_dmu.card_education_renewals")
        (self.school | self.second_school).user_id = self.users["relations"]
        self._order(self.second_school, year="2025-2026")
        self._order(self.other_school, self.other_programme, year="2025-2026")
        cards = self._as("relations", card)
        cards.invalidate_recordset(["count"])
        self.assertEqual(cards.count, 1)
