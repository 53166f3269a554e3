import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..importing.cleaning import CODES
from .common import ANNA, BRAM, LibraryCase


@tagged("post_install", "-at_install")
class TestImportRejection(LibraryCase):
    """What is refused is kept with its reason, and can be corrected and imported again."""

    def test_every_code_has_a_text(self):
        codes = dict(self.env["bzk.import.rejection"]._selection_code())
        self.assertFalse(set(CODES) - set(codes))

    def test_refused_cell_leaves_the_row(self):
        run = self._import([{**ANNA, "EMAIL": "anna at example"}])
        rejection = run.rejection_ids
        self.assertEqual((rejection.kind, rejection.code), ("cell", "bad_email"))
        self.assertEqual((rejection.row_no, rejection.header), (2, "EMAIL"))
        self.assertEqual(rejection.value, "anna at example")
        self.assertEqual(run.remark_count, 1)
        self.assertFalse(self._customer("00000001").email)

    def test_refused_cell_keeps_what_the_crm_has(self):
        self._import([ANNA])
        self._import([{**ANNA, "EMAIL": "anna at example", "HUISNUMMER": "7"}])
        anna = self._customer("00000001")
        self.assertEqual((anna.email, anna.street_number), ("anna.berg@example.org", "7"))

    def test_double_number_keeps_the_first_and_names_both_rows(self):
        run = self._import([ANNA, BRAM, {**BRAM, "LENERNUMMER": "00000001"}])
        rejection = run.rejection_ids
        self.assertEqual((rejection.code, rejection.row_no), ("duplicate_key", 4))
        self.assertEqual(rejection.other_row, 2)
        self.assertIn("2", rejection.reason)
        self.assertEqual(self._customer("00000001").firstname, "Anna")

    def test_number_given_to_someone_else(self):
        self._import([ANNA])
        run = self._import([{**BRAM, "LENERNUMMER": "00000001"}])
        self.assertEqual(run.rejection_ids.code, "other_person")
        self.assertEqual(self._customer("00000001").firstname, "Anna")

    def test_marriage_is_not_someone_else(self):
        self._import([ANNA])
        self._import([{**ANNA, "NAAM": "Jansen-van der Berg", "VOORVOEGSEL": ""}])
        self.assertEqual(self._customer("00000001").firstname, "Anna")
        self.assertIn("Jansen", self._customer("00000001").lastname)

    def test_row_without_number_or_name(self):
        run = self._import(
            [{**ANNA, "LENERNUMMER": ""}, {**BRAM, "NAAM": "", "ROEPNAAM": "", "VOORLETTERS": ""}]
        )
        self.assertEqual(run.rejection_ids.mapped("code"), ["no_key", "no_name"])
        self.assertEqual((run.refused_count, run.written_count), (2, 0))

    def test_unknown_branch(self):
        run = self._import([{**ANNA, "VESTIGING": "XYZ"}])
        self.assertEqual(run.rejection_ids.code, "unknown_branch")

    def test_correct_and_import_again(self):
        run = self._import([{**ANNA, "EMAIL": "anna at example"}, BRAM])
        rejection = run.rejection_ids
        rejection.corrected = "anna@example.org"
        replay = self.env["bzk.import.run"].browse(rejection.action_replay()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self.assertEqual(self._customer("00000001").email, "anna@example.org")
        self.assertEqual(rejection.state, "replayed")
        self.assertEqual(self._external_state("00000002"), "current")

    def _external_state(self, key):
        return (
            self.env["bzk.external.id"]
            .search([("source_id", "=", self.source.id), ("key", "=", key)])
            .state
        )

    def test_correction_survives_the_same_fault_next_week(self):
        faulty = {**ANNA, "EMAIL": "anna at example"}
        rejection = self._import([faulty]).rejection_ids
        rejection.corrected = "anna@example.org"
        replay = self.env["bzk.import.run"].browse(rejection.action_replay()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        run = self._import([faulty])
        self.assertEqual((run.unchanged_count, run.remark_count), (1, 0))
        self.assertEqual(self._customer("00000001").email, "anna@example.org")

    def test_typing_error_is_proposed_and_not_changed(self):
        run = self._import([{**ANNA, "EMAIL": "anna@gmial.com"}])
        anna = self._customer("00000001")
        self.assertEqual(anna.email, "anna@gmial.com")
        rejection = run.rejection_ids
        self.assertEqual((rejection.kind, rejection.corrected), ("proposal", "anna@gmail.com"))
        replay = self.env["bzk.import.run"].browse(rejection.action_accept_proposal()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self.assertEqual(anna.email, "anna@gmail.com")

    def test_download_defuses_formulas(self):
        run = self._import([{**ANNA, "WOONPLAATS": "=cmd|' /C calc'!A0", "EMAIL": "x"}])
        content = base64.b64decode(run.rejection_ids._as_csv(with_reason=True)).decode("utf-8-sig")
        self.assertIn("'=cmd", content)
        self.assertNotIn(";=cmd", content)

    def test_downloaded_file_can_be_imported(self):
        run = self._import([{**ANNA, "EMAIL": "x"}])
        content = base64.b64decode(run.rejection_ids._as_csv(with_reason=True))
        mended = content.replace(b";x;", b";anna@example.org;")
        again = self._new_run(mended, partial=True)
        again.run_to_end()
        self.assertEqual(self._customer("00000001").email, "anna@example.org")

    def test_number_really_given_to_someone_else(self):
        self._import([ANNA])
        anna = self._customer("00000001")
        rejection = self._import([{**BRAM, "LENERNUMMER": "00000001"}]).rejection_ids
        replay = self.env["bzk.import.run"].browse(rejection.action_new_person()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self.assertEqual(self._customer("00000001").firstname, "Bram")
        self.assertEqual((anna.firstname, anna.external_id_ids.state), ("Anna", "closed"))

    def test_number_still_of_the_same_person(self):
        self._import([ANNA])
        anna = self._customer("00000001")
        rejection = self._import([{**BRAM, "LENERNUMMER": "00000001"}]).rejection_ids
        replay = self.env["bzk.import.run"].browse(rejection.action_same_person()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self.assertEqual(anna.firstname, "Bram")
        self.assertEqual(self._customer("00000001"), anna)

    def test_accepted_proposal_survives_another_change(self):
        faulty = {**ANNA, "EMAIL": "anna@gmial.com"}
        rejection = self._import([faulty]).rejection_ids
        replay = self.env["bzk.import.run"].browse(rejection.action_accept_proposal()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        self._import([{**faulty, "HUISNUMMER": "5"}])
        anna = self._customer("00000001")
        self.assertEqual((anna.email, anna.street_number), ("anna@gmail.com", "5"))

    def test_correcting_an_old_row_leaves_newer_data(self):
        rejection = self._import([{**ANNA, "EMAIL": "x"}]).rejection_ids
        self._import([{**ANNA, "HUISNUMMER": "99"}])
        rejection.corrected = "late@example.org"
        replay = self.env["bzk.import.run"].browse(rejection.action_replay()["res_id"])
        replay._process()
        replay.action_import()
        replay._process()
        anna = self._customer("00000001")
        self.assertEqual((anna.email, anna.street_number), ("late@example.org", "99"))

    def test_same_fault_is_asked_once(self):
        first = self._import([{**ANNA, "EMAIL": "x"}]).rejection_ids
        second = self._import([{**ANNA, "EMAIL": "x", "HUISNUMMER": "6"}]).rejection_ids
        self.assertEqual((first.state, second.state), ("ignored", "open"))

    def test_row_without_its_columns_cannot_be_mended_here(self):
        lines = self._csv([ANNA]).rstrip() + b";one;too;many"
        run = self._new_run(lines)
        run.run_to_end()
        with self.assertRaisesRegex(UserError, "Download"):
            run.rejection_ids.action_replay()

    def test_replay_does_not_care_for_the_shape_of_the_profile(self):
        rejection = self._import([{**ANNA, "EMAIL": "x"}]).rejection_ids
        self.profile.write({"delimiter": ",", "header_row": 3, "encoding": "utf-16"})
        rejection.corrected = "anna@example.org"
        replay = self.env["bzk.import.run"].browse(rejection.action_replay()["res_id"])
        replay._process()
        self.assertEqual((replay.state, replay.changed_count), ("checked", 1))

    def test_set_aside_and_back(self):
        rejection = self._import([{**ANNA, "EMAIL": "x"}]).rejection_ids
        rejection.action_ignore()
        self.assertEqual(rejection.state, "ignored")
        rejection.action_reopen()
        self.assertEqual(rejection.state, "open")
