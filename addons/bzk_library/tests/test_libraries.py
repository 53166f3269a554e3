from pathlib import Path

from odoo.tests import TransactionCase, tagged

LIBRARIES = Path(__file__).parents[3] / "config" / "libraries"


@tagged("post_install", "-at_install")
class TestLibraries(TransactionCase):
    """The three libraries that come with the product."""

    def _state(self):
        return {
            model: self.env[model].search_read([], ["company_id", "code", "name"], order="id")
            for model in ("bzk.branch", "bzk.source", "bzk.membership.type")
        }

    def test_load_twice(self):
        loader = self.env["bzk.library.loader"]
        companies = loader.load_directory(LIBRARIES)
        self.assertEqual(
            set(companies.mapped("library_code")),
            {"zuid-kennemerland", "amstelland", "hilversum"},
        )
        first = self._state()
        self.assertEqual(loader.load_directory(LIBRARIES), companies)
        self.assertEqual(self._state(), first)
        ours = companies.filtered(lambda company: company.library_code == "zuid-kennemerland")
        self.assertEqual(len(ours.branch_ids), 9)
        youth = self.env["bzk.membership.type"].search(
            [("company_id", "=", ours.id), ("code", "=", "JEUGD")]
        )
        self.assertEqual(youth.successor_id.code, "VOLW")
        self.assertEqual(youth.successor_id.company_id, ours)

    def test_a_fourth_library_is_a_file(self):
        text = (LIBRARIES / "hilversum.toml").read_text().replace('"hilversum"', '"fourth"', 1)
        company = self.env["bzk.library.loader"].load_text(text.encode(), "fourth.toml")
        self.assertEqual(company.library_code, "fourth")
        self.assertEqual(len(company.branch_ids), 2)
