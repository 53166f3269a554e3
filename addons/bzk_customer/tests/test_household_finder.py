from odoo.tests import tagged

from .household_common import HouseholdCase


@tagged("post_install", "-at_install")
class TestHouseholdFinder(HouseholdCase):
    """What is put together, what is not, and that staff have the last word."""

    def test_family_is_proposed_with_its_reasons(self):
        counts = self._find()
        household = self._household(*self.family)
        self.assertEqual(counts["households"], 1)
        self.assertEqual(counts["members"], 4)
        self.assertEqual(household.state, "proposed")
        self.assertEqual(household.certainty, "sure")
        self.assertEqual(set(self.family.mapped("household_state")), {"proposed"})
        self.assertEqual(household.explanation, "same address, same e-mail address, same surname")
        self.assertEqual(household.name, "Jansen-van der Berg / Van der Berg")
        self.assertEqual(household.address, "Kerkstraat 10, 2011 AB Haarlem")
        self.assertIn("Cas van der Berg (9)", household.member_names)

    def test_looking_again_writes_nothing(self):
        self._find()
        before = self._rows()
        counts = self._find()
        self.assertEqual(counts, {"households": 0, "members": 0, "ties": 0})
        self.assertEqual(self._rows(), before)

    def _rows(self):
        """Every row that the finder may write, with the transaction that last did."""
        found = []
        for table in ("bzk_household", "bzk_guardian"):
            self.env.cr.execute(f"SELECT id, xmin::text, ctid::text FROM {table} ORDER BY id")
            found.append(self.env.cr.fetchall())
        self.env.cr.execute("SELECT id, ctid::text FROM res_partner ORDER BY id")
        return [*found, self.env.cr.fetchall()]

    def test_names_and_addresses_are_compared_as_people_write_them(self):
        turkish = self._people(
            ("Furkan", 35, {"lastname": "Şahin", "zip": "2011ab"}),
            ("Defne", 33, {"lastname": "SAHIN", "street_number2": ""}),
            number="20",
        )
        polish = self._people(
            ("Jan", 50, {"lastname": "Kowalski", "street_number2": "A"}),
            ("Ewa", 50, {"lastname": "Kowalska", "street_number2": "a"}),
            number="21",
        )
        strangers = self._people(
            ("Jan", 50, {"infix": "van", "lastname": "Dijk"}),
            ("Ewa", 50, {"infix": "van", "lastname": "Beek"}),
            number="22",
        )
        self._find()
        self._household(*turkish)
        self._household(*polish)
        self.assertFalse(strangers.household_id)

    def test_neighbours_are_no_family(self):
        upstairs = self._people(("Eva", 30, {"lastname": "Berg", "street_number2": "2"}))
        self._find()
        self.assertFalse(upstairs.household_id)

    def test_flats_and_institutions_are_no_household(self):
        flat = self._people(*[(f"P{i}", 30, {"lastname": "Jansen"}) for i in range(9)], number="30")
        home = self._people(
            *[
                (f"P{i}", 80, {"lastname": f"Naam{'abcdefghijkl'[i]}", "email": "zorg@example.org"})
                for i in range(12)
            ],
            number="31",
        )
        couple = home[:2]
        couple.email = "samen@example.org"
        self._find()
        self.assertFalse(flat.household_id)
        self.assertFalse((home - couple).household_id)
        self._household(*couple)

    def test_who_is_left_out(self):
        others = self._people(
            ("Dead", 80, {"lastname": "Berg", "deceased": True}),
            ("Gone", 20, {"lastname": "Berg", "moved_away": True}),
            ("Old", 20, {"lastname": "Berg", "active": False}),
            ("Shop", None, {"name": "Berg BV", "lastname": False, "is_company": True}),
            ("Other", 30, {"lastname": "Berg"}),
        )
        others[-1].company_id = self.other_library
        others[-1].branch_id = False
        self._find()
        self.assertFalse(others.household_id)
        self._household(*self.family)

    def test_only_the_address_is_to_be_looked_at_first(self):
        lodger = self._people(("Eva", 25, {"lastname": "Smit"}))
        self._find()
        household = self._household(*self.family, lodger)
        self.assertEqual(household.certainty, "doubt")
        self.assertIn("only the address: Eva Smit", household.explanation)

    def test_two_families_at_one_address_stay_two(self):
        others = self._people(
            ("Eva", 40, {"lastname": "Smit", "street_number": "10"}),
            ("Fem", 8, {"lastname": "Smit", "street_number": "10"}),
        )
        self._find()
        self._household(*self.family)
        self._household(*others)

    def test_adults_who_share_an_address_only_are_not_put_together(self):
        students = self._people(
            ("Eva", 22, {"lastname": "Smit"}), ("Fem", 22, {"lastname": "Mol"}), number="40"
        )
        self._find()
        self.assertFalse(students.household_id)

    def test_child_with_another_surname_is_not_left_alone(self):
        family = self._people(
            ("Eva", 40, {"lastname": "Smit"}), ("Fem", 8, {"lastname": "Mol"}), number="41"
        )
        self._find()
        self.assertEqual(self._household(*family).certainty, "doubt")
        self.assertFalse(self._ties().filtered(lambda tie: tie.child_id in family))

    def test_what_staff_confirmed_is_not_touched(self):
        self._find()
        household = self.mother.household_id
        household.action_confirm()
        self.father.write({"lastname": "Anders", "street_number": "99"})
        self._find()
        self.assertEqual(self._household(*self.family), household)
        self.assertEqual(household.state, "confirmed")

    def test_newcomer_is_proposed_for_a_confirmed_household(self):
        self._find()
        household = self.mother.household_id
        household.action_confirm()
        newborn = self._people(("Eef", 0, {"lastname": "Berg"}))
        self._find()
        self.assertEqual(self._household(*self.family, newborn), household)
        self.assertEqual(household.state, "proposed")
        self.assertEqual(newborn.household_state, "proposed")
        self.assertEqual(self.mother.household_state, "confirmed")
        household.action_refuse()
        self.assertEqual(self._household(*self.family), household)
        self.assertEqual(household.state, "confirmed")
        self._find()
        self.assertFalse(newborn.household_id)

    def test_refused_is_remembered(self):
        self._find()
        household = self.mother.household_id
        household.action_refuse()
        self.assertFalse(household.exists())
        self.assertFalse(self.family.household_id)
        self._find()
        self.assertFalse(self.family.household_id)

    def test_who_was_taken_out_stays_out(self):
        self._find()
        self.father.action_leave_household()
        rest = self.family - self.father
        self._find()
        self._household(*rest)
        self.assertFalse(self.father.household_id)
        # Also when somebody comes who would bring them together again.
        newborn = self._people(("Eef", 0, {"lastname": "Jansen-Berg"}))
        self._find()
        self._household(*rest, newborn)
        self.assertFalse(self.father.household_id)

    def test_newcomer_joins_whom_they_belong_to_most(self):
        self._find()
        household = self.mother.household_id
        other = household._remove(self.father | self.baby)
        (household | other).action_confirm()
        newcomers = self._people(
            ("Eef", 15, {"lastname": "Berg", "email": "berg@example.org"}),
            ("Fem", 30, {"lastname": "Berg"}),
        )
        self._find()
        self.assertEqual(newcomers[0].household_id, household)
        self.assertNotEqual(newcomers[1].household_id, other)

    def test_proposal_is_withdrawn_when_its_ground_is_gone(self):
        couple = self._people(
            ("Eva", 40, {"lastname": "Smit"}), ("Fem", 41, {"lastname": "Smit"}), number="50"
        )
        self._find()
        household = self._household(*couple)
        couple[1].lastname = "Mol"
        self._find()
        self.assertFalse(couple.household_id)
        self.assertFalse(household.exists())

    def test_who_moved_waits_for_an_answer(self):
        self._find()
        household = self.mother.household_id
        self._move_to(self.child, "77")
        self._find()
        self.assertEqual(self._household(*self.family), household)
        self.assertTrue(household.divided)
        self.assertIn(household, self.env["bzk.household"].search([("divided", "=", True)]))
        self._move_to(self.family, "77")
        self._find()
        self.assertFalse(household.divided)
        self.assertEqual(household.address_key, "2011AB|77|")

    def test_who_moves_in_with_others_leaves_the_proposal(self):
        self._find()
        household = self.mother.household_id
        grown = self._people(("Eva", 40, {"lastname": "Smit"}), number="60")
        self.father.write({"street_number": "60", "lastname": "Smit"})
        self._find()
        self.assertEqual(self._household(*(self.family - self.father)), household)
        self._household(grown, self.father)

    def test_other_libraries_are_left_alone(self):
        others = self._people(
            ("Eva", 40, {"lastname": "Smit"}),
            ("Fem", 8, {"lastname": "Smit"}),
            library=self.other_library,
        )
        self._find()
        self.assertFalse(others.household_id)
        self._find(self.other_library)
        self._household(*others)
        self.assertEqual(others.household_id.company_id, self.other_library)
        self._household(*self.family)

    def test_python_and_database_know_the_same_addresses(self):
        from ..models.household_sql import ADDRESS

        people = self.family | self._people(
            ("Eva", 1, {"zip": "2011ab", "street_number2": "Hs"}), ("Fem", 1, {"zip": False})
        )
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT id, {ADDRESS} FROM res_partner p WHERE id = ANY(%s)", (people.ids,)
        )
        found = dict(self.env.cr.fetchall())
        self.assertEqual(found, {person.id: person._address_key() for person in people})

    def test_import_lets_households_be_found(self):
        cron = self.env.ref("bzk_customer.cron_household")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        row = {"LENERNUMMER": "1", "ROEPNAAM": "Eva", "NAAM": "Smit", "VESTIGING": "HLC"}
        self._import([row])
        self.assertGreater(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), triggers
        )

    def test_nightly_run(self):
        self.finder._cron_find()
        self._household(*self.family)


