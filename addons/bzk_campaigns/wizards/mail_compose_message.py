from odoo import models
from odoo.exceptions import UserError


class MailComposeMessage(models.TransientModel):
    """Writing to many customers at once is a mailing, which asks who may be mailed."""

    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        """Let nobody mail customers around the gate of consent.

        :raises UserError: for a mailing of core, and for one text to several customers
        """
        for composer in self:
            if composer.composition_mode == "mass_mail" and (
                composer.mass_mailing_id or composer.mass_mailing_name
            ):
                raise UserError(
                    self.env._("Mailings are sent from the queue only, to who may be mailed.")
                )
            # Of whatever model: households, people at organisations and leads are customers. The
            # mails of an activity are texts of that activity, to who registered for it.
            asked = composer.model == "event.registration" and composer.template_id
            if not self.env.su and not asked and len(composer._several()) > 1:
                raise UserError(
                    self.env._("Make a newsletter to mail several customers: it asks who may be.")
                )
        return super()._action_send_mail(auto_commit=auto_commit)

    def _several(self):
        """Ids of the records to which this goes."""
        if self.res_domain:
            return self.env[self.model].search(self._evaluate_res_domain(), limit=2).ids
        return self._evaluate_res_ids()
