from odoo.tests import HttpCase, tagged

from .common import LibraryCase


@tagged("post_install", "-at_install")
class TestTours(LibraryCase, HttpCase):
    """What staff do every day, in a browser."""

    def test_front_desk_corrects_a_name(self):
        self.env["res.partner"].create(
            {
                "firstname": "Wietske",
                "infix": "de",
                "lastname": "Vriesema",
                "company_id": self.library.id,
            }
        )
        self.start_tour(
            "/odoo/customers", "bzk_base_customer", login=self.users["front_desk"].login
        )

    def test_steward_imports_a_file(self):
        # There is no worker in a test: what would wake it does its work at once.
        self.classPatch(
            type(self.env["bzk.import.run"]),
            "_wake_worker",
            lambda run: run.env["bzk.import.run"].sudo()._cron_process(),
        )
        self.start_tour("/odoo", "bzk_base_import", login=self.users["data_steward"].login)
        self.assertEqual(self._customer("00000001").name, "Anna van der Berg")
