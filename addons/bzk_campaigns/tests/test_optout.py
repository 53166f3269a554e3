import base64
import csv
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestOptout(ResultsCase):
    """What customers decided here goes back to the systems that they came from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna, cls.bram, cls.carla = cls._people(3)
        cls.keys = cls.env["bzk.external.id"].create(
            [
                {"source_id": cls.source.id, "key": f"000{no}", "partner_id": partner.id}
                for no, partner in enumerate((cls.anna, cls.bram, cls.carla))
            ]
        )
        cls.stranger = cls._people(1, cls.other_library)
        cls.env["bzk.external.id"].create(
            {"source_id": cls.other_source.id, "key": "0000", "partner_id": cls.stranger.id}
        )
        cls._agreed(cls.anna | cls.bram, channel="import", source_id=cls.source.id)
        cls._agreed(cls.stranger, state="withdrawn")
        cls.steward = cls.users["data_steward"]
        cls.exports = cls.env["bzk.optout.export"].with_user(cls.steward)

    def _withdraw(self, partner):
        return self.env["bzk.consent"]._withdraw(partner, self.newsletter, "desk")

    def _agree(self, partner):
        return self.env["bzk.consent"]._give(partner, self.newsletter, "desk")

    def _export(self, source=None):
        return self.exports.create({"source_id": (source or self.source).id})

    def _told(self, export):
        return {(line.key, line.state) for line in export.line_ids}

    def _compared(self, partner):
        self.env.invalidate_all()
        found = self.env["bzk.optout.compare"].with_user(self.steward)
        return found.search([("partner_id", "=", partner.id)])

    def test_what_the_source_said_itself_is_not_told_back(self):
        self.assertFalse(self._export().line_ids)

    def test_what_changed_since_the_last_is_told_once(self):
        self._withdraw(self.anna)
        first = self._export()
        self.assertEqual(self._told(first), {("0000", "withdrawn")})
        self.assertEqual((first.withdrawn_count, first.line_count), (1, 1))
        self.assertFalse(self._export().line_ids, "nothing changed since")
        self._agree(self.carla)
        self.assertEqual(self._told(self._export()), {("0002", "given")})
        self.assertEqual(self._told(first), {("0000", "withdrawn")}, "kept as it was told")

    def test_changing_ones_mind_twice_tells_what_holds(self):
        self._withdraw(self.anna)
        self._export()
        self._agree(self.anna)
        self._withdraw(self.anna)
        self._agree(self.anna)
        self.assertEqual(self._told(self._export()), {("0000", "given")})

    def test_the_number_of_queries_does_not_grow(self):
        self._withdraw(self.anna)
        self._export()
        people = self._people(30)
        self.env["bzk.external.id"].create(
            [
                {"source_id": self.source.id, "key": f"9{no}", "partner_id": partner.id}
                for no, partner in enumerate(people)
            ]
        )
        self._withdraw(self.bram | people)
        self.env.flush_all()
        export = self.env["bzk.optout.export"].create({"source_id": self.source.id})
        self.env.flush_all()
        export.line_ids.sudo().unlink()
        self.env.flush_all()
        with self.assertQueryCount(3):
            export._collect()
        self.assertEqual(export.line_count, 31)

    def test_a_key_that_is_closed_is_not_told(self):
        self.keys[:1].state = "closed"
        self._withdraw(self.anna)
        self.assertFalse(self._export().line_ids)

    def test_two_keys_of_one_customer_are_both_told(self):
        self.keys[1].partner_id = self.anna
        self._withdraw(self.anna)
        told = {("0000", "withdrawn"), ("0001", "withdrawn")}
        self.assertEqual(self._told(self._export()), told)

    def test_the_file_reads_back(self):
        self._withdraw(self.anna)
        export = self._export()
        action = export.action_csv()
        self.assertIn(f"bzk.optout.export/{export.id}/workbook/", action["url"])
        text = base64.b64decode(export.sudo().workbook).decode("utf-8-sig")
        header, row = csv.reader(io.StringIO(text), delimiter=";")
        self.assertEqual(len(header), 5)
        self.assertEqual((row[0], row[2]), ("0000", "newsletter"))
        again = export.action_csv()
        self.assertEqual(again, action, "it can be downloaded again")
        export.action_excel()
        self.assertTrue(base64.b64decode(export.sudo().workbook).startswith(b"PK"))

    def test_a_key_that_is_a_formula_stays_text(self):
        self.keys[:1].key = "=cmd|' /C calc'!A0"
        self._withdraw(self.anna)
        self.assertIn("'=cmd", self._export()._csv().decode("utf-8-sig"))

    def test_a_ticketing_system_is_told_by_address(self):
        self.env["bzk.ticket.order"].create({"name": "ABC12", "source_id": self.source.id})
        self._withdraw(self.anna)
        export = self._export()
        self.assertTrue(export.by_address)
        self.assertEqual(self._told(export), {(self.anna.email_normalized, "withdrawn")})

    def test_what_was_told_cannot_be_typed_or_changed(self):
        with self.assertRaises(AccessError):
            self.exports.create({"source_id": self.source.id, "date": "2020-01-01"})
        export = self._export()
        with self.assertRaises(UserError):
            export.write({"source_id": self.source.id})
        with self.assertRaises(AccessError):
            self.env["bzk.optout.line"].with_user(self.steward).create({"key": "1"})

    def test_only_the_data_steward_of_the_library(self):
        self._withdraw(self.anna)
        export = self._export()
        for role in ("front_desk", "marketing", "insights", "activities", "relations"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    export.with_user(user).action_csv()
                with self.assertRaises(AccessError):
                    self.exports.with_user(user).create({"source_id": self.source.id})
                with self.assertRaises(AccessError):
                    self.env["bzk.optout.compare"].with_user(user).search([])
        other = self._new_user("data_steward", self.other_library)
        with self.assertRaises(AccessError):
            self.exports.with_user(other).create({"source_id": self.source.id})
        self.assertFalse(self.exports.with_user(other).search([("id", "=", export.id)]))
        with self.assertRaises(AccessError):
            export.line_ids.with_user(other).read(["key"])
        compared = self.env["bzk.optout.compare"].with_user(other).search([])
        self.assertFalse(compared.filtered(lambda row: row.company_id == self.library))

    def test_the_database_tells_nothing_twice(self):
        self._withdraw(self.anna)
        line = self._export().line_ids
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            line.sudo().copy({"state": line.state})

    def test_source_and_list_are_compared(self):
        self.assertEqual(self._compared(self.anna).verdict, "agree")
        self._withdraw(self.anna)
        row = self._compared(self.anna)
        self.assertEqual((row.state_there, row.state_here), ("given", "withdrawn"))
        self.assertEqual(row.verdict, "no_here")
        self.assertFalse(row.told_on)
        self._export()
        self.assertTrue(self._compared(self.anna).told_on)
        self._agree(self.carla)
        self.assertEqual(self._compared(self.carla).verdict, "unknown")

    def test_what_the_last_file_said_goes_before_what_was_taken_from_it(self):
        self._withdraw(self.anna)
        self.keys[:1].sent = {"consent_newsletter": False, "consent_date_newsletter": None}
        self.assertEqual(self._compared(self.anna).verdict, "agree")
        self.keys[:1].sent = {
            "consent_newsletter": True,
            "consent_date_newsletter": "2024-05-06",
        }
        row = self._compared(self.anna)
        self.assertEqual(row.verdict, "no_here")
        self.assertEqual(str(row.date_there), "2024-05-06 00:00:00")

    def test_a_source_that_keeps_no_consent_is_not_compared(self):
        self.assertFalse(self._compared(self.stranger))

    def test_an_erased_customer_leaves_nothing_told(self):
        self._withdraw(self.anna)
        line = self._export().line_ids
        self.keys[:1].unlink()
        self.assertFalse(line.exists())
