from odoo import fields, models


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
        "bzk.journey.step", string="Next step", readonly=True, ondelete="set null"
    )
    due = fields.Datetime(string="Next step on", readonly=True)
    goal_date = fields.Datetime(string="Goal reached on", readonly=True)
    reason = fields.Char(string="Why left", readonly=True)
    passage_ids = fields.One2many("bzk.journey.passage", "entry_id", string="Steps taken")

    _once = models.Constraint(
        "UNIQUE(journey_id, partner_id, key)", "This customer has entered for this already."
    )
    _due_idx = models.Index("(journey_id, due) WHERE state = 'running'")
