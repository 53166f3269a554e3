from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What says who enters; once customers did, it is another journey.
TRIGGER = {"trigger", "company_id"}


class Journey(models.Model):
    """Starting, pausing, changing and ending a journey while customers are on it."""

    _inherit = "bzk.journey"

    def write(self, vals):
        """Write, and look anew at who is there when the segment became another one.

        :raises UserError: when the trigger of a journey that was started would change
        """
        for journey in self.filtered("date_from"):
            for name in TRIGGER & set(vals):
                value = journey[name].id if name == "company_id" else journey[name]
                if value != vals[name]:
                    raise UserError(
                        self.env._(
                            "This journey was started already: make a copy for another trigger."
                        )
                    )
        other = self.filtered(
            lambda journey: (
                journey.date_from
                and journey.trigger == "segment"
                and journey.segment_id.id != vals.get("segment_id", journey.segment_id.id)
            )
        )
        result = super().write(vals)
        for journey in other:
            journey._forget_present()
            journey._note_present()
        return result

    def action_start(self):
        """Start: from now on customers enter for whom the trigger happens.

        :raises UserError: when something is missing
        """
        for journey in self:
            journey._check_startable()
            journey.write(
                {"state": "running", "date_from": fields.Datetime.now(), "problem": False}
            )
            if journey.trigger == "segment" and not journey.include_present:
                journey._note_present()
        return True

    def action_pause(self):
        """Nobody enters and nobody goes on until the journey is resumed."""
        self.filtered(lambda journey: journey.state == "running").state = "paused"
        return True

    def action_resume(self):
        """Go on: who waited goes on, and who the trigger happened to meanwhile enters."""
        for journey in self.filtered(lambda journey: journey.state == "paused"):
            journey._check_startable()
            journey.write({"state": "running", "problem": False})
        return True

    def action_end(self):
        """End for good: who is under way leaves, and mails that wait are not sent."""
        for journey in self.filtered(lambda journey: journey.state in ("running", "paused")):
            journey.state = "ended"
            journey.env["bzk.journey.entry"].flush_model()
            journey.env.cr.execute(
                SQL(
                    "SELECT id FROM bzk_journey_entry WHERE journey_id = %s AND state = 'running'",
                    journey.id,
                )
            )
            entries = [entry for (entry,) in journey.env.cr.fetchall()]
            journey.env["bzk.journey.entry"].browse(entries)._leave("ended")
        return True

    def _check_startable(self):
        """Tell what is missing before the journey can run.

        :raises UserError: with everything that is missing
        """
        self.ensure_one()
        self.check_access("write")
        missing = self._missing()
        if missing:
            raise UserError("\n".join(missing))

    def _missing(self):
        """Give what is missing, in words."""
        _ = self.env._
        missing = []
        if not self.company_id:
            missing.append(_("A ready journey is copied to be used; it does not run itself."))
        if not self.step_ids:
            missing.append(_("Add at least one step."))
        if self.trigger in ("quiet", "age") and not self.trigger_number:
            missing.append(_("Say how many months, or which age."))
        if self.trigger == "segment" and not self.segment_id:
            missing.append(_("Choose the segment that customers come into."))
        if self.goal == "segment" and not self.goal_segment_id:
            missing.append(_("Choose the segment of the goal."))
        return missing + [line for step in self.step_ids for line in step._missing()]

    def _steps_changed(self, anew=False):
        """Let who is under way go on by the steps as they are now.

        :param bool anew: a delay changed, so count anew
        """
        self.invalidate_recordset(["step_ids"])
        for journey in self.exists().filtered("date_from"):
            journey._settle(anew=anew)
