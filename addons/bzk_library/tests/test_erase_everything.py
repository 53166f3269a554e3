import json

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bzk_membership.tests.common import YOUTH_ROW

from .furnished import MEMBER, TELLING, FurnishedCase


@tagged("post_install", "-at_install")
class TestEraseEverything(FurnishedCase):
    """A customer with something in every room is shown whole, and erased whole."""

    def _erase(self):
        erasure = (
            self.env["bzk.erasure"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity_checked": True})
        )
        erasure.action_propose()
        erasure.with_user(self.users["administrator"]).action_approve()
        return erasure

    def test_access_request_shows_every_room(self):
        request = (
            self.env["bzk.access.request"]
            .with_user(self.steward)
            .create({"partner_id": self.person.id, "identity": "document"})
        )
        sections = request._content()
        kinds = {section["model"] for section in sections}
        for model in (
            "res.partner",
            "mail.message",
            "bzk.external.id",
            "bzk.import.rejection",
            "bzk.membership",
            "bzk.membership.change",
            "bzk.loan.stat",
            "bzk.contact.moment",
            "bzk.transaction",
            "event.registration",
            "event.registration.answer",
            "bzk.ticket.order",
            "bzk.ticket.line",
            "bzk.guardian",
            "bzk.consent",
            "bzk.merge",
            "bzk.duplicate",
            "mailing.trace",
            "link.tracker.click",
            "bzk.journey.entry",
            "bzk.journey.passage",
            "bzk.campaign.effect",
            "bzk.mailing.holdout",
        ):
            self.assertIn(model, kinds)
        text = json.dumps(request._as_json(sections), ensure_ascii=False)
        for word in (*TELLING, "Vergeetlaan 9"):
            self.assertIn(word, text)
        self.assertNotIn("Kerkstraat", text)
        # Of the child only what the tie is about: neither birth date nor number.
        self.assertNotIn("2012", text)
        self.assertNotIn(YOUTH_ROW["PASNUMMER"], text)
        self.assertNotIn("None", text)

    def test_erased_from_every_table(self):
        self.assertGreater(len(self._tables_holding(TELLING)), 5)
        self._erase()
        self.assertEqual(self._tables_holding(TELLING), set())
        self.assertFalse(self.merge.exists())

    def test_figures_stay(self):
        count = self.env["bzk.membership"].search_count([("company_id", "=", self.library.id)])
        moments = self.env["bzk.contact.moment"].search([("partner_id", "=", self.person.id)])
        purchases = self.env["bzk.transaction"].search([("partner_id", "=", self.person.id)])
        membership = self.person.membership_ids
        loans = membership.loan_stat_ids.mapped("loans")
        visitors, revenue = self.activity.visitor_count, self.activity.revenue
        self._erase()
        self.assertEqual(
            self.env["bzk.membership"].search_count([("company_id", "=", self.library.id)]), count
        )
        self.assertEqual(membership.type_id, self.adult)
        self.assertEqual(membership.loan_stat_ids.mapped("loans"), loans)
        self.assertTrue(moments.exists().subject_id)
        self.assertEqual(purchases.exists().mapped("amount"), [12.5])
        self.env.invalidate_all()
        self.assertEqual((visitors, revenue), (3, 15))
        self.assertEqual((self.activity.visitor_count, self.activity.revenue), (3, 15))
        self.assertEqual(self.order.name, "B-77")

    def test_those_around_stay(self):
        self._erase()
        self.assertEqual(self.child.lastname, "Jansen")
        self.assertFalse(self.child.membership_ids.payer_id)
        self.assertFalse(self.own_consent.exists())
        self.assertTrue(self.child_consent.exists())
        self.assertFalse(self.child_consent.guardian_id)
        self.assertEqual(self._customer(YOUTH_ROW["LENERNUMMER"]), self.child)
        self.assertFalse(self.env["bzk.guardian"].search([("child_id", "=", self.child.id)]))

    def test_both_numbers_are_refused_from_now_on(self):
        self._erase()
        run = self._import([MEMBER, {**MEMBER, "LENERNUMMER": "77009999"}, YOUTH_ROW])
        self.assertEqual(run.rejection_ids.mapped("code"), ["erased"] * 2)
        self.assertEqual(set(run.rejection_ids.mapped("key")), {"77001122", "77009999"})

    def test_who_came_along_stays(self):
        seat = self.child.attendance_ids
        self._erase()
        self.assertEqual((seat.name, seat.email), ("Bram", "b@x.example"))

    def test_not_while_still_expected(self):
        self.activity.write(
            {
                "date_begin": fields.Datetime.now(),
                "date_end": fields.Datetime.now() + relativedelta(days=2),
            }
        )
        self.person.attendance_ids.state = "open"
        with self.assertRaises(UserError):
            self._erase()
        self.person.attendance_ids.state = "cancel"
        self._erase()

    def test_not_while_a_membership_runs(self):
        self.person.membership_ids.date_end = False
        with self.assertRaises(UserError):
            self._erase()
        self.assertEqual(self.person.lastname, "Wegwezen")

    def test_not_while_the_customer_pays_for_another(self):
        self.child.membership_ids.date_end = False
        with self.assertRaises(UserError):
            self._erase()

    def test_former_members_are_due_two_years_after_they_left(self):
        self.env["bzk.retention.rule"]._complete()
        rule = self.env["bzk.retention.rule"]._of(self.library, "customer")
        self.env["bzk.contact.moment"].search([]).sudo().unlink()
        self.env["bzk.transaction"].search([]).sudo().unlink()
        self.order.unlink()
        self.activity.registration_ids.unlink()
        self.child.membership_ids.write({"payer_id": False})
        self.person.external_id_ids.state = "closed"
        self.assertIn(self.person, rule._due(fields.Date.context_today(rule)))
        self.person.membership_ids.date_end = self.today - relativedelta(months=23)
        self.assertNotIn(self.person, rule._due(fields.Date.context_today(rule)))
