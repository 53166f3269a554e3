from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LanguageCase


@tagged("post_install", "-at_install")
class TestPage(LanguageCase):
    """The figures of the language point on a page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["bzk.language.learner"].search([("company_id", "=", cls.library.id)]).write(
            {"registered_on": "2025-02-01"}
        )
        cls.volunteer.registered_on = "2025-01-01"
        cls.pair = cls._pair(date_start="2025-03-03")
        meetings = [
            ("2025-03-03", "both", 60),
            ("2025-03-10", "both", 90),
            ("2025-04-07", "learner", 0),
            ("2025-04-14", "both", 30),
        ]
        for day, attended, minutes in meetings:
            cls.env["bzk.language.meeting"].create(
                {"pair_id": cls.pair.id, "date": day, "attended": attended, "minutes": minutes}
            )
        cls.pair._end(cls.pair.last_meeting_on, "reached")
        theirs = cls._pair(cls.other_learner, cls.other_volunteer, date_start="2025-03-03")
        cls.env["bzk.language.meeting"].create(
            {"pair_id": theirs.id, "date": "2025-03-03", "minutes": 600}
        )

    def _tables(self, **values):
        page = self.env["bzk.language.page"].with_user(self.user)
        page = page.create({"date_from": "2025-01-01", "date_to": "2025-12-31", **values})
        return {table["title"]: table for table in page._tables()}

    def test_meetings_and_hours(self):
        tables = self._tables()
        self.assertEqual(tables["Per year"]["rows"], [["2025", 3, 3.0, 1, 1, 1]])
        months = tables["Per month"]["rows"]
        self.assertEqual([row[1:] for row in months], [[2, 2.5, 1, 1, 0], [1, 0.5, 1, 1, 1]])
        self.assertTrue(all("2025" in row[0] for row in months))
        self.assertEqual(tables["By branch"]["rows"], [["Haarlem Centrum", 3, 3.0, 1, 1, 1]])
        self.assertEqual(tables["By branch"]["total"], ["Total", 3, 3.0, 1, 1, 1])

    def test_learners(self):
        row = self._tables()["Learners"]["rows"]
        self.assertEqual([line[:5] for line in row], [["Haarlem Centrum", 1, 1, 30, 1]])

    def test_why_pairs_ended(self):
        rows = self._tables()["Pairs that ended"]["rows"]
        self.assertEqual(rows, [["The goal was reached", 1, 42, 3]])

    def test_a_branch_and_a_period(self):
        empty = self.env["bzk.branch"].create(
            {"name": "Leeg", "code": "LEE", "company_id": self.library.id}
        )
        self.assertFalse(self._tables(branch_id=empty.id)["By branch"]["rows"])
        later = self._tables(date_from="2025-04-01")
        self.assertEqual(later["Per month"]["total"], ["Total", 1, 0.5, 1, 1, 1])

    def test_screen_paper_and_workbook(self):
        page = self.env["bzk.language.page"].with_user(self.user)
        page = page.create({"date_from": "2025-01-01", "date_to": "2025-12-31"})
        self.assertIn("Haarlem Centrum", page.figures)
        self.assertEqual(page.action_excel()["type"], "ir.actions.act_url")
        self.assertTrue(page.workbook)
        report = self.env["ir.actions.report"].with_user(self.user)
        html, _kind = report._render_qweb_html("bzk_taalplein.print_language", page.ids)
        self.assertIn(b"Haarlem Centrum", html)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_for_own_role_and_library_only(self):
        page = self.env["bzk.language.page"].with_user(self.user)
        with self.assertRaises(AccessError):
            page.create({"company_id": self.other_library.id})
        with self.assertRaises(AccessError):
            page.create({"branch_id": self.other_branch.id})
        for role in ("administrator", "insights"):
            with self.assertRaises(AccessError):
                self.env["bzk.language.page"].with_user(self.users[role]).action_open()
