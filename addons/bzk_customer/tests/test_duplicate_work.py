from odoo.exceptions import UserError
from odoo.tests import tagged

from ..matching.weights import POINTS
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestDuplicateWork(CustomerCase):
    """What the work screen shows and what becomes of the choices made there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.write(
            {
                "infix": "van der",
                "street": "Grote Markt 2-A",
                "city": "Haarlem",
                "gender": "f",
                "phone": "+31612345678",
                "comment": "<p>Komt op dinsdag</p>",
            }
        )
        cls.double.write({"street": "Kerkstraat 1", "zip": "2042 NH", "moved_away": True})
        cls.pair = cls._propose((cls.anna, cls.double)).with_user(cls.users["data_steward"])
        cls.env["bzk.external.id"].create(
            {"source_id": cls.source.id, "key": "0001", "partner_id": cls.anna.id}
        )

    def _load(self, **options):
        return self.pair.browse().work_load(**options)

    def _rows(self, data, kind="rows"):
        return {row["key"]: row for row in data[kind]}

    def test_pair_side_by_side(self):
        (data,) = self._load()["pairs"]
        self.assertEqual([side["id"] for side in data["sides"]], [self.anna.id, self.double.id])
        self.assertEqual(data["target_id"], self.anna.id)
        self.assertEqual(data["reasons"], [{"text": "same birth date", "against": False}])
        rows = self._rows(data)
        self.assertEqual(rows["firstname"]["values"], ["Anna", "A."])
        self.assertFalse(rows["firstname"]["same"])
        self.assertEqual(rows["infix"]["values"], ["van der Berg", "Berg"])
        self.assertTrue(rows["birthdate"]["same"])
        self.assertEqual(
            rows["street"]["values"],
            ["Grote Markt 2-A\n2011 AB Haarlem", "Kerkstraat 1\n2042 NH\nmoved away"],
        )
        self.assertEqual(rows["gender"]["values"], ["Woman", ""])
        self.assertEqual(rows["phone"]["values"], ["06 12345678", ""])
        self.assertNotIn("website", rows, "neither has one")
        facts = self._rows(data, "facts")
        self.assertEqual(facts["sources"]["values"], ["Wise 0001", ""])
        self.assertEqual(facts["comment"]["values"], ["Komt op dinsdag", ""])

    def test_household_is_chosen_like_other_parts(self):
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        (self.double | self.cas).write(
            {"household_id": household.id, "household_state": "confirmed"}
        )
        (data,) = self._load()["pairs"]
        values = self._rows(data)["household_id"]["values"]
        self.assertEqual(values[0], "")
        self.assertIn("Cas Jansen", values[1])
        self.pair.work_merge(self.anna.id, {"household_id": self.double.id})
        self.assertEqual(household.member_ids, self.anna | self.cas)

    def test_names_without_parts(self):
        one, two = self.env["res.partner"].create(
            [{"name": name, "company_id": self.library.id} for name in ("De Ooievaar", "Ooievaar")]
        )
        self._propose((one, two))
        data = self._load()["pairs"][-1]
        self.assertEqual(self._rows(data)["name"]["values"], ["De Ooievaar", "Ooievaar"])

    def test_most_certain_first_and_counted(self):
        self._propose((self.anna, self.cas))
        ids = sorted((self.double.id, self.cas.id))
        self.env["bzk.duplicate"]._propose(self.library, [(*ids, "certain", 90, [])])
        loaded = self._load()
        self.assertEqual(loaded["left"], {"certain": 1, "likely": 2})
        self.assertEqual(loaded["pairs"][0]["outcome"], "certain")
        likely = self._load(outcome="likely", exclude_ids=self.pair.ids)
        self.assertEqual(
            [pair["id"] for pair in likely["pairs"]], self._pair(self.anna, self.cas).ids
        )
        self.assertEqual(len(self._load(pair_ids=self.pair.ids)["pairs"]), 1)

    def test_merge_as_chosen(self):
        self.pair.work_merge(
            self.anna.id,
            {
                "firstname": self.anna.id,
                "infix": self.double.id,
                "street": self.double.id,
                "gender": self.double.id,
                "email": self.double.id,
            },
        )
        self.assertRecordValues(
            self.anna,
            [
                {
                    "name": "Anna Berg",
                    "infix": False,
                    "street": "Kerkstraat 1",
                    "zip": "2042 NH",
                    "city": False,
                    "moved_away": True,
                    "gender": False,
                    "email": "anna@example.org",
                    "phone": "+31612345678",
                }
            ],
        )

    def test_only_the_two_can_be_chosen(self):
        for target, choices in (
            (self.cas.id, {}),
            (self.anna.id, {"firstname": self.cas.id}),
            (self.anna.id, {"firstname": "Anna"}),
        ):
            with self.assertRaises(UserError):
                self.pair.work_merge(target, choices)
        self.pair.work_merge(self.anna.id, {"company_id": self.double.id, "active": self.double.id})
        self.assertTrue(self.anna.active)

    def test_undo_shows_the_pair_again(self):
        (before,) = self._load()["pairs"]
        for decide in (
            lambda: self.pair.work_merge(self.double.id, {}),
            lambda: self.pair.action_different(),
        ):
            decide()
            self.assertFalse(self._load()["pairs"])
            self.assertEqual(self.pair.work_undo(), [before])

    def test_queries_do_not_grow_with_the_pairs(self):
        def load():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            pairs = self._load()["pairs"]
            return self.env.cr.sql_log_count - start, len(pairs)

        def people(*numbers):
            return self.env["res.partner"].create(
                [
                    self._person(
                        f"P{number}",
                        "Vries",
                        email=f"p{number}@x.nl",
                        comment="Note",
                        household_id=self.env["bzk.household"]
                        .create({"company_id": self.library.id})
                        .id,
                        household_state="confirmed",
                        external_id_ids=[
                            (0, 0, {"source_id": self.source.id, "key": f"P{number}"})
                        ],
                    )
                    for number in numbers
                ]
            )

        self._propose(tuple(people(8, 9)))
        load()
        one, _count = load()
        people = people(*range(8))
        self._propose(*zip(people[:4], people[4:], strict=True))
        many, count = load()
        self.assertEqual(count, 6)
        self.assertLessEqual(many, one)

    def test_every_reason_is_told(self):
        texts = self.env["bzk.duplicate"]._reason_texts()
        self.assertFalse(set(POINTS) - set(texts))
