from odoo import fields, models


class MailTemplate(models.Model):
    """Mails that go with the pages where customers choose what they receive."""

    _inherit = "mail.template"

    activity_use = fields.Selection(
        selection_add=[
            ("subscribe", "Confirming a newsletter"),
            ("email_change", "Confirming a new e-mail address"),
            ("email_changed", "Telling the old e-mail address"),
            ("preferences", "Link to the preferences"),
        ],
        ondelete={
            "subscribe": "cascade",
            "email_change": "cascade",
            "email_changed": "cascade",
            "preferences": "cascade",
        },
    )
