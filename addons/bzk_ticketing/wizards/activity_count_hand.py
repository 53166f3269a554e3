from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.models.res_partner import AGE_GROUPS

from ..models.activity_count import METHODS
from ..models.activity_tally import BY_HAND

#: The groups in the order in which the form asks for them, and whoever nobody asked.
GROUPS = [code for code, _label in AGE_GROUPS]


class ActivityCountHand(models.TransientModel):
    """The day after: how many people came to an activity at which no screen counted.

    What was filled in before comes back, so that a mistake is mended in the same form.
    """

    _name = "bzk.activity.count.hand"
    _inherit = "bzk.library.guard"
    _description = "Number of visitors by hand"

    event_id = fields.Many2one(
        "event.event", string="Activity", required=True, readonly=True, ondelete="cascade"
    )
    method = fields.Selection(METHODS, required=True, default="counted")
    youth = fields.Integer(string="Youth 0-12")
    pupils = fields.Integer(string="Pupils 13-18")
    young_adults = fields.Integer(string="Adults 19-39")
    adults = fields.Integer(string="Adults 40-70")
    seniors = fields.Integer(string="Over 70")
    unknown = fields.Integer(
        string="Visitors", help="People whose age nobody asked: the whole number, if need be."
    )
    total = fields.Integer(compute="_compute_total")
    elsewhere = fields.Integer(
        string="Counted on screens",
        compute="_compute_elsewhere",
        help="Counted at the door already. What is filled in here comes on top of it.",
    )
    checked_in = fields.Integer(related="event_id.seats_used", string="Checked in")

    @api.model
    def default_get(self, names):
        """Begin with what was filled in before."""
        values = super().default_get(names)
        event = self.env["event.event"].browse(values.get("event_id"))
        event.check_access("read")
        for line in event.count_ids.filtered(lambda line: line.device == BY_HAND):
            values["method"] = line.method
            values[line.age_group or "unknown"] = line.number
        return values

    @api.depends(*GROUPS, "unknown")
    def _compute_total(self):
        for form in self:
            form.total = sum(form[name] for name in [*GROUPS, "unknown"])

    @api.depends("event_id")
    def _compute_elsewhere(self):
        for form in self:
            lines = form.event_id.count_ids.filtered(lambda line: line.device != BY_HAND)
            form.elsewhere = sum(lines.mapped("number"))

    def action_save(self):
        """Keep the numbers; nobody at all is an answer too.

        :raises UserError: for a number below nothing
        """
        self.ensure_one()
        numbers = {group: self[group] for group in GROUPS} | {"": self.unknown}
        if min(numbers.values()) < 0:
            raise UserError(self.env._("A number of visitors is nothing or more."))
        counts = self.env["bzk.activity.count"]
        counts._tally(self.event_id, BY_HAND, {self.method: numbers})
        if not self.event_id.count_ids:
            counts._add_line(self.event_id, BY_HAND, self.method, "", 0, 0)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
