from odoo import api, fields, models

from .third_half_prepare import USES


class EventMail(models.Model):
    """Mails after an activity that take consent are prepared, and never sent from here."""

    _inherit = "event.mail"

    mail_state = fields.Selection(selection_add=[("prepared", "Prepared for the campaigns")])

    @api.model
    def _uses_sent_elsewhere(self):
        return super()._uses_sent_elsewhere() | set(USES)

    def execute(self):
        """Leave out what waits for consent, however the scheduler was started."""
        own = self.filtered(lambda mail: mail.template_ref.activity_use not in USES)
        return super(EventMail, own).execute()

    @api.depends("error_datetime", "interval_type", "mail_done", "event_id", "template_ref")
    def _compute_mail_state(self):
        result = super()._compute_mail_state()
        for mail in self:
            if mail.mail_state == "sent" and mail.template_ref.activity_use in USES:
                mail.mail_state = "prepared"
        return result
