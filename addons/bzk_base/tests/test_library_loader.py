from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import LibraryCase

FILE = """
code = "test-library"
name = "Bibliotheek Test"
street = "Markt 1"
zip = "1234 AB"
city = "Teststad"
email = "info@test.example"

[[branches]]
code = "TST"
name = "Teststad Centrum"
city = "Teststad"

[[sources]]
code = "wise"
name = "Wise"
profiles = ["wise"]
"""


@tagged("post_install", "-at_install")
class TestLibraryLoader(LibraryCase):
    """A library is a file: loaded once or ten times, it is there once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = cls.env["bzk.library.loader"]
        # Else the first library would take the place of the company of this database.
        cls.env.ref("base.main_company").library_code = "taken"

    def _load(self, text=FILE):
        return self.loader.load_text(text.encode(), "test.toml")

    def _counts(self, company):
        return [
            self.env[model].search_count([("company_id", "=", company.id)])
            for model in ("bzk.branch", "bzk.source", "bzk.import.profile")
        ]

    def test_load(self):
        company = self._load()
        self.assertEqual((company.name, company.city), ("Bibliotheek Test", "Teststad"))
        self.assertEqual(company.currency_id.name, "EUR")
        self.assertEqual(company.country_id.code, "NL")
        self.assertEqual(self._counts(company), [1, 1, 1])
        self.assertTrue(company.branch_ids.company_id == company)

    def test_load_again_changes_and_does_not_double(self):
        company = self._load()
        counts = self._counts(company)
        again = self._load(FILE.replace("Teststad Centrum", "Teststad Markt"))
        self.assertEqual(again, company)
        self.assertEqual(self._counts(company), counts)
        self.assertEqual(company.branch_ids.name, "Teststad Markt")

    def test_what_the_file_does_not_name_is_left_alone(self):
        company = self._load()
        company.branch_ids.phone = "023 511 5300"
        company.vat = "NL001"
        self._load()
        self.assertEqual(company.branch_ids.phone, "023 511 5300")
        self.assertEqual(company.vat, "NL001")

    def test_first_library_takes_the_place_of_the_first_company(self):
        main = self.env.ref("base.main_company")
        main.library_code = False
        self.assertEqual(self._load(), main)

    def test_bad_files_name_what_is_wrong(self):
        for text, word in [
            ("code = ", "test.toml"),
            ('name = "No code"', "code"),
            ("code = 5\nname = 'x'", "code"),
            (FILE.replace("[[branches]]", "[branches]"), "branches"),
            (FILE.replace('code = "TST"', ""), "code"),
            (FILE.replace('["wise"]', '["nothing"]'), "nothing"),
        ]:
            with (
                self.subTest(text[:20]),
                self.assertRaisesRegex(UserError, word),
                self.env.cr.savepoint(),
            ):
                self._load(text)
        with self.assertRaises(UserError):
            self.loader.load_text(b"\xff\xfe\x00", "test.toml")

    def test_folder_that_is_not_there(self):
        with self.assertRaises(UserError):
            self.loader.load_directory(Path("nowhere-at-all"))

    def test_administrator_of_another_library_may_not_load_it(self):
        self._load()
        administrator = self.users["administrator"]
        with self.assertRaises(AccessError):
            self.loader.with_user(administrator).load_text(FILE.encode(), "test.toml")

    def test_administrator_loads_own_library(self):
        self.library.library_code = "test-library"
        self.loader.with_user(self.users["administrator"]).load_text(FILE.encode(), "test.toml")
        self.assertEqual(self.library.name, "Bibliotheek Test")
        self.assertIn("TST", self.library.branch_ids.mapped("code"))

    def test_no_other_role_may_load(self):
        self.library.library_code = "test-library"
        for role in ("front_desk", "data_steward", "marketing"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["bzk.library.load"].with_user(self.users[role]).create({})
