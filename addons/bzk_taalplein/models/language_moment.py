from odoo import api, fields, models

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
            part = parts.get(moment.part, "").lower()
            moment.display_name = f"{days.get(moment.day, '')} {part}".strip()

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Find by words such as "tue eve": the names follow from the language of the user."""
        moments = self.search(domain or [])
        words = (name or "").lower().split()
        found = moments.filtered(
            lambda moment: all(word in moment.display_name.lower() for word in words)
        )
        return [(moment.id, moment.display_name) for moment in found[:limit]]
