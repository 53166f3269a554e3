from odoo import models


class MailThread(models.AbstractModel):
    """Nobody names somebody, as a follower or in a message, whom they may not see."""

    _inherit = "mail.thread"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Let nobody follow, and so be named, whom the user may not see.

        :raises AccessError: for a customer of another library, or of a kind that is not the user's
        """
        self._check_named(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_post(self, **kwargs):
        """Refuse recipients whom the user may not see: the message would tell their name.

        :raises AccessError: as :meth:`message_subscribe`
        """
        self._check_named(kwargs.get("partner_ids"))
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        """Refuse recipients whom the user may not see, as :meth:`message_post`."""
        self._check_named(kwargs.get("partner_ids"))
        return super().message_notify(**kwargs)

    def _check_named(self, partner_ids):
        if partner_ids and not self.env.su:
            self.env["res.partner"].browse(partner_ids).check_access("read")
