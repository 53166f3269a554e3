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
        for found, replaced, *words in (
            ('"youth"', '"young"', "number 1", "audience", "youth, adult"),
            ("fee = 49.5", 'fee = "veel"', "number 2", "fee"),
            ("fee = 49.5", "fee = -1", "number 2", "fee"),
            ("fee = 49.5", "fee = nan", "number 2", "fee"),
            ("fee = 49.5", "fee = inf", "number 2", "fee"),
            ("fee = 49.5", "fee = 100001", "number 2", "0 to 100000"),
            ("age_max = 17", "age_max = 99999999999999", "number 1", "age_max"),
            ("age_max = 17", "age_max = 1.9", "number 1", "age_max"),
            ("age_max = 17", "age_max = 17\nage_min = 18", "number 1", "age_max", "age_min"),
            ("paying = false", 'paying = "nee"', "number 1", "paying"),
            ("counts_loans = false", "counts_loans = 0", "number 3", "counts_loans"),
            ("age_max = 17", "max_age = 17", "number 1", "max_age"),
            ('successor = "VOLW"', 'successor = "NIETS"', "number 1", "successor", "NIETS"),
            ('name = "Jeugd"', "", "number 1", "name"),
            ('code = "VOLW"', 'code = "JEUGD"', "number 2", "JEUGD"),
        ):
            with self.subTest(replaced), self.assertRaises(UserError) as caught:
                self._load(FILE.replace(found, replaced))
            for word in ("test.toml", "[[membership_types]]", *words):
                self.assertIn(word, str(caught.exception))

    def test_types_that_follow_each_other_in_a_circle(self):
        with self.assertRaisesRegex(UserError, "test.toml"):
            self._load(FILE.replace("fee = 49.5", 'successor = "JEUGD"'))
