from odoo.tests import HttpCase, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestContactTours(CustomerCase, HttpCase):
    """What a desk notes all day, in a browser."""

    def setUp(self):
        super().setUp()
        self.desk = self.users["front_desk"]
        self.moments = self.env["bzk.contact.moment"].with_user(self.desk)
        # Subjects whose names are the same in every language.
        self.env["bzk.contact.subject"].create(
            [
                {"name": name, "company_id": self.library.id, "sequence": 1}
                for name in ("Leesclub", "Boekenkring")
            ]
        )

    def _start(self, url, name):
        self.start_tour(url, name, login=self.desk.login)

    def test_contact_moment_in_three_clicks(self):
        self._start(f"/odoo/customers/{self.cas.id}", "bzk_customer_contact_moment")
        moments = self.moments.search([("partner_id", "=", self.cas.id)], order="id")
        self.assertEqual(moments.mapped("channel"), ["phone", "desk"])
        self.assertEqual(moments.branch_id, self.branch)
        self.assertEqual(moments[1].note, "Komt morgen terug")

    def test_timeline(self):
        subject = self.env.ref("bzk_customer.subject_other")
        self.moments.create(
            [
                {
                    "partner_id": self.anna.id,
                    "subject_id": subject.id,
                    "date": f"2026-01-{1 + number:02} 10:00:00",
                    "note": "Oldest" if not number else False,
                }
                for number in range(25)
            ]
        )
        self.env["bzk.transaction"].create(
            {"partner_id": self.anna.id, "kind": "gift", "amount": 25}
        )
        self._start(f"/odoo/customers/{self.anna.id}", "bzk_customer_timeline")

    def test_unknown_visitor(self):
        self._start("/odoo", "bzk_customer_unknown_visitor")
        visits = self.moments.search([("user_id", "=", self.desk.id)])
        self.assertEqual(len(visits), 1)
        self.assertFalse(visits.partner_id)
        self.assertEqual(visits.branch_id, self.branch)
