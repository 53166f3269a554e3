from odoo import fields, models
from odoo.fields import Domain


class MailThread(models.AbstractModel):
    """Nobody names somebody, as a follower or in a message, whom they may not see.

    Nor does anybody search by what is not theirs to read: an organisation may be shared between
    libraries, and core looks through all messages and followers for whoever may see it.
    """

    _inherit = "mail.thread"

    message_ids = fields.One2many(bypass_search_access=False)

    def _search_message_partner_ids(self, operator, operand):
        """Find by the followers whom the user may see."""
        partners = self.env["res.partner"].with_context(active_test=False)
        if not self.env.su and operator in ("any", "any!"):
            operator, operand = "in", partners._search(Domain(operand))
        elif not self.env.su and operator == "in" and not isinstance(operand, str):
            seen = partners.search([("id", "in", [key for key in operand if key])])
            operand = [*seen.ids, *(key for key in operand if not key)]
        return super()._search_message_partner_ids(operator, operand)

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
