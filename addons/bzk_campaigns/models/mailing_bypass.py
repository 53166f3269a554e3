from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class MailingMailing(models.Model):
    """There is one way out for a mailing: the queue, which asks the gate twice.

    Core's own ways, that know no gate, are closed or lead to the queue.
    """

    _inherit = "mailing.mailing"

    @api.constrains("mailing_model_id", "mailing_type", "ab_testing_enabled")
    def _check_one_way(self):
        for mailing in self:
            if mailing.mailing_model_real != "res.partner" or mailing.mailing_type != "mail":
                raise ValidationError(self.env._("A mailing goes by e-mail, to customers."))
            if mailing.ab_testing_enabled:
                raise ValidationError(
                    self.env._("Mails of different texts are mailings of their own.")
                )

    def _action_send_mail(self, res_ids=None):
        """Core's sending, which asks nobody whether they want it; nothing goes this way.

        :raises UserError: always
        """
        raise UserError(self.env._("Mailings are sent from the queue only, to who may be mailed."))

    @api.model
    def _process_mass_mailing_queue(self):
        """Core's scheduled work: what waits is sent as ever, by the queue."""
        self._send_waiting()

    def action_retry_failed(self):
        """Put back in the queue what the server did not take; the gate is asked anew.

        What may have been sent is left to staff, one by one: it must not come twice.
        """
        self.check_access("write")
        # sudo: staff may not change mails; here they may only have them tried again.
        failed = self.env["mailing.trace"].sudo()
        failed = failed.search(
            [
                ("mass_mailing_id", "in", self.ids),
                ("trace_status", "=", "error"),
                ("failure_type", "!=", "uncertain"),
                ("partner_id", "!=", False),
            ]
        )
        failed._back_in_queue()
        self._wake()
