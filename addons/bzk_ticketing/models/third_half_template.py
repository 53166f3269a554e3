from odoo import fields, models


class MailTemplate(models.Model):
    """The texts of mails after an activity."""

    _inherit = "mail.template"

    activity_use = fields.Selection(
        selection_add=[
            ("third_half", "Third half, for who came"),
            ("missed", "Third half, for who did not come"),
        ],
        ondelete={"third_half": "set null", "missed": "set null"},
    )
