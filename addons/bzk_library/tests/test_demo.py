import tempfile
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..demodata import schema
from ..models.demo import ROLES


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """Demo data goes the way real data goes, and only where it is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The worker commits after each chunk; in a test the transaction is the test's own.
        cls.classPatch(
            type(cls.env["ir.cron"]),
            "_commit_progress",
            lambda self, *args, **kwargs: self.env.flush_all() or float("inf"),
        )
        company = cls.env["res.company"].create(
            {
                "name": "Hilversum",
                "library_code": "hilversum",
                "country_id": cls.env.ref("base.nl").id,
            }
        )
        cls.company = company
        cls.env["bzk.branch"].create(
            [{"name": code, "code": code, "company_id": company.id} for code in ("HVC", "HVK")]
        )
        cls.env["bzk.membership.type"].create(
            [
                {"name": code, "code": code, "audience": audience, "company_id": company.id}
                for code, audience in (
                    ("JEUGD", "youth"),
                    ("VOLW", "adult"),
                    ("OVERIG", "other"),
                    ("NT2", "dutch"),
                    ("VRIEND", "friend"),
                    ("BAH", "home"),
                    ("DIGI", "digital"),
                    ("DIGIKB", "digital_kb"),
                    ("LEERLING", "pupil"),
                )
            ]
        )
        wise, lists = cls.env["bzk.source"].create(
            [
                {"name": "Wise", "code": "wise", "company_id": company.id},
                {"name": "Excel-lijsten", "code": "excel", "company_id": company.id},
            ]
        )
        cls.profile = cls.env.ref("bzk_base.profile_wise").copy_to_source(wise)
        cls.lists = cls.env.ref("bzk_base.profile_generic").copy_to_source(lists)

    def test_no_demo_logins_without_demo_data(self):
        logins = [self.env["bzk.demo"]._login(login, self.company) for login, _n, _g in ROLES]
        self.assertFalse(self.env["res.users"].search([("login", "in", logins)]))
        self.assertFalse(self.env["bzk.demo"].logins())

    def test_load_next_week_and_logins(self):
        demo = self.env["bzk.demo"]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        demo.load(members=3000, folder=folder.name)
        runs = self.profile.run_ids
        self.assertEqual(set(runs.mapped("state")), {"done"})
        self.assertFalse(runs.rejection_ids.filtered(lambda found: found.kind == "row"))
        members = self.env["bzk.membership"].search_count(
            [("company_id", "=", self.company.id), ("date_end", "=", False)]
        )
        self.assertEqual(members, demo._size(self.company, 3000))
        self._second_source()
        logins = demo.logins()
        self.assertEqual(len(logins), len(ROLES))
        self.assertEqual({library for _r, _l, _p, library in logins}, {"Hilversum"})
        demo.load(members=3000, folder=folder.name)
        self.assertEqual(self.profile.run_ids, runs, "loading again changes nothing")
        self.assertEqual(len(self.lists.run_ids), 1)
        self._next_week(folder.name, members)

    def _second_source(self):
        """Readers of the newsletter are members again, or wait for a person, or are new."""
        run = self.lists.run_ids
        self.assertTrue(run.linked_count)
        self.assertTrue(run.new_count)
        mine = [("company_id", "=", self.company.id)]
        self.assertTrue(self.env["bzk.duplicate"].search_count([*mine, ("state", "=", "open")]))
        self.assertTrue(self.env["bzk.household"].search_count(mine))
        self.assertTrue(self.env["bzk.guardian"].search_count(mine))
        self.assertTrue(self.env["bzk.consent"].search_count(mine))

    def _next_week(self, folder, members):
        """The second file is mostly unchanged, and what differs is taken in."""
        path = Path(folder) / "hilversum" / schema.CURRENT_NEXT_WEEK
        run = self.env["bzk.import.run"].create_from_path(self.profile, path)
        run.run_to_end(confirm=True)
        self.assertEqual(run.state, "done")
        self.assertGreater(run.unchanged_count, members * 0.8)
        self.assertTrue(run.changed_count)
        self.assertLess(run.missing_count, members * 0.02)
