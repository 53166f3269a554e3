import io

from odoo.tests import tagged
from odoo.tools import mute_logger
from pypdf import PdfReader

from ..models.ir_actions_report import OwnFiles
from .common import LibraryCase

HOSTILE = """
<html><head><link rel="stylesheet" href="http://outside.example/style.css"/></head>
<body><h1>Ledenrapport</h1>
<img src="file:///etc/passwd"/><img src="http://outside.example/x.png"/>
<img src="http://localhost/bzk_base/static/../../../etc/passwd"/>
<img src="http://localhost/base/static/img/res_company_logo.png"/>
<object data="file:///etc/passwd" type="text/plain"></object></body></html>
"""


@tagged("post_install", "-at_install")
class TestReportEngine(LibraryCase):
    """Reports are printed without a program that Debian does not ship, and read nothing else."""

    @mute_logger("weasyprint")
    def test_pages_of_all_bodies(self):
        report = self.env["ir.actions.report"]
        pdf = report._run_wkhtmltopdf([HOSTILE, "<p>Tweede</p>"], landscape=True)
        pages = PdfReader(io.BytesIO(pdf)).pages
        self.assertEqual(len(pages), 2)
        self.assertIn("Ledenrapport", pages[0].extract_text())
        self.assertNotIn("root:", pages[0].extract_text())
        self.assertGreater(pages[0].mediabox.width, pages[0].mediabox.height)

    def test_nothing_from_outside_is_fetched(self):
        fetcher = OwnFiles()
        for url in (
            "file:///etc/passwd",
            "http://outside.example/x.png",
            "http://localhost/bzk_base/static/../__manifest__.py",
            "http://localhost/bzk_base/static/src/../../../../../etc/passwd",
            "ftp://outside.example/x",
        ):
            with self.subTest(url), self.assertRaises(ValueError):
                fetcher.fetch(url)
        logo = fetcher.fetch("http://localhost/base/static/img/res_company_logo.png")
        self.assertTrue(logo.read().startswith(b"\x89PNG"))
        self.assertTrue(fetcher.fetch("data:text/plain,hello").read())
