from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .household_common import HouseholdCase


@tagged("post_install", "-at_install")
class TestHousehold(HouseholdCase):
    """Staff confirm, correct and move households."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._find()
        cls.household = cls.mother.household_id
        cls.desk = cls.users["front_desk"]

    def _as_desk(self, records):
        return records.with_user(self.desk)

    def test_confirm(self):
        self._as_desk(self.household).action_confirm()
        self.assertEqual(self.household.state, "confirmed")
        self.assertEqual(self.household.confirmed_by_id, self.desk)
        self.assertEqual(set(self.family.mapped("household_state")), {"confirmed"})

    def test_confirm_many_with_few_queries(self):
        for number in range(100, 110):
            self._people(
                ("Eva", 40, {"lastname": "Smit"}), ("F", 8, {"lastname": "Smit"}), number=number
            )
        self._find()
        households = self._as_desk(self.env["bzk.household"].search([("state", "=", "proposed")]))
        households = households.filtered(lambda item: item.company_id == self.library)
        self.assertEqual(len(households), 11)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        households.action_confirm()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 25)
        self.assertEqual(set(households.mapped("state")), {"confirmed"})

    def test_refuse_from_its_form_shows_the_list(self):
        household = self._as_desk(self.household).with_context(household_form=True)
        action = household.action_refuse()
        self.assertEqual(action["res_model"], "bzk.household")
        self.assertFalse(self.family.household_id)

    def test_split(self):
        wizard = self._as_desk(self.env["bzk.household.split"]).create(
            {"household_id": self.household.id}
        )
        with self.assertRaises(UserError):
            wizard.action_split()
        wizard.partner_ids = self.father | self.baby
        wizard.action_split()
        self._household(self.mother, self.child)
        other = self._household(self.father, self.baby)
        self.assertNotEqual(other, self.household)
        self._find()
        self.assertEqual(self._household(self.father, self.baby), other)

    def test_alone_is_no_household(self):
        self.household._remove(self.father)
        self.household._remove(self.baby)
        self.household._remove(self.child)
        self.assertFalse(self.household.exists())
        self.assertFalse(self.family.household_id)

    def test_household_with_members_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.household.unlink()

    def test_lives_with(self):
        aunt = self._people(("Tante", 50, {"street_number": "200"}))
        self._join(aunt, self.mother)
        self.assertEqual(aunt.household_id, self.household)
        self.assertEqual(aunt.household_state, "confirmed")
        self.assertTrue(aunt.household_notice, "they live at different addresses")
        single = self._people(("Eva", 30, {}), ("Fem", 30, {}), number="201")
        self._join(single[0], single[1])
        self._household(*single)
        # Said to live apart, and now said to live together.
        self.household._remove(self.father)
        self._join(self.father, self.mother)
        self._household(*self.family, aunt)
        self.assertFalse(
            self.env["bzk.household.apart"].search([("partner1_id", "in", self.family.ids)])
        )

    def _join(self, partner, other):
        wizard = self._as_desk(self.env["bzk.household.join"]).with_context(active_id=partner.id)
        form = Form(wizard)
        form.other_id = self._as_desk(other)
        form.save().action_join()

    def _move(self, partner, number, leave=(), **context):
        wizard = self._as_desk(self.env["bzk.household.move"])
        form = Form(wizard.with_context(active_id=partner.id, **context))
        form.street_name, form.street_number = "Nieuwe Gracht", number
        form.zip, form.city = "2011nc", "Haarlem"
        self.assertEqual(form.zip, "2011 NC")
        for place, other in enumerate(partner.housemate_ids):
            with form.line_ids.edit(place) as line:
                self.assertTrue(line.comes_along)
                line.comes_along = other not in leave
        form.save().action_move()

    def test_move_together(self):
        self._move(self.mother, "5")
        self.assertEqual(set(self.family.mapped("street")), {"Nieuwe Gracht 5"})
        self.assertEqual(set(self.family.mapped("zip")), {"2011 NC"})
        self._household(*self.family)
        self.assertEqual(self.household.address_key, "2011NC|5|")
        self.assertFalse(self.mother.household_notice)
        self.assertIn("Kerkstraat 10", self.baby.message_ids[0].body)

    def test_move_of_one(self):
        self.father.moved_away = True
        self._move(self.father, "5", leave=self.family)
        self.assertFalse(self.father.household_id)
        self.assertFalse(self.father.moved_away)
        self.assertEqual(self._household(*(self.family - self.father)), self.household)
        self.assertEqual(self.mother.street, "Kerkstraat 10")

    def test_move_of_some(self):
        self._move(self.mother, "5", leave=self.father)
        self.assertEqual(self._household(*(self.family - self.father)), self.household)
        self.assertFalse(self.father.household_id)
        self._move(self.mother, "6", leave=self.child)
        self._household(self.mother, self.baby)

    def test_move_into_two_households(self):
        self._move(self.mother, "5", leave=self.father | self.child)
        self.assertNotEqual(
            self._household(self.mother, self.baby), self._household(self.father, self.child)
        )

    def test_incomplete_address(self):
        wizard = self._as_desk(self.env["bzk.household.move"])
        wizard = wizard.with_context(active_id=self.mother.id)
        with self.assertRaises(UserError):
            wizard.create({"street_name": "Nieuwe Gracht"}).action_move()
        with self.assertRaises(UserError):
            wizard.create(
                {"street_name": "A", "street_number": "1", "zip": "0000", "city": "X"}
            ).action_move()

    def test_address_changed_directly(self):
        self._as_desk(self.child).write({"street_number": "77"})
        for person, text in ((self.child, "still live at the old"), (self.mother, "Did the")):
            self.assertIn(text, person.household_notice)
            self.assertIn("Kerkstraat", person.household_notice)
        action = self._as_desk(self.mother).action_others_move()
        wizard = Form(
            self._as_desk(self.env["bzk.household.move"]).with_context(**action["context"])
        )
        self.assertEqual(wizard.partner_id, self.child)
        self.assertEqual(wizard.street_number, "77")
        wizard.save().action_move()
        self.assertEqual(set(self.family.mapped("street")), {"Kerkstraat 77"})
        self._household(*self.family)
        self.assertFalse(self.mother.household_notice)

    def test_others_stay(self):
        self._as_desk(self.child).write({"street_number": "77"})
        self._as_desk(self.child).action_others_stay()
        self.assertFalse(self.child.household_id)
        self._household(*(self.family - self.child))
        self.assertFalse(self.mother.household_notice)

    def test_some_of_them_moved(self):
        self._move_to(self.mother | self.child, "77")
        self.assertIn("Bram", self.child.household_notice)
        self.assertNotIn("Anna", self.child.household_notice)
        self._as_desk(self.father).action_others_stay()
        self.assertNotEqual(
            self._household(self.mother, self.child), self._household(self.father, self.baby)
        )

    def test_dead_and_gone_do_not_ask(self):
        self._move_to(self.father, "77")
        self.father.deceased = True
        self.assertFalse(self.mother.household_notice)
        self.assertFalse(self.household.divided)

    def test_roles(self):
        self.assertEqual(
            self.family.mapped("household_role"), ["parent", "parent", "child", "child"]
        )

    def test_form_with_few_queries(self):
        """What the household adds to the customer form does not grow with its members."""
        names = ["household_notice", "household_explanation", "consent_text"]
        specification = dict.fromkeys(names, {}) | {
            "housemate_ids": {"fields": {"name": {}, "age": {}, "household_role": {}}},
            "guardian_ids": {"fields": {"guardian_id": {"fields": {"display_name": {}}}}},
            "ward_ids": {"fields": {"child_id": {"fields": {"display_name": {}}}}},
        }
        few = self._count_queries(self.mother, specification)
        more = self._people(*[(f"K{n}", n + 1, {"lastname": "Berg"}) for n in range(4)])
        self._find()
        self._household(*self.family, *more)
        self.assertLessEqual(self._count_queries(self.mother, specification), few)
        self.assertLess(few, 20)

    def _count_queries(self, partner, specification):
        self.env.flush_all()
        self.env.invalidate_all()
        partner = self._as_desk(partner)
        partner.check_access("read")
        before = self.env.cr.sql_log_count
        partner.web_read(specification)
        return self.env.cr.sql_log_count - before

    def test_erasure_leaves_nobody_alone(self):
        self.household._split(self.father | self.baby)
        self.env["bzk.personal.data"]._before_erase(self.father)
        self.assertFalse((self.father | self.baby).household_id)
        self._household(self.mother, self.child)
