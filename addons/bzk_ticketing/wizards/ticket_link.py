from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.importing.cleaning import split_infix

from ..models.event_registration import LINKS

SCOPES = [
    ("one", "Only this one"),
    ("all", "Everything this system has under the same name and e-mail"),
]


class TicketLink(models.TransientModel):
    """Says whose a ticket or an order really is, when it was linked to the wrong customer.

    Doing it again undoes it. What a person chose here, no import changes any more.
    """

    _name = "bzk.ticket.link"
    _inherit = "bzk.library.guard"
    _description = "Someone else"

    registration_id = fields.Many2one("event.registration", readonly=True)
    order_id = fields.Many2one("bzk.ticket.order", readonly=True)
    company_id = fields.Many2one("res.company", compute="_compute_now")
    former_id = fields.Many2one("res.partner", string="Now linked to", compute="_compute_now")
    linked_by = fields.Selection(LINKS, string="Linked by", compute="_compute_now")
    name_given = fields.Char(string="Name given", compute="_compute_now")
    email_given = fields.Char(string="E-mail given", compute="_compute_now")
    choice = fields.Selection(
        [
            ("customer", "Another customer"),
            ("new", "A new customer"),
            ("guest", "A guest of whom too little is known"),
        ],
        string="Who is it really?",
    )
    buyer_choice = fields.Selection(
        [("customer", "Another customer"), ("new", "A new customer")],
        string="Who ordered really?",
    )
    partner_id = fields.Many2one("res.partner", string="Customer")
    more_seats = fields.Integer(compute="_compute_more")
    more_orders = fields.Integer(compute="_compute_more")
    scope = fields.Selection(SCOPES, string="For", default="one", required=True)

    @api.depends("registration_id", "order_id")
    def _compute_now(self):
        for link in self:
            seat, order = link.registration_id, link.order_id
            found = seat or order
            link.company_id = found.company_id
            link.former_id = seat.attendee_id if seat else order.partner_id
            link.linked_by = found.linked_by
            link.name_given = seat.name if seat else order.buyer_name
            link.email_given = seat.email if seat else order.buyer_email

    @api.depends("registration_id", "order_id")
    def _compute_more(self):
        for link in self:
            seats, orders = link._same_person()
            link.more_seats = len(seats - link.registration_id)
            link.more_orders = len(orders - link.order_id)

    def _source(self):
        """The ticketing system, empty for a seat that was not sold by one."""
        return self.order_id.source_id or self.registration_id.line_ids.source_id

    def _person_key(self):
        """The person as the system tells of them; ``None`` when that is too little."""
        return (self.order_id or self.registration_id)._person_key()

    def _same_person(self):
        """Seats and orders of the system that tell of the same person, linked alike."""
        seats, orders = self.env["event.registration"], self.env["bzk.ticket.order"]
        source, key = self._source(), self._person_key()
        if not (source and key and self.former_id):
            return seats, orders
        return (
            seats._of_person(source, self.former_id, key),
            orders._of_person(source, self.former_id, key),
        )

    def action_link(self):
        """Link as chosen; what goes along depends on the scope.

        :raises UserError: when nobody was chosen, or somebody who cannot be
        """
        self.ensure_one()
        # Whoever may correct a customer may say whose a ticket is.
        self.env["res.partner"].check_access("write")
        (self.registration_id or self.order_id).check_access("read")
        former, source, key = self.former_id, self._source(), self._person_key()
        customer = self._chosen()
        if self.scope == "all":
            seats, orders = self._same_person()
        else:
            seats, orders = self.registration_id, self.order_id
        # sudo: orders, payments and keys are an import's to write. Both customers and the ticket
        # are of the user's own library, which was checked.
        self.env.flush_all()
        orders.sudo()._give_to(customer)
        (seats | self.registration_id).sudo()._give_to(customer)
        if self.scope == "all" and customer and key:
            self.env["bzk.external.id"].sudo().search(
                [("source_id", "=", source.id), ("key", "=", key), ("partner_id", "=", former.id)]
            ).write({"partner_id": customer.id})
        self._remember_different(former, customer)
        self._note(former, customer)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _chosen(self):
        """The customer that was chosen, made when new; empty for a guest."""
        _ = self.env._
        choice = self.choice if self.registration_id else self.buyer_choice
        if not choice:
            raise UserError(_("Say who it is."))
        if choice == "guest":
            return self.env["res.partner"]
        if choice == "new":
            return self._new_customer()
        customer = self.partner_id
        if not customer:
            raise UserError(_("Choose a customer."))
        if customer.company_id and customer.company_id != self.company_id:
            raise UserError(_("This customer belongs to another library."))
        if customer.merged_into_id or customer.erased_on:
            raise UserError(_("This customer is no longer there."))
        return customer

    def _new_customer(self):
        """Make a customer of what the system told."""
        name = " ".join((self.name_given or "").split())
        if not name:
            raise UserError(self.env._("No name was given, so no customer can be made of it."))
        first, _blank, last = name.partition(" ")
        infix, lastname = split_infix(last) if last else (None, first)
        return self.env["res.partner"].create(
            {
                "firstname": last and first,
                "infix": infix,
                "lastname": lastname,
                "email": self.email_given,
                "company_id": self.company_id.id,
            }
        )

    def _remember_different(self, former, customer):
        """A person said that these two are not the same one: nobody needs to be asked again."""
        choice = self.choice if self.registration_id else self.buyer_choice
        if choice != "new" or not former:
            return
        # sudo: pairs are the finder's to make; a known pair keeps what was decided about it.
        self.env["bzk.duplicate"].sudo().create(
            {
                "partner1_id": min(former.id, customer.id),
                "partner2_id": max(former.id, customer.id),
                "company_id": self.company_id.id,
                "outcome": "likely",
                "state": "different",
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _note(self, former, customer):
        """Leave a note with both customers, so that it can be seen and taken back."""
        _ = self.env._
        what = self.registration_id.event_id.name or self.order_id.display_name
        if former:
            former._message_log(body=_("%s turned out to be of someone else.", what))
        if customer:
            customer._message_log(body=_("%s was linked to this customer by hand.", what))
