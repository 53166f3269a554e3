from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..demodata import history


@tagged("post_install", "-at_install")
class TestDemoHistory(TransactionCase):
    """The demo members have a past, the same each time, and only once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {
                "name": "Hilversum",
                "library_code": "hilversum",
                "country_id": cls.env.ref("base.nl").id,
            }
        )
        branches = cls.env["bzk.branch"].create(
            [{"name": code, "code": code, "company_id": cls.company.id} for code in ("HVC", "HVK")]
        )
        adult = cls.env["bzk.membership.type"].create(
            {"name": "Volw", "code": "VOLW", "audience": "adult", "company_id": cls.company.id}
        )
        source = cls.env["bzk.source"].create(
            {"name": "Wise", "code": "wise", "company_id": cls.company.id}
        )
        people = cls.env["res.partner"].create(
            [
                {
                    "lastname": f"Lid {number}",
                    "email": f"lid{number}@example.org",
                    "company_id": cls.company.id,
                }
                for number in range(100)
            ]
        )
        keys = cls.env["bzk.external.id"].create(
            [
                {"source_id": source.id, "key": str(number), "partner_id": person.id}
                for number, person in enumerate(people)
            ]
        )
        cls.env["bzk.membership"].create(
            [
                {
                    "partner_id": person.id,
                    "type_id": adult.id,
                    "branch_id": branches[person.id % 2].id,
                    "date_start": "2020-02-29",
                    "fee": 49,
                    "external_id_id": key.id,
                }
                for person, key in zip(people, keys, strict=True)
            ]
        )
        cls.demo = cls.env["bzk.demo"]
        cls.demo._create_users(cls.company)

    def _mine(self, model):
        return self.env[model].search([("company_id", "=", self.company.id)])

    def test_history(self):
        self.demo._create_history(self.company)
        moments, bought = self._mine("bzk.contact.moment"), self._mine("bzk.transaction")
        self.assertEqual(set(moments.mapped("known")), {"customer", "visitor"})
        self.assertEqual(len(moments), 35 + 20 + len(history.PROMISES))
        self.assertFalse(moments.filtered(lambda found: found.date > fields.Datetime.now()))
        fees = bought.filtered(lambda found: found.kind == "subscription")
        self.assertEqual(len(fees), 200, "twice for each member in two years")
        self.assertTrue(bought - fees)
        waiting = moments.filtered("activity_id")
        self.assertEqual(len(waiting), len(history.PROMISES))
        self.assertEqual(set(waiting.mapped("followup_state")), {"open"})
        # What the database was told directly is what the ORM would have made of it.
        for record in moments - waiting:
            self.assertNotEqual(record.date.weekday(), 6, "closed on Sundays")
            self.assertEqual(record.company_id, record.partner_id.company_id or self.company)
            self.assertEqual(record.known, "customer" if record.partner_id else "visitor")
        for record in bought:
            self.assertEqual(record.currency_id, self.company.currency_id)
        moments._validate_fields(["partner_id", "branch_id"])
        bought._validate_fields(["partner_id", "reversed_id"])

        self.demo._create_history(self.company)
        self.assertEqual(self._mine("bzk.contact.moment"), moments, "again changes nothing")

    def test_nothing_without_members(self):
        self.env["bzk.membership"].search([("company_id", "=", self.company.id)]).unlink()
        self.demo._create_history(self.company)
        self.assertFalse(self._mine("bzk.contact.moment"))
