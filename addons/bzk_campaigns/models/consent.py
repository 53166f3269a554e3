from odoo import fields, models


class Consent(models.Model):
    """A decision that a customer took because of a mail points at that mail."""

    _inherit = "bzk.consent"

    mailing_trace_id = fields.Many2one(
        "mailing.trace",
        string="Because of the mail",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The mail whose link, reply or complaint this decision came from.",
    )
