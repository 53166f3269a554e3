from odoo import api, fields, models
from odoo.fields import Domain

DAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]
PARTS = [("1", "Morning"), ("2", "Afternoon"), ("3", "Evening")]


class LanguageMoment(models.Model):
    """A part of a day of the week on which two people can meet; there are twenty-one."""

    _name = "bzk.language.moment"
    _description = "Part of the week"
    _order = "day, part"

    day = fields.Selection(DAYS, required=True, readonly=True)
    part = fields.Selection(PARTS, required=True, readonly=True)

    _day_part_uniq = models.UniqueIndex("(day, part)", "This part of the week is there already.")

    @api.depends("day", "part")
    @api.depends_context("lang")
    def _compute_display_name(self):
        days = dict(self._fields["day"]._description_selection(self.env))
        parts = dict(self._fields["part"]._description_selection(self.env))
        for moment in self:
            day, part = days.get(moment.day, ""), parts.get(moment.part, "").lower()
            # Other languages write it as one word.
            moment.display_name = self.env._("%(day)s %(part)s", day=day, part=part)

    @api.model
    def _search_display_name(self, operator, value):
        """Find by words such as "tue eve": the names follow from the language of the user."""
        if operator == "in":
            found = self.search([]).filtered(lambda moment: moment.display_name in value)
        elif operator == "ilike" and isinstance(value, str):
            words = value.lower().split()
            found = self.search([]).filtered(
                lambda moment: all(word in moment.display_name.lower() for word in words)
            )
        else:
            return NotImplemented
        return Domain("id", "in", found.ids)
