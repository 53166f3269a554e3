from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import LibraryCase


@tagged("post_install", "-at_install")
class TestConsentGate(LibraryCase):
    """Who may be mailed for a purpose, and why not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purpose = cls.env.ref("bzk_consent.purpose_activities")
        cls.today = fields.Date.context_today(cls.env.user)

    def _customer(self, state="given", age=40, purpose=None, guardian=None, days=0, **values):
        """A customer of so many years, with one decision unless ``state`` is empty."""
        birthdate = self.today - relativedelta(years=age) if age is not None else False
        partner = self.env["res.partner"].create(
            {
                "lastname": "Berg",
                "email": "berg@example.org",
                "birthdate": birthdate,
                "company_id": self.library.id,
                **values,
            }
        )
        if state:
            self._decide(partner, state, purpose=purpose, guardian=guardian, days=days)
        return partner

    def _decide(self, partner, state, purpose=None, guardian=None, days=0):
        return self.env["bzk.consent"].create(
            {
                "partner_id": partner.id,
                "company_id": partner.company_id.id,
                "purpose_id": (purpose or self.purpose).id,
                "state": state,
                "channel": "form",
                "date": fields.Datetime.now() - timedelta(days=days),
                "guardian_id": guardian.id if guardian else False,
            }
        )

    def _reason(self, partner):
        verdict = partner._consent_gate("activities")
        self.assertEqual(bool(verdict.allowed), not verdict.refused)
        return verdict.refused.get(partner.id)

    def _tie(self, child, guardian, kind="parent"):
        tie = self.env["bzk.guardian"].create(
            {"child_id": child.id, "guardian_id": guardian.id, "kind": kind}
        )
        tie.action_confirm()
        return tie

    def test_only_who_agreed(self):
        self.assertIsNone(self._reason(self._customer()))
        self.assertEqual(self._reason(self._customer(state=None)), "no_consent")
        self.assertEqual(self._reason(self._customer("withdrawn")), "withdrawn")

    def test_agreeing_to_something_else_is_not_enough(self):
        newsletter = self.env.ref("bzk_consent.purpose_newsletter")
        self.assertEqual(self._reason(self._customer(purpose=newsletter)), "no_consent")

    def test_the_last_decision_holds(self):
        partner = self._customer(days=3)
        self._decide(partner, "withdrawn", days=2)
        self.assertEqual(self._reason(partner), "withdrawn")
        self._decide(partner, "given", days=1)
        self.assertIsNone(self._reason(partner))

    def test_each_reason(self):
        for values, reason in (
            ({"deceased": True}, "deceased"),
            ({"do_not_contact": True}, "do_not_contact"),
            ({"moved_away": True}, "moved_away"),
            ({"active": False}, "archived"),
            ({"email": False}, "no_email"),
            ({"email": "nobody"}, "no_email"),
        ):
            with self.subTest(reason):
                self.assertEqual(self._reason(self._customer(**values)), reason)

    def test_erased_merged_and_organisations(self):
        erased = self._customer()
        erased.sudo().write({"erased_on": self.today, "active": False})
        self.assertEqual(self._reason(erased), "erased")
        kept, gone = self._customer(), self._customer()
        self.env["bzk.merge"]._merge(kept, gone)
        self.assertEqual(self._reason(gone), "merged")
        self.assertIsNone(self._reason(kept))
        school = self._customer(state=None, is_company=True, name="School")
        self.assertEqual(self._reason(school), "organisation")

    def test_a_child_needs_a_parent(self):
        parent = self._customer()
        self.assertEqual(self._reason(self._customer(age=9)), "child")
        self.assertIsNone(self._reason(self._customer(age=9, guardian=parent)))
        self.assertIsNone(self._reason(self._customer(age=16)))
        self.assertEqual(self._reason(self._customer("withdrawn", age=9)), "withdrawn")

    def test_what_a_child_said_does_not_grow_up(self):
        partner = self._customer(age=17, days=3 * 365)
        self.assertEqual(self._reason(partner), "child")
        self._decide(partner, "given")
        self.assertIsNone(self._reason(partner))

    def test_a_purpose_with_an_age_of_its_own(self):
        self.purpose.minimum_age = 12
        self.assertIsNone(self._reason(self._customer(age=13)))
        self.assertEqual(self._reason(self._customer(age=11)), "child")

    def test_who_has_a_guardian_at_any_age(self):
        parent = self._customer()
        unknown, ward = self._customer(age=None), self._customer(age=30)
        self.assertIsNone(self._reason(unknown))
        self._tie(unknown, parent)
        self.assertEqual(self._reason(unknown), "child")
        self._tie(ward, parent, "guardian")
        self.assertEqual(self._reason(ward), "child")
        self._decide(ward, "given", guardian=parent)
        self.assertIsNone(self._reason(ward))

    def test_a_tie_says_the_same_as_who_may_consent(self):
        """Whoever decides for themselves on the household page does so here."""
        parent, dead = self._customer(), self._customer(deceased=True)
        for age in (None, 9, 17, 30):
            for kind in (None, "parent", "guardian", "other"):
                for guardian in (parent, dead):
                    partner = self._customer(age=age)
                    if kind:
                        self._tie(partner, guardian, kind)
                    with self.subTest(age=age, kind=kind, dead=guardian == dead):
                        own = partner._consent_givers()[partner] == partner
                        self.assertEqual(self._reason(partner) is None, own)

    def test_a_purpose_of_ones_own_library(self):
        purposes = self.env["bzk.consent.purpose"]
        own = purposes.create({"name": "Club", "code": "club", "company_id": self.library.id})
        partner = self._customer(purpose=own)
        self.assertFalse(partner._consent_gate("club").refused)
        own.active = False
        self.assertEqual(partner._consent_gate("club").refused, {partner.id: "purpose_off"})
        with self.assertRaisesRegex(ValueError, "no purpose of consent"):
            partner._consent_gate("nothing")

    def test_many_at_once(self):
        partners = self.env["res.partner"]
        for number in range(20):
            partners |= self._customer("given" if number % 2 else "withdrawn")
        self.env.flush_all()
        partners[:2]._consent_gate("activities")
        with self.assertQueryCount(3):
            verdict = partners._consent_gate("activities")
        self.assertEqual(len(verdict.allowed), 10)
        self.assertEqual(set(verdict.refused.values()), {"withdrawn"})
        nobody = self.env["res.partner"]._consent_gate("activities")
        self.assertEqual((len(nobody.allowed), nobody.refused), (0, {}))

    def test_another_library_learns_nothing(self):
        stranger = self._customer(company_id=self.other_library.id)
        with self.assertRaises(AccessError):
            stranger.with_user(self.users["marketing"])._consent_gate("activities")
