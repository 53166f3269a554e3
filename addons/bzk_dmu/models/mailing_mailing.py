from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class MailingMailing(models.Model):
    """A mailing of core to customers passes the gate of consent, whoever sends it."""

    _inherit = "mailing.mailing"

    def _get_recipients_domain(self):
        """Leave out who did not agree to the purpose of the list; without a list, everybody."""
        domain = super()._get_recipients_domain()
        if self.mailing_model_real != "res.partner":
            return domain
        if not self.mailing_filter_id:
            return Domain.FALSE
        verdicts = self.mailing_filter_id._verdicts()
        allowed = SQL(
            "(SELECT verdict.id FROM (%s) verdict WHERE verdict.reason IS NULL)", verdicts
        )
        return domain & Domain("id", "in", allowed)
