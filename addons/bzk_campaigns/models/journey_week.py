from odoo import api, fields, models

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Journey(models.Model):
    """On which days of the week is mailed, one tick each."""

    _inherit = "bzk.journey"

    mon = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    tue = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    wed = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    thu = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    fri = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    sat = fields.Boolean(compute="_compute_week", inverse="_inverse_week")
    sun = fields.Boolean(compute="_compute_week", inverse="_inverse_week")

    @api.depends("weekdays")
    def _compute_week(self):
        for journey in self:
            for number, day in enumerate(DAYS, 1):
                journey[day] = str(number) in (journey.weekdays or "")

    def _inverse_week(self):
        chosen = [
            "".join(str(number) for number, day in enumerate(DAYS, 1) if journey[day])
            for journey in self
        ]
        for journey, weekdays in zip(self, chosen, strict=True):
            journey.weekdays = weekdays
