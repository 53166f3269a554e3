from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.bzk_base.mailing import plain_text

from ..models.mail_template import RENDERED


class MailTemplatePreview(models.TransientModel):
    """A mail as it will look to one real person, also without mark-up; and a test to oneself.

    Links in it show what they lead to and change nothing: whoever tries a text must not cancel
    the seat of the visitor it was tried with.
    """

    _inherit = "mail.template.preview"

    plain_text = fields.Text(string="Without mark-up", compute="_compute_mail_template_fields")

    def _compute_mail_template_fields(self):
        """Show the mail in its frame, as it is sent."""
        previews = self.with_context(bzk_mail_test=True)
        result = super(MailTemplatePreview, previews)._compute_mail_template_fields()
        for preview in previews:
            template, record = preview.mail_template_id, preview.resource_ref
            preview.plain_text = False
            if preview.error_msg or not record or not record.id:
                continue
            if template.email_layout_xmlid:
                context = {"template_preview_lang": preview.lang} if preview.lang else {}
                letter = template.with_context(**context)._render_letters(record.ids)[record.id]
                preview.body_html = letter["body_html"]
            preview.plain_text = plain_text(preview.body_html)
        return result

    def action_send_test(self):
        """Mail this to the user, who alone gets it; nothing is kept with the visitor.

        :raises UserError: when there is nothing to send or the user has no address
        """
        self.ensure_one()
        user = self.env.user
        record = self.resource_ref
        if not record:
            raise UserError(self.env._("There is nobody yet to try this mail with."))
        if not user.email:
            raise UserError(self.env._("Fill in your own e-mail address first."))
        template = self.mail_template_id.with_context(bzk_mail_test=True)
        letter = template._render_letters(record.ids)[record.id]
        calendars = {}
        # What is sent by others, after the activity, needs no calendar.
        elsewhere = self.env["event.mail"]._uses_sent_elsewhere()
        if record._name == "event.registration" and template.activity_use not in elsewhere:
            calendars = record.event_id._calendar_files()
        values = {name: letter.get(name) for name in RENDERED if name != "attachment_ids"}
        # Staff may not write mails themselves; this one goes to nobody but them.
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    **values,
                    "subject": self.env._("Test: %s", letter["subject"]),
                    "email_from": letter.get("email_from") or user.company_id.email_formatted,
                    "email_to": user.email_formatted,
                    "auto_delete": True,
                    "attachment_ids": [
                        fields.Command.set(
                            [
                                *letter.get("attachment_ids", ()),
                                *(at for ids in calendars.values() for at in ids),
                            ]
                        )
                    ],
                }
            )
        )
        mail.send()
        failed = mail.exists().filtered(lambda sent: sent.state == "exception")
        message = self.env._("A test is on its way to %s.", user.email)
        if failed:
            message = self.env._("The test could not be sent: %s", failed.failure_reason or "")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger" if failed else "success", "message": message},
        }
