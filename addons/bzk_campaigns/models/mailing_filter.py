from odoo import fields, models


class MailingFilter(models.Model):
    """A segment of private customers, evergreen: relative dates find who fits today."""

    _inherit = "mailing.filter"

    count_ids = fields.One2many("bzk.segment.count", "segment_id", string="Trend")
