from odoo.tests import tagged

from odoo.addons.bzk_customer.tests.household_common import HouseholdCase


@tagged("post_install", "-at_install")
class TestHouseholdPayer(HouseholdCase):
    """Who pays for a membership tells who belongs together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.youth = cls.env["bzk.membership.type"].create(
            {"code": "JEUGD", "name": "Jeugd", "audience": "youth", "company_id": cls.library.id}
        )

    @classmethod
    def _pays(cls, payer, *partners, **values):
        return cls.env["bzk.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "payer_id": payer.id,
                    "type_id": cls.youth.id,
                    "company_id": partner.company_id.id,
                    **values,
                }
                for partner in partners
            ]
        )

    def _tie(self, child):
        return self._ties().filtered(lambda tie: tie.child_id == child)

    def test_payer_with_another_surname_lives_with_the_child(self):
        payer, child = self._people(
            ("Eva", 40, {"lastname": "Smit"}), ("Fem", 8, {"lastname": "Mol"}), number="20"
        )
        self._pays(payer, child)
        self._find()
        household = self._household(payer, child)
        self.assertEqual(household.certainty, "sure")
        self.assertEqual(household.explanation, "same address, one pays for another")
        self.assertEqual(self._tie(child).guardian_id, payer)
        self.assertTrue(self._tie(child).pays)
        self.assertEqual(child.membership_payer_id, payer)

    def test_payer_elsewhere_is_a_parent_and_no_housemate(self):
        payer = self._people(("Eva", 40, {"lastname": "Smit"}), number="30")
        membership = self._pays(payer, self.child)
        self._find()
        self._household(*self.family)
        tie = self._tie(self.child).filtered("pays")
        self.assertEqual(tie.guardian_id, payer)
        self.assertEqual(tie.explanation, "one pays for another")
        membership.payer_id = self.mother
        self._find()
        self.assertFalse(tie.exists())
        self.assertEqual(self._tie(self.child).filtered("pays").guardian_id, self.mother)

    def test_grandmother_pays_and_may_not_consent(self):
        grandmother = self._people(("Oma", 75, {"lastname": "Berg"}), number="30")
        self._pays(grandmother, self.child)
        self._find()
        tie = self._tie(self.child).filtered("pays")
        self.assertEqual((tie.kind, tie.may_consent), ("other", False))

    def test_ended_membership_says_nothing(self):
        payer = self._people(("Eva", 40, {"lastname": "Smit"}), number="30")
        self._pays(payer, self.child, date_start="2019-01-01", date_end="2020-01-01")
        self._find()
        self.assertFalse(self._tie(self.child).filtered("pays"))

    def test_institution_that_pays_is_no_parent(self):
        payer = self._people(("Eva", 40, {"lastname": "Smit"}), number="30")
        children = self._people(
            *[(f"K{n}", n + 1, {"lastname": f"Kind{'abcdefghi'[n]}"}) for n in range(9)],
            number="31",
        )
        self._pays(payer, *children)
        self._find()
        self.assertFalse(self._ties().filtered(lambda tie: tie.guardian_id == payer))

    def test_other_library_pays_nothing_here(self):
        payer = self._people(("Eva", 40, {"lastname": "Smit"}), number="30")
        self._pays(payer, self.child)
        self._find(self.other_library)
        self.assertFalse(self.env["bzk.guardian"].search([("guardian_id", "=", payer.id)]))
