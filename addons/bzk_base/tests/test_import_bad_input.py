import io
import zipfile

from odoo.tests import tagged
from odoo.tools import mute_logger
from openpyxl import Workbook

from .common import ANNA, BRAM, HEADER, LibraryCase


@tagged("post_install", "-at_install")
class TestImportBadInput(LibraryCase):
    """No file causes a traceback, a half import or a hang; each gets a clear message."""

    def _refused(self, content, name="leden.csv"):
        run = self._new_run(content, name=name)
        run.action_check()
        with mute_logger("openpyxl"):
            run._process()
        self.assertEqual(run.state, "failed", name)
        self.assertTrue(run.problem_text)
        self.assertNotIn("Traceback", run.problem_text)
        self.assertNotEqual(run.problem_text, run.problem["code"], "a code is not a message")
        self.assertFalse(self.env["bzk.import.row"].search([("run_id", "=", run.id)]))
        return run.problem["code"]

    def test_whole_file_refused(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
        for content, name in [
            (b" \n", "blank.csv"),
            (self._csv([]), "header_only.csv"),
            (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture.csv"),
            (b"PK\x03\x04 damaged", "damaged.xlsx"),
            (bomb.getvalue(), "bomb.xlsx"),
            (b"a;" * 1_000_000 + b"\n1\n", "wide.csv"),
            (self._csv([ANNA]) + b'1;"' + b"x" * 10_000_000, "endless.csv"),
        ]:
            with self.subTest(name):
                self._refused(content, name)

    def test_rows_refused(self):
        lines = self._csv([ANNA, BRAM]).split(b"\r\n")
        lines.insert(2, b"0003;too;short")
        lines.insert(3, lines[1].replace(b"00000001", b"00000004") + b";too;long")
        lines.insert(4, lines[1].replace(b"00000001", b"00000005").replace(b"Anna", b"An\x00na"))
        lines.insert(5, lines[1].replace(b"00000001", b"00000006").replace(b"Berg", b"B" * 20_000))
        run = self._new_run(b"\r\n".join(lines))
        run.run_to_end()
        self.assertEqual(
            run.rejection_ids.sorted("row_no").mapped("code"),
            ["ragged", "ragged", "nul", "cell_too_long"],
        )
        self.assertEqual(run.written_count, 2)

    def test_formulas_are_text(self):
        self._import([{**ANNA, "WOONPLAATS": "=A1+Haarlem", "ADRES": "@Som(A1)"}])
        anna = self._customer("00000001")
        self.assertEqual((anna.city, anna.street_name), ("=A1+Haarlem", "@Som(A1)"))

    def test_sql_and_html_are_text(self):
        run = self._import([{**ANNA, "NAAM": "Robert'); DROP TABLE res_partner;--<b>x</b>"}])
        self.assertTrue(self._customer("00000001") or run.rejection_ids)
        self.assertNotIn("<b>x", run.preview_html or "")

    def test_future_birth_date(self):
        run = self._import([{**ANNA, "GEBOORTEDATUM": "01-01-2090"}])
        self.assertEqual(run.rejection_ids.code, "date_in_future")
        self.assertFalse(self._customer("00000001").birthdate)

    def test_path_as_file_name(self):
        run = self._import([ANNA], name="../../etc/passwd")
        self.assertEqual(run.state, "done")

    def test_wrong_delimiter_set_by_hand(self):
        self.profile.delimiter = "\t"
        self.assertIn(self._refused(self._csv([ANNA])), ("no_key_column", "no_header"))

    def test_other_encodings(self):
        text = self._csv([{**ANNA, "NAAM": "Brückner"}]).decode()
        for encoding in ("cp1252", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                run = self._new_run(text.encode(encoding), name=f"{encoding}.csv", partial=True)
                run.run_to_end()
                self.assertEqual(self._customer("00000001").lastname, "Brückner")
                self._customer("00000001").unlink()

    def test_spreadsheet(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["Ledenlijst september"])
        sheet.append([])
        sheet.append(HEADER)
        sheet.append([ANNA[name] for name in HEADER])
        sheet.append([BRAM[name] for name in HEADER])
        hidden = book.create_sheet("Oud")
        hidden.sheet_state = "hidden"
        stream = io.BytesIO()
        book.save(stream)
        run = self._new_run(stream.getvalue(), name="leden.xlsx")
        run.run_to_end()
        self.assertEqual(run.new_count, 2)
        self.assertEqual(self._customer("00000001").name, "Anna van der Berg")
        self.assertIn("Oud", run.warning_text)
