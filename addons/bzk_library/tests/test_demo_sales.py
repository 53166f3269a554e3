import csv
import tempfile
from datetime import datetime
from pathlib import Path

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..demodata import sales, schema

MEMBERS = 4000


@tagged("post_install", "-at_install")
class TestDemoSales(TransactionCase):
    """Generated activities and orders go in by the import, and the reports tell the same sums."""

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
                "country_id": cls.env.ref("base.nl").id,
            }
        )
        branches = cls.env["bzk.branch"].create(
            [{"name": code, "code": code, "company_id": cls.company.id} for code in ("HVC", "HVK")]
        )
        names = ("Lezing", "Workshop", "Voorstelling", "Voorlezen", "Cursus", "Spreekuur")
        cls.env["event.type"].create(
            [{"name": name, "company_id": cls.company.id} for name in (*names, "Ontmoeting")]
        )
        source = cls.env["bzk.source"].create(
            {"name": "Kaartverkoop", "code": "tickets", "company_id": cls.company.id}
        )
        for code in ("activities", "tickets"):
            cls.env.ref(f"bzk_ticketing.profile_{code}").copy_to_source(source)
        people = cls.env["res.partner"].create(
            [
                {
                    "firstname": f"Anna{number}",
                    "lastname": "Jansen",
                    "email": f"anna{number}@mail.example",
                    "birthdate": "1980-02-03",
                    "company_id": cls.company.id,
                    "branch_id": branches[number % 2].id,
                }
                for number in range(30)
            ]
        )
        kind = cls.env["bzk.membership.type"].create(
            {"name": "V", "code": "V", "audience": "adult", "company_id": cls.company.id}
        )
        cls.env["bzk.membership"].create(
            [
                {"partner_id": person.id, "type_id": kind.id, "number": f"{number:014}"}
                for number, person in enumerate(people)
            ]
        )
        cls.people = people
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        demo = cls.env["bzk.demo"]
        cls.classPatch(type(demo), "_libraries", lambda self: cls.company)
        cls.folder = Path(folder.name)
        assert demo._import_sales(cls.company, MEMBERS, None, cls.folder)
        cls.env.flush_all()

    def _rows(self, name):
        with (self.folder / name).open(encoding=schema.ENCODING, newline="") as stream:
            return list(csv.DictReader(stream, delimiter=schema.DELIMITER))

    def test_nothing_is_refused(self):
        runs = self.env["bzk.import.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(runs), 2)
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertFalse(runs.rejection_ids)
        self.assertFalse(self.env["bzk.demo"]._import_sales(self.company, MEMBERS, None, None))

    def test_the_report_tells_what_the_files_tell(self):
        today = fields.Date.context_today(self.company)
        held = {
            row["Nummer"]: row
            for row in self._rows(sales.ACTIVITIES)
            if row["Vervallen"] == "nee"
            and datetime.strptime(row["Begin"], "%d-%m-%Y %H:%M").date() < today
        }
        valid = [
            row
            for row in self._rows(sales.TICKETS)
            if row["Activiteitnummer"] in held
            and row["Ticketstatus"] == "geldig"
            and row["Bestelstatus"] == "betaald"
        ]
        report = self.env["bzk.activity.report"]
        domain = [("company_id", "=", self.company.id), ("date", "<", today)]
        names = ["activities", "revenue", "attended", "counted", "estimated"]
        [found] = report._read_group(
            [*domain, ("state", "=", "held")], [], [f"{name}:sum" for name in names]
        )
        revenue = sum(int(row["Prijs"].replace(",", "")) for row in valid) / 100
        told = [sum(int(row[name] or 0) for row in held.values()) for name in ("Geteld", "Geschat")]
        came = sum(bool(row["Ingecheckt"]) for row in valid)
        self.assertEqual(found, (len(held), revenue, came, *told))

    def test_members_are_known_again(self):
        seats = self.env["event.registration"].search([("company_id", "=", self.company.id)])
        self.assertTrue(seats.attendee_id & self.people)
        self.assertTrue(seats.attendee_id - self.people)
        again = self.env["res.partner"].search(
            [("company_id", "=", self.company.id), ("email", "in", self.people.mapped("email"))]
        )
        self.assertEqual(len(again), len(set(self.people.mapped("email"))), "nobody is there twice")

    def test_what_comes_with_it(self):
        demo = self.env["bzk.demo"]
        demo._create_tips(self.company)
        demo._create_queues(self.company)
        demo._create_scores(self.company)
        demo._create_third_half(self.company)
        mine = [("company_id", "=", self.company.id)]
        waiting = self.env["event.registration"].search([*mine, ("waiting_since", "!=", False)])
        self.assertTrue(waiting)
        self.assertEqual(set(waiting.event_id.mapped("free_places")), {0})
        self.assertTrue(self.env["bzk.book.tip"].search_count(mine))
        self.assertTrue(self.env["bzk.third.half"].search_count(mine))
        scored = self.env["event.event"].search([*mine, ("score_count", ">", 0)])
        self.assertTrue(scored)
        self.assertTrue(all(1 <= event.score_average <= 5 for event in scored))
        self.assertTrue(
            self.env["event.event"].search_count(
                [*mine, ("date_begin", ">", fields.Datetime.now())]
            )
        )
