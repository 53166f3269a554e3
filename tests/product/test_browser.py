"""The web client as a member of staff sees it, in a real browser."""

from odoo.tests import HttpCase, new_test_user, tagged

ROLES = ("front_desk", "data_steward", "administrator")
# Waits until a screen of the app stands, with the menu in Dutch.
OPEN_APP = """
    const wait = (what, seconds = 20) => new Promise((resolve, reject) => {
        const start = Date.now();
        const look = () => {
            const found = what();
            if (found) resolve(found);
            else if (Date.now() - start > seconds * 1000) reject(new Error(`waited for ${what}`));
            else setTimeout(look, 100);
        };
        look();
    });
    (async () => {
        await wait(() => document.querySelector(".o_web_client .o_action_manager > *"));
        await wait(() => document.querySelector(".o_main_navbar").textContent.includes("Klanten"));
        console.log("test successful");
    })().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    """The client starts for each role, in Dutch, and its console stays clean."""

    def test_the_app_opens_for_each_role(self):
        menu = self.env.ref("bzk_base.menu_root")
        for role in ROLES:
            with self.subTest(role=role):
                user = new_test_user(
                    self.env, f"browser-{role}", f"bzk_base.group_{role}", lang="nl_NL"
                )
                self.browser_js(
                    f"/odoo?menu_id={menu.id}",
                    OPEN_APP,
                    ready="odoo.isReady",
                    login=user.login,
                    timeout=120,
                )
