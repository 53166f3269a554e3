from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MemberCase

FILE = """
code = "testlibrary"
name = "Test library"

[[membership_types]]
code = "JEUGD"
name = "Jeugd"
audience = "youth"
fee = 0
paying = false
age_max = 17
successor = "VOLW"

[[membership_types]]
code = "VOLW"
name = "Volwassenen"
audience = "adult"
fee = 49.5

[[membership_types]]
code = "KB"
name = "Digitaal via KB"
audience = "digital_kb"
counts_loans = false
"""


@tagged("post_install", "-at_install")
class TestLibraryLoader(MemberCase):
    def setUp(self):
        super().setUp()
        self.library.library_code = "testlibrary"
        self.env["bzk.membership.type"].search([("company_id", "=", self.library.id)]).unlink()

    def _load(self, text=FILE):
        self.env["bzk.library.loader"].load_text(text.encode(), "test.toml")
        return self.env["bzk.membership.type"].search([("company_id", "=", self.library.id)])

    def test_load(self):
        youth, adult, digital = self._load()
        self.assertEqual(youth.successor_id, adult)
        self.assertEqual((youth.audience, youth.age_max, youth.is_paying), ("youth", 17, False))
        self.assertEqual((adult.fee, adult.is_paying, adult.counts_loans), (49.5, True, True))
        self.assertFalse(digital.counts_loans)

    def test_load_again(self):
        types = self._load()
        again = self._load(FILE.replace("49.5", "52"))
        self.assertEqual(again, types)
        self.assertEqual(types[1].fee, 52)

    def test_faults(self):
        for found, replaced in (
            ('"youth"', '"young"'),
            ("fee = 49.5", 'fee = "veel"'),
            ("fee = 49.5", "fee = -1"),
            ('successor = "VOLW"', 'successor = "NIETS"'),
            ('name = "Jeugd"', ""),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._load(FILE.replace(found, replaced))
