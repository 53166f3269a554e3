from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

#: How often a pair means to meet, in days.
RHYTHMS = {"week": 7, "fortnight": 14, "month": 28}
END_REASONS = [
    ("reached", "The goal was reached"),
    ("learner", "The learner stopped"),
    ("volunteer", "The volunteer stopped"),
    ("fit", "They did not suit each other"),
    ("other", "Something else"),
]


class LanguagePair(models.Model):
    """A learner and a volunteer who meet, from when until when, and why it ended."""

    _name = "bzk.language.pair"
    _inherit = "bzk.library.guard"
    _description = "Pair of a learner and a volunteer"
    _order = "state, next_meeting_on, id"
    _rec_names_search = [
        "learner_id.partner_id.complete_name",
        "volunteer_id.partner_id.complete_name",
    ]
    _check_company_auto = True

    learner_id = fields.Many2one(
        "bzk.language.learner", required=True, ondelete="restrict", index=True, check_company=True
    )
    volunteer_id = fields.Many2one(
        "bzk.language.volunteer", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(
        related="learner_id.company_id", string="Library", store=True, precompute=True, index=True
    )
    learner_phone = fields.Char(related="learner_id.phone", string="Phone of the learner")
    volunteer_phone = fields.Char(related="volunteer_id.phone", string="Phone of the volunteer")
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
        help="Empty when they meet online.",
    )
    moment_id = fields.Many2one("bzk.language.moment", string="Usually on", ondelete="restrict")
    rhythm = fields.Selection(
        [("week", "Every week"), ("fortnight", "Every two weeks"), ("month", "Every four weeks")],
        string="How often",
        required=True,
        default="week",
    )
    date_start = fields.Date(
        string="Start", required=True, default=fields.Date.context_today, index=True
    )
    date_end = fields.Date(string="End", readonly=True, copy=False)
    state = fields.Selection(
        [("active", "Meets"), ("ended", "Ended")],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    end_reason = fields.Selection(END_REASONS, string="Why it ended", readonly=True, copy=False)
    end_note = fields.Text(string="How it went", copy=False)
    why = fields.Text(
        string="Why these two", readonly=True, copy=False, help="As it was when they were proposed."
    )
    vog_state = fields.Selection(related="volunteer_id.vog_state")
    meeting_ids = fields.One2many("bzk.language.meeting", "pair_id", string="Meetings")
    meeting_count = fields.Integer(string="Meetings held", compute="_compute_meetings", store=True)
    hours = fields.Float(compute="_compute_meetings", store=True)
    last_meeting_on = fields.Date(string="Last meeting", compute="_compute_meetings", store=True)
    next_meeting_on = fields.Date(
        string="Next meeting",
        compute="_compute_next_meeting_on",
        store=True,
        readonly=False,
        index="btree_not_null",
        help="Follows from the last meeting and how often they meet; change it when they agreed "
        "on another day.",
    )
    days_late = fields.Integer(compute="_compute_days_late", aggregator=None)
    overdue = fields.Boolean(compute="_compute_days_late", search="_search_overdue")
    pair_days = fields.Integer(
        string="Days together", compute="_compute_pair_days", store=True, aggregator="avg"
    )

    _learner_active = models.UniqueIndex(
        "(learner_id) WHERE state = 'active'",
        "This learner is in a pair already. End that pair first.",
    )
    _period = models.Constraint(
        "CHECK(date_end >= date_start)", "A pair cannot end before it starts."
    )
    _end_has_reason = models.Constraint(
        "CHECK((date_end IS NULL) = (end_reason IS NULL))",
        "Say why the pair ended, and when.",
    )

    @api.depends("date_end")
    def _compute_state(self):
        for pair in self:
            pair.state = "ended" if pair.date_end else "active"

    @api.depends("learner_id", "volunteer_id")
    def _compute_branch_id(self):
        """Where both can come, the learner's own branch first."""
        for pair in self:
            learner, volunteer = pair.learner_id, pair.volunteer_id
            common = learner._places() & volunteer._places()
            known = pair.branch_id if pair.branch_id in learner._places() else common.browse()
            both = common or learner.branch_id or volunteer.branch_id
            online = not common and learner.online and volunteer.online
            pair.branch_id = known or (both[:1] if not online else common.browse())

    @api.depends("learner_id.partner_id.name", "volunteer_id.partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for pair in self:
            learner, volunteer = pair.learner_id.display_name, pair.volunteer_id.display_name
            pair.display_name = f"{learner or ''} – {volunteer or ''}"

    @api.depends("meeting_ids.date", "meeting_ids.hours", "meeting_ids.attended")
    def _compute_meetings(self):
        for pair in self:
            held = pair.meeting_ids.filtered(lambda meeting: meeting.attended == "both")
            pair.meeting_count = len(held)
            pair.hours = sum(held.mapped("hours"))
            pair.last_meeting_on = max((day for day in held.mapped("date") if day), default=False)

    @api.depends("state", "rhythm", "date_start", "meeting_ids.date")
    def _compute_next_meeting_on(self):
        """One rhythm after what was noted last, also when somebody did not come then."""
        for pair in self:
            noted = [day for day in pair.meeting_ids.mapped("date") if day]
            last = max(noted, default=pair.date_start)
            days = RHYTHMS.get(pair.rhythm, 0)
            pair.next_meeting_on = pair.state == "active" and last and last + timedelta(days=days)

    @api.depends("next_meeting_on", "state")
    def _compute_days_late(self):
        today = fields.Date.context_today(self)
        for pair in self:
            due = pair.state == "active" and pair.next_meeting_on
            pair.days_late = max((today - due).days, 0) if due else 0
            pair.overdue = pair.days_late > 0

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "=", "active") & Domain("next_meeting_on", "<", "today")

    @api.depends("date_start", "date_end")
    def _compute_pair_days(self):
        for pair in self:
            both = pair.date_start and pair.date_end
            pair.pair_days = (pair.date_end - pair.date_start).days if both else 0

    @api.constrains("date_start", "date_end")
    def _check_days(self):
        """A pair begins and ends when it does; what is to come is not known yet."""
        today = fields.Date.context_today(self)
        for pair in self:
            if pair.date_end and pair.date_end > today:
                raise ValidationError(self.env._("A pair is ended on the day itself or later."))
            if pair.date_end and pair.last_meeting_on and pair.last_meeting_on > pair.date_end:
                raise ValidationError(
                    self.env._(
                        "These two still met on %s.", format_date(self.env, pair.last_meeting_on)
                    )
                )

    @api.constrains("learner_id", "volunteer_id")
    def _check_who(self):
        """Let only who takes part now form a pair, within the room that the volunteer has."""
        for pair in self.filtered(lambda pair: pair.state == "active"):
            learner, volunteer = pair.learner_id, pair.volunteer_id
            if learner.partner_id and learner.partner_id == volunteer.partner_id:
                raise ValidationError(self.env._("Nobody is their own volunteer."))
            away = [
                person.display_name
                for person in (learner, volunteer)
                if person.state in ("paused", "stopped")
            ]
            if away:
                raise ValidationError(
                    self.env._("%s does not take part at the moment.", ", ".join(away))
                )
            # sudo: only to wait; two colleagues may give the last place away at the same time.
            volunteer.sudo().lock_for_update()
            volunteer._check_capacity()

    @api.ondelete(at_uninstall=False)
    def _unlink_without_meetings(self):
        if self.meeting_ids:
            raise UserError(
                self.env._("These two have met. End the pair instead, so the figures stay.")
            )

    def action_end(self):
        """Ask when and why the pair ends, and what both do next."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_pair_end")
        action["context"] = {"default_pair_id": self.id}
        return action

    def action_note_meeting(self):
        """Note a meeting of these two, filled in as the last one was."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_meeting_note")
        action["context"] = {"default_pair_id": self.id}
        return action

    def action_open_meetings(self):
        """List the meetings of this pair."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_meetings")
        context = {"default_pair_id": self.id}
        return action | {"domain": [("pair_id", "=", self.id)], "context": context}

    def _end(self, day, reason, note=False):
        """End pairs; both of each are free again.

        :param date day: last day
        :param str reason: key of :data:`END_REASONS`
        :param str note: how it went
        """
        self.write({"date_end": day, "end_reason": reason, "end_note": note})

    def _open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_taalplein.action_pairs")
        return action | {"views": [(False, "form")], "res_id": self.id}
