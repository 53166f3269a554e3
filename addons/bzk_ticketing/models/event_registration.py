from odoo import api, fields, models

LINKS = [
    ("number", "Card number"),
    ("source", "Known in the source"),
    ("match", "Recognised"),
    ("new", "New customer"),
    ("staff", "Chosen by staff"),
]


class EventRegistration(models.Model):
    """A seat at an activity: who booked it, and who comes.

    ``partner_id`` is the customer who booked, ``attendee_id`` the one who comes. A guest of whom
    too little is known to be a customer has no ``attendee_id`` and is counted all the same.
    """

    _name = "event.registration"
    _inherit = ["event.registration", "bzk.library.guard"]

    company_id = fields.Many2one(string="Library", readonly=True)
    partner_id = fields.Many2one(check_company=True, domain="[('work_contact', '=', False)]")
    attendee_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        domain="[('work_contact', '=', False)]",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Who comes. Empty for a guest of whom too little is known.",
    )
    linked_by = fields.Selection(
        LINKS, string="Linked by", readonly=True, copy=False, help="How the customer was found."
    )
    line_ids = fields.One2many("bzk.ticket.line", "registration_id", string="Ticket")
    walk_in = fields.Boolean(string="Walk-in", help="Came without having booked.")
    waiting_since = fields.Datetime(
        string="Waiting since",
        copy=False,
        help="On the waiting list from this moment; only while not confirmed.",
    )

    # Core's own would let a library that numbers its tickets take the codes of every other.
    _barcode_event_uniq = models.Constraint(
        "UNIQUE(barcode, company_id)", "Another ticket of this library has this code."
    )
    _attendee_event_idx = models.Index("(attendee_id, event_id) WHERE attendee_id IS NOT NULL")
    _event_state_idx = models.Index("(event_id, state) INCLUDE (attendee_id, active)")

    @api.constrains("partner_id", "attendee_id")
    def _check_customers(self):
        (self.partner_id | self.attendee_id)._check_private()

    @api.onchange("attendee_id")
    def _onchange_who_books(self):
        """Who registers somebody by hand mostly means that they book for themselves."""
        if self.attendee_id and not self.partner_id:
            self.partner_id = self.attendee_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("attendee_id"):
                continue
            vals.setdefault("partner_id", vals["attendee_id"])
            if not self.env.su:
                vals.setdefault("linked_by", "staff")
        return super().create(vals_list)
