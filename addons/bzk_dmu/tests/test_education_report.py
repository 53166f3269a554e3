from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .education_common import LAST, THIS, TODAY, EducationCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestEducationReport(EducationCase):
    """Numbers and revenue, and the share of the schools that is reached."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._order(year=LAST, state="delivered")
        cls._order(cls.second_school, year=LAST, state="delivered")
        cls._order()
        cls._order(programme=cls.single, number=2, pupil_count=50)
        cls._order(cls.second_school, state="proposal")
        cls._order(cls.second_school, programme=cls.single)._cancel("budget")
        cls._order(cls.other_school, cls.other_programme)
        cls.env.flush_all()

    def _figures(self, groupby, *measures, role="insights"):
        report = self._as(role, self.env["bzk.education.report"])
        rows = report._read_group([], [groupby], measures)
        return {key if isinstance(key, str) else key.name: values for key, *values in rows}

    def test_per_year(self):
        found = self._figures(
            "school_year",
            *("school_count:count_distinct", "orders:sum", "class_count:sum", "pupil_count:sum"),
            *("revenue:sum", "proposed:sum", "renewal_rate:avg"),
        )
        self.assertEqual(found[LAST], [2, 2, 0, 300, 3000, 0, 50])
        self.assertEqual(found[THIS], [1, 2, 2, 260, 2610, 990, False])

    def test_by_municipality_group_and_board(self):
        self.assertEqual(
            self._figures("municipality", "revenue:sum"),
            {"Haarlem": [4710], "Bloemendaal": [900]},
        )
        self.assertEqual(self._figures("board_id", "revenue:sum"), {"Stichting Scholen": [5610]})
        self.assertEqual([*self._figures("group_id", "revenue:sum").values()], [[5610]])

    def test_report_agrees_with_the_purchases(self):
        booked = self.env["bzk.transaction"]._read_group(
            [("kind", "=", "education"), ("company_id", "=", self.library.id)],
            [],
            ["amount:sum"],
        )
        told = self.env["bzk.education.report"]._read_group(
            [("company_id", "=", self.library.id)], [], ["revenue:sum"]
        )
        self.assertEqual(booked, told)

    def _page(self, role="insights", **values):
        return self._as(role, self.env["bzk.education.page"]).create(
            {"school_year": THIS, "company_id": self.library.id, **values}
        )

    def _rows(self, page, number):
        return {row[0]: row[1:] for row in page._tables()[number]["rows"]}

    def test_page(self):
        page = self._page()
        years = self._rows(page, 0)
        self.assertEqual(years[LAST], [2, 2, 0, 300, 3000, 50])
        self.assertEqual(years[THIS], [1, 2, 2, 210, 2610, None])
        programmes = self._rows(page, 1)
        self.assertEqual(programmes["Bibliotheek op school"], [1, 0, 210, 2310, 2, 3000])
        self.assertEqual(programmes["Schrijversbezoek"], [1, 2, 50, 300, 0, 0])
        reach = self._rows(page, 2)
        self.assertEqual(reach["Haarlem"], [1, 1, 100, 2, 210, 2610])
        self.assertEqual(reach["Bloemendaal"], [1, 0, 0, 0, 0, 0])
        self.assertEqual(self._rows(page, 4)["Stichting Scholen"][:3], [2, 1, 50])

    def test_school_that_ended_counts_where_it_ordered(self):
        self.school.state = self.second_school.state = "ended"
        self.env.flush_all()
        self.assertEqual(list(self._rows(self._page(), 2)), ["Haarlem"])

    def test_page_of_a_library_without_orders(self):
        empty = self.env["res.company"].create({"name": "Leeg"})
        user = self.users["insights"]
        user.write({"company_ids": [(4, empty.id)], "company_id": empty.id})
        page = self.env["bzk.education.page"].with_user(user).with_company(empty).create({})
        self.assertTrue(
            all(not table["rows"] or not table["rows"][0][1] for table in page._tables())
        )
        self.assertTrue(page.figures)

    def test_print_and_workbook(self):
        page = self._page()
        self.assertIn("Haarlem", page.figures)
        content, kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("bzk_dmu.print_education", page.ids)
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
        page.action_excel()
        self.assertTrue(page.workbook)

    def test_another_library_is_refused(self):
        with self.assertRaises(AccessError):
            self._page(company_id=self.other_library.id)._tables()
        page = self._page()
        for table in page._tables():
            self.assertNotIn("Elders", str(table["rows"]))
