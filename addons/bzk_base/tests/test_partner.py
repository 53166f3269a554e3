from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import LibraryCase


@tagged("post_install", "-at_install")
class TestPartner(LibraryCase):
    """A customer as a person with a Dutch name."""

    def test_name_from_its_parts(self):
        person = self.env["res.partner"].create(
            {"initials": "A.B.", "infix": "in 't", "lastname": "Veld"}
        )
        self.assertEqual(person.name, "A.B. in 't Veld")
        person.firstname = "Anna"
        self.assertEqual(person.name, "Anna in 't Veld")

    def test_name_without_parts_stays(self):
        self.assertEqual(self.env["res.partner"].create({"name": "ACME"}).name, "ACME")

    def test_form_shows_the_name_while_typing(self):
        partners = self.env["res.partner"].with_company(self.library)
        with Form(partners, view="bzk_base.view_customer_form") as form:
            form.firstname = "Anna"
            form.infix = "van der"
            form.lastname = "Berg"
            self.assertEqual(form.name, "Anna van der Berg")
            form.phone = "0612345678"
            self.assertEqual(form.phone, "06 12345678")
            form.street_name = "Grote Markt"
            form.street_number = "2"
            form.street_number2 = "A"
        self.assertEqual(form.record.street, "Grote Markt 2A")
        self.assertEqual(form.record.phone_sanitized, "+31612345678")

    @freeze_time("2026-11-21")
    def test_age(self):
        person = self.env["res.partner"].create({"name": "X", "birthdate": "2008-11-22"})
        self.assertEqual(person.age, 17)
        person.birthdate = "2008-11-21"
        self.assertEqual(person.age, 18)
        person.birthdate = False
        self.assertEqual(person.age, 0)

    def test_person_belongs_to_the_library_at_work(self):
        partners = self.env["res.partner"].with_user(self.users["front_desk"])
        person = partners.create({"lastname": "Berg"})
        self.assertEqual(person.company_id, self.library)

    def test_organisation_may_be_shared(self):
        school = self.env["res.partner"].create({"name": "School", "is_company": True})
        self.assertFalse(school.company_id)

    def test_branch_of_another_library(self):
        person = self.env["res.partner"].create({"lastname": "Berg", "company_id": self.library.id})
        with self.assertRaises(UserError):
            person.branch_id = self.other_branch

    def test_creating_many_is_a_constant_number_of_queries(self):
        partners = self.env["res.partner"]
        values = [{"lastname": f"Berg {n}", "company_id": self.library.id} for n in range(100)]
        partners.create(values[:1])
        counts = []
        for size in (10, 100):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            partners.create(values[:size])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
