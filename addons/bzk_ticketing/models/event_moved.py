from odoo import fields, models


class EventEvent(models.Model):
    """An activity that moves to another moment: whoever was reminded knows the wrong one."""

    _inherit = "event.event"

    def write(self, vals):
        """Remind everybody of the new moment, also of an activity that was thought to be over."""
        before = {event: event.date_begin for event in self} if "date_begin" in vals else {}
        result = super().write(vals)
        now = fields.Datetime.now()
        moved = [event.id for event, begin in before.items() if begin != event.date_begin > now]
        self.browse(moved).event_mail_ids._remind_again()
        return result


class EventMail(models.Model):
    """Reminders of an activity that moved."""

    _inherit = "event.mail"

    def _remind_again(self):
        """Let go of who was mailed before the activity, so that all of them are mailed anew."""
        # sudo: whoever may move an activity may have its reminders sent.
        reminders = self.sudo().filtered(lambda mail: mail.interval_type == "before_event")
        reminders.mail_registration_ids.unlink()
        reminders.write({"mail_done": False, "mail_count_done": 0})
