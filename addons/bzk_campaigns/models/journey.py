from odoo import fields, models

TRIGGERS = [
    ("membership_started", "Membership started"),
    ("birthday", "Birthday"),
    ("anniversary", "Anniversary of the membership"),
    ("quiet", "Last loan is long ago"),
    ("age", "Reached an age"),
    ("registered", "Registered for an activity"),
    ("attended", "After an activity"),
    ("form", "Form filled in"),
    ("segment", "Came into a segment"),
]
STATES = [
    ("draft", "Draft"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("ended", "Ended"),
]
GOALS = [
    ("none", "No goal"),
    ("loan", "Borrows"),
    ("visit", "Comes to an activity"),
    ("renewal", "Stays a member"),
    ("preferences", "Tells preferences"),
    ("consent", "Agrees to a newsletter"),
    ("segment", "Is in a segment"),
]


class Journey(models.Model):
    """What happens with a customer, step by step, after something happened to them.

    Everybody enters at most once for each time it happened. Steps are taken set by set, never one
    customer at a time. Ready journeys have no library: they are copied to be used.
    """

    _name = "bzk.journey"
    _inherit = ["bzk.library.guard", "mail.thread"]
    _description = "Journey"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a ready journey, which is copied to be used.",
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user, tracking=True
    )
    state = fields.Selection(STATES, required=True, default="draft", copy=False, tracking=True)
    trigger = fields.Selection(TRIGGERS, required=True, default="membership_started")
    trigger_number = fields.Integer(
        string="Number", help="The age that was reached, or the months since the last loan."
    )
    segment_id = fields.Many2one(
        "mailing.filter",
        check_company=True,
        ondelete="restrict",
        help="Only who is in it enters; for the trigger of a segment, who came into it.",
    )
    survey_id = fields.Many2one("survey.survey", string="Form", ondelete="restrict")
    purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        string="Consent for",
        check_company=True,
        ondelete="restrict",
        help="Only who agreed to this gets the mails.",
    )
    include_present = fields.Boolean(
        string="Also who is there already",
        help="When the journey starts, everybody enters for whom it is so by then.",
    )
    present_date = fields.Date(
        readonly=True, copy=False, help="Day on which was last noted who is in the segment."
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why the journey stands still at the moment."
    )
    date_from = fields.Datetime(
        string="Running since", readonly=True, copy=False, help="What happened before counts not."
    )
    holdout = fields.Integer(
        string="Held out (%)",
        default=10,
        help="So many of a hundred get nothing, to see what the journey changes.",
    )
    goal = fields.Selection(GOALS, required=True, default="none")
    goal_segment_id = fields.Many2one(
        "mailing.filter", check_company=True, ondelete="restrict", string="Segment of the goal"
    )
    goal_days = fields.Integer(
        string="Within days", default=30, help="How long the goal is looked at after entering."
    )
    hour_from = fields.Float(string="Mail from", default=9.0)
    hour_to = fields.Float(string="Until", default=20.0)
    weekdays = fields.Char(default="1234567", help="1 is Monday, 7 is Sunday.")
    step_ids = fields.One2many("bzk.journey.step", "journey_id", string="Steps", copy=True)
    entry_ids = fields.One2many("bzk.journey.entry", "journey_id", string="Customers")

    _holdout_share = models.Constraint(
        "CHECK(holdout BETWEEN 0 AND 50)", "At most half of the customers is held out."
    )
    _weekdays = models.Constraint(
        "CHECK(weekdays ~ '^[1-7]{1,7}$')", "Choose at least one day of the week to mail on."
    )
    _hours = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "The hours to mail in begin before they end, on the same day.",
    )
    _number_positive = models.Constraint(
        "CHECK(trigger_number BETWEEN 0 AND 1200)",
        "An age or a number of months is never less than nothing.",
    )
    _goal_days_positive = models.Constraint(
        "CHECK(goal_days BETWEEN 1 AND 3650)", "The goal is looked at for at least a day."
    )
    _running_since = models.Constraint(
        "CHECK(state = 'draft' OR date_from IS NOT NULL)",
        "A journey that was started has the moment since when.",
    )
    _ready_is_draft = models.Constraint(
        "CHECK(company_id IS NOT NULL OR state = 'draft')",
        "A ready journey is copied to be used; it does not run itself.",
    )
