"""What a ticketing system has of one person, and giving it to another customer.

Such a system has no customers; the import makes a key of what an order tells of a person (see
``ticketing.persons``), and the same is done here to find what belongs together.
"""

from odoo import api, models
from odoo.fields import Domain

from ..ticketing.persons import BUYER, GUEST, describe, people_of


def _key(person):
    return person["key"] if person else None


class TicketOrder(models.Model):
    """An order, as something of who placed it."""

    _inherit = "bzk.ticket.order"

    def _person_key(self):
        """Key of who ordered, as the import makes it; ``None`` when too little was told."""
        for line in self.line_ids:
            if line.sent and (key := _key(people_of(line.sent)["buyer"])):
                return key
        return _key(describe(name=self.buyer_name, email=self.buyer_email))

    @api.model
    def _of_person(self, source, customer, key):
        """Orders of a source that are kept with a customer and tell of the person of a key."""
        orders = self.search([("source_id", "=", source.id), ("partner_id", "=", customer.id)])
        return orders.filtered(lambda order: order._person_key() == key)

    def _give_to(self, customer):
        """Let orders be of another customer, with who booked their seats and what was paid.

        Seats of who was taken to have ordered go along; those of others in the order stay.
        """
        for order in self:
            former = order.partner_id
            seats = order.line_ids.registration_id
            booked = seats.filtered(lambda seat, former=former: seat.partner_id == former)
            if former:
                own = seats.filtered(lambda seat, former=former: seat.attendee_id == former)
                own._give_to(customer)
            booked.write({"partner_id": customer.id})
            # The history follows the person; what was paid does not change.
            order.transaction_ids.write({"partner_id": customer.id})
        self.write({"partner_id": customer.id, "linked_by": "staff"})


class EventRegistration(models.Model):
    """A seat, as something of who comes."""

    _inherit = "event.registration"

    def _person_key(self):
        """Key of who comes, as the import makes it; ``None`` for a guest."""
        sent = self.line_ids[:1].sent
        if not sent:
            return _key(describe(name=self.name, email=self.email))
        people = people_of(sent)
        if people["attendee"]:
            return people["attendee"]["key"]
        return _key(people["buyer"]) if people["seat_of"] == BUYER else None

    @api.model
    def _of_person(self, source, customer, key):
        """Seats of a source that are kept with a customer and tell of the person of a key.

        Of a seat without a name of its own, who ordered is who comes.
        """
        seats = self.search(
            Domain("line_ids.source_id", "=", source.id) & Domain("attendee_id", "=", customer.id)
        )
        return seats.filtered(lambda seat: (seat._person_key() or seat._buyer_key()) == key)

    def _buyer_key(self):
        """Key of who ordered a seat that tells of nobody; ``None`` for a guest with a name."""
        line = self.line_ids[:1]
        if line.sent and people_of(line.sent)["seat_of"] == GUEST:
            return None
        return line.order_id._person_key() if line and self.attendee_id else None

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

    def _move_tickets(self, former, customer):
        """Give a customer what came by these keys; what staff linked by hand stays.

        :param former: the customer with whom it is kept
        """
        # sudo: orders are an import's to write; whoever calls has checked the customers.
        orders = self.env["bzk.ticket.order"].sudo()
        seats = self.env["event.registration"].sudo()
        for item in self:
            for records in (orders, seats):
                found = records._of_person(item.source_id, former, item.key)
                found.filtered(lambda record: record.linked_by != "staff")._give_to(customer)

    def _split_off(self, former, customer):
        self._move_tickets(former, customer)
        return super()._split_off(former, customer)
