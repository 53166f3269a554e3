import logging
import xmlrpc.client

from odoo import SUPERUSER_ID, api, models
from odoo.tools import email_normalize

_logger = logging.getLogger(__name__)
#: What is about a mail that was sent, and nothing for anybody to read.
REPORTS = ("bounce", "complaint", "notice")


class MailThread(models.AbstractModel):
    """The gateway: what comes back on mails of a campaign, and on any other mail."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Take in what came back, before core sees it.

        Core counts returned mails by address, through all libraries, does not tell an address that
        is gone from a mailbox that is full, and blocks an address for all of them after five. It
        also takes a report for true about a mail that was never sent.
        """
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        if isinstance(raw, str):
            raw = raw.encode()
        found, trace = self.env["mailing.trace"]._take_return(raw)
        if found and found.kind in REPORTS:
            if not trace and found.kind == "bounce":
                self.env["mail.notification"]._take_bounce(found)
            return False
        if trace and found.kind == "automatic":
            return False
        stopped = trace and trace._take_stop(found)
        result = super().message_process(
            model, raw, custom_values, save_original, strip_attachments, thread_id
        )
        if trace and result and not stopped:
            trace._tell_answer()
        return result

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Let an answer to a mail of a campaign land with the customer who got the mail."""
        trace = self.env["mailing.trace"]._answered_by(message_dict)
        reader = trace._readers()[:1]
        at_work = reader.work_contact and self.env["bzk.relation"]._direct_from(message_dict)
        if reader and not at_work and not message_dict.get("is_bounce"):
            known = reader.email_normalized == email_normalize(message_dict["email_from"])
            message_dict["bzk_author_id"] = reader.id if known else False
            # Core would note that the mail was opened, which takes consent of its own.
            message_dict["references"] = message_dict["in_reply_to"] = ""
            trace.set_replied()
            return [("res.partner", reader.id, None, SUPERUSER_ID, None)]
        return super().message_route(message, message_dict, model, thread_id, custom_values)

    def _message_parse_post_process(self, message, message_dict, routes):
        """Take who answers from the mail that was answered: others may have the same address."""
        values = super()._message_parse_post_process(message, message_dict, routes)
        if "bzk_author_id" in message_dict:
            values |= {"author_id": message_dict.pop("bzk_author_id"), "partner_ids": []}
        return values

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Leave out what reached the address for returned mail and is no report that can be read.

        Core would mark customers of every library by the address that it names.
        """
        _logger.info("no report that can be read: left out, %s", message_dict["message_id"])
