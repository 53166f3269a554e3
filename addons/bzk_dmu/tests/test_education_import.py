from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .education_common import LAST, NEXT, THIS, TODAY, EducationCase

COLUMNS = {
    "key": "Ordernummer",
    "koha_code": "Koha",
    "brin": "BRIN",
    "school": "School",
    "school_city": "Plaats",
    "programme": "Programma",
    "school_year": "Schooljaar",
    "ordered_number": "Aantal",
    "unit_price": "Prijs",
    "total_price": "Bedrag",
    "order_classes": "Groepen",
    "order_pupils": "Leerlingen",
    "education_state": "Status",
    "education_date": "Besteld op",
    "order_contact": "Contactpersoon",
    "order_note": "Opmerking",
}
HEADINGS = tuple(COLUMNS.values())
ORDER = dict.fromkeys(COLUMNS.values(), "") | {
    "Ordernummer": "B1",
    "BRIN": "16DA00",
    "Programma": "Bibliotheek op school",
    "Schooljaar": "2026/27",
    "Aantal": "200",
    "Status": "besteld",
    "Besteld op": "01-09-2026",
}


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestEducationImport(EducationCase):
    """Lists of orders, with a number and without, once and again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write({"brin": "16DA00", "city": "Haarlem", "koha_code": "REGEN"})
        cls.second_school.write({"brin": "16DB00", "city": "Bloemendaal"})
        cls.other_school.write({"brin": "16DC00", "city": "Elders"})
        cls.orders = cls.env["bzk.source"].create(
            {"name": "Bestellingen", "code": "orders", "company_id": cls.library.id}
        )
        cls.order_profile = cls.env.ref("bzk_dmu.profile_education").copy_to_source(cls.orders)

    def _import(self, *rows, columns=HEADINGS, name="abonnementen.csv"):
        """Import orders; each is the first with some cells changed."""
        run = self._new_run(
            self._csv([ORDER | row for row in rows], [*columns]),
            profile=self.order_profile,
            name=name,
        )
        run.run_to_end(confirm=True)
        self.assertEqual(run.state, "done", run.problem_text)
        return run

    def _found(self, key="B1"):
        return self.env["bzk.education.order"].search(
            [("source_id", "=", self.orders.id), ("source_key", "=", key)]
        )

    def _codes(self, run):
        return run.rejection_ids.sorted("row_no").mapped("code")

    def test_order(self):
        run = self._import({})
        order = self._found()
        self.assertEqual((run.new_count, run.refused_count), (1, 0))
        self.assertEqual((order.relation_id, order.programme_id), (self.school, self.subscription))
        self.assertEqual((order.school_year, order.state, order.number), (THIS, "ordered", 200))
        self.assertEqual((order.price, order.amount, order.pupil_count), (11, 2200, 200))
        payment = order.transaction_ids
        self.assertEqual((payment.amount, str(payment.date)), (2200, "2026-09-01"))
        self.assertEqual(payment.source_id, self.orders)

    def test_school_by_koha_and_by_name_and_town(self):
        self._import(
            {"BRIN": "", "Koha": "regen"},
            {"Ordernummer": "B2", "BRIN": "", "School": "Basisschool De Regenboog"}
            | {"Plaats": "Haarlem"},
            {"Ordernummer": "B3", "BRIN": "", "School": "OBS De Wegwijzer"}
            | {"Plaats": "BLOEMENDAAL"},
        )
        found = [self._found(key).relation_id for key in ("B1", "B2", "B3")]
        self.assertEqual(found, [self.school, self.school, self.second_school])

    def test_refused_rows_are_kept(self):
        run = self._import(
            {"BRIN": "99ZZ00"},
            {"Ordernummer": "B2", "BRIN": "", "School": "De Regenboog", "Plaats": "Breda"},
            {"Ordernummer": "B3", "BRIN": "16DC00"},
            {"Ordernummer": "B4", "BRIN": ""},
            {"Ordernummer": "B5", "Programma": "Onbekend"},
            {"Ordernummer": "B6", "Programma": "Elders lezen"},
            {"Ordernummer": "B7", "Schooljaar": ""},
            {"Ordernummer": "B8", "Schooljaar": "2026"},
            {"Ordernummer": "B9", "Status": "misschien"},
        )
        self.assertEqual((run.new_count, run.refused_count), (0, 9))
        self.assertEqual(
            self._codes(run),
            [*("unknown_school",) * 3, "no_school", "unknown_programme", "unknown_programme"]
            + ["no_school_year", "bad_school_year", "unknown_order_state"],
        )
        self.assertTrue(all(run.rejection_ids.mapped("reason")))

    def test_bad_cells_leave_the_row(self):
        run = self._import({"Aantal": "veel", "Prijs": "-4", "Besteld op": "gisteren"})
        self.assertEqual((run.new_count, run.remark_count), (1, 3))
        self.assertEqual(self._found().number, 210)

    def test_same_file_again_writes_nothing(self):
        self._import({})
        run = self._import({})
        self.assertEqual((run.new_count, run.changed_count, run.unchanged_count), (0, 0, 1))
        self.assertEqual(len(self._found().transaction_ids), 1)

    def test_change_at_the_source(self):
        self._import({})
        self._found().write({"note": "Van ons", "number": 205})
        self._import({"Besteld op": "02-09-2026"})
        order = self._found()
        self.assertEqual((order.number, str(order.order_date)), (205, "2026-09-02"))
        self._import({"Besteld op": "02-09-2026", "Aantal": "190"})
        self.assertEqual((order.number, order.note), (190, "Van ons"))
        self.assertEqual(order.transaction_ids.sorted("id").mapped("amount"), [2200, 55, -165])

    def test_other_school_programme_and_year_at_the_source(self):
        self._import({"Aantal": "2"})
        self._import({"Aantal": "2", "Programma": "Schrijversbezoek", "Schooljaar": LAST})
        order = self._found()
        self.assertEqual((order.programme_id, order.school_year), (self.single, LAST))
        self.assertEqual((order.unit, order.number, order.amount), ("class", 2, 300))
        self._import({"Aantal": "2", "Schooljaar": LAST, "BRIN": "16DB00"})
        self.assertEqual((order.relation_id, order.school_year), (self.second_school, LAST))
        self.assertEqual(order.transaction_ids.partner_id, self.second_school.partner_id)
        self.assertEqual(sum(order.transaction_ids.mapped("amount")), order.amount)

    def test_cancelled_at_the_source(self):
        self._import({})
        self._import({"Status": "Geannuleerd"})
        order = self._found()
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(order.transaction_ids.sorted("id").mapped("amount"), [2200, -2200])

    def test_none_ordered_after_all(self):
        self._import({})
        self._import({"Aantal": "0"})
        self.assertEqual(self._found().state, "cancelled")
        self.assertEqual(sum(self._found().transaction_ids.mapped("amount")), 0)

    def test_amount_that_does_not_divide(self):
        self._import({"Aantal": "3", "Bedrag": "€ 10,00"})
        order = self._found()
        self.assertEqual((order.price, order.amount), (3.33, 10))
        self.assertEqual(order.transaction_ids.amount, 10)

    def test_free_order(self):
        self._import({"Prijs": "0,00"})
        self.assertEqual((self._found().price, self._found().amount), (0, 0))

    def test_contact(self):
        member = self._member(self.school, "Jansen")
        member.partner_id.email = "j.jansen@school.example"
        self._import(
            {"Contactpersoon": "J.Jansen@School.example"},
            {"Ordernummer": "B2", "Contactpersoon": "jansen"},
            {"Ordernummer": "B3", "Contactpersoon": "Onbekende", "Opmerking": "Spoed"},
        )
        self.assertEqual((self._found() | self._found("B2")).member_id, member)
        self.assertEqual(self._found("B3").note.splitlines()[0], "Spoed")
        self.assertIn("Onbekende", self._found("B3").note)
        self.assertNotIn("Onbekende", str(self._found("B3").source_sent))
        self.assertNotIn("Spoed", str(self._found("B3").source_sent))
        self._import(
            {"Ordernummer": "B3", "Contactpersoon": "Onbekende", "Opmerking": "Haast"},
        )
        first, second = self._found("B3").note.splitlines()
        self.assertEqual((first, second.endswith("Onbekende")), ("Haast", True))
        self._found("B3").note = "Van ons"
        self._import(
            {"Ordernummer": "B3", "Contactpersoon": "Onbekende", "Opmerking": "Haast"}
            | {"Aantal": "7"},
        )
        self.assertEqual((self._found("B3").note, self._found("B3").number), ("Van ons", 7))

    def test_list_without_order_numbers(self):
        columns = ("BRIN", "Programma", "Leerlingen")
        rows = ({"Leerlingen": "200"}, {"BRIN": "16DB00", "Leerlingen": "90"})
        name = "Abonnementen 2026-2027.csv"
        run = self._import(*rows, columns=columns, name=name)
        self.assertEqual((run.new_count, run.refused_count), (2, 0))
        order = self._found("16da00/bibliotheek op school/2026-2027-1")
        self.assertEqual((order.number, order.amount, order.state), (200, 2200, "ordered"))
        run = self._import(*rows, columns=columns, name=name)
        self.assertEqual(run.unchanged_count, 2)
        run = self._import(*rows, columns=columns, name="Abonnementen 2027-2028.csv")
        self.assertEqual(run.new_count, 2)
        self.assertEqual(self.school.education_order_ids.mapped("school_year"), [NEXT, THIS])
        run = self._import(*rows, columns=columns, name="Abonnementen.csv")
        self.assertEqual((run.new_count, run.refused_count), (0, 2))

    def test_two_rows_of_the_same_are_two_orders(self):
        columns = ("BRIN", "Programma", "Schooljaar", "Aantal")
        run = self._import({"Aantal": "100"}, {"Aantal": "50"}, columns=columns)
        self.assertEqual(run.new_count, 2)
        self.assertEqual(sum(self.school.education_order_ids.mapped("number")), 150)

    def test_order_that_staff_wrote_down_before(self):
        proposal = self._order(state="proposal", note="Gesproken")
        ordered = self._order(self.second_school, number=80)
        run = self._import(
            {"Prijs": "10,00"}, {"Ordernummer": "B2", "BRIN": "16DB00", "Aantal": "95"}
        )
        self.assertEqual((run.new_count, run.linked_count), (0, 2))
        self.assertEqual((self._found(), self._found("B2")), (proposal, ordered))
        self.assertEqual((proposal.state, proposal.amount), ("ordered", 2000))
        self.assertEqual((proposal.note, ordered.number), ("Gesproken", 80))
        self.assertEqual(sum(ordered.transaction_ids.mapped("amount")), 880)
        self._import({"Prijs": "10,00"}, {"Ordernummer": "B2", "BRIN": "16DB00", "Aantal": "96"})
        self.assertEqual(ordered.number, 96)

    def test_file_of_something_else(self):
        for columns in (("Ordernummer", "BRIN"), ("Ordernummer", "Programma", "Plaats")):
            with self.assertRaisesRegex(UserError, "Ordernummer"):
                self._import({}, columns=columns)

    def test_school_that_went_away_between_checking_and_importing(self):
        run = self._new_run(self._csv([ORDER], [*COLUMNS.values()]), profile=self.order_profile)
        run.action_check()
        run._process()
        self.cr.execute(
            "UPDATE bzk_relation SET company_id = %s WHERE id = %s",
            (self.other_library.id, self.school.id),
        )
        self.env.invalidate_all()
        run.action_import()
        run._process()
        self.assertEqual((run.state, self._found()), ("failed", self.env["bzk.education.order"]))

    def test_history_of_years(self):
        rows = [
            {"Ordernummer": f"H{number}", "Schooljaar": year, "Status": "geleverd"}
            for number, year in enumerate((LAST, "2024/2025", "2023-24"))
        ]
        self._import(*rows)
        self.assertEqual(
            self.school.education_order_ids.mapped("school_year"),
            [LAST, "2024-2025", "2023-2024"],
        )

    def test_relationship_managers_import_orders(self):
        """By the same window as other lists; the library's profile and source are made by it."""
        content = self._csv([ORDER], [*HEADINGS])
        runs = self._as("relations", self.env["bzk.import.run"])
        wizard = self._as("relations", self.env["bzk.relation.import"]).create(
            {"kind": "orders", "file": runs._encode_file(content), "file_name": "lijst.csv"}
        )
        action = wizard.action_check()
        run = runs.browse(action["res_id"])
        self.env["bzk.import.run"].browse(run.id)._process()
        self.assertEqual((run.state, run.new_count, run.subject), ("checked", 1, "education"))
        run.action_import()
        self.env["bzk.import.run"].browse(run.id)._process()
        self.assertEqual(self.school.education_order_ids.source_id, self.orders)
        for role in ("front_desk", "insights", "activities", "marketing"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, run).read(["subject"])
