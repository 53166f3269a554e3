from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .dmu_common import DmuCase


@tagged("post_install", "-at_install")
class TestMergeWorkContacts(DmuCase):
    """Two records of one person at work become one, with their places and what hangs on those."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steward = cls.users["data_steward"]
        cls.double = cls._person("A.", "Vries", infix="de", phone="023 511 5300")
        cls.same_place = cls._place(
            cls.school, cls.double, "director", note="Liefst op dinsdag", influence="high"
        )
        cls.at_board = cls._place(cls.board, cls.double, "board")
        cls.director.successor_id = cls.same_place
        cls.report = cls.env["bzk.contact.report"].create(
            {
                "relation_id": cls.school.id,
                "subject": "Leesplan",
                "user_id": cls.manager.id,
                "date": fields.Datetime.now(),
                "participant_ids": [(6, 0, cls.same_place.ids)],
                "agreement_ids": [(0, 0, {"name": "Stuurt lijst", "member_id": cls.same_place.id})],
            }
        )
        cls.env.flush_all()

    def _merge(self, target=None, source=None):
        merges = self.env["bzk.merge"].with_user(self.steward)
        return merges._merge(target or self.anna, source or self.double)

    def test_everything_comes_along(self):
        self._merge()
        self.assertEqual(self.anna.dmu_member_ids, self.director | self.at_board)
        self.assertFalse(self.same_place.exists())
        self.assertEqual(self.report.participant_ids, self.director)
        self.assertEqual(self.report.agreement_ids.member_id, self.director)
        self.assertEqual(self.director.note, "Liefst op dinsdag")
        self.assertEqual(self.director.influence, "high")
        self.assertFalse(self.director.successor_id)
        self.assertEqual(self.anna.phone, "023 511 5300")
        self.assertTrue(self.anna.work_contact)

    def test_undone_it_is_as_before(self):
        merge = self._merge()
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self.double.dmu_member_ids, self.same_place | self.at_board)
        self.assertEqual(self.anna.dmu_member_ids, self.director)
        self.assertEqual(self.report.participant_ids, self.same_place)
        self.assertEqual(self.report.agreement_ids.member_id, self.same_place)
        self.assertEqual(self.director.successor_id, self.same_place)
        self.assertFalse(self.director.note)

    def test_a_private_customer_is_never_merged_with_somebody_at_work(self):
        private = self.env["res.partner"].create(
            {"firstname": "Anna", "infix": "de", "lastname": "Vries", "company_id": self.library.id}
        )
        for pair in ((self.anna, private), (private, self.anna)):
            with self.assertRaisesRegex(UserError, "two records"):
                self._merge(*pair)

    def test_the_two_are_never_proposed_as_one(self):
        """However certain it looks."""
        same = {
            "firstname": "Anna",
            "infix": "de",
            "lastname": "Vries",
            "email": "anna@school.example",
            "birthdate": "1980-02-03",
            "zip": "2011 AB",
            "street": "Grote Markt 2",
            "company_id": self.library.id,
        }
        first, second = self.env["res.partner"].create([same, same])
        self.anna.write(same)
        self.env["bzk.duplicate.finder"]._find(self.library)
        pairs = self.env["bzk.duplicate"].search([("company_id", "=", self.library.id)])
        self.assertEqual(pairs.partner1_id | pairs.partner2_id, first | second)
        match = self.env["bzk.duplicate.finder"]._match_rows(
            self.library, [(1, {**same, "street_number": "2"})]
        )
        self.assertIn(match[1][0], (first | second).ids)
        (first | second).active = False
        self.assertFalse(
            self.env["bzk.duplicate.finder"]._match_rows(
                self.library, [(1, {**same, "street_number": "2"})]
            )
        )

    def test_the_desk_finds_nobody_at_work(self):
        for role in ("front_desk", "data_steward", "administrator"):
            partners = self.env["res.partner"].with_user(self.users[role])
            for text in ("anna de vries", "anna@school.example"):
                found = partners.desk_search(text)
                self.assertFalse(found["lines"] + found["near"], (role, text))
            self.assertFalse(partners.desk_lines(self.anna.ids))

    def test_where_only_private_customers_belong(self):
        with self.assertRaises(UserError):
            self.env["bzk.contact.moment"].create(
                {
                    "partner_id": self.anna.id,
                    "subject_id": self.env["bzk.contact.subject"].search([], limit=1).id,
                }
            )
        with self.assertRaises(UserError):
            self.env["bzk.guardian"].create(
                {"child_id": self.piet.id, "guardian_id": self.anna.id, "kind": "parent"}
            )
