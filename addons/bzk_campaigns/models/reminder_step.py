from odoo import fields, models

from .journey_step_take import Outcome

REMINDER = "reminder"


class Journey(models.Model):
    """A journey that sees to it that activities remind who comes."""

    _inherit = "bzk.journey"

    def _missing(self):
        missing = super()._missing()
        steps = self.step_ids.filtered(lambda step: step.kind == REMINDER)
        if steps and self.trigger != "registered":
            missing.append(
                self.env._("A reminder is of an activity: let registering make customers enter.")
            )
        return missing


class JourneyStep(models.Model):
    """The reminder of an activity, which the activity itself sends.

    That mail goes to the seat, tickets included, also of who is no customer; so the journey sends
    none beside it. It lets each activity have a reminder that has none yet.
    """

    _inherit = "bzk.journey.step"

    kind = fields.Selection(
        selection_add=[(REMINDER, "Reminder of the activity")], ondelete={REMINDER: "cascade"}
    )
    reminder_days = fields.Integer(
        string="Days before", default=2, help="When the activity reminds who comes."
    )

    _reminder_days_positive = models.Constraint(
        "CHECK(reminder_days BETWEEN 1 AND 60)",
        "A reminder comes at least a day before, and at most sixty.",
    )

    def _do_reminder(self, entries):
        """Let the activities of these customers remind them; those that do already, stay so."""
        keys = self.env["bzk.journey.entry"].browse(entries).mapped("key")
        events = self.env["event.event"].browse({int(key) for key in keys}).exists()
        events.filtered(lambda event: event.company_id == self.company_id)._give_reminder(
            self.reminder_days
        )
        return dict.fromkeys(entries, Outcome("done"))


class EventEvent(models.Model):
    """An activity that reminds who comes."""

    _inherit = "event.event"

    def _give_reminder(self, days):
        """Let activities remind who comes that have no such mail.

        :param int days: how many days before
        """
        text = self.env.ref("bzk_ticketing.mail_template_reminder", raise_if_not_found=False)
        if not text:
            return
        # sudo: a journey runs for a library; its mails of activities are of others to make.
        mails = self.env["event.mail"].sudo()
        has = mails.search([("event_id", "in", self.ids), ("interval_type", "=", "before_event")])
        mails.create(
            [
                {
                    "event_id": event.id,
                    "interval_nbr": days,
                    "interval_unit": "days",
                    "interval_type": "before_event",
                    "template_ref": f"mail.template,{text.id}",
                }
                for event in self - has.event_id
            ]
        )
