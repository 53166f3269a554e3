from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES, LibraryCase


@tagged("post_install", "-at_install")
class TestRoleMenus(LibraryCase):
    """Each role meets menus and cards that open, and none of what it has no part in."""

    def _menus(self, role):
        """Menus of the library that the role sees, as it finds them from the top."""
        menus = self.env["ir.ui.menu"].with_user(self.users[role])
        visible = self.env["ir.ui.menu"].browse(menus._visible_menu_ids())
        root = self.env.ref("bzk_base.menu_root")
        found = level = root & visible
        while level:
            level = visible.filtered(lambda menu, above=level: menu.parent_id in above)
            found |= level
        return found

    def test_every_menu_opens_something(self):
        for role in ROLES:
            menus = self._menus(role)
            for menu in menus:
                action = menu.action
                with self.subTest(role=role, menu=menu.complete_name):
                    self.assertTrue(action or menus & menu.child_id, "an empty menu")
                    if action and action._name == "ir.actions.act_window":
                        model = self.env[action.res_model].with_user(self.users[role])
                        self.assertTrue(model.has_access("read"))

    def test_menus_of_the_relationship_manager(self):
        menus = self._menus("relations")
        top = menus.filtered(lambda menu: menu.parent_id == self.env.ref("bzk_base.menu_root"))
        self.assertEqual(
            set(top), {self.env.ref("bzk_base.menu_home"), self.env.ref("bzk_base.menu_relations")}
        )

    def test_relations_are_not_on_the_menu_of_others(self):
        relations = self.env.ref("bzk_dmu.menu_relation_list")
        for role in ("front_desk", "activities"):
            menus = self._menus(role)
            self.assertNotIn(relations, menus)
            self.assertNotIn(self.env.ref("bzk_base.menu_relations"), menus, role)
            self.assertIn(self.env.ref("bzk_base.menu_customers"), menus)

    def test_everybody_has_a_card(self):
        for role in ROLES:
            cards = self.env["bzk.home.card"].with_user(self.users[role])
            found = cards.search(cards.action_home()["domain"])
            with self.subTest(role):
                self.assertTrue(found)
                for card in found:
                    action = card.action_open()
                    if action.get("res_model"):
                        model = self.env[action["res_model"]].with_user(self.users[role])
                        self.assertTrue(model.has_access("read"), card.name)
