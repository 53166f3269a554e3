from odoo import fields, models


class MailingMailing(models.Model):
    """Writing and copying a mailing takes no rights on what core has beside it."""

    _inherit = "mailing.mailing"

    mail_server_id = fields.Many2one(
        # sudo: who writes a mailing need not read servers and their passwords to use the usual one.
        default=lambda self: self.sudo()._get_default_mail_server_id()
    )

    def copy_data(self, default=None):
        """Leave out lists of core, which no mailing of a library has."""
        self.check_access("read")
        # sudo: core looks for lists of its own, which staff may not read.
        values = super(MailingMailing, self.sudo()).copy_data(default)
        for vals in values:
            vals.pop("contact_list_ids", None)
        return values
