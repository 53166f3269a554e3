from odoo import models
from odoo.exceptions import UserError


class MailThread(models.AbstractModel):
    """Nobody writes to the dead, nor to a customer who went up in another."""

    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        """Refuse a recipient who cannot get it, by name, so that the sender can act.

        A mail that came in was sent already, and is kept whoever else got it.

        :raises UserError: when somebody addressed has died or was merged
        """
        if kwargs.get("message_type") == "email":
            return super().message_post(**kwargs)
        addressed = self.env["res.partner"].browse(kwargs.get("partner_ids") or ())
        for partner in addressed.filtered("merged_into_id"):
            raise UserError(
                self.env._(
                    "%(gone)s was merged into %(stayed)s. Write to that customer.",
                    gone=partner.name,
                    stayed=partner.merged_into_id.name,
                )
            )
        for partner in addressed.filtered("deceased"):
            raise UserError(self.env._("%s has died. Take them off the recipients.", partner.name))
        return super().message_post(**kwargs)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out followers who have died or were merged since they began to follow."""
        found = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        # Whoever posts need not be allowed to read every follower.
        partners = self.env["res.partner"].sudo().browse(item["id"] for item in found if item["id"])
        gone = partners.filtered(lambda partner: partner.deceased or partner.merged_into_id)
        return [item for item in found if item["id"] not in gone.ids]
