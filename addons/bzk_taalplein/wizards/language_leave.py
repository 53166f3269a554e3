from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models import learner, volunteer


class LanguageLeave(models.TransientModel):
    """Lets a learner or volunteer pause or stop, and ends the pairs they are in when they stop."""

    _name = "bzk.language.leave"
    _inherit = "bzk.library.guard"
    _description = "Pause or stop"

    learner_id = fields.Many2one("bzk.language.learner", readonly=True, ondelete="cascade")
    volunteer_id = fields.Many2one("bzk.language.volunteer", readonly=True, ondelete="cascade")
    kind = fields.Selection([("pause", "Pause"), ("stop", "Stop")], required=True, readonly=True)
    date = fields.Date(string="From", required=True, default=fields.Date.context_today)
    until = fields.Date(string="Expected back")
    learner_reason = fields.Selection(learner.STOP_REASONS, string="Why the learner stops")
    volunteer_reason = fields.Selection(volunteer.STOP_REASONS, string="Why the volunteer stops")
    pair_count = fields.Integer(compute="_compute_pair_count")

    @api.depends("learner_id", "volunteer_id")
    def _compute_pair_count(self):
        for leave in self:
            leave.pair_count = len(leave._person()._current_pairs())

    def _person(self):
        return self.learner_id or self.volunteer_id

    def action_leave(self):
        """Pause or stop.

        :raises UserError: without a reason to stop, or for a day that cannot be
        """
        self.ensure_one()
        person = self._person()
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("Choose today or a day before."))
        if self.kind == "pause":
            if self.until and self.until < self.date:
                raise UserError(self.env._("Nobody is back before they left."))
            person.write({"paused_on": self.date, "paused_until": self.until})
            return {"type": "ir.actions.act_window_close"}
        reason = self.learner_reason if self.learner_id else self.volunteer_reason
        if not reason:
            raise UserError(self.env._("Choose why they stop: the figures tell it."))
        person._stop(self.date, reason)
        return {"type": "ir.actions.act_window_close"}
