from pathlib import Path
from tempfile import TemporaryDirectory

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..demodata import contacts, education, schools

PROFILES = ("duo_primary", "contacts", "education")


@tagged("post_install", "-at_install")
class TestDemoRelations(TransactionCase):
    """Organisations go in by the imports, and what staff would have done stands there too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The worker commits after each chunk; in a test the transaction is the test's own.
        cls.classPatch(
            type(cls.env["ir.cron"]),
            "_commit_progress",
            lambda self, *args, **kwargs: self.env.flush_all() or float("inf"),
        )
        cls.company = cls.env["res.company"].create(
            {
                "name": "Hilversum",
                "library_code": "hilversum",
                "city": "Hilversum",
                "country_id": cls.env.ref("base.nl").id,
            }
        )
        source = cls.env["bzk.source"].create(
            {"name": "Lijsten", "code": "lists", "company_id": cls.company.id}
        )
        for name in PROFILES:
            cls.env.ref(f"bzk_dmu.profile_{name}").copy_to_source(source)
        cls.demo = cls.env["bzk.demo"].with_company(cls.company)
        cls.demo._create_users(cls.company)
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.loaded = cls.demo._import_relations(cls.company, None, cls.folder)
        cls.demo._settle_relations(cls.company)
        cls.demo._create_visits(cls.company)
        cls.demo._create_relation_work(cls.company)
        cls.made = schools.schools("hilversum")

    def _own(self, model, *domain):
        return self.env[model].search([("company_id", "=", self.company.id), *domain])

    def test_every_school_of_the_list_is_a_relation(self):
        self.assertTrue(self.loaded)
        brins = self._own("bzk.relation").mapped("brin")
        self.assertLessEqual({school.code for school in self.made}, set(brins))

    def test_people_of_the_spreadsheet_are_at_their_organisation(self):
        rows = contacts.contacts("hilversum", self.made)
        places = self._own("bzk.dmu.member")
        # One of them has a second place by hand.
        self.assertEqual(len(places), len(rows) + 1)
        self.assertFalse(places.partner_id.filtered(lambda person: not person.work_contact))

    def test_orders_come_to_what_the_file_says(self):
        rows = education.orders("hilversum", self.made, fields.Date.context_today(self.demo))
        orders = self._own("bzk.education.order")
        self.assertEqual(len(orders), len(rows))
        due = sum(row.count * row.cents for row in rows if row.state in ("besteld", "geleverd"))
        paid = sum(self._own("bzk.transaction", ("kind", "=", "education")).mapped("amount"))
        self.assertAlmostEqual(paid, due / 100, 2)

    def test_there_is_work_for_a_relationship_manager(self):
        self.assertTrue(self._own("bzk.contact.report", ("state", "=", "done")))
        self.assertTrue(self._own("bzk.agreement", ("done", "=", False)))
        self.assertTrue(self._own("bzk.relation", ("overdue", "=", True)))
        self.assertTrue(self._own("crm.lead"))
        self.assertEqual(
            set(self._own("bzk.relation.gap").mapped("kind")), {"role", "silence", "left"}
        )

    def test_nobody_is_mailed(self):
        self.assertFalse(self.env["mail.mail"].search([("state", "=", "outgoing")]))

    def test_a_second_time_adds_nothing(self):
        before = self.env["bzk.relation"].search_count([])
        self.assertFalse(self.demo._import_relations(self.company, None, self.folder))
        self.assertEqual(self.env["bzk.relation"].search_count([]), before)
