from dateutil.relativedelta import relativedelta
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .household_common import HouseholdCase


@tagged("post_install", "-at_install")
class TestGuardian(HouseholdCase):
    """Ties between children and who looks after them, and who may consent because of them."""

    @classmethod
    def _tie(cls, child=None, guardian=None, **values):
        return cls.env["bzk.guardian"].create(
            {
                "child_id": (child or cls.child).id,
                "guardian_id": (guardian or cls.mother).id,
                **values,
            }
        )

    def _givers(self, partner, date=None):
        return partner._consent_givers(date)[partner]

    def test_entered_by_hand_is_confirmed(self):
        tie = self._tie()
        self.assertEqual(tie.state, "confirmed")
        self.assertEqual(tie.confirmed_by_id, self.env.user)
        self.assertEqual(tie.company_id, self.library)
        self.assertTrue(tie.may_consent)
        self.assertTrue(tie.is_current)

    def test_child_is_younger(self):
        with self.assertRaises(ValidationError):
            self._tie(self.mother, self.child)
        twin = self._people(("Twin", 9, {"birthdate": self.child.birthdate}))
        with self.assertRaises(ValidationError):
            self._tie(self.child, twin)

    def test_no_circles(self):
        unknown = self._people(("X", None, {}), ("Y", None, {}), ("Z", None, {}))
        self._tie(unknown[0], unknown[1])
        self._tie(unknown[1], unknown[2])
        with self.assertRaises(ValidationError):
            self._tie(unknown[2], unknown[0])
        refused = self._tie(unknown[2], unknown[0], state="refused")
        with self.assertRaises(ValidationError):
            refused.action_confirm()

    @mute_logger("odoo.sql_db")
    def test_database_refuses(self):
        self._tie(date_start="2020-01-01", date_end="2021-01-01")
        for values in (
            {"guardian": self.child},
            {"date_start": "2020-06-01"},
            {"date_start": False},
            {"date_start": "2022-01-01", "date_end": "2022-01-01"},
            {"kind": "other", "may_consent": True, "date_start": "2023-01-01"},
        ):
            with (
                self.subTest(values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._tie(**values)
                self.env.flush_all()

    def test_periods_that_follow_each_other(self):
        self._tie(date_start="2020-01-01", date_end="2021-01-01")
        later = self._tie(date_start="2021-01-01")
        self.assertTrue(later.is_current)
        self._tie(state="refused", date_start="2021-06-01")

    def test_under_16_a_confirmed_parent_consents(self):
        self.assertFalse(self._givers(self.child))
        self.assertTrue(self.child.consent_text)
        self._find()
        self.assertFalse(self._givers(self.child), "a proposal counts for nothing")
        tie = self._ties().filtered(
            lambda item: (item.child_id, item.guardian_id) == (self.child, self.mother)
        )
        tie.action_confirm()
        self.assertEqual(self._givers(self.child), self.mother)
        self.assertIn("Anna van der Berg", self.child.consent_text)
        self.assertEqual(self._givers(self.mother), self.mother)
        self.assertFalse(self.mother.consent_text)

    def test_who_may_not(self):
        tie = self._tie(may_consent=False)
        self.assertFalse(self._givers(self.child))
        tie.may_consent = True
        tie.kind = "other"
        self.assertFalse(tie.may_consent)
        tie.kind = "parent"
        self.assertEqual(self._givers(self.child), self.mother)
        for values in ({"deceased": True}, {"active": False}):
            self.mother.write(values)
            self.assertFalse(self._givers(self.child), values)
            self.mother.write({"deceased": False, "active": True})
        tie.date_end = self.today
        self.assertFalse(self._givers(self.child))
        self.assertEqual(self._givers(self.child, self.today - relativedelta(days=1)), self.mother)

    def test_parent_who_is_a_child_may_not(self):
        teenager = self._people(("Eva", 17, {}))
        self._tie(self.baby, teenager)
        self.assertFalse(self._givers(self.baby))

    def test_from_16_on_their_own(self):
        self._tie()
        birthday = self.child.birthdate + relativedelta(years=16)
        self.assertEqual(self._givers(self.child, birthday), self.child)
        self.assertEqual(self._givers(self.child, birthday - relativedelta(days=1)), self.mother)

    def test_adult_with_a_curator(self):
        grandfather = self._people(("Opa", 80, {}))
        self._tie(self.father, grandfather, kind="guardian")
        self.assertEqual(self._givers(self.father), grandfather)
        grown = self._people(("Eva", 19, {}))
        self._tie(grown, self.mother)
        self.assertEqual(self._givers(grown), grown, "a parent's authority has ended")
        self.assertFalse(grown.guardian_ids.is_current)

    def test_unknown_birth_date(self):
        unknown = self._people(("X", None, {}))
        self.assertEqual(self._givers(unknown), unknown)
        self._tie(unknown, self.mother)
        self.assertEqual(self._givers(unknown), self.mother)

    def test_current_is_searched_as_it_is_computed(self):
        grown = self._people(("Eva", 19, {}))
        self._tie()
        self._tie(self.baby, date_end=self.today)
        self._tie(self.baby, self.father, date_start=self.today + relativedelta(days=1))
        self._tie(grown)
        self._tie(grown, self.father, kind="guardian")
        self._tie(self.child, self.father, state="refused")
        ties = self._ties()
        self.assertEqual(
            ties.search([("id", "in", ties.ids), ("is_current", "=", True)]),
            ties.filtered("is_current"),
        )

    def test_merge_keeps_ties_and_household(self):
        double = self._people(("A.", 40, {"lastname": "Berg"}))
        self._tie(self.child, double)
        self._tie(self.baby, double)
        self._tie(self.baby, self.mother)
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        household._add(double | self.child)
        merge = self.env["bzk.merge"]._merge(self.mother, double)
        self.assertEqual(self._ties().guardian_id, self.mother)
        self.assertEqual(len(self._ties()), 2)
        self.assertEqual(self.mother.household_id, household)
        merge.action_undo()
        self.assertEqual(len(self._ties()), 3)
        self.assertFalse(self.mother.household_id)
        self.assertEqual(double.household_id, household)
