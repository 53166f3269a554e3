from odoo.tests import HttpCase, tagged

from odoo.addons.bzk_base.tests.common import LibraryCase


@tagged("post_install", "-at_install")
class TestDeskTour(LibraryCase, HttpCase):
    """Finding a customer at the desk, in a browser."""

    def test_desk(self):
        home = {"street": "Grote Markt 2", "zip": "2011 AB", "city": "Haarlem"}
        names = (("Jan", "1950-01-01"), ("Wietske", "1980-02-03"))
        self.env["res.partner"].create(
            [
                {
                    "firstname": first,
                    "infix": "de",
                    "lastname": "Vriesema",
                    "birthdate": birthdate,
                    "company_id": self.library.id,
                    **home,
                }
                for first, birthdate in names
            ]
        )
        self.env["bzk.customer.word"]._renew()
        self.start_tour("/odoo", "bzk_customer_desk", login=self.users["front_desk"].login)
