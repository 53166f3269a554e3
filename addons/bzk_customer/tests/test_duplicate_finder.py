from odoo.tests import tagged

from ..models import duplicate_blocks
from .common import CustomerCase

JAN = {
    "firstname": "Jan",
    "initials": "J.P.",
    "lastname": "Şimşek",
    "birthdate": "1971-04-05",
    "zip": "2042 NH",
    "street_name": "Kerkstraat",
    "street_number": "10",
    "email": "jan.simsek@example.org",
    "phone": "06 23456789",
}


@tagged("post_install", "-at_install")
class TestDuplicateFinder(CustomerCase):
    """Who may be one person is found among all, of one library, and incrementally."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finder = cls.env["bzk.duplicate.finder"]
        cls.jan = cls._create_jan()

    @classmethod
    def _create_jan(cls, library=None, **changes):
        library = library or cls.library
        return cls.env["res.partner"].create({**JAN, "company_id": library.id, **changes})

    def _find(self, partner_ids=None, library=None):
        return self.finder._find(library or self.library, partner_ids)

    def _know(self, partner, key, source=None, state="current"):
        source = source or self.source
        self.env["bzk.external.id"].create(
            {"source_id": source.id, "key": key, "partner_id": partner.id, "state": state}
        )

    def test_one_person_twice_is_certain(self):
        other = self._create_jan()
        figures = self._find()
        pair = self._pair(self.jan, other)
        self.assertEqual(pair.outcome, "certain")
        self.assertEqual(pair.score, 100)
        self.assertIn(["birthdate_same", {}], pair.reasons)
        self.assertEqual(figures["certain"], 1)

    def test_each_key_brings_two_together(self):
        bare = dict.fromkeys(("zip", "street_name", "street_number", "email", "phone"), False)
        nowhere = {**bare, "birthdate": False}
        home = {name: JAN[name] for name in ("zip", "street_name", "street_number")}
        for changes in (
            {**nowhere, **home},
            {**nowhere, "email": JAN["email"]},
            {**nowhere, "phone": JAN["phone"]},
            bare,
            {**bare, "lastname": "Simsekk"},
            {**bare, "lastname": "Simesk-van der Berg"},
            {**bare, "firstname": False},
            {**bare, "firstname": "Johannes", "initials": False},
            {**nowhere, "zip": JAN["zip"], "birthdate": "1971-05-04"},
        ):
            with self.subTest(changes):
                other = self._create_jan(**changes)
                self._find()
                self.assertTrue(self._pair(self.jan, other))
                other.active = False

    def test_whom_nobody_compares(self):
        merged = self._create_jan(merged_into_id=self.jan.id)
        archived = self._create_jan(active=False)
        elsewhere = self._create_jan(self.other_library)
        organisation = self._create_jan(is_company=True)
        colleague = self._create_jan()
        self.users["front_desk"].partner_id = colleague
        figures = self._find()
        self.assertEqual(figures["certain"], 0)
        for partner in (merged, archived, elsewhere, organisation, colleague):
            self.assertFalse(self._pair(self.jan, partner))

    def test_each_library_by_itself(self):
        one, two = self._create_jan(self.other_library), self._create_jan(self.other_library)
        self._find()
        self.assertFalse(self._pair(one, two))
        self._find(library=self.other_library)
        self.assertTrue(self._pair(one, two))
        self._find([self.jan.id, one.id])
        self.assertTrue(self._pair(one, two), "somebody of another library was not compared")

    def test_whom_a_source_keeps_apart_is_likely_at_most(self):
        other = self._create_jan()
        self._know(self.jan, "1")
        self._know(other, "2", state="closed")
        self._find()
        self.assertEqual(self._pair(self.jan, other).outcome, "certain")
        self._know(other, "3")
        self._find()
        pair = self._pair(self.jan, other)
        self.assertEqual(pair.outcome, "likely")
        self.assertIn(["same_source", {}], pair.reasons)

    def test_only_those_who_changed_are_compared(self):
        one, two, three = (self._create_jan() for _number in range(3))
        one.active = False
        self._find([two.id])
        self.assertTrue(self._pair(self.jan, two))
        self.assertTrue(self._pair(two, three))
        self.assertFalse(self._pair(self.jan, three))
        self.assertFalse(self._pair(self.jan, one))
        two.birthdate = "1999-09-09"
        self._find([two.id])
        self.assertFalse(self._pair(self.jan, two))

    def test_incremental_finds_what_a_whole_run_finds(self):
        others = self._create_jan(firstname="Johan") | self._create_jan(lastname="Simsek Jansen")
        self._find(others.ids)
        fields = ["partner1_id", "partner2_id", "outcome", "score", "reasons"]
        pairs = self.env["bzk.duplicate"].search([], order="partner1_id, partner2_id")
        incremental = pairs.read(fields, load=None)
        self.assertEqual(len(pairs), 3)
        pairs.unlink()
        self._find()
        pairs = self.env["bzk.duplicate"].search(
            [("partner2_id", "in", others.ids)], order="partner1_id, partner2_id"
        )
        for found in (incremental, whole := pairs.read(fields, load=None)):
            for values in found:
                del values["id"]
        self.assertEqual(incremental, whole)

    def test_an_address_of_many_is_narrowed_to_the_name(self):
        self.patch(duplicate_blocks, "MOST", 5)
        home = {name: JAN[name] for name in ("zip", "street_name", "street_number")}
        crowd = self.env["res.partner"].create(
            [
                {"firstname": f"Xena{number}", "lastname": f"Bewoner{number}", **home}
                | {"company_id": self.library.id}
                for number in "abcdefgh"
            ]
        )
        other = self._create_jan(birthdate=False, email=False, phone=False)
        figures = self._find()
        self.assertTrue(self._pair(self.jan, other))
        self.assertTrue(figures["crowded"])
        self.assertLess(figures["pairs"], len(crowd) * 3)

    def test_rows_of_an_import(self):
        row = {**JAN, "phone": "+31623456789", "firstname": None, "infix": None}
        other = self._create_jan(lastname="Pietersen", email=False, phone=False)
        found = self.finder._match_rows(
            self.library,
            [
                ("grown", {**row, "initials": "J.P."}),
                ("married", {**row, "firstname": "Jan", "lastname": "Simsek-de Boer"}),
                ("nobody", {"firstname": "Piet", "lastname": "Jansen"}),
                ("child", {**row, "firstname": "Jan", "birthdate": "2009-04-05"}),
            ],
        )
        self.assertEqual(found.keys(), {"grown", "married"})
        self.assertEqual({partner_id for partner_id, *_rest in found.values()}, {self.jan.id})
        self.assertNotIn(other.id, [partner_id for partner_id, *_rest in found.values()])
        # One customer is certain for one row only.
        outcomes = sorted(outcome for _partner_id, outcome, _reasons in found.values())
        self.assertEqual(outcomes, ["certain", "likely"])

    def test_row_of_the_source_that_knows_the_customer(self):
        self._know(self.jan, "1")
        rows = [("row", {**JAN, "phone": "+31623456789"})]
        partner_id, outcome, reasons = self.finder._match_rows(self.library, rows, self.source)[
            "row"
        ]
        self.assertEqual((partner_id, outcome), (self.jan.id, "likely"))
        self.assertIn(["same_source", {}], reasons)
        self.assertEqual(self.finder._match_rows(self.library, rows)["row"][1], "certain")
        self.assertFalse(self.finder._match_rows(self.other_library, rows))

    def test_no_rows_and_nobody(self):
        self.assertEqual(self.finder._match_rows(self.library, []), {})
        self.assertEqual(self._find([])["pairs"], 0)

    def test_hostile_values_are_only_values(self):
        nasty = "'; DROP TABLE res_partner; -- %s %(company)s \\"
        self._create_jan(lastname=nasty, zip=nasty, street_number=nasty)
        self._find()
        rows = [("row", {"lastname": nasty, "firstname": nasty, "zip": nasty, "email": nasty})]
        self.assertEqual(self.finder._match_rows(self.library, rows), {})
