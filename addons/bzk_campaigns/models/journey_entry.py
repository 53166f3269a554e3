from odoo import fields, models

#: So often a mail waits a day because the customer had enough mail; then it is left out.
POSTPONE_MAX = 7
#: Reasons of the gate that pass by themselves: the mail waits a day.
PASSING = ("pressure", "frequency")


class JourneyEntry(models.Model):
    """A customer on a journey: at most once for each time the trigger happened."""

    _name = "bzk.journey.entry"
    _inherit = "bzk.library.guard"
    _description = "Customer on a journey"
    _order = "date DESC, id DESC"
    _rec_name = "partner_id"
    _log_access = False

    journey_id = fields.Many2one("bzk.journey", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    key = fields.Char(
        required=True, readonly=True, help="Which time the trigger happened: a year, an activity."
    )
    date = fields.Datetime(string="Entered", required=True, readonly=True)
    happened = fields.Datetime(
        string="Happened on",
        required=True,
        readonly=True,
        help="When the trigger happened; the first step waits from here.",
    )
    state = fields.Selection(
        [
            ("running", "Under way"),
            ("held_out", "Held out"),
            ("done", "Went all the way"),
            ("goal", "Reached the goal"),
            ("left", "Left"),
        ],
        required=True,
        readonly=True,
    )
    step_id = fields.Many2one(
        "bzk.journey.step",
        string="Next step",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    due = fields.Datetime(string="Next step on", readonly=True)
    postponed = fields.Integer(
        string="Days postponed",
        readonly=True,
        required=True,
        default=0,
        help="How often the next mail waited, since the customer had enough mail that week.",
    )
    goal_date = fields.Datetime(string="Goal reached on", readonly=True)
    reason = fields.Selection(
        [
            ("gone", "Is no customer any more"),
            ("condition", "Did not meet a condition"),
            ("removed", "Was taken out by a colleague"),
            ("ended", "The journey ended"),
            ("merged", "Is on it already, as the same customer"),
        ],
        string="Why left",
        readonly=True,
    )
    passage_ids = fields.One2many("bzk.journey.passage", "entry_id", string="Steps taken")

    _once = models.Constraint(
        "UNIQUE(journey_id, partner_id, key)", "This customer has entered for this already."
    )
    _left_for_a_reason = models.Constraint(
        "CHECK(state <> 'left' OR reason IS NOT NULL)", "Who left, left for a reason."
    )
    _due_idx = models.Index("(journey_id, due) WHERE state = 'running'")
    _goal_idx = models.Index("(journey_id, date) WHERE goal_date IS NULL")
