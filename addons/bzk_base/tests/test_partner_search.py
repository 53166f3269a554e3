from odoo.tests import tagged

from .common import ANNA, BRAM, LibraryCase


@tagged("post_install", "-at_install")
class TestPartnerSearch(LibraryCase):
    """Whatever a customer says or shows finds them, and nobody of another library."""

    def setUp(self):
        super().setUp()
        self._import([ANNA, BRAM])
        self._import([{**ANNA, "VESTIGING": "ELD"}], profile=self.other_profile)
        self.anna = self._customer("00000001")

    def _find(self, text):
        partners = self.env["res.partner"].with_user(self.users["front_desk"])
        return partners.search([("find", "ilike", text)])

    def test_finds_anna_only(self):
        for text in (
            "van der berg",
            "00000001",
            "anna.berg@example",
            "06-12345678",
            "+31 6 12345678",
            "2011ab",
            "2011 AB 2",
            "2011AB 2-A",
        ):
            with self.subTest(text):
                self.assertEqual(self._find(text), self.anna)

    def test_finds_nobody(self):
        for text in ("2011 AB 3", "2011AB 2-B", "%", "nobody@example.org", "0699999999"):
            with self.subTest(text):
                self.assertFalse(self._find(text))
