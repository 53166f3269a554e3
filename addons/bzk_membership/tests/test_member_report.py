import base64
import io

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from openpyxl import load_workbook
from pypdf import PdfReader

from .common import MemberCase


@tagged("post_install", "-at_install")
class TestMemberReport(MemberCase):
    """The report on paper and as a workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._member(fee=1234.5)
        cls._member(cls.bram, cls.youth, date_end=cls._ago(days=5))
        cls.report = cls.env["bzk.member.report"].with_user(cls.users["insights"]).create({})

    def _workbook(self):
        self.report.action_excel()
        return load_workbook(io.BytesIO(base64.b64decode(self.report.workbook)))

    def test_period_of_a_year(self):
        self.assertEqual(self.report.date_to, self.today)
        self.assertEqual(self.report.date_from, self._ago(years=1, days=-1))
        with self.assertRaises(ValidationError):
            self.report.date_from = self._ago(days=-1)

    def test_workbook(self):
        book = self._workbook()
        self.assertEqual(len(book.worksheets), 4)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(min_row=5, values_only=True))
        self.assertEqual(rows[0][0], "Customer segment")
        self.assertEqual(rows[1][:3], ("Volwassenen", 1, 1234.5))
        self.assertEqual(rows[2][:3], ("Total", 1, 1234.5))
        self.assertIn("#,##0", sheet["C6"].number_format)

    def test_no_formulas(self):
        self.adult.name = "=HYPERLINK(1)"
        cell = self._workbook().worksheets[0]["A6"]
        self.assertEqual((cell.value, cell.data_type), ("'=HYPERLINK(1)", "s"))

    def test_download(self):
        action = self.report.action_excel()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertIn(f"/{self.report.id}/workbook/", action["url"])

    def test_pdf(self):
        action = self.report.action_pdf()
        self.assertEqual(action["report_name"], "bzk_membership.report_members")
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.users["insights"])
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("bzk_membership.report_members", self.report.ids)
        )
        self.assertEqual(kind, "pdf")
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        for table in self.report._tables():
            self.assertIn(table["title"], text)
        self.assertIn(self.library.name, text)

    def test_dutch_numbers(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        report = self.report.with_context(lang="nl_NL")
        table = report._tables()[0]
        self.assertEqual(
            report._formatted(table, table["total"])[:3], ["Totaal", "1", "€\xa01.234"]
        )
