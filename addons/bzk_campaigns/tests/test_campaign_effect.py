from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, html2plaintext

from .results_common import ResultsCase


@tagged("post_install", "-at_install")
class TestCampaignEffect(ResultsCase):
    """What mails changed: customers who were mailed beside customers who were held out by lot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.type = cls.env["bzk.membership.type"].create(
            {"name": "Volwassen", "code": "VOLW", "company_id": cls.library.id}
        )
        cls.journey = cls.env["bzk.journey"].create(
            {
                "name": "Kom terug",
                "company_id": cls.library.id,
                "holdout": 50,
                "goal": "loan",
                "goal_days": 30,
            }
        )
        cls.effects = cls.env["bzk.campaign.effect"]

    def _memberships(self, people, **values):
        return self.env["bzk.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "type_id": self.type.id,
                    "date_start": "2020-01-01",
                    **values,
                }
                for partner in people
            ]
        )

    def _enter(self, people, state="running", days=0):
        moment = self.now - timedelta(days=days)
        return self.env["bzk.journey.entry"].create(
            [
                {
                    "journey_id": self.journey.id,
                    "company_id": partner.company_id.id,
                    "partner_id": partner.id,
                    "key": "1",
                    "date": moment,
                    "happened": moment,
                    "state": state,
                }
                for partner in people
            ]
        )

    def _look(self, days=0):
        with freeze_time(self.now + timedelta(days=days)):
            self.effects._cron_look()

    def _of(self, partner):
        return self.effects.search([("partner_id", "=", partner.id)])

    def test_who_entered_is_followed_and_who_was_held_out(self):
        people = self._people(4)
        self._enter(people[:3])
        self._enter(people[3], "held_out")
        self._look()
        self._look()
        found = self.effects.search([("journey_id", "=", self.journey.id)])
        self.assertEqual(len(found), 4)
        self.assertEqual(self._of(people[3]).arm, "held_out")
        self.assertEqual(set(found[1:].mapped("company_id")), {self.library})

    def test_a_loan_is_seen_in_time_and_not_lost_by_a_later_one(self):
        early, late, before = self._people(3)
        memberships = self._memberships(early | late | before)
        self._enter(early | late | before)
        memberships[2].last_loan_date = self.now - timedelta(days=3)
        self._look()
        memberships[0].last_loan_date = self.now + timedelta(days=10)
        self._look(12)
        memberships[0].last_loan_date = self.now + timedelta(days=40)
        memberships[1].last_loan_date = self.now + timedelta(days=40)
        self._look(41)
        self.assertEqual(self._of(early).loan_on, (self.now + timedelta(days=10)).date())
        self.assertFalse(self._of(late).loan_on)
        self.assertFalse(self._of(before).loan_on)

    def test_who_stayed_a_member(self):
        stayed, left, never = self._people(3)
        memberships = self._memberships(stayed | left)
        self._enter(stayed | left | never)
        self._look()
        memberships[1].date_end = (self.now + timedelta(days=20)).date()
        self._look(31)
        self.assertTrue(self._of(stayed).stayed)
        self.assertFalse(self._of(left).stayed)
        self.assertTrue(self._of(left).was_member)
        self.assertFalse(self._of(never).was_member)
        # Over is over.
        memberships[1].date_end = False
        self._look(60)
        self.assertFalse(self._of(left).stayed)

    def test_visits_and_preferences(self):
        came, told, missed = self._people(3)
        self._enter(came | told | missed)
        self._look()
        activity = self.env["event.event"].create(
            {
                "name": "Lezing",
                "company_id": self.library.id,
                "date_begin": self.now + timedelta(days=5),
                "date_end": self.now + timedelta(days=5, hours=2),
                "event_mail_ids": [(5,)],
            }
        )
        for partner, state in ((came, "done"), (missed, "open")):
            self.env["event.registration"].create(
                {
                    "event_id": activity.id,
                    "partner_id": partner.id,
                    "attendee_id": partner.id,
                    "state": state,
                }
            )
        with freeze_time(self.now + timedelta(days=3)):
            told.mail_frequency = "monthly"
        self._look(10)
        self.assertEqual(self._of(came).visit_on, activity.date_begin)
        self.assertFalse(self._of(missed).visit_on)
        self.assertTrue(self._of(told).preference_on)
        self.assertFalse(self._of(came).preference_on)

    def _compared(self, mailed, held_out):
        """Fill two groups of 60 of whom so many borrowed, and read the page."""
        people = self._people(120)
        self._memberships(people)
        self._enter(people[:60])
        self._enter(people[60:], "held_out")
        self._look()
        for group, number in ((people[:60], mailed), (people[60:], held_out)):
            group[:number].membership_ids.last_loan_date = self.now + timedelta(days=2)
        self._look(31)
        action = self.journey.with_user(self.users["insights"]).action_results()
        page = self.env["bzk.campaign.page"].with_user(self.users["insights"])
        page = page.browse(action["res_id"])
        table = page._tables()[-1]
        self.assertIn(table["rows"][0][0], html2plaintext(page.figures))
        return table["rows"][0]

    def test_more_than_chance(self):
        row = self._compared(40, 15)
        self.assertEqual(row[1:5], [60, 100 * 40 / 60, 60, 25])
        self.assertAlmostEqual(row[5], 100 * 25 / 60)
        self.assertGreater(row[6], 0)
        self.assertIn("41,7", row[8])

    def test_may_be_chance(self):
        row = self._compared(20, 18)
        self.assertLess(row[6], 0)
        self.assertGreater(row[7], 0)
        self.assertNotRegex(row[8], r"\d")

    def test_small_groups_tell_nothing(self):
        people = self._people(30)
        self._enter(people[:21])
        self._enter(people[21:], "held_out")
        self._look()
        self._look(31)
        page = self.env["bzk.campaign.page"].browse(self.journey.action_results()["res_id"])
        for row in page._tables()[-1]["rows"]:
            self.assertIsNone(row[2])
            self.assertIsNone(row[4])

    def test_no_effect_is_told_without_holding_out(self):
        self.journey.holdout = 0
        page = self.env["bzk.campaign.page"].browse(self.journey.action_results()["res_id"])
        self.assertEqual(len(page._tables()), 3)

    def test_newsletter_holds_out_the_same_share_always(self):
        people = self._people(200)
        self._agreed(people)
        # Who did not agree is neither mailed nor held out.
        stranger = self._people(201)[200]
        self.mailing.holdout = 30
        chosen = SQL("SELECT id, '' AS key FROM res_partner WHERE id = ANY(%s)", people.ids)
        mailed = self.mailing._enqueue(chosen)
        held_out = self.env["bzk.mailing.holdout"].search([("mailing_id", "=", self.mailing.id)])
        traces = self.env["mailing.trace"].search([("mass_mailing_id", "=", self.mailing.id)])
        self.assertEqual(mailed + len(held_out), 200)
        self.assertFalse(traces.partner_id & held_out.partner_id)
        self.assertNotIn(stranger, held_out.partner_id)
        self.assertGreater(len(held_out), 30)
        self.assertLess(len(held_out), 90)
        self.assertEqual(self.mailing._enqueue(chosen), 0)
        self.assertEqual(
            self.env["bzk.mailing.holdout"].search_count([("mailing_id", "=", self.mailing.id)]),
            len(held_out),
        )
        self._look()
        found = self.effects.search([("mailing_id", "=", self.mailing.id)])
        self.assertEqual(
            found.filtered(lambda one: one.arm == "held_out").partner_id, held_out.partner_id
        )
        self.assertEqual(len(found), 200)

    def test_journey_mail_is_not_held_out_twice(self):
        people = self._people(20)
        self._agreed(people)
        mailing = self._mailing(self.library, "Stap", for_journey=True, holdout=50)
        chosen = SQL("SELECT id, 'x' AS key FROM res_partner WHERE id = ANY(%s)", people.ids)
        self.assertEqual(mailing._enqueue(chosen), 20)

    def test_forgotten_after_two_years(self):
        (partner,) = self._people(1)
        self._enter(partner)
        self._look()
        self._look(31)
        effect = self._of(partner)
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "mail_effect")
        due = rule._due(fields.Date.today() + relativedelta(months=26))
        self.assertIn(effect, due)
        self.env["bzk.personal.data"]._clear(due, rule._terms()["mail_effect"].names)
        self.assertFalse(effect.partner_id or effect.entry_id)
        self.assertTrue(effect.closed)

    def test_numbers_of_queries_do_not_grow(self):
        people = self._people(50)
        self._memberships(people)
        self._enter(people)
        self.env.flush_all()
        with self.assertQueryCount(7):
            self.effects._cron_look()

    def test_another_library_sees_nothing(self):
        (partner,) = self._people(1)
        self._enter(partner)
        self._look()
        user = self._new_user("marketing", self.other_library)
        self.assertFalse(self.effects.with_user(user).search([]))
        with self.assertRaises(AccessError):
            self._of(partner).with_user(user).read(["arm"])
        for role in ("front_desk", "relations", "activities", "insights"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.effects.with_user(self.users[role]).search([])
