from odoo.tests import HttpCase, tagged

from .household_common import HouseholdCase


@tagged("post_install", "-at_install")
class TestHouseholdTour(HouseholdCase, HttpCase):
    """A household at the desk and on the steward's list, in a browser."""

    def test_desk(self):
        self._find()
        self.start_tour(
            f"/odoo/customers/{self.child.id}",
            "bzk_customer_household",
            login=self.users["front_desk"].login,
        )
        moved = self.family - self.father
        self.assertEqual(set(moved.mapped("street")), {"Kerkstraat 12"})
        self.assertEqual(self.father.street, "Kerkstraat 10")
        self.assertFalse(self.father.household_id)
        self._household(*moved)
        self.assertEqual(self.child._consent_givers()[self.child], self.mother)

    def test_steward(self):
        self._find()
        self.start_tour(
            "/odoo/households",
            "bzk_customer_household_list",
            login=self.users["data_steward"].login,
        )
        self.assertEqual(self._household(*self.family).state, "confirmed")
