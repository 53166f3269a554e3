"""What anyone can reach without logging in, and what the session cookie says."""

from odoo.tests import HttpCase, tagged
from odoo.tools import config


@tagged("post_install", "-at_install")
class TestSafety(HttpCase):
    """Safe by default: no database manager, a session cookie that scripts can't read."""

    def test_the_database_manager_is_closed(self):
        for path in ("manager", "selector"):
            page = self.url_open(f"/web/database/{path}")
            self.assertTrue("has been disabled" in page.text, path)
            self.assertFalse(self.env.cr.dbname in page.text, path)

    def test_nobody_makes_or_copies_a_database(self):
        for path, values in (
            ("create", {"name": "other", "login": "a", "password": "a", "lang": "nl_NL"}),
            ("duplicate", {"name": self.env.cr.dbname, "new_name": "other"}),
            ("backup", {"name": self.env.cr.dbname}),
            ("drop", {"name": self.env.cr.dbname}),
        ):
            with self.subTest(path=path), self.assertLogs("odoo", "WARNING"):
                values = values | {"master_pwd": config["admin_passwd"]}
                page = self.url_open(f"/web/database/{path}", data=values)
                self.assertNotEqual(page.headers["Content-Type"], "application/octet-stream")
                self.assertNotIn("attachment", page.headers.get("Content-Disposition", ""))

    def test_the_master_password_is_not_the_usual_one(self):
        self.assertFalse(config.verify_admin_password("admin"))

    def test_the_session_cookie_is_closed_to_scripts(self):
        page = self.url_open("/web/login")
        cookies = {cookie.name: cookie for cookie in page.cookies}
        session = cookies["session_id"]
        self.assertTrue(session.has_nonstandard_attr("HttpOnly"))

    def test_a_visitor_can_not_choose_the_address_in_links(self):
        headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
        page = self.url_open("/web/login", headers=headers)
        self.assertNotIn("evil.example", page.text)

    def test_nothing_guesses_the_kind_of_a_file(self):
        page = self.url_open("/web/login")
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
