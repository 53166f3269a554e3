from dateutil.relativedelta import relativedelta
from odoo import fields

from odoo.addons.bzk_base.tests.common import LibraryCase


class HouseholdCase(LibraryCase):
    """A family of four at one address, and whoever a test adds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.finder = cls.env["bzk.household.finder"]
        cls.mother, cls.father, cls.child, cls.baby = cls._people(
            ("Anna", 40, {"infix": "van der", "lastname": "Berg", "email": "berg@example.org"}),
            ("Bram", 42, {"lastname": "Jansen-van der Berg"}),
            ("Cas", 9, {"infix": "van der", "lastname": "Berg", "email": "berg@example.org"}),
            ("Dana", 2, {"infix": "van der", "lastname": "Berg"}),
        )
        cls.family = cls.mother | cls.father | cls.child | cls.baby

    @classmethod
    def _people(cls, *people, number="10", library=None):
        """Create customers at one address from (first name, age in years or None, values)."""
        return cls.env["res.partner"].create(
            [
                {
                    "firstname": firstname,
                    "lastname": "Bakker",
                    "birthdate": age is not None and cls.today - relativedelta(years=age, days=1),
                    "street_name": "Kerkstraat",
                    "street_number": number,
                    "zip": "2011 AB",
                    "city": "Haarlem",
                    "company_id": (library or cls.library).id,
                    **values,
                }
                for firstname, age, values in people
            ]
        )

    @classmethod
    def _find(cls, library=None):
        return cls.finder._find(library or cls.library)

    @classmethod
    def _move_to(cls, partners, number):
        partners.write({"street_number": number})
        cls.env.flush_all()

    def _household(self, *partners):
        """The one household of these customers, who are all of it."""
        people = self.env["res.partner"].union(*partners)
        household = people.household_id
        self.assertEqual(len(household), 1, people.mapped("name"))
        self.assertEqual(household.member_ids, people.sorted("id") & household.member_ids)
        self.assertEqual(set(household.member_ids), set(people))
        return household

    def _ties(self):
        return self.env["bzk.guardian"].search([("company_id", "=", self.library.id)])
