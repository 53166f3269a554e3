from odoo import SUPERUSER_ID, api, models
from odoo.tools import email_normalize


class MailNotification(models.Model):
    """What came back on a mail that was sent to one customer, such as a reminder."""

    _inherit = "mail.notification"

    @api.model
    def _take_bounce(self, found):
        """Note which mails did not arrive, and mail an address no more that does not exist.

        At the library that sent the mail only; a report about a mail that was never sent from here
        says nothing.

        :param found: the :class:`~..returns.Return`
        """
        # What comes in comes without a user.
        messages = self.env["mail.message"].with_user(SUPERUSER_ID)
        message = messages.search([("message_id", "in", found.message_ids)], limit=1)
        for failure in found.failures:
            if failure.kind == "delayed":
                continue
            notices = message.notification_ids.filtered(
                lambda notice, failure=failure: notice._to_address() in failure.addresses
            )
            notices.write({"notification_status": "bounce", "failure_type": "mail_bounce"})
            company = message.record_company_id
            if failure.kind == "hard" and notices and company:
                self.env["res.partner"]._note_addresses_broken(
                    set(filter(None, map(MailNotification._to_address, notices))), company
                )

    def _to_address(self):
        """The address that this mail went to, in small letters."""
        self.ensure_one()
        return email_normalize(self.mail_email_address) or self.res_partner_id.email_normalized
