from odoo import fields, models


class ConsentPurpose(models.Model):
    """Mail to people at organisations has purposes of its own."""

    _inherit = "bzk.consent.purpose"

    at_work = fields.Boolean(
        string="For people at organisations",
        help="Asked of people as they are known at work, and not of private customers.",
    )
