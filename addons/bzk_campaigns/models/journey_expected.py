from odoo import api, fields, models


class JourneyEntry(models.Model):
    """When the next step is to be expected, with the hours in which is mailed."""

    _inherit = "bzk.journey.entry"

    expected = fields.Datetime(
        string="Expected on",
        compute="_compute_expected",
        help="The moment of the next step, within the hours in which is mailed.",
    )

    @api.depends("due", "state", "step_id.kind", "journey_id.weekdays")
    def _compute_expected(self):
        now = fields.Datetime.now()
        for entry in self:
            if entry.state != "running" or not entry.due:
                entry.expected = False
                continue
            moment = max(entry.due, now)
            if entry.step_id._mails():
                moment = entry.journey_id._window().next_open(moment)
            entry.expected = moment
