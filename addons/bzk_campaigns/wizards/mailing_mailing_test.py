from odoo import models
from odoo.exceptions import UserError


class MailingMailingTest(models.TransientModel):
    """Core's trial of a mailing goes to any address; ours only to a colleague."""

    _inherit = "mailing.mailing.test"

    def send_mail_test(self):
        """Mail the trial to colleagues, as some customer would get it.

        :raises UserError: for the address of somebody else
        """
        self.ensure_one()
        mailing = self.mass_mailing_id
        reader = mailing._somebody()
        if not reader:
            raise UserError(self.env._("Nobody would get this mail."))
        for address in (self.email_to or "").splitlines():
            if address.strip():
                mailing._send_sample(reader, address)
        return True
