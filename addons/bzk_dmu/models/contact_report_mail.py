from odoo import api, fields, models
from odoo.exceptions import UserError

from .relation_followers import may_follow


class ContactReport(models.Model):
    """A report goes to who was there and to colleagues, and to nobody else."""

    _inherit = "bzk.contact.report"

    recipient_ids = fields.Many2many(
        "res.partner", compute="_compute_recipient_ids", string="Who can get it by e-mail"
    )

    @api.depends("participant_ids.partner_id.email")
    def _compute_recipient_ids(self):
        for report in self:
            report.recipient_ids = report.participant_ids.partner_id.filtered("email")

    def action_mail(self):
        """Open the mail with the report as a PDF, addressed to who was spoken to.

        :raises UserError: when the report is a draft, or nobody of them has an e-mail address
        """
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Finish the report first; a draft is for yourself."))
        if not self.recipient_ids:
            raise UserError(
                self.env._("None of those spoken to has an e-mail address. Fill it in first.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mail the report"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": self.env.ref("bzk_dmu.mail_template_contact_report").id,
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "force_email": True,
            },
        }

    def message_post(self, **kwargs):
        """Refuse a recipient who was not there; what came in by mail was sent already.

        :raises UserError: with the names
        """
        if kwargs.get("message_type") != "email":
            self._check_recipients(kwargs.get("partner_ids") or ())
        return super().message_post(**kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody outside follows a report, nor who may not read it: followers get what is said."""
        # sudo: only whether somebody works here is asked.
        partners = self.env["res.partner"].sudo().browse(partner_ids or ())
        staff = partners.filtered(lambda partner: not partner.partner_share)
        return super().message_subscribe(
            partner_ids=may_follow(self, staff.ids), subtype_ids=subtype_ids
        )

    def _check_recipients(self, partner_ids):
        """Refuse who was not there.

        :raises UserError: with the names that the user may know
        """
        # sudo: whether somebody works here or was there, of whom the user may not read more.
        addressed = self.env["res.partner"].sudo().browse(partner_ids)
        for report in self:
            there = report.sudo().participant_ids.partner_id
            strangers = addressed.filtered("partner_share") - there
            if strangers:
                known = strangers.sudo(False)._filtered_access("read")
                raise UserError(
                    self.env._(
                        "A report only goes to who was there. Not there: %s",
                        ", ".join(known.mapped("name")) or len(strangers),
                    )
                )
