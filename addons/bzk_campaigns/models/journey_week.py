from odoo import api, fields, models


def _day(number):
    """Give a field that ticks one day of the week.

    :param str number: 1 is Monday
    """
    # Each has a method of its own: of fields that share one, what is written to the first hides
    # the others from it.
    return fields.Boolean(
        compute=api.depends("weekdays")(lambda journeys: journeys._show_day(number)),
        inverse=lambda journeys: journeys._keep_day(number),
    )


class Journey(models.Model):
    """On which days of the week is mailed, one tick each."""

    _inherit = "bzk.journey"

    mon = _day("1")
    tue = _day("2")
    wed = _day("3")
    thu = _day("4")
    fri = _day("5")
    sat = _day("6")
    sun = _day("7")

    def _show_day(self, number):
        name = self._day_name(number)
        for journey in self:
            journey[name] = number in (journey.weekdays or "")

    def _keep_day(self, number):
        name = self._day_name(number)
        for journey in self:
            others = set(journey.weekdays or "") - {number}
            journey.weekdays = "".join(sorted(others | {number} if journey[name] else others))

    def _day_name(self, number):
        return ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[int(number) - 1]
