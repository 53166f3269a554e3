from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import LibraryCase


@tagged("post_install", "-at_install")
class TestHostile(LibraryCase):
    """What a colleague could ask of the server beside the screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {"firstname": "Anna", "lastname": name, "company_id": cls.library.id}
                for name in ("Berg", "Dijk", "Eik", "Duin")
            ]
        )
        cls.stranger = cls.env["res.partner"].create(
            {
                "firstname": "Olga",
                "lastname": "Ander",
                "birthdate": "1950-01-20",
                "company_id": cls.other_library.id,
            }
        )

    def _pair(self, one, other):
        first, second = (one | other).sorted("id")
        return self.env["bzk.duplicate"].create(
            {
                "partner1_id": first.id,
                "partner2_id": second.id,
                "company_id": self.library.id,
                "outcome": "likely",
            }
        )

    def test_a_merge_is_not_rewritten_by_hand(self):
        one, other = self.customers[:2]
        merge = self.env["bzk.merge"]._merge(one, other)
        for role in ("data_steward", "administrator"):
            mine = merge.with_user(self.users[role])
            for values in (
                {"state": "undone"},
                {"target_id": self.customers[2].id},
                {"user_id": self.users["front_desk"].id},
                {"reason": "Because"},
            ):
                with self.assertRaises(AccessError):
                    mine.write(values)
        merge.with_user(self.users["data_steward"]).action_undo()
        self.assertEqual(merge.state, "undone")

    def test_nobody_is_merged_or_erased_by_writing_it(self):
        one, other = self.customers[:2]
        for role in ("front_desk", "administrator"):
            mine = one.with_user(self.users[role])
            for values in ({"merged_into_id": other.id}, {"erased_on": "2026-01-01"}):
                with self.assertRaises(AccessError):
                    mine.write(values)
                with self.assertRaises(AccessError):
                    mine.create({"lastname": "Vals", **values})

    def test_merges_beside_each_other_are_undone_in_any_order(self):
        """The pair of two customers who each went up in another comes apart again."""
        low, source1, source2, high = self.customers.sorted("id")
        pair = self._pair(source1, source2)
        before = pair.read()
        merges = self.env["bzk.merge"]
        for first in (False, True):
            one = merges._merge(high, source1)
            two = merges._merge(low, source2)
            for merge in (one, two) if first else (two, one):
                merge.action_undo()
            self.assertTrue(all(customer.active for customer in self.customers))
            if first:
                self.assertTrue(pair.partner1_id.active and pair.partner2_id.active)
            else:
                self.assertEqual(pair.read(), before)

    def test_a_household_confirmed_after_the_merge_stays(self):
        target, source, third = self.customers[:3]
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        (source | third).write({"household_id": household.id, "household_state": "proposed"})
        merge = self.env["bzk.merge"]._merge(target, source)
        self.assertEqual(target.household_id, household)
        household.with_user(self.users["front_desk"]).action_confirm()
        merge.action_undo()
        self.assertEqual(target.household_state, "confirmed")
        self.assertTrue(source.active)

    def test_what_was_shared_and_removed_since_is_not_in_the_way(self):
        target, source = self.customers[:2]
        tag = self.env["res.partner.category"].create({"name": "Lezing"})
        (target | source).category_id = tag
        message = target.message_post(body="Hallo", partner_ids=(target | source).ids)
        merge = self.env["bzk.merge"]._merge(target, source)
        tag.unlink()
        message.unlink()
        merge.action_undo()
        self.assertTrue(source.active)

    def test_an_address_changed_after_the_merge_stays_whole(self):
        target, source = self.customers[:2]
        source.write({"street": "Grote Markt 2", "zip": "2011 AB", "city": "Haarlem"})
        merge = self.env["bzk.merge"]._merge(target, source)
        target.street_number = "4"
        merge.action_undo()
        self.assertEqual(target.street, "Grote Markt 4")
        self.assertEqual(target.street_name, "Grote Markt")
        self.assertEqual((target.zip, target.city), ("2011 AB", "Haarlem"))

    def test_a_name_changed_after_the_merge_is_that_of_its_parts(self):
        target, source = self.customers[:2]
        target.write({"firstname": False})
        merge = self.env["bzk.merge"]._merge(target, source)
        self.assertEqual(target.name, "Anna Berg")
        target.lastname = "Berg-Smit"
        merge.action_undo()
        self.assertFalse(target.firstname)
        self.assertEqual(target.name, "Berg-Smit")
        self.assertEqual(target.complete_name, "Berg-Smit")

    def test_nothing_of_another_library_by_a_line_that_is_not_saved(self):
        desk = self.users["front_desk"]
        lines = {"line_ids": [(0, "virtual_1", {"partner_id": self.stranger.id})]}
        with self.assertRaises(AccessError):
            self.env["bzk.household.move"].with_user(desk).onchange(
                {"partner_id": self.customers[0].id, **lines},
                ["line_ids"],
                {"line_ids": {"fields": {"age": {}, "partner_id": {}}}, "partner_id": {}},
            )
        ties = {"guardian_ids": [(0, "virtual_1", {"guardian_id": self.stranger.id})]}
        with self.assertRaises(AccessError):
            self.customers[0].with_user(desk).onchange(
                ties,
                ["guardian_ids"],
                {"guardian_ids": {"fields": {"guardian_age": {}, "guardian_id": {}}}},
            )

    def test_nobody_confirms_in_the_name_of_another(self):
        desk = self.users["front_desk"]
        tie = (
            self.env["bzk.guardian"]
            .with_user(desk)
            .create({"child_id": self.customers[0].id, "guardian_id": self.customers[1].id})
        )
        for values in (
            {"confirmed_by_id": self.users["administrator"].id},
            {"confirmed_on": "2020-01-01 00:00:00"},
        ):
            with self.assertRaises(AccessError):
                tie.write(values)
            with self.assertRaises(AccessError):
                tie.create(
                    {
                        "child_id": self.customers[2].id,
                        "guardian_id": self.customers[3].id,
                        **values,
                    }
                )

    def test_odd_numbers_of_lines(self):
        steward = self.users["data_steward"]
        pairs = self.env["bzk.duplicate"].with_user(steward)
        self._pair(*self.customers[:2])
        self.assertTrue(pairs.work_load(limit=-5)["pairs"])
        self.assertTrue(pairs.work_load(limit=0)["pairs"])
        self.env["res.partner"].with_user(steward).desk_search("Berg", -1)

    def test_refusing_what_a_colleague_just_confirmed(self):
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        self.customers[:2].write({"household_id": household.id})
        household.with_user(self.users["front_desk"]).action_refuse()
        self.assertEqual(household.member_ids, self.customers[:2])