@tagged("post_install", "-at_install")
class TestGuardianFinder(HouseholdCase):
    """Who is proposed as the parent of whom."""

    def test_parents_are_proposed(self):
        self._find()
        ties = self._ties()
        self.assertEqual(
            {(tie.child_id, tie.guardian_id) for tie in ties},
            {(child, parent) for child in self.child | self.baby for parent in self.family[:2]},
        )
        self.assertEqual(set(ties.mapped("state")), {"proposed"})
        self.assertEqual(set(ties.mapped("kind")), {"parent"})
        self.assertFalse(any(ties.mapped("pays")))

    def test_elder_sibling_and_grandmother_are_no_parents(self):
        self._people(("Eef", 19, {"lastname": "Berg"}), ("Oma", 70, {"lastname": "Berg"}))
        self.father.lastname = "Anders"
        self._find()
        self.assertEqual(self._ties().guardian_id, self.mother)

    def test_what_was_said_is_not_proposed_again(self):
        self._find()
        tie = self._ties().filtered(
            lambda item: (item.child_id, item.guardian_id) == (self.child, self.father)
        )
        tie.action_refuse()
        confirmed = self._ties().filtered(lambda item: item.guardian_id == self.mother)
        confirmed.action_confirm()
        self._move_to(self.mother, "88")
        self._find()
        self.assertEqual(tie.state, "refused")
        self.assertEqual(set(confirmed.mapped("state")), {"confirmed"})
        self.assertEqual(len(self._ties().filtered(lambda item: item.child_id == self.child)), 2)

    def test_proposal_ends_with_its_ground(self):
        self._find()
        self._move_to(self.father, "88")
        self._find()
        self.assertEqual(self._ties().guardian_id, self.mother)
