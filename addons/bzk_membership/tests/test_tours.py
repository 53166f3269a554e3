from odoo.tests import HttpCase, tagged

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestTours(MemberCase, HttpCase):
    """What staff do with members, in a browser."""

    def test_desk_notes_that_a_member_leaves(self):
        membership = self._member(number="00012345678901")
        self._member(self.bram, self.youth)
        self.start_tour("/odoo", "bzk_membership_leave", login=self.users["front_desk"].login)
        self.assertEqual(membership.state, "ended")
        self.assertEqual(membership.reason_id, self.env.ref("bzk_membership.reason_moved"))

    def test_figures(self):
        self._member()
        self.start_tour("/odoo", "bzk_membership_report", login=self.users["insights"].login)

    def test_download_of_the_workbook(self):
        user = self.users["insights"]
        report = self.env["bzk.member.report"].with_user(user).create({})
        url = report.action_excel()["url"]
        self.authenticate(user.login, user.login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"PK"))
        self.assertIn(".xlsx", response.headers["Content-Disposition"])
        other = self._new_user("insights", self.other_library)
        self.authenticate(other.login, other.login)
        self.assertFalse(self.url_open(url).content.startswith(b"PK"))
