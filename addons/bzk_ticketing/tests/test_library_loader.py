from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import LibraryCase

FILE = """
code = "testlibrary"
name = "Test library"

[[activity_kinds]]
name = "Lezing"
places = 80

[[activity_kinds]]
name = "Ontmoeting"
"""


@tagged("post_install", "-at_install")
class TestLibraryLoader(LibraryCase):
    """Kinds of activity from the settings file."""

    def setUp(self):
        super().setUp()
        self.library.library_code = "testlibrary"

    def _load(self, text=FILE):
        self.env["bzk.library.loader"].load_text(text.encode(), "test.toml")
        return self.env["event.type"].search([("company_id", "=", self.library.id)])

    def test_load(self):
        talk, meeting = self._load()
        self.assertEqual(
            (talk.name, talk.has_seats_limitation, talk.seats_max), ("Lezing", True, 80)
        )
        self.assertEqual((meeting.name, meeting.has_seats_limitation), ("Ontmoeting", False))

    def test_load_again(self):
        kinds = self._load()
        kinds[0].note = "Kept"
        again = self._load(FILE.replace("80", "60"))
        self.assertEqual(again, kinds)
        self.assertEqual(kinds[0].seats_max, 60)
        self.assertIn("Kept", kinds[0].note)

    def test_faults(self):
        for found, replaced, word in (
            ("places = 80", "places = -1", "places"),
            ('name = "Ontmoeting"', "", "name"),
        ):
            with self.assertRaisesRegex(UserError, word):
                self._load(FILE.replace(found, replaced))
