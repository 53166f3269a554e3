from odoo.tests import HttpCase, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestDuplicateTour(CustomerCase, HttpCase):
    """A data steward settles the day's pairs in a browser, mostly by keyboard."""

    def test_steward_decides(self):
        self.anna.write({"lastname": "Verburg", "email": "anna@old.example"})
        self.double.write({"lastname": "Verrburg", "email": "anna@new.example"})
        people = self.env["res.partner"].create(
            [
                self._person("Cas", "Jansen", birthdate="1980-02-03"),
                self._person("Kas", "Janssen", birthdate="1980-02-03"),
            ]
        )
        namesakes = self._propose(tuple(people))
        ids = (self.anna.id, self.double.id)
        self.env["bzk.duplicate"]._propose(
            self.library, [(*ids, "certain", 90, [["birthdate_same", {}]])]
        )
        self.start_tour("/odoo", "bzk_customer_duplicates", login=self.users["data_steward"].login)
        self.assertEqual(self.double.merged_into_id, self.anna)
        self.assertRecordValues(self.anna, [{"name": "Anna Verrburg", "email": "anna@new.example"}])
        self.assertEqual(namesakes.state, "different")
        self.assertTrue(all(people.mapped("active")))
