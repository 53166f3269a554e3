import base64
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.bzk_base.importing.settings_file import CODES

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

    def test_a_new_source_before_the_known_one(self):
        company = self._load()
        new = '[[sources]]\ncode = "excel"\nname = "Excel"\nprofiles = ["generic"]\n\n[[sources]]'
        self._load(FILE.replace("[[sources]]", new))
        sources = self.env["bzk.source"].search([("company_id", "=", company.id)])
        profiles = {source.code: source.profile_ids.mapped("code") for source in sources}
        self.assertEqual(profiles, {"wise": ["wise"], "excel": ["generic"]})

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
        for text, *words in [
            ("code = ", "cannot be read"),
            ('name = "No code"', "code is missing"),
            ("code = 5\nname = 'x'", "code must be a text"),
            (FILE.replace("[[branches]]", "[branches]"), "branches"),
            (FILE.replace("[[branches]]", "[[brances]]"), "brances is not known"),
            (FILE.replace('code = "TST"', ""), "[[branches]] number 1", "code is missing"),
            (FILE.replace('code = "TST"', 'code = "T\\u0000"'), "[[branches]] number 1", "code"),
            (FILE.replace("city", "town", 1), "town"),
            (FILE.replace('["wise"]', '["nothing"]'), "[[sources]] number 1", "nothing"),
            (FILE.replace('["wise"]', "[1]"), "[[sources]] number 1", "profiles"),
            (FILE.replace('["wise"]', '[["x"]]'), "[[sources]] number 1", "profiles"),
            (FILE.replace('["wise"]', "{}"), "[[sources]] number 1", "profiles"),
            (FILE.replace('["wise"]', "5"), "[[sources]] number 1", "profiles"),
            (FILE.replace('email = "', 'website = "javascript:'), "website", "https://"),
            ("a = " + "[" * 900, "brackets"),
            (FILE + "x" * 1_000_000, "larger than 1000 kB"),
            (FILE + "[[branches]]\n" * 500, "more than 500 branches"),
            (FILE + "[[sources]]\n" * 50, "more than 50 sources"),
        ]:
            with self.subTest(text[-20:]), self.assertRaises(UserError) as caught:
                self._load(text)
            for word in ["test.toml", *words]:
                self.assertIn(word, str(caught.exception))
        with self.assertRaises(UserError):
            self.loader.load_text(b"\xff\xfe\x00", "test.toml")

    def test_every_problem_has_a_text(self):
        params = dict.fromkeys(("key", "known", "limit", "line", "low", "high"), 1)
        params |= dict.fromkeys(("other", "problem", "value"), 1)
        for lang in ("en_US", "nl_NL"):
            labels = self.loader.with_context(lang=lang)._problem_labels()
            self.assertEqual(set(labels), set(CODES))
            for label in labels.values():
                self.assertTrue(label % params)

    def test_what_the_database_refuses_names_the_file_too(self):
        with (
            patch.object(type(self.loader), "_load_company", side_effect=ValidationError("no")),
            self.assertRaisesRegex(UserError, "test.toml: no"),
        ):
            self._load()

    def test_large_library_is_loaded_in_sets(self):
        company = self._load()
        many = FILE + "".join(
            f'[[branches]]\ncode = "B{number}"\nname = "Branch"\n' for number in range(499)
        )
        with self.assertQueryCount(60):
            self._load(many)
            self.env.flush_all()
        self.assertEqual(len(company.branch_ids), 500)
        branch = type(company.branch_ids)
        with patch.object(branch, "write", autospec=True, side_effect=branch.write) as write:
            self._load(many.replace('"B0"\nname = "Branch"', '"B0"\nname = "New"'))
        self.assertEqual(write.call_count, 1)

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


@tagged("post_install", "-at_install")
class TestLibraryFolder(LibraryCase):
    """The folder on the server holds every library; each administrator gets their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.main_company").library_code = "taken"
        cls.library.library_code = "test-library"
        cls.other_library.library_code = "a-other"
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.classPatch(type(cls.env["bzk.library.loader"]), "_directory", lambda self: cls.folder)

    def setUp(self):
        super().setUp()
        for path in self.folder.iterdir():
            path.unlink()
        self._write("a-other", FILE.replace("test-library", "a-other").replace("Test", "Ander"))
        self._write("b-broken", 'code = "secret')
        self._write("test-library", FILE)

    def _write(self, name, text):
        (self.folder / f"{name}.toml").write_text(text)

    def _wizard(self, **values):
        wizards = self.env["bzk.library.load"].with_user(self.users["administrator"])
        return wizards.create(values)

    def test_administrator_loads_only_the_own_file(self):
        wizard = self._wizard()
        self.assertEqual(wizard.found, "test-library.toml")
        message = wizard.action_load()["params"]["message"]
        self.assertIn("Bibliotheek Test", message)
        self.assertNotIn("Ander", message)
        self.assertEqual(self.library.name, "Bibliotheek Test")
        self.assertEqual(self.other_library.name, "Other library")

    def test_a_file_is_of_the_library_that_it_names(self):
        (self.folder / "test-library.toml").rename(self.folder / "c.toml")
        self._write("test-library", FILE.replace('"test-library"', '"a-other"'))
        self.assertEqual(self._wizard().found, "c.toml")
        self._wizard().action_load()
        self.assertEqual(self.other_library.name, "Other library")

    def test_no_file_of_the_own_library(self):
        (self.folder / "test-library.toml").unlink()
        wizard = self._wizard()
        self.assertEqual(wizard.found, "None")
        with self.assertRaises(UserError) as caught:
            wizard.action_load()
        self.assertIn("no settings file of your library", str(caught.exception))
        self.assertNotIn("other", str(caught.exception))

    def test_fault_in_the_own_file_is_told(self):
        self._write("test-library", 'code = "test-library')
        with self.assertRaisesRegex(UserError, "test-library.toml"):
            self._wizard().action_load()

    def test_system_administrator_loads_all(self):
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.library | self.other_library
        loader = self.env["bzk.library.loader"].with_user(admin)
        with self.assertRaisesRegex(UserError, "b-broken.toml"):
            loader.load_directory()
        (self.folder / "b-broken.toml").unlink()
        self.assertEqual(loader.load_directory(), self.other_library | self.library)

    def test_file_that_is_no_file(self):
        with self.assertRaisesRegex(UserError, "gone.toml"):
            self.env["bzk.library.loader"].load_file(self.folder / "gone.toml")

    def test_uploaded_file(self):
        self._wizard(file=base64.b64encode(FILE.encode()), file_name="x.toml").action_load()
        self.assertEqual(self.library.name, "Bibliotheek Test")
        foreign = FILE.replace("test-library", "a-other")
        with self.assertRaises(AccessError):
            self._wizard(file=base64.b64encode(foreign.encode())).action_load()
        bad = base64.b64encode(b"a = " + b"[" * 900)
        with self.assertRaisesRegex(UserError, "bad.toml"):
            self._wizard(file=bad, file_name="bad.toml").action_load()
