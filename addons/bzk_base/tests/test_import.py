from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import ANNA, BRAM, HEADER, LibraryCase


@tagged("post_install", "-at_install")
class TestImport(LibraryCase):
    """The three-way import as a data steward meets it."""

    def test_check_counts_and_writes_nothing(self):
        run = self._check([ANNA, BRAM])
        self.assertEqual(run.state, "checked")
        self.assertEqual((run.row_count, run.new_count, run.refused_count), (2, 2, 0))
        self.assertFalse(self._customer("00000001"))
        self.assertIn("Anna van der Berg", self._names_in_preview(run))

    def _names_in_preview(self, run):
        return [row["values"].get("name") for row in run.preview["rows"]]

    def test_first_import(self):
        run = self._import([ANNA, BRAM])
        anna = self._customer("00000001")
        self.assertEqual(anna.name, "Anna van der Berg")
        self.assertEqual(anna.initials, "A.B.")
        self.assertEqual(anna.infix, "van der")
        self.assertEqual(str(anna.birthdate), "1980-02-03")
        self.assertEqual(anna.gender, "f")
        self.assertEqual(anna.street, "Grote Markt 2A")
        self.assertEqual(anna.zip, "2011 AB")
        self.assertEqual(anna.email, "anna.berg@example.org")
        self.assertEqual(anna.phone, "06 12345678")
        self.assertEqual(anna.phone_sanitized, "+31612345678")
        self.assertEqual(anna.branch_id, self.branch)
        self.assertEqual(anna.company_id, self.library)
        self.assertEqual(run.written_count, 2)
        self.assertFalse(self.env["bzk.import.row"].search([("run_id", "=", run.id)]))

    def test_unchanged_file_writes_nothing(self):
        self._import([ANNA, BRAM])
        anna = self._customer("00000001")
        before = anna.write_date
        run = self._check([ANNA, BRAM])
        self.assertEqual((run.unchanged_count, run.changed_count, run.new_count), (2, 0, 0))
        self.assertFalse(self.env["bzk.import.row"].search([("run_id", "=", run.id)]))
        run.action_import()
        run._process()
        self.assertEqual(run.state, "done")
        self.assertEqual(anna.write_date, before)

    def test_spelling_that_means_the_same_is_unchanged(self):
        self._import([ANNA])
        run = self._import([{**ANNA, "POSTCODE": "2011 ab", "TELEFOON": "0612345678"}])
        self.assertEqual((run.unchanged_count, run.changed_count), (1, 0))

    def test_staff_correction_survives_until_the_source_changes(self):
        self._import([ANNA])
        anna = self._customer("00000001")
        anna.write({"email": "staff@example.org", "firstname": "Annie"})
        run = self._import([{**ANNA, "HUISNUMMER": "4"}])
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(anna.email, "staff@example.org")
        self.assertEqual(anna.name, "Annie van der Berg")
        self.assertEqual(anna.street, "Grote Markt 4A")
        self._import([{**ANNA, "HUISNUMMER": "4", "EMAIL": "new@example.org"}])
        self.assertEqual(anna.email, "new@example.org")
        self.assertEqual(anna.email_normalized, "new@example.org")

    def test_move_replaces_the_whole_address(self):
        self._import([ANNA])
        anna = self._customer("00000001")
        anna.street_name = "Corrected street"
        self._import([{**ANNA, "HUISNUMMER": "9", "TOEVOEGING": ""}])
        self.assertEqual(anna.street, "Grote Markt 9")
        self.assertFalse(anna.street_number2)

    def test_emptied_at_the_source_is_emptied_here(self):
        self._import([ANNA])
        self._import([{**ANNA, "TELEFOON": "", "EMAIL": ""}])
        anna = self._customer("00000001")
        self.assertFalse(anna.phone or anna.phone_sanitized)
        self.assertFalse(anna.email or anna.email_normalized)

    def test_surname_with_infix_glued_to_it(self):
        self._import([{**ANNA, "VOORVOEGSEL": "", "NAAM": "BERG, VAN DER"}])
        anna = self._customer("00000001")
        self.assertEqual((anna.infix, anna.lastname), ("van der", "Berg"))

    def test_repeated_rows_count_once(self):
        run = self._import([ANNA, ANNA, BRAM])
        self.assertEqual((run.new_count, run.repeated_count, run.refused_count), (2, 1, 0))

    def test_partial_file_leaves_nobody_missing(self):
        self._import([ANNA, BRAM])
        run = self._import([ANNA], partial=True)
        self.assertEqual(run.missing_count, 0)

    def test_changed_mapping_is_noticed(self):
        self._import([ANNA])
        self.profile.column_ids.filtered(lambda c: c.field == "email").headings = "Elsewhere"
        run = self._check([ANNA])
        self.assertEqual(run.unchanged_count, 1)
        self.assertIn("EMAIL", run.unknown_headings)

    def test_key_column_not_found(self):
        run = self._new_run(self._csv([ANNA], header=[*HEADER[1:]]))
        run.action_check()
        run._process()
        self.assertEqual(run.state, "failed")
        self.assertIn("ROEPNAAM", run.problem_text)

    def test_stop_and_continue(self):
        self._patch_chunk(1)
        rows = [ANNA, BRAM, {**BRAM, "LENERNUMMER": "00000003"}]
        run = self._check(rows)
        run.action_import()

        def stop(run, done, _total):
            if done == 2:
                run.action_cancel()

        run._process(stop)
        self.assertEqual((run.state, run.written_count), ("cancelled", 2))
        self.assertTrue(self._customer("00000002"))
        self.assertFalse(self._customer("00000003"))
        run.action_import()
        run._process()
        self.assertEqual((run.state, run.written_count), ("done", 3))
        self.assertEqual(
            self.env["bzk.external.id"].search_count([("source_id", "=", self.source.id)]), 3
        )

    def test_one_import_at_a_time_per_source(self):
        first, second = self._check([ANNA]), self._check([BRAM])
        first.action_import()
        self.env.flush_all()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            second.action_import()
            self.env.flush_all()

    def test_check_that_is_overtaken_must_be_done_again(self):
        first = self._check([ANNA])
        second = self._check([ANNA])
        second.action_import()
        second._process()
        second.date_done = "2099-01-01 00:00:00"
        with self.assertRaisesRegex(UserError, "Check again"):
            first.action_import()

    def test_import_without_check(self):
        run = self._new_run(self._csv([ANNA]))
        with self.assertRaises(UserError):
            run.action_import()

    def test_check_without_file(self):
        run = self.env["bzk.import.run"].create({"profile_id": self.profile.id})
        with self.assertRaises(UserError):
            run.action_check()

    def test_same_number_in_two_libraries_is_two_people(self):
        self._import([ANNA])
        other = {**ANNA, "VESTIGING": "ELD", "ROEPNAAM": "Iris"}
        self._import([other], profile=self.other_profile)
        self.assertEqual(self._customer("00000001").firstname, "Anna")
        iris = self._customer("00000001", self.other_source)
        self.assertEqual((iris.firstname, iris.company_id), ("Iris", self.other_library))

    def test_queries_do_not_grow_with_the_file(self):
        rows = [{**BRAM, "LENERNUMMER": f"1{number:07}"} for number in range(400)]
        counts = []
        for size in (10, 400):
            run = self._new_run(self._csv(rows[:size]), partial=True)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            run.run_to_end()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 10)
