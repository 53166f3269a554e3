from odoo.tests import HttpCase, tagged

from .common import SURNAME, PrivacyCase


@tagged("post_install", "-at_install")
class TestTours(PrivacyCase, HttpCase):
    """A request and an erasure in a browser, as those who do them."""

    def test_steward_answers_an_access_request(self):
        self.start_tour(
            f"/odoo/customers/{self.person.id}",
            "bzk_privacy_access_request",
            login=self.steward.login,
        )
        self.assertEqual(self.person.access_request_ids.state, "answered")

    def test_steward_prepares_and_administrator_erases(self):
        self.start_tour(
            f"/odoo/customers/{self.person.id}",
            "bzk_privacy_erasure_prepared",
            login=self.steward.login,
        )
        self.assertEqual(self.person.erasure_ids.state, "proposed")
        self.start_tour(
            "/odoo/erasures", "bzk_privacy_erasure_approved", login=self.administrator.login
        )
        self.env.invalidate_all()
        self.assertTrue(self.person.erased_on)
        self.assertFalse(self.env["res.partner"].search([("lastname", "=", SURNAME)]))
