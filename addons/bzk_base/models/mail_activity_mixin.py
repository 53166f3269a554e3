from odoo import fields, models


class MailActivityMixin(models.AbstractModel):
    """Nobody searches by activities that are not theirs to read.

    Core looks through the activities of a record for whoever may see it, while an organisation may
    be shared between libraries.
    """

    _inherit = "mail.activity.mixin"

    activity_ids = fields.One2many(bypass_search_access=False)
    activity_summary = fields.Char(related_sudo=False)
    activity_type_id = fields.Many2one(related_sudo=False)
