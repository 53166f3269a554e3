from odoo import fields, models


class SegmentCount(models.Model):
    """How many were in a segment on a day, for its trend."""

    _name = "bzk.segment.count"
    _inherit = "bzk.library.guard"
    _description = "People in a segment on a day"
    _order = "date DESC, id DESC"
    _rec_name = "date"

    segment_id = fields.Many2one(
        "mailing.filter", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", string="Library", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(required=True, readonly=True)
    people = fields.Integer(readonly=True)
    allowed = fields.Integer(string="May be mailed", readonly=True)

    _once_a_day = models.Constraint(
        "UNIQUE(segment_id, company_id, date)", "This segment was counted on this day already."
    )
