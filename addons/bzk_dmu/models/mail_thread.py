import xmlrpc.client

from odoo import api, fields, models


class MailThread(models.AbstractModel):
    """The gateway: mails for the file go there, and people at work who write find their place."""

    _inherit = "mail.thread"

    #: As ``message_ids`` of bzk_base; this field is there since core's portal is.
    website_message_ids = fields.One2many(bypass_search_access=False)

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
        """File a mail that was copied or forwarded to a library's address.

        Before core sees it: core drops a mail whose Message-ID it has seen, also when another
        library files it, and takes a copy of an answer to a thread for that answer alone.
        """
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        if isinstance(raw, str):
            raw = raw.encode()
        if self.env["bzk.filed.mail"]._is_for_file(raw):
            # What goes to another address of the CRM too is handled there first, so that it is
            # not found to be known already.
            result = False
            if self.env["bzk.filed.mail"]._goes_elsewhere(raw):
                gateway = self.with_context(bzk_filing_apart=True)
                result = super(MailThread, gateway).message_process(
                    model, raw, custom_values, save_original, strip_attachments, thread_id
                )
            taken = self.env["bzk.filed.mail"]._take_in(raw)
            return result or taken[:1].id
        return super().message_process(
            model, raw, custom_values, save_original, strip_attachments, thread_id
        )

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Let somebody at work who writes to the general address land at their organisation."""
        relations = self.env["bzk.relation"]._direct_from(message_dict)
        if relations:
            uid = self._mail_find_user_for_gateway(message_dict["email_from"]).id or self.env.uid
            return [("bzk.relation", relation.id, None, uid, None) for relation in relations]
        if self.env.context.get("bzk_filing_apart"):
            # Without the address for the file, which would make a forward of any answer.
            mails = self.env["bzk.filed.mail"]
            for key in ("to", "recipients"):
                message_dict[key] = mails._without_file(message_dict[key])
        return super().message_route(message, message_dict, model, thread_id, custom_values)

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        """Notify nobody of a mail that was sent elsewhere and is filed only."""
        if self.env.context.get("bzk_filing"):
            return []
        return super()._notify_thread(message, msg_vals=msg_vals, **kwargs)
