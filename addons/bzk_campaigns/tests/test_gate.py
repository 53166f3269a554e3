import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import LibraryCase

from .gate_restated import restate

CODES = ("newsletter", "youth", "book_tips", "activities", "membership", "tracking")


@tagged("post_install", "-at_install")
class TestGate(LibraryCase):
    """The gate with everything that the rooms tell it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.today = cls.now.date()
        cls.purposes = {code: cls.env.ref(f"bzk_consent.purpose_{code}") for code in CODES}
        cls.kind = cls.env["bzk.membership.type"].create(
            {"name": "Volwassene", "code": "V", "company_id": cls.library.id}
        )

    def _customer(self, **values):
        return self.env["res.partner"].create(
            {
                "lastname": "Berg",
                "birthdate": self.today - relativedelta(years=40),
                "email": "berg@example.org",
                "company_id": self.library.id,
                **values,
            }
        )

    def _pay(self, partner, amount=10, days=1, **values):
        return self.env["bzk.transaction"].create(
            {
                "partner_id": partner.id,
                "amount": amount,
                "kind": "ticket",
                "date": self.today - timedelta(days=days),
                **values,
            }
        )

    def _set(self, code, company=None, **values):
        return self.env["bzk.consent.setting"].create(
            {
                "purpose_id": self.purposes[code].id,
                "company_id": (company or self.library).id,
                **values,
            }
        )

    def _declare(self, days=30, **values):
        since = self.today - timedelta(days=days)
        return self._set("newsletter", soft_since=since, soft_notice="Kassa", **values)

    def _reason(self, partner, code="newsletter"):
        self.env.flush_all()
        return partner._consent_gate(code).refused.get(partner.id)

    def test_service_mail_belongs_to_an_agreement(self):
        member = self._customer()
        self.assertEqual(self._reason(member, "membership"), "no_agreement")
        membership = self.env["bzk.membership"].create(
            {"partner_id": member.id, "type_id": self.kind.id, "company_id": self.library.id}
        )
        self.assertIsNone(self._reason(member, "membership"))
        membership.write({"date_start": "2020-01-01", "date_end": self.today})
        self.assertEqual(self._reason(member, "membership"), "no_agreement")

    def test_a_ticket_is_an_agreement_too(self):
        visitor = self._customer()
        event = self.env["event.event"].create(
            {
                "name": "Lezing",
                "company_id": self.library.id,
                "date_begin": self.now + timedelta(days=3),
                "date_end": self.now + timedelta(days=4),
            }
        )
        seat = self.env["event.registration"].create(
            {"event_id": event.id, "name": "Berg", "attendee_id": visitor.id, "state": "open"}
        )
        self.assertIsNone(self._reason(visitor, "membership"))
        seat.state = "cancel"
        self.assertEqual(self._reason(visitor, "membership"), "no_agreement")

    def test_existing_customers_only_where_all_conditions_hold(self):
        buyer, visitor = self._customer(), self._customer()
        self._pay(buyer)
        self.assertEqual(self._reason(buyer), "no_consent", "off unless the library declares it")
        setting = self._declare()
        self.assertIsNone(self._reason(buyer))
        self.assertEqual(self._reason(visitor), "no_consent", "bought nothing")
        self.assertEqual(self._reason(buyer, "book_tips"), "no_consent", "needs consent always")
        setting.soft_since = self.today
        self.assertEqual(self._reason(buyer), "no_consent", "was not told when they bought")

    def test_what_is_no_sale_of_similar_services(self):
        self._declare()
        for values in (
            {"kind": "gift"},
            {"kind": "rental"},
            {"amount": 0},
            {"days": 31},
        ):
            partner = self._customer()
            self._pay(partner, **values)
            with self.subTest(values):
                self.assertEqual(self._reason(partner), "no_consent")

    def test_money_that_went_back(self):
        self._declare()
        partner = self._customer()
        paid = self._pay(partner)
        self._pay(partner, -4, reversed_id=paid.id)
        self.assertIsNone(self._reason(partner))
        self._pay(partner, -6, reversed_id=paid.id)
        self.assertEqual(self._reason(partner), "no_consent")

    def test_another_library_cannot_rely_on_it(self):
        self._declare(company=self.other_library)
        partner = self._customer()
        self._pay(partner)
        self.assertEqual(self._reason(partner), "no_consent")

    def test_a_child_who_bought_is_a_child(self):
        self._declare()
        child = self._customer(birthdate=self.today - relativedelta(years=12))
        self._pay(child)
        self.assertEqual(self._reason(child), "child")

    def test_a_no_goes_before_having_bought(self):
        self._declare()
        partner = self._customer()
        self._pay(partner)
        newsletter = self.purposes["newsletter"]
        self.env["bzk.consent"]._withdraw(partner, newsletter, "page")
        self.assertEqual(self._reason(partner), "withdrawn")

    def test_the_gate_says_what_the_rules_say(self):
        """For people with everything at random, it says the same as the rules told in words."""
        draw = random.Random(11)
        self._declare(days=60)
        self._set("youth", enabled=False)
        self._set("tracking", enabled=True)
        parents = [self._customer(deceased=number == 2) for number in range(3)]
        people = self.env["res.partner"].union(*(self._anybody(draw, parents) for _n in range(150)))
        self.env.flush_all()
        self.env.invalidate_all()
        seen = set()
        for code, purpose in self.purposes.items():
            refused = people._consent_gate(code).refused
            for partner in people:
                expected = restate(partner, purpose, self.now)
                seen.add(expected)
                self.assertEqual(refused.get(partner.id), expected, (code, partner.read()[0]))
        self.assertEqual(len(seen), 15, "every reason there is, and none")

    def _anybody(self, draw, parents):
        """A customer of any age, about whom anything may be so."""

        def rarely():
            return draw.random() < 0.04

        age = draw.choice([None, 8, 13, 17, 30, 50])
        company = draw.random() < 0.03
        partner = self._customer(
            birthdate=not company and age and self.today - relativedelta(years=age, days=3),
            email=draw.choice(["x@example.org", "y@example.org", "none", False]),
            is_company=company,
            deceased=rarely(),
            do_not_contact=rarely(),
            moved_away=rarely(),
            active=not rarely(),
        )
        marks = {}
        if draw.random() < 0.2:
            marks["email_bounced"] = "x@example.org"
        if rarely():
            marks["merged_into_id"] = parents[0].id
        if rarely():
            marks["erased_on"] = self.today
        partner.sudo().write(marks)
        if company:
            return partner
        if draw.random() < 0.4:
            self._tie(draw, partner, draw.choice(parents), age)
        for _number in range(draw.choice([0, 0, 1, 2, 3, 5])):
            self._decision(draw, partner, parents)
        if draw.random() < 0.4:
            self._pay(partner, days=draw.choice([10, 90]), kind=draw.choice(["ticket", "gift"]))
        if draw.random() < 0.5:
            ended = draw.choice([False, self.today - timedelta(days=5)])
            self.env["bzk.membership"].create(
                {
                    "partner_id": partner.id,
                    "type_id": self.kind.id,
                    "company_id": self.library.id,
                    "date_start": "2020-01-01",
                    "date_end": ended,
                }
            )
        return partner

    def _tie(self, draw, partner, parent, age):
        parent.birthdate = self.today - relativedelta(years=70)
        kind = draw.choice(["parent", "guardian", "other"])
        tie = self.env["bzk.guardian"].create(
            {"child_id": partner.id, "guardian_id": parent.id, "kind": kind}
        )
        if draw.random() < 0.8:
            tie.action_confirm()
        if draw.random() < 0.3:
            tie.date_start = self.today - timedelta(days=100)

    def _decision(self, draw, partner, parents):
        self.env["bzk.consent"].create(
            {
                "partner_id": partner.id,
                "company_id": self.library.id,
                "purpose_id": draw.choice(list(self.purposes.values())).id,
                "state": draw.choice(["given", "given", "withdrawn"]),
                "channel": "form",
                "date": self.now - timedelta(days=draw.choice([1, 50, 200, 900])),
                "guardian_id": draw.choice([False, False, parents[0].id]),
            }
        )
