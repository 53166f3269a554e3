from odoo import fields, models


class MailingTrace(models.Model):
    """How often a mail was tried, and what is done about one of which nobody knows."""

    _inherit = "mailing.trace"

    tries = fields.Integer(readonly=True, help="How often the server put it off.")
    retry_at = fields.Datetime(string="Next try", readonly=True)
    failure_type = fields.Selection(
        selection_add=[("uncertain", "May have been sent"), ("refused", "Refused by the server")],
        ondelete={"uncertain": "set null", "refused": "set null"},
    )

    _batch_idx = models.Index("(batch) WHERE batch IS NOT NULL")
    _along_idx = models.Index("(mass_mailing_id, email) WHERE trace_status = 'outgoing'")
