from odoo import models
from odoo.tools import format_datetime


class EventEvent(models.Model):
    """When and where an activity is, in words for pages and mails."""

    _inherit = "event.event"

    def _when_text(self):
        """The day and the hours, as they are said: Saturday 5 December 2026, 14:00 - 16:00."""
        self.ensure_one()

        def at(moment, pattern):
            return format_datetime(self.env, moment, tz=self.date_tz, dt_format=pattern)

        day = "EEEE d MMMM y"
        begin, end = self.date_begin, self.date_end
        text = f"{at(begin, day)}, {at(begin, 'HH:mm')} - "
        other_day = at(begin, day) != at(end, day)
        return text + (f"{at(end, day)}, " if other_day else "") + at(end, "HH:mm")

    def _place_text(self):
        """Another place than the branch when there is one, else the branch with its address."""
        self.ensure_one()
        if self.address_id and self.address_id != self.company_id.partner_id:
            return self.address_inline
        branch = self.branch_id
        parts = [branch.name or self.company_id.name, branch.street, branch.city]
        return ", ".join(part for part in parts if part)

    def _day_text(self):
        """The day alone, short enough for the subject of a mail: Saturday 5 December."""
        self.ensure_one()
        return format_datetime(self.env, self.date_begin, tz=self.date_tz, dt_format="EEEE d MMMM")
