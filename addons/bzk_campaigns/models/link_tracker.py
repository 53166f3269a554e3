from odoo import fields, models


class LinkTracker(models.Model):
    """A link in a mail belongs to the library that mails."""

    _inherit = "link.tracker"

    company_id = fields.Many2one(related="mass_mailing_id.company_id", store=True, index=True)
