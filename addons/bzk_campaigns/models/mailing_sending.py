from odoo import fields, models


class MailingMailing(models.Model):
    """How the sending of a mailing goes."""

    _inherit = "mailing.mailing"

    paused = fields.Boolean(readonly=True, copy=False, help="Nothing of it is sent until resumed.")
    send_problem = fields.Text(
        string="What is the matter", readonly=True, copy=False, help="Why nothing is sent for now."
    )
    send_tries = fields.Integer(readonly=True, copy=False)
    send_after = fields.Datetime(string="Next try", readonly=True, copy=False)
