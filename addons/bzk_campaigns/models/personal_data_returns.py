from odoo import api, models


class PersonalData(models.AbstractModel):
    """What mails that come back leave with a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        return [
            *super()._declarations(),
            self._declare(
                "res.partner",
                ["email_bounced_on"],
                person="id",
                purpose=_("To mail nobody at an address that does not exist"),
                basis="interest",
                term="customer",
                erase="clear",
            ),
        ]
