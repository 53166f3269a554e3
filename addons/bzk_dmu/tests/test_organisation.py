from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .dmu_common import DmuCase


@tagged("post_install", "-at_install")
class TestOrganisation(DmuCase):
    """Numbers of organisations are clean, and what is part of what is no circle."""

    def test_brin_is_written_one_way(self):
        self.school.brin = "16da 00"
        self.assertEqual(self.school.brin, "16DA00")
        self.assertEqual(self.school.partner_id.brin, "16DA00")

    def test_brin_of_wrong_form(self):
        for text in ("16DA0", "1DA600", "16DA0X", "school", "16DA000"):
            with self.assertRaisesRegex(ValidationError, "16DA00"):
                self.school.brin = text
        with self.assertRaisesRegex(ValidationError, "main building is 16DA00"):
            self.school.brin = "16da"

    def test_database_holds_the_form(self):
        for name, number in (("brin", "16da00"), ("coc_number", "123"), ("board_number", "1")):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError, msg=name),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE res_partner SET {name} = %s WHERE id = %s",
                    (number, self.school.partner_id.id),
                )

    def test_brin_is_unique_in_a_library(self):
        self.school.brin = "16DA00"
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._relation("De Kring", brin="16DA00")
            self.env.flush_all()
        self._relation("De Regenboog", company=self.other_library, brin="16DA00")
        self.env.flush_all()

    def test_other_numbers(self):
        self.board.write({"coc_number": "34.123.456", "board_number": "41 233"})
        self.assertEqual(self.board.coc_number, "34123456")
        self.assertEqual(self.board.board_number, "41233")
        self.board.coc_number = "1234567"
        self.assertEqual(self.board.coc_number, "01234567", "a list lost the first zero")
        for name, text in (
            ("coc_number", "123456789"),
            ("coc_number", "123"),
            ("coc_number", "-"),
            ("board_number", "4123"),
            ("brin", "x"),
        ):
            with self.assertRaises(ValidationError, msg=name):
                self.board[name] = text

    def test_no_circle(self):
        top = self._relation("Gemeente", "municipality")
        self.board.parent_id = top
        for parent in (self.school, self.board, top):
            with self.assertRaisesRegex(ValidationError, "part of itself"):
                top.with_user(self.manager).parent_id = parent
        self.assertEqual(top.part_count, 1)
        self.assertEqual(self.env["bzk.relation"].search_count([("id", "child_of", top.id)]), 3)

    def test_kept_by_form(self):
        """The form of a new school, as a relationship manager fills it in."""
        with Form(self.env["bzk.relation"].with_user(self.manager)) as form:
            form.name = "OBS De Kring"
            form.group_id = self.env.ref("bzk_dmu.group_primary")
            form.parent_id = self.board
            form.brin = "12ab00"
        relation = form.record
        self.assertEqual(relation.brin, "12AB00")
        self.assertTrue(relation.partner_id.is_company)
        self.assertEqual(relation.company_id, self.library)
        self.assertEqual(relation.user_id, self.manager)
        self.assertEqual(relation.partner_id.company_id, self.library)

    def test_mine(self):
        relations = self.env["bzk.relation"].with_user(self.manager)
        self.assertEqual(
            relations.search([("mine", "=", True)]),
            relations.browse((self.board | self.school).ids),
        )
        self.assertTrue(self.school.with_user(self.manager).mine)
        self.assertFalse(self.school.with_user(self.users["administrator"]).mine)

    def test_opened_as_relation(self):
        action = self.school.partner_id.with_user(self.manager).get_formview_action()
        self.assertEqual((action["res_model"], action["res_id"]), ("bzk.relation", self.school.id))
        desk = self.school.partner_id.with_user(self.users["front_desk"])
        self.assertEqual(desk.get_formview_action()["res_model"], "res.partner")

    def test_other_library(self):
        """Nothing of another library's organisation is read or pointed at."""
        mine = self.school.with_user(self.manager)
        with self.assertRaises(AccessError):
            mine.parent_id = self.other_school
        with self.assertRaises(AccessError):
            self.other_school.with_user(self.manager).dmu_panel  # noqa: B018
        for model in ("bzk.relation", "bzk.relation.gap", "bzk.relation.completeness"):
            found = self.env[model].with_user(self.manager).search([])
            self.assertEqual(found.company_id, self.library, model)

    def test_parts(self):
        """A board is shown with its schools below it; who has no parts is not in the chart."""
        action = self.board.with_user(self.manager).action_open_parts()
        found = self.env["bzk.relation"].search(action["domain"])
        self.assertEqual(found, self.board | self.school)
        chart = (
            self.env["bzk.relation"]
            .with_user(self.manager)
            .hierarchy_read(
                [("child_ids", "!=", False), ("parent_id", "=", False)],
                {"name": {}, "child_ids": {}},
                "parent_id",
                "child_ids",
            )
        )
        names = {line["name"]: line["child_ids"] for line in chart}
        self.assertEqual(names["Stichting Twijs"], self.school.ids)

    def test_found_by_name_place_and_number(self):
        self.school.write({"city": "Haarlem", "brin": "16DA00"})
        namesake = self._relation("De Regenboog", city="Heemstede")
        relations = self.env["bzk.relation"].with_user(self.manager)
        for text, found in (
            ("regenboog", self.school | namesake),
            ("heemstede", namesake),
            ("16DA00", self.school),
        ):
            self.assertEqual([pair[0] for pair in relations.name_search(text)], found.ids, text)
        shown = relations.with_context(formatted_display_name=True).browse(namesake.id)
        self.assertEqual(shown.display_name, "De Regenboog \t --Heemstede--")
        self.assertEqual(relations.browse(namesake.id).display_name, "De Regenboog")
