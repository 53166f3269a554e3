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
            self._declare(
                "bzk.optout.line",
                person="external_id.partner_id",
                title=_("Decisions told to other systems"),
                purpose=_("To let the systems that mail the customer know what they want"),
                basis="law",
                term="customer",
                shows=["date", "source_id", "purpose_id", "state"],
            ),
        ]
