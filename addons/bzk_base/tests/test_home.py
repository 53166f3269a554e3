from odoo.tests import tagged

from .common import ANNA, ROLES, LibraryCase


@tagged("post_install", "-at_install")
class TestHome(LibraryCase):
    """The home screen tells each role what it can do now."""

    def _cards(self, role):
        cards = self.env["bzk.home.card"].with_user(self.users[role])
        return cards.search(cards.action_home()["domain"])

    def test_each_role_has_something_to_do(self):
        for role in ROLES:
            with self.subTest(role):
                cards = self._cards(role)
                # For relationship managers there is something once there are organisations.
                self.assertTrue(cards or role == "relations")
                for card in cards:
                    action = card.action_open()
                    if action.get("res_model"):
                        model = self.env[action["res_model"]]
                        model.with_user(self.users[role]).check_access("read")

    def test_only_stewards_see_imports(self):
        card = self.env.ref("bzk_base.card_import")
        self.assertNotIn(card, self._cards("front_desk"))
        self.assertIn(card, self._cards("data_steward"))

    def test_waiting_work_shows_with_its_number(self):
        card = self.env.ref("bzk_base.card_rejections")
        self.assertNotIn(card, self._cards("data_steward"))
        self._import([{**ANNA, "EMAIL": "x"}])
        waiting = self._cards("data_steward") & card
        self.assertEqual(waiting.count, 1)

    def test_number_of_another_library_is_not_counted(self):
        self._import([{**ANNA, "EMAIL": "x", "VESTIGING": "ELD"}], profile=self.other_profile)
        self.assertNotIn(self.env.ref("bzk_base.card_rejections"), self._cards("data_steward"))

    def test_menu_shows_only_what_the_role_may_use(self):
        menus = self.env["ir.ui.menu"].with_user(self.users["front_desk"])
        visible = menus._visible_menu_ids()
        self.assertIn(self.env.ref("bzk_base.menu_customers").id, visible)
        self.assertNotIn(self.env.ref("bzk_base.menu_settings").id, visible)
        self.assertNotIn(self.env.ref("bzk_base.menu_relations").id, visible)
