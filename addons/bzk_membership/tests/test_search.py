from odoo.tests import tagged

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestSearch(MemberCase):
    """One box finds a member by whatever the customer says or shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.membership = cls._member(number="00012345678901")
        cls.other = cls._member(cls.bram, cls.youth, number="00099999999999")

    def _find(self, text, user="front_desk"):
        memberships = self.env["bzk.membership"].with_user(self.users[user])
        return memberships.search([("find", "ilike", text)])

    def test_finds_anna_only(self):
        for text in (
            "van der Berg",
            "anna",
            "00012345678901",
            "0001234",
            "anna@example.org",
            "ANNA@exam",
            "0612345678",
            "06-12345678",
            "+31 6 12345678",
            "2011AB",
            "2011 ab 2",
            "2011AB 2a",
            "2011AB 2-A",
        ):
            self.assertEqual(self._find(text), self.membership, text)

    def test_finds_nobody(self):
        for text in ("2011AB 3", "2011AB 2B", "12345678901", "%", "_", "nobody@example.org", "zzz"):
            self.assertFalse(self._find(text), text)

    def test_blank_finds_all(self):
        self.assertEqual(self._find(" "), self.membership | self.other)

    def test_finds_nobody_elsewhere(self):
        elsewhere = self._member(self.other_person, self.other_adult, number="00077777777777")
        for text in ("Ander", "00077777777777", "Olga"):
            self.assertFalse(self._find(text), text)
        self.assertEqual(self.env["bzk.membership"].search([("find", "ilike", "Ander")]), elsewhere)
