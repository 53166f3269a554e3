from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: Longer is a typing error.
LONGEST = 600


class LanguageMeeting(models.Model):
    """A meeting of a pair: noted in a few taps, also on a phone."""

    _name = "bzk.language.meeting"
    _inherit = "bzk.library.guard"
    _description = "Meeting of a pair"
    _order = "date DESC, id DESC"
    _rec_name = "pair_id"
    _check_company_auto = True

    pair_id = fields.Many2one(
        "bzk.language.pair", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(
        related="pair_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    learner_id = fields.Many2one(
        related="pair_id.learner_id", store=True, precompute=True, index=True
    )
    volunteer_id = fields.Many2one(
        related="pair_id.volunteer_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        "bzk.branch",
        string="Where",
        compute="_compute_branch_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        falsy_value_label=_lt("(online or not given)"),  # pylint: disable=translation-field
        help="Empty when they met online.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    attended = fields.Selection(
        [
            ("both", "They met"),
            ("learner", "The learner did not come"),
            ("volunteer", "The volunteer did not come"),
            ("cancelled", "Called off in time"),
        ],
        string="How it went",
        required=True,
        default="both",
    )
    minutes = fields.Integer(
        compute="_compute_minutes", store=True, precompute=True, readonly=False, aggregator="sum"
    )
    hours = fields.Float(compute="_compute_hours", store=True, aggregator="sum")
    progress = fields.Selection(
        [("forward", "Goes forward"), ("same", "As before"), ("hard", "Finds it hard")]
    )
    note = fields.Text(help="What was done, and what is for next time. Nothing on health.")
    meeting_count = fields.Integer(string="Meetings", compute="_compute_hours", store=True)

    _minutes_range = models.Constraint(
        f"CHECK(minutes BETWEEN 0 AND {LONGEST})",
        "A meeting lasts up to ten hours. Fill in its minutes.",
    )
    _company_date_idx = models.Index("(company_id, date)")

    @api.depends("pair_id")
    def _compute_branch_id(self):
        for meeting in self:
            meeting.branch_id = meeting.branch_id or meeting.pair_id.branch_id

    @api.depends("pair_id", "attended")
    def _compute_minutes(self):
        """As long as the last time; nothing when it did not take place."""
        for meeting in self:
            if meeting.attended != "both":
                meeting.minutes = 0
            elif not meeting.minutes:
                last = meeting.pair_id.meeting_ids.filtered("minutes")[:1]
                meeting.minutes = last.minutes or 60

    @api.depends("minutes", "attended")
    def _compute_hours(self):
        for meeting in self:
            held = meeting.attended == "both"
            meeting.hours = meeting.minutes / 60 if held else 0
            meeting.meeting_count = int(held)

    @api.depends("pair_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = meeting.pair_id.display_name

    @api.constrains("date", "pair_id")
    def _check_date(self):
        """A meeting is noted afterwards, and lies within the time of the pair."""
        today = fields.Date.context_today(self)
        for meeting in self:
            pair = meeting.pair_id
            if meeting.date > today:
                raise ValidationError(
                    self.env._(
                        "A meeting is noted after it took place. Change “Next meeting” of the "
                        "pair for one that is to come."
                    )
                )
            if meeting.date < pair.date_start or (pair.date_end and meeting.date > pair.date_end):
                raise ValidationError(
                    self.env._("On that day these two were not a pair: look at start and end.")
                )

    @api.constrains("minutes", "attended")
    def _check_minutes(self):
        if any(meeting.attended == "both" and not meeting.minutes for meeting in self):
            raise ValidationError(self.env._("Fill in how many minutes they met."))
