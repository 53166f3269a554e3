import base64
import io
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.addons.bzk_base.tests.common import STAFF

from .test_reports import ActivityFiguresCase


@tagged("post_install", "-at_install")
class TestActivityPage(ActivityFiguresCase):
    """The page, the paper and the workbook tell what the views tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.now.date()
        cls.page = (
            cls.env["bzk.activity.page"]
            .with_user(cls.users["insights"])
            .create({"date_from": cls.today - timedelta(days=90), "date_to": cls.today})
        )

    def _table(self, number):
        table = self.page._tables()[number]
        self.assertTrue(all(len(row) == len(table["columns"]) for row in table["rows"]))
        return table

    def _names(self, table):
        return {row[0]: row[1] for row in table["rows"]}

    def test_per_year(self):
        table = self._table(0)
        self.assertEqual(sum(row[1] for row in table["rows"]), 42)
        self.assertEqual(sum(row[3] for row in table["rows"]), 4)
        for row in table["rows"]:
            self.assertAlmostEqual(float(row[4]), row[1] / row[3])
        self.assertIn("<svg", table["chart"])

    def test_kinds(self):
        rows = self._table(1)["rows"]
        self.assertEqual([sum(row[i] for row in rows) for i in range(1, 5)], [6, 4, 12, 20])

    def test_breakdowns(self):
        by_theme = self._table(4)
        self.assertEqual(self._names(by_theme), {"Poetry": 6, "Digital": 36})
        self.assertEqual(by_theme["total"][1], 42)
        self.assertAlmostEqual(float(sum(row[2] for row in by_theme["rows"])), 100)
        by_branch = self._table(3)
        self.assertEqual(self._names(by_branch), {"(not given)": 42})
        self.assertEqual(self._names(self._table(6)), {"Free": 42})

    def test_period_bounds_breakdowns_and_not_years(self):
        self.page.date_from = self.today - timedelta(days=15)
        self.assertEqual(self._names(self._table(4)), {"Poetry": 0, "Digital": 32})
        self.assertEqual(sum(row[1] for row in self._table(0)["rows"]), 42)
        self.page.date_to = self.today - timedelta(days=8)
        self.assertEqual(sum(row[3] for row in self._table(0)["rows"]), 3)

    def test_one_branch(self):
        self.scanned.branch_id = self.branch
        self.page.branch_id = self.branch
        self.env.flush_all()
        self.assertEqual(sum(row[1] for row in self._table(0)["rows"]), 6)
        self.assertEqual(sum(row[1] for row in self._table(2)["rows"]), 6)
        self.assertIn(self.branch.name, self.page._subtitle())

    def test_people(self):
        """New and returning, whichever branch they came to before."""
        anna, bram = self.env["res.partner"].create(
            [{"lastname": name, "company_id": self.library.id} for name in ("Anna", "Bram")]
        )
        self._seats(self.scanned, anna, done=1)
        self._seats(self.tallied, anna, done=1)
        self._seats(self.tallied, bram, done=1)
        self.env.flush_all()
        rows = self._table(2)["rows"]
        self.assertEqual(sum(row[2] for row in rows), 3)
        self.assertEqual(sum(row[4] for row in rows), 2)
        self.assertEqual(sum(row[5] for row in rows), 1)
        self.tallied.branch_id = self.page.branch_id = self.branch
        self.env.flush_all()
        [row] = self._table(2)["rows"]
        self.assertEqual(row[3:6], [2, 1, 1], "Anna came before, elsewhere; Bram is new")

    def test_share_of_members(self):
        """A member is one on the day of the visit, whatever tells who is a member."""
        anna, bram = self.env["res.partner"].create(
            [{"lastname": name, "company_id": self.library.id} for name in ("Anna", "Bram")]
        )
        for person in (anna, bram):
            self._seats(self.scanned, person, done=1)
        self.env.flush_all()
        if "bzk.membership" not in self.env:
            self.assertEqual(self._table(2)["rows"][0][6], 0)
            return
        kind = self.env["bzk.membership.type"].create(
            {"name": "A", "code": "A", "audience": "adult", "company_id": self.library.id}
        )
        self.env["bzk.membership"].create(
            [
                {
                    "partner_id": person.id,
                    "type_id": kind.id,
                    "date_start": self.today - timedelta(days=60),
                    "date_end": self.today - timedelta(days=left),
                }
                for person, left in ((anna, 10), (bram, 40))
            ]
        )
        self.env.flush_all()
        row = self._table(2)["rows"][-1]
        self.assertEqual(row[6:], [1, 50])
        visits = self._report("bzk.attendance.report")
        groups = dict(visits._read_group([], ["member"], ["customers:count_distinct"]))
        self.assertEqual((groups["yes"], groups["no"]), (1, 1))

    def test_page_follows_what_is_chosen(self):
        with Form(self.page) as form:
            self.assertIn("Poetry", str(form.figures))
            form.branch_id = self.branch
            self.assertNotIn("Poetry", str(form.figures))

    def test_period_cannot_end_before_it_starts(self):
        with self.assertRaises(ValidationError):
            self.page.date_from = self.today + timedelta(days=1)

    def test_other_library(self):
        pages = self.env["bzk.activity.page"].with_user(self.users["insights"])
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            pages.create({"company_id": self.other_library.id, "date_from": self.today})
        with self.assertRaises(AccessError):
            pages.new({"company_id": self.other_library.id, "date_from": self.today})._tables()
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.page.branch_id = self.other_branch

    def test_workbook(self):
        self.page.action_excel()
        book = load_workbook(io.BytesIO(base64.b64decode(self.page.workbook)))
        self.assertEqual(len(book.worksheets), 8)
        rows = list(book.worksheets[4].iter_rows(min_row=5, values_only=True))
        self.assertEqual(rows[-1][:2], ("Total", 42))

    def test_pdf(self):
        self.assertEqual(self.page.action_pdf()["report_name"], "bzk_ticketing.print_activities")
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["insights"])
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("bzk_ticketing.print_activities", self.page.ids)
        )
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        for table in self.page._tables():
            self.assertIn(table["title"], text)

    def test_look_further(self):
        action = self.page.action_look_further()
        rows = self._report().search([*action["domain"], ("state", "=", "held")])
        self.assertEqual(sum(rows.mapped("visitors")), 42)

    def test_opened_by_every_role(self):
        for role in STAFF:
            user = self.users[role]
            action = self.env["bzk.activity.page"].with_user(user).action_open()
            page = self.env["bzk.activity.page"].with_user(user).browse(action["res_id"])
            self.assertIn("<h2>", str(page.figures), role)
