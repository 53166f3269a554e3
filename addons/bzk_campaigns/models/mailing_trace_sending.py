from odoo import fields, models
from odoo.exceptions import UserError


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

    def _back_in_queue(self):
        """Let mails wait again as if they had never been tried; who went along comes with them."""
        carriers = self.mapped(lambda trace: trace.carrier_id or trace)
        along = self.search([("carrier_id", "in", carriers.ids)])
        (carriers | along).write(
            {
                "trace_status": "outgoing",
                "failure_type": False,
                "failure_reason": False,
                "carrier_id": False,
                "retry_at": False,
                "tries": 0,
            }
        )

    def _assert_uncertain(self):
        """Check that these are mails of which nobody knows, of mailings that the user may send.

        :raises AccessError: when the user may not send them
        :raises UserError: for a mail of which it is known
        """
        self.check_access("read")
        self.mass_mailing_id.check_access("write")
        if any(
            trace.failure_type != "uncertain" or trace.trace_status != "error" for trace in self
        ):
            raise UserError(self.env._("Of these mails it is known what became of them."))

    def action_send_again(self):
        """Send mails again that may not have arrived: some get it twice then."""
        self._assert_uncertain()
        # sudo: staff may not change mails, only say what is to be done with these.
        self.sudo()._back_in_queue()
        self.mass_mailing_id._wake()

    def action_count_as_sent(self):
        """Take it that mails arrived of which nobody knows."""
        self._assert_uncertain()
        # As above.
        traces = self.sudo().mapped(lambda trace: trace.carrier_id or trace)
        traces |= traces.search([("carrier_id", "in", traces.ids)])
        traces.write(
            {
                "trace_status": "sent",
                "failure_type": False,
                "failure_reason": False,
                "sent_datetime": fields.Datetime.now(),
            }
        )
