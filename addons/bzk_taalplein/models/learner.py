from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..pairing import Learner

#: What a learner can do already; "alfa" learns to read and write.
LEVELS = [
    ("alfa", "Alfa: learns to read and write"),
    ("a0", "A0: no Dutch yet"),
    ("a1", "A1: a few words and sentences"),
    ("a2", "A2: simple conversations"),
    ("b1", "B1: manages in daily life"),
    ("b2", "B2: fluent"),
]
STATES = [
    ("registered", "Waits"),
    ("paired", "In a pair"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
]
STOP_REASONS = [
    ("reached", "Reached the goal"),
    ("course", "Goes to a course"),
    ("moved", "Moved away"),
    ("time", "No time"),
    ("silent", "Does not answer any more"),
    ("other", "Something else"),
]


class LanguageLearner(models.Model):
    """Somebody who wants to learn Dutch with a volunteer of the language point."""

    _name = "bzk.language.learner"
    _inherit = "bzk.language.participant"
    _description = "Learner"
    _order = "waiting_since, registered_on, id"

    level = fields.Selection(LEVELS, string="Level of Dutch", index="btree_not_null")
    level_speaking = fields.Selection(LEVELS, string="Speaking")
    level_reading = fields.Selection(LEVELS, string="Reading")
    level_writing = fields.Selection(LEVELS, string="Writing")
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    stop_reason = fields.Selection(
        STOP_REASONS, string="Why they stopped", readonly=True, copy=False
    )
    pair_ids = fields.One2many("bzk.language.pair", "learner_id", string="Pairs")
    current_pair_id = fields.Many2one(
        "bzk.language.pair", string="Pair", compute="_compute_current_pair_id"
    )
    waiting_since = fields.Date(compute="_compute_waiting_since", store=True, index=True)
    waiting_days = fields.Integer(
        string="Days waiting", compute="_compute_waiting_days", aggregator=None
    )
    days_to_pair = fields.Integer(
        string="Days until a pair",
        compute="_compute_days_to_pair",
        store=True,
        aggregator="avg",
        help="From registering until the first pair began; 0 without a pair.",
    )
    was_paired = fields.Boolean(compute="_compute_days_to_pair", store=True)

    @api.depends("paused_on", "stopped_on", "pair_ids.state")
    def _compute_state(self):
        for learner in self:
            learner.state = learner._standing(
                any(pair.state == "active" for pair in learner.pair_ids)
            )

    @api.depends("pair_ids.state")
    def _compute_current_pair_id(self):
        for learner in self:
            learner.current_pair_id = learner._current_pairs()[:1]

    @api.depends("state", "registered_on", "back_on", "pair_ids.date_end")
    def _compute_waiting_since(self):
        """Since when somebody waits: registered, back from a pause, or again after a pair."""
        for learner in self:
            days = [learner.registered_on, learner.back_on, *learner.pair_ids.mapped("date_end")]
            waits = learner.state == "registered"
            learner.waiting_since = waits and max((day for day in days if day), default=False)

    @api.depends("waiting_since")
    def _compute_waiting_days(self):
        today = fields.Date.context_today(self)
        for learner in self:
            since = learner.waiting_since
            learner.waiting_days = (today - since).days if since else 0

    @api.depends("registered_on", "pair_ids.date_start")
    def _compute_days_to_pair(self):
        for learner in self:
            begun = [day for day in learner.pair_ids.mapped("date_start") if day]
            learner.was_paired = bool(begun)
            learner.days_to_pair = begun and max((min(begun) - learner.registered_on).days, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_pairs(self):
        if self.pair_ids:
            raise UserError(
                self.env._("This learner was in a pair. Stop them instead, so the figures stay.")
            )

    def _waiting_domain(self):
        """Learners who wait for somebody."""
        return Domain("state", "=", "registered") & self._here_domain()

    def _described(self):
        """Each learner for the comparison: list of :class:`Learner`."""
        return [
            Learner(
                id=learner.id,
                person=learner.partner_id.id,
                languages=frozenset(learner.language_ids.ids),
                moments=frozenset(learner.moment_ids.ids),
                branch=learner.branch_id.id or 0,
                branches=frozenset(learner._places().ids),
                online=learner.online,
                level=learner.level or "",
                goals=frozenset(learner.goal_ids.ids),
                gender=learner.partner_id.gender or "",
                wants=learner.wants_gender or "",
            )
            for learner in self
        ]

    def action_find(self):
        """Show which volunteers go with this learner."""
        self.ensure_one()
        return self.env["bzk.language.match"]._open(learner_id=self.id)

    def action_open_pair(self):
        """Open the pair that this learner is in."""
        self.ensure_one()
        return self.current_pair_id._open()
