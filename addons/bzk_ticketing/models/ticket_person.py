from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize


class Given(NamedTuple):
    """Who somebody is as a ticketing system tells it; equal for the same name and address."""

    name: str
    email: str

    @classmethod
    def of(cls, name, email):
        """Make one of what was typed, without what differs between two times typing it."""
        return cls(" ".join((name or "").casefold().split()), email_normalize(email or "") or "")


class TicketOrder(models.Model):
    """An order, seen as something of a person in a ticketing system."""

    _inherit = "bzk.ticket.order"

    def _given(self):
        return Given.of(self.buyer_name, self.buyer_email)

    @api.model
    def _given_by(self, source, customer, given):
        """Orders of a source that are kept with a customer and carry this name and address."""
        orders = self.search([("source_id", "=", source.id), ("partner_id", "=", customer.id)])
        return orders.filtered(lambda order: order._given() == given)

    def _give_to(self, customer):
        """Let orders be of another customer, with who booked their seats and what was paid.

        Seats of who was taken to have ordered go along; those of others in the order stay.
        """
        for order in self:
            former = order.partner_id
            seats = order.line_ids.registration_id
            seats.filtered(lambda seat, former=former: seat.partner_id == former).write(
                {"partner_id": customer.id}
            )
            if former:
                own = seats.filtered(lambda seat, former=former: seat.attendee_id == former)
                own._give_to(customer)
            # The history follows the person; what was paid does not change.
            order.transaction_ids.write({"partner_id": customer.id})
        self.write({"partner_id": customer.id, "linked_by": "staff"})


class EventRegistration(models.Model):
    """A seat, seen as something of a person in a ticketing system."""

    _inherit = "event.registration"

    def _given(self):
        return Given.of(self.name, self.email)

    @api.model
    def _given_by(self, source, customer, given):
        """Seats of a source that are kept with a customer and carry this name and address.

        :param customer: empty for guests; those are told apart only by an address of their own
        """
        if not (customer or given.email):
            return self.browse()
        seats = self.search(
            Domain("line_ids.source_id", "=", source.id) & Domain("attendee_id", "=", customer.id)
        )
        return seats.filtered(lambda seat: seat._given() == given)

    def _give_to(self, customer):
        """Let seats be of another customer, or of a guest when there is none."""
        for seat in self:
            values = {"attendee_id": customer.id, "linked_by": "staff"}
            # Without an order nobody else than who comes has booked.
            if customer and not seat.line_ids and seat.partner_id == seat.attendee_id:
                values["partner_id"] = customer.id
            seat.write(values)


class ExternalId(models.Model):
    """Tickets follow the key under which the system that sold them knows a person."""

    _inherit = "bzk.external.id"

    @api.model
    def _key_of_given(self, source, customer, given):
        """The key in a ticketing system that this name and address led to."""
        keys = self.search([("source_id", "=", source.id), ("partner_id", "=", customer.id)])
        named = keys.filtered(lambda key: key._ticket_given() == given)
        return named or (keys if len(keys) == 1 else keys.browse())

    def _ticket_given(self):
        """Name and address that a ticketing system sent with this key."""
        sent = self.sent or {}
        parts = (sent.get(name) for name in ("firstname", "infix", "lastname"))
        name = sent.get("name") or " ".join(filter(None, parts))
        return Given.of(name, sent.get("email"))

    def _split_off(self, former, customer):
        """Give the customer the orders and seats that came by this key."""
        for key in self:
            orders = self.env["bzk.ticket.order"].search(
                [("source_id", "=", key.source_id.id), ("partner_id", "=", former.id)]
            )
            seats = self.env["event.registration"].search(
                [("line_ids.source_id", "=", key.source_id.id), ("attendee_id", "=", former.id)]
            )
            if former.external_id_ids.filtered(lambda one, key=key: one.source_id == key.source_id):
                given = key._ticket_given()
                orders = orders.filtered(lambda order, given=given: order._given() == given)
                seats = seats.filtered(lambda seat, given=given: seat._given() == given)
            # sudo: orders are an import's to write; that the customer may be changed was checked.
            orders.sudo()._give_to(customer)
            seats.sudo()._give_to(customer)
        return super()._split_off(former, customer)
