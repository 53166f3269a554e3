from odoo import api, fields, models


class EventEvent(models.Model):
    """The figures of an activity: who is expected, who came, what it brought in.

    Who came is told in four ways that are never mixed up: *attended* (checked in), *counted* and
    *estimated* (people of whom nobody had a ticket), and *registered*: when nobody was checked in
    or counted at an activity that is over, whoever had a ticket is taken to have come.
    """

    _inherit = "event.event"

    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("bzk.ticket.line", "event_id", string="Tickets sold")
    expected_count = fields.Integer(
        string="Expected", compute="_compute_figures", help="Registered and not checked in yet."
    )
    attended_count = fields.Integer(string="Checked in", compute="_compute_figures")
    waiting_count = fields.Integer(string="Waiting list", compute="_compute_figures")
    counted_number = fields.Integer(string="Counted", compute="_compute_figures")
    estimated_number = fields.Integer(string="Estimated", compute="_compute_figures")
    visitor_count = fields.Integer(
        string="Visitors",
        compute="_compute_figures",
        help="Checked in, counted and estimated together; of an activity without any of these,"
        " whoever was registered.",
    )
    attendance_checked = fields.Boolean(
        compute="_compute_figures",
        help="Whether the visitors were checked in or counted, and not only registered.",
    )
    no_show_count = fields.Integer(
        string="Did not come",
        compute="_compute_figures",
        help="Registered and not checked in, at an activity at which others were.",
    )
    free_places = fields.Integer(
        compute="_compute_figures", help="Places nobody took yet; only when there is a limit."
    )
    revenue = fields.Monetary(
        compute="_compute_revenue", help="Tickets of paid orders, without fees and refunds."
    )

    @api.depends(
        "registration_ids.state",
        "registration_ids.waiting_since",
        "count_ids.number",
        "count_ids.method",
        "capacity",
        "date_end",
    )
    def _compute_figures(self):
        seats = {
            (event.id, state): number
            for event, state, number in self.env["event.registration"]._read_group(
                [("event_id", "in", self.ids)], ["event_id", "state"], ["__count"]
            )
        }
        waiting = dict(
            self.env["event.registration"]._read_group(
                [
                    ("event_id", "in", self.ids),
                    ("state", "=", "draft"),
                    ("waiting_since", "!=", False),
                ],
                ["event_id"],
                ["__count"],
            )
        )
        counts = {
            (event.id, method): number
            for event, method, number in self.env["bzk.activity.count"]._read_group(
                [("event_id", "in", self.ids)], ["event_id", "method"], ["number:sum"]
            )
        }
        for event in self:
            key = event._origin.id
            opened, came = seats.get((key, "open"), 0), seats.get((key, "done"), 0)
            event.expected_count = opened
            event.attended_count = came
            event.waiting_count = waiting.get(event._origin, 0)
            event.counted_number = counts.get((key, "counted"), 0)
            event.estimated_number = counts.get((key, "estimated"), 0)
            # Whoever wrote down that nobody came is believed, whatever was booked.
            checked = came or {(key, "counted"), (key, "estimated")} & counts.keys()
            event.attendance_checked = bool(checked)
            ended = event.is_finished
            seen = came + event.counted_number + event.estimated_number
            event.visitor_count = opened if ended and not checked else seen
            event.no_show_count = opened if ended and came else 0
            event.free_places = max(0, event.capacity - opened - came) if event.capacity else 0

    @api.depends("line_ids.price", "line_ids.state", "line_ids.order_id.state")
    def _compute_revenue(self):
        sums = dict(
            self.env["bzk.ticket.line"]._read_group(
                [
                    ("event_id", "in", self.ids),
                    ("state", "=", "valid"),
                    ("order_id.state", "=", "paid"),
                ],
                ["event_id"],
                ["price:sum"],
            )
        )
        for event in self:
            event.revenue = sums.get(event._origin, 0)
