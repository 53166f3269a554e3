from odoo import api, fields, models
from odoo.exceptions import UserError


class MailingTrace(models.Model):
    """What of a mail is only known as it is today: its text, why somebody is in a segment."""

    _inherit = "mailing.trace"

    mail_as_read = fields.Html(
        string="The mail",
        compute="_compute_mail_as_read",
        sanitize=False,
        help="Made again as this reader got it, from what is known today.",
    )

    @api.depends("mass_mailing_id", "partner_id", "shown_blocks")
    @api.depends_context("lang")
    def _compute_mail_as_read(self):
        for trace in self:
            trace.mail_as_read = trace._why_letter().get("body_html", False)

    def _why_letter(self):
        """The mail as its reader got it, without anything that tells that it was opened.

        :return: dict as of ``_render_traces``; empty when it can't be made any more
        """
        self.ensure_one()
        # sudo: the mail of whoever may read this trace may name what else is known of the reader.
        trace = self.sudo()
        if not trace.partner_id:
            return {}
        try:
            letters = trace.mass_mailing_id._render_traces(trace, tracked=False)
        except UserError:
            return {}
        return letters.get(trace.id) or {}

    def _why_in_segment(self, segment):
        """Say in words why the reader is in a segment, or is not any more.

        :param segment: ``mailing.filter``
        """
        _ = self.env._
        if not self.partner_id:
            return ""
        within, sentences = segment._why(self.partner_id)
        told = "; ".join(sentences)
        if within:
            return _("Is in it today: %s", told)
        return _("Is not in it any more today: %s", told)

    @api.depends("mass_mailing_id.subject", "partner_id")
    def _compute_display_name(self):
        """Name it by the mail and its reader."""
        ours = self.filtered("company_id")
        for trace in ours:
            # sudo: names beside a mail that the user may see.
            parts = (trace.sudo().mass_mailing_id.subject, trace.sudo().partner_id.name)
            trace.display_name = ", ".join(filter(None, parts))
        return super(MailingTrace, self - ours)._compute_display_name()
