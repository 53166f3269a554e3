from odoo import fields, models
from odoo.exceptions import UserError

from ..models.pair import END_REASONS


class LanguagePairEnd(models.TransientModel):
    """Ends a pair, and asks what each of the two does next."""

    _name = "bzk.language.pair.end"
    _inherit = "bzk.library.guard"
    _description = "End a pair"

    pair_id = fields.Many2one("bzk.language.pair", required=True, readonly=True, ondelete="cascade")
    date_end = fields.Date(string="Last day", required=True, default=fields.Date.context_today)
    end_reason = fields.Selection(END_REASONS, string="Why it ends", required=True)
    end_note = fields.Text(string="How it went")
    learner_next = fields.Selection(
        [("again", "Waits for somebody else"), ("pause", "Pauses"), ("stop", "Stops")],
        string="The learner",
        required=True,
        default="again",
    )
    volunteer_next = fields.Selection(
        [("again", "Is free for another learner"), ("pause", "Pauses"), ("stop", "Stops")],
        string="The volunteer",
        required=True,
        default="again",
    )

    def action_end(self):
        """End the pair; pause or stop who wants to.

        :raises UserError: when it was ended already
        """
        self.ensure_one()
        pair = self.pair_id
        if pair.state == "ended":
            raise UserError(self.env._("This pair was ended already."))
        pair._end(self.date_end, self.end_reason, self.end_note)
        reached = "reached" if self.end_reason == "reached" else "other"
        for person, then, reason in (
            (pair.learner_id, self.learner_next, reached),
            (pair.volunteer_id, self.volunteer_next, "other"),
        ):
            if then == "pause":
                person.write({"paused_on": self.date_end})
            elif then == "stop":
                person._stop(self.date_end, reason)
        return {"type": "ir.actions.act_window_close"}
