from odoo import api, fields, models
from odoo.fields import Domain

#: A seat that counts as somebody's visit, now or later.
TAKEN = ("open", "done")


class ResPartner(models.Model):
    """A customer with the activities they come to and what they ordered."""

    _inherit = "res.partner"

    attendance_ids = fields.One2many("event.registration", "attendee_id", string="Seats")
    ticket_order_ids = fields.One2many("bzk.ticket.order", "partner_id", string="Orders")
    activity_count = fields.Integer(string="Number of activities", compute="_compute_activities")
    activity_guest = fields.Boolean(
        string="Activity guest",
        compute="_compute_activities",
        search="_search_activity_guest",
        help="Came to an activity, or is going to. Follows from the registrations.",
    )
    last_activity_date = fields.Datetime(string="Last activity", compute="_compute_activities")
    coming_seat_ids = fields.Many2many(
        "event.registration",
        string="Activities to come",
        compute="_compute_seats",
        help="Own seats, and those booked for somebody else.",
    )
    past_seat_ids = fields.Many2many(
        "event.registration", string="Past activities", compute="_compute_seats"
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("attendance_ids.state", "attendance_ids.event_id")
    def _compute_activities(self):
        taken = Domain("attendee_id", "in", self.ids) & Domain("state", "in", TAKEN)
        seats = self.env["event.registration"]
        found = {
            partner.id: number
            for partner, number in seats._read_group(
                taken, ["attendee_id"], ["event_id:count_distinct"]
            )
        }
        last = self._last_activities()
        for partner in self:
            partner.activity_count = found.get(partner._origin.id, 0)
            partner.activity_guest = bool(partner.activity_count)
            partner.last_activity_date = last.get(partner._origin.id, (False,))[0]

    @api.model
    def _search_activity_guest(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("attendance_ids", "any", [("state", "in", TAKEN)])
        return domain if True in value else ~domain

    def _last_activities(self):
        """The last activity that each customer came to, in one query.

        Whoever was registered for one at which nobody was checked in, is taken to have come.

        :return: dict of customer's id -> (moment it began, its id)
        """
        if not self.ids:
            return {}
        self.env["event.registration"].flush_model()
        self.env["event.event"].flush_model(["date_begin", "date_end"])
        self.env.cr.execute(
            """
            SELECT DISTINCT ON (seat.attendee_id)
                   seat.attendee_id, activity.date_begin, activity.id
              FROM event_registration seat
              JOIN event_event activity ON activity.id = seat.event_id
             WHERE seat.attendee_id = ANY(%(ids)s) AND seat.active
               AND seat.company_id = ANY(%(companies)s)
               AND activity.date_end <= %(now)s
               AND (seat.state = 'done'
                    OR seat.state = 'open' AND NOT EXISTS (
                        SELECT FROM event_registration other
                         WHERE other.event_id = seat.event_id AND other.state = 'done'
                    ))
             ORDER BY seat.attendee_id, activity.date_begin DESC, activity.id DESC
            """,
            {
                "ids": self.ids,
                "companies": self.env.companies.ids,
                "now": fields.Datetime.now(),
            },
        )
        return {partner: (begin, event) for partner, begin, event in self.env.cr.fetchall()}

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("attendance_ids")
    def _compute_seats(self):
        """Seats in which the customer has a part, the nearest to today first."""
        now = fields.Datetime.now()
        seats = self.env["event.registration"]
        for partner in self:
            own = Domain("attendee_id", "=", partner._origin.id) | Domain(
                "partner_id", "=", partner._origin.id
            )
            found = seats.search(own) if partner._origin else seats
            coming = found.filtered(lambda seat: seat.event_id.date_end > now)
            partner.coming_seat_ids = coming.sorted(lambda seat: seat.event_id.date_begin)
            partner.past_seat_ids = (found - coming).sorted(
                lambda seat: seat.event_id.date_begin, reverse=True
            )

    def action_open_activities(self):
        """List the seats of this customer, and those booked by them for others."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_ticketing.action_registrations")
        domain = ["|", ("attendee_id", "=", self.id), ("partner_id", "=", self.id)]
        return {**action, "name": self.env._("Activities"), "domain": domain, "context": {}}
