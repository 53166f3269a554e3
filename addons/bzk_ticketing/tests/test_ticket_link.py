from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..ticketing.persons import describe
from .common import TicketCase


@tagged("post_install", "-at_install")
class TestTicketLink(TicketCase):
    """Whose a ticket is can be corrected by whoever helps customers, and corrected back."""

    def _link(self, record, role="front_desk", **values):
        name = "registration_id" if record._name == "event.registration" else "order_id"
        choice = "choice" if name == "registration_id" else "buyer_choice"
        values[choice] = values.pop("choice", "customer")
        return (
            self.env["bzk.ticket.link"]
            .with_user(self.users[role])
            .create({name: record.id, **values})
        )

    def test_only_this_ticket(self):
        order = self._order(seats=self._seat() | self._seat(name="Tweede"))
        first, second = order.line_ids.registration_id.sorted("id")
        self._link(first, partner_id=self.bram.id).action_link()
        self.assertEqual(first.attendee_id, self.bram)
        self.assertEqual(first.linked_by, "staff")
        self.assertEqual(second.attendee_id, self.anna)
        # Who ordered, and paid, stays.
        self.assertEqual(first.partner_id | order.partner_id, self.anna)
        self.assertEqual(order.transaction_ids.partner_id, self.anna)
        self._link(first, partner_id=self.anna.id).action_link()
        self.assertEqual(first.attendee_id, self.anna)

    def test_guest(self):
        seat = self._order().line_ids.registration_id
        self._link(seat, choice="guest").action_link()
        self.assertFalse(seat.attendee_id)
        self.assertEqual(seat.partner_id, self.anna)
        self.assertEqual(seat.linked_by, "staff")

    def test_order_with_what_was_paid(self):
        order = self._order(seats=self._seat() | self._seat(self.anna, attendee_id=self.bram.id))
        olga = self.env["res.partner"].create({"lastname": "O", "company_id": self.library.id})
        self._link(order, partner_id=olga.id).action_link()
        own, other = order.line_ids.registration_id.sorted("id")
        self.assertEqual(order.partner_id | order.transaction_ids.partner_id, olga)
        self.assertEqual((own | other).partner_id, olga)
        self.assertEqual(own.attendee_id, olga)
        # Whoever else comes on this order stays.
        self.assertEqual(other.attendee_id, self.bram)

    def test_everything_of_this_person(self):
        mail = {"email": "gedeeld@example.org", "name": "A. Berg"}
        buyer = {"buyer_name": "A. Berg", "buyer_email": "gedeeld@example.org"}
        key, other_key = self.env["bzk.external.id"].create(
            [
                {
                    "source_id": self.tickets.id,
                    "key": describe(name=name, email="gedeeld@example.org")["key"],
                    "partner_id": self.anna.id,
                }
                for name in ("A. Berg", "Anna van der Berg")
            ]
        )
        orders = self.env["bzk.ticket.order"]
        for name in ("B1", "B2"):
            orders |= self._order(name, seats=self._seat(**mail), **buyer)
        kept = self._order("B3", seats=self._seat(name="Anna van der Berg", email=mail["email"]))
        elsewhere = self._seat(**mail)
        wizard = self._link(orders[0].line_ids.registration_id, scope="all", choice="new")
        self.assertEqual((wizard.more_seats, wizard.more_orders), (1, 2))
        wizard.action_link()
        customer = orders.partner_id
        self.assertEqual(customer.lastname, "Berg")
        self.assertEqual(customer.email, "gedeeld@example.org")
        self.assertNotEqual(customer, self.anna)
        self.assertEqual(orders.line_ids.registration_id.attendee_id, customer)
        self.assertEqual(orders.transaction_ids.partner_id, customer)
        self.assertEqual(key.partner_id, customer)
        self.assertEqual(other_key.partner_id, self.anna)
        self.assertEqual(kept.partner_id | kept.line_ids.registration_id.attendee_id, self.anna)
        self.assertEqual(elsewhere.attendee_id, self.anna)
        pair = self.env["bzk.duplicate"].search([("partner2_id", "=", customer.id)])
        self.assertEqual((pair.partner1_id, pair.state), (self.anna, "different"))
        # Doing it again takes it back.
        self._link(orders[0], scope="all", partner_id=self.anna.id).action_link()
        self.assertEqual(orders.partner_id, self.anna)
        self.assertEqual(orders.line_ids.registration_id.attendee_id, self.anna)
        self.assertIn(key.partner_id, self.anna)

    def _key(self, partner, name, email, source=None):
        return self.env["bzk.external.id"].create(
            {
                "source_id": (source or self.tickets).id,
                "key": describe(name=name, email=email)["key"],
                "partner_id": partner.id,
                "sent": {"lastname": name, "email": email},
            }
        )

    def test_splitting_a_key_off(self):
        """The tickets of a key go where the key goes, but for what staff decided."""
        mail = "j@example.org"
        key = self._key(self.anna, "Wim Jansma", mail)
        self._key(self.anna, "Anna van der Berg", "anna@example.org")
        seats = self._seat(name="Wim Jansma", email=mail)
        order = self._order("C1", seats=seats, buyer_name="Wim Jansma", buyer_email=mail)
        blank = self._order("C2", buyer_name="Wim Jansma", buyer_email=mail).line_ids
        blank.sent = {"buyer_name": "Wim Jansma", "buyer_email": mail}
        by_hand = self._order("C3", buyer_name="Wim Jansma", buyer_email=mail, linked_by="staff")
        own = self._order("C4")
        key.with_user(self.users["data_steward"]).action_split_off()
        customer = key.partner_id
        self.assertNotEqual(customer, self.anna)
        self.assertEqual(order.partner_id | order.transaction_ids.partner_id, customer)
        self.assertEqual(order.line_ids.registration_id.attendee_id, customer)
        self.assertEqual(blank.registration_id.attendee_id, customer)
        self.assertEqual(by_hand.partner_id | own.partner_id, self.anna)
        self.assertEqual(own.line_ids.registration_id.attendee_id, self.anna)

    def test_merge_and_undo(self):
        """Seats and orders go along with a merge and come back, those that came in since too."""
        double = self.env["res.partner"].create(
            {"firstname": "Anna", "lastname": "Berg", "company_id": self.library.id}
        )
        self._key(double, "Anna Berg", "ab@example.org")
        given = {"buyer_name": "Anna Berg", "buyer_email": "ab@example.org"}
        before = self._order("D1", double, **given)
        steward = self.users["data_steward"]
        merge = self.env["bzk.merge"].with_user(steward)._merge(self.anna, double)
        self.env.invalidate_all()
        self.assertEqual(before.partner_id | before.transaction_ids.partner_id, self.anna)
        self.assertEqual(before.line_ids.registration_id.attendee_id, self.anna)
        since = self._order(
            "D2", seats=self._seat(name="Anna Berg", email="ab@example.org"), **given
        )
        own = self._order("D3")
        merge.action_undo()
        self.env.invalidate_all()
        for order, customer in ((before, double), (since, double), (own, self.anna)):
            self.assertEqual(order.partner_id | order.transaction_ids.partner_id, customer)
            self.assertEqual(order.line_ids.registration_id.attendee_id, customer)

    def test_who_may(self):
        seat = self._order().line_ids.registration_id
        for role in ("relations", "marketing", "insights"):
            with mute_logger("odoo.addons.base.models.ir_model"), self.assertRaises(AccessError):
                self._link(seat, role, partner_id=self.bram.id)
        for role in ("activities", "data_steward", "administrator"):
            self._link(seat, role, partner_id=self.bram.id).action_link()

    def test_nothing_crosses_libraries(self):
        seat = self._order().line_ids.registration_id
        with self.assertRaises(AccessError):
            self._link(seat, partner_id=self.other_person.id)
        elsewhere = self._seat(self.other_person, self.other_event)
        with self.assertRaises(AccessError):
            self._link(elsewhere, partner_id=self.bram.id)
        order = self._order("E1", self.other_person, source=self.other_tickets, seats=elsewhere)
        with self.assertRaises(AccessError):
            self._link(order, partner_id=self.bram.id)
        with self.assertRaises(UserError):
            self._link(seat).action_link()

    def test_someone_registered_by_hand(self):
        desk = self.users["front_desk"]
        with Form(
            self.env["event.registration"]
            .with_user(desk)
            .with_context(default_event_id=self.event.id),
            "bzk_ticketing.view_registration_form",
        ) as form:
            form.attendee_id = self.anna
        seat = form.record
        self.assertEqual(seat.partner_id, self.anna)
        self.assertEqual((seat.name, seat.email), (self.anna.name, "anna@example.org"))
        self.assertEqual((seat.linked_by, seat.state), ("staff", "open"))

    def test_registered_by_hand_when_full(self):
        """Who is registered when all seats are taken, is on the waiting list."""
        event = self._activity(capacity=1)
        desk = self.users["front_desk"]
        for partner, state in ((self.anna, "open"), (self.bram, "draft")):
            action = event.with_user(desk).action_register()
            seats = self.env["event.registration"].with_user(desk)
            with Form(
                seats.with_context(**action["context"]), "bzk_ticketing.view_registration_form"
            ) as form:
                form.attendee_id = partner
            self.assertEqual(form.record.state, state)
            self.assertEqual(bool(form.record.waiting_since), state == "draft")
