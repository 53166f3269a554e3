from odoo import fields, models

from odoo.addons.bzk_base.models.res_partner import AGE_GROUPS

METHODS = [("counted", "Counted"), ("estimated", "Estimated")]


class ActivityCount(models.Model):
    """How many people came without being on a list, as one screen or person told it.

    Each screen at the door has a line of its own per age group and sends its whole number, never
    a difference: sending it twice, or late, changes nothing, and two doors add up.
    """

    _name = "bzk.activity.count"
    _inherit = "bzk.library.guard"
    _description = "Count of visitors"
    _order = "event_id, id"
    _rec_name = "event_id"
    _check_company_auto = True

    event_id = fields.Many2one(
        "event.event", string="Activity", required=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="event_id.company_id", string="Library", store=True, index=True
    )
    method = fields.Selection(METHODS, required=True, default="counted")
    age_group = fields.Selection(AGE_GROUPS, help="Empty when nobody asked.")
    number = fields.Integer(required=True, string="Visitors")
    device = fields.Char(required=True, default="hand", help="The screen that counted.")
    user_id = fields.Many2one(
        "res.users", string="Counted by", default=lambda self: self.env.user, ondelete="set null"
    )

    _device_uniq = models.UniqueIndex(
        "(event_id, device, method, COALESCE(age_group, ''))",
        "This screen already counted this age group.",
    )
    _number_positive = models.Constraint(
        "CHECK(number BETWEEN 0 AND 100000)", "The number of visitors lies between 0 and 100,000."
    )
