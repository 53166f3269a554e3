from datetime import date, datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .dmu_common import TODAY, DmuCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestGap(DmuCase):
    """What is missing shows, and goes away when it is there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.last_contact_date = TODAY
        cls.teacher = cls._place(cls.school, cls.piet, "teacher")

    def test_complete(self):
        self.assertEqual(self._gaps(), [])
        self.assertEqual(self.school.completeness, 100)

    def test_role_opens_and_closes(self):
        """A place ends: on its last day nothing is missing, the day after the role is."""
        self.director.write({"date_to": TODAY, "not_replaced": True})
        self.assertEqual(self._gaps(), [])
        with freeze_time("2026-11-23"):
            self.assertEqual(self._gaps(), [("role", "decider")])
            gap = self.env["bzk.relation.gap"].search([("relation_id", "=", self.school.id)])
            self.assertEqual(gap.since, date(2026, 11, 23))
            self.assertEqual(gap.name, "No decider known")
            self.assertEqual(self.school.completeness, 50)
            self._place(self.school, self._person("Els", "Bos"), "director", date_from="2027-01-01")
            self.assertEqual(self._gaps(), [("role", "decider")], "who comes is not there yet")
            self.teacher.role_ids |= self.roles["decider"]
            self.assertEqual(self._gaps(), [])

    def test_role_of_nobody_ever(self):
        kring = self._relation("De Kring", last_contact_date=TODAY)
        self.assertEqual(self._gaps(kring), [("role", "decider"), ("role", "user")])
        self.assertEqual(kring.completeness, 0)

    def test_silence(self):
        self.school.last_contact_date = date(2025, 9, 23)
        self.assertEqual(self._gaps(), [], "thirteen months and 30 days")
        self.school.last_contact_date = date(2025, 9, 22)
        self.assertEqual(self._gaps(), [("silence", "")])
        gap = self.env["bzk.relation.gap"].search([("relation_id", "=", self.school.id)])
        self.assertEqual(gap.name, "14 months without contact")
        self.school.state = "prospect"
        self.assertEqual(self._gaps(), [], "silence is for who is a relation")

    def test_silence_since_it_was_added(self):
        self.school.last_contact_date = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bzk_relation SET create_date = %s WHERE id = %s",
            (datetime(2025, 1, 1), self.school.id),
        )
        self.assertEqual(self._gaps(), [("silence", "")])
        gap = self.env["bzk.relation.gap"].search([("relation_id", "=", self.school.id)])
        self.assertEqual(gap.name, "No contact yet since it was added")

    def test_left_without_successor(self):
        ib = self._place(self.school, self._person("Kees", "Berg"), "ib", date_to="2026-09-01")
        self.assertEqual(self._gaps(), [("left", "")])
        gap = self.env["bzk.relation.gap"].search([("relation_id", "=", self.school.id)])
        self.assertIn("Learning support Kees Berg left on", gap.name)
        self.assertEqual(gap.member_id, ib)
        for change in (
            {"not_replaced": True},
            {"successor_id": self.teacher.id},
            {"date_to": date(2024, 11, 21)},
        ):
            kept = {name: ib[name] for name in change}
            ib.write(change)
            self.assertEqual(self._gaps(), [], change)
            ib.write(kept)
        self.assertEqual(self._gaps(), [("left", "")])
        self._place(self.school, self._person("Els", "Bos"), "ib")
        self.assertEqual(self._gaps(), [], "somebody has the function again")

    def test_moved_on_inside(self):
        """Who changes function here did not leave."""
        self._place(self.school, self.piet, "ib", date_to="2026-09-01")
        self.assertEqual(self._gaps(), [])

    def test_no_owner(self):
        self.school.user_id = False
        self.assertEqual(self._gaps(), [("owner", "")])
        self.school.user_id = self.manager
        self.assertEqual(self._gaps(), [])
        self.manager.active = False
        self.assertEqual(self._gaps(), [("owner", "")])

    def test_ended_misses_nothing(self):
        self.director.unlink()
        self.assertTrue(self._gaps())
        self.school.state = "ended"
        self.assertEqual(self._gaps(), [])
        self.school.write({"state": "active", "active": False})
        self.assertEqual(self._gaps(), [])

    def test_ids_are_unique(self):
        for relation in (self.school, self.board):
            relation.write({"last_contact_date": date(2020, 1, 1), "user_id": False})
        self.director.date_to = date(2026, 10, 1)
        self.env.flush_all()
        gaps = self.env["bzk.relation.gap"].search([("company_id", "=", self.library.id)])
        self.assertEqual(set(gaps.mapped("kind")), {"role", "silence", "left", "owner"})
        self.assertEqual(len(set(gaps.ids)), len(gaps))

    def test_mine(self):
        self.director.unlink()
        gaps = self.env["bzk.relation.gap"].with_user(self.manager)
        mine = gaps.search([("mine", "=", True)])
        self.assertIn(self.school.id, mine.relation_id.ids)
        self.assertEqual(mine.user_id, self.manager)
        action = mine.filtered(lambda gap: gap.relation_id.id == self.school.id)[0]
        self.assertEqual(action.action_open_relation()["res_id"], self.school.id)

    def test_report(self):
        self.director.unlink()
        self.env.flush_all()
        report = self.env["bzk.relation.completeness"].with_user(self.manager)
        line = report.search([("relation_id", "=", self.school.id)])
        self.assertEqual((line.required, line.filled, line.missing), (2, 1, 1))
        self.assertEqual((line.people, line.completeness), (1, 50))
        self._relation("De Kring")
        self.env.flush_all()
        grouped = report._read_group(
            [("group_id", "=", self.school.group_id.id)], ["group_id"], ["completeness:avg"]
        )
        self.assertEqual(grouped, [(self.school.group_id, 25.0)])

    def test_group_that_demands_nothing(self):
        group = self.env["bzk.relation.group"].create(
            {"name": "Ander", "code": "ander", "company_id": self.library.id}
        )
        relation = self._relation("Iemand")
        relation.write({"group_id": group.id, "last_contact_date": TODAY})
        self.assertEqual(self._gaps(relation), [])
        self.assertEqual(relation.completeness, 0)
        self._place(relation, self.piet)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(relation.completeness, 100)

    def test_own_rule(self):
        """A library wants to know other roles of a common group; the others do not notice."""
        self.other_school.last_contact_date = TODAY
        self.other_school.user_id = self._new_user("relations", self.other_library)
        before = self._gaps(self.other_school)
        group = self.school.group_id.with_user(self.manager)
        norm = self.env["bzk.relation.norm"].browse(group.action_own_norm()["res_id"])
        self.assertEqual(self._gaps(), [], "it begins as what holds for all")
        norm.with_user(self.manager).write(
            {"role_ids": [(6, 0, self.roles["buyer"].ids)], "silent_months": 2}
        )
        self.school.last_contact_date = date(2026, 9, 1)
        self.assertEqual(self._gaps(), [("role", "buyer"), ("silence", "")])
        self.assertEqual(self.school.completeness, 0)
        self.assertEqual(group.needed_role_ids, self.roles["buyer"])
        required = [c["name"] for c in self.school.dmu_panel["columns"] if c["required"]]
        self.assertEqual(required, ["Buyer"])
        self.assertEqual(self._gaps(self.other_school), before)
        self.assertNotIn(
            norm.id,
            self.env["bzk.relation.norm"].with_user(self.other_school.user_id).search([]).ids,
        )
        self.assertEqual(group.action_own_norm()["res_id"], norm.id, "one a library")
        norm.with_user(self.manager).action_drop()
        self.assertEqual(self._gaps(), [])
        with self.assertRaises(AccessError):
            self.school.group_id.with_user(self.manager).silent_months = 3
