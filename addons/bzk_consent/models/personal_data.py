from odoo import api, models


class PersonalData(models.AbstractModel):
    """What consent adds to the personal data of a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        values = {
            "purpose": _("To prove what the customer agreed to"),
            "basis": "law",
            "term": "customer",
        }
        return [
            *super()._declarations(),
            self._declare(
                "bzk.consent",
                shows=[
                    "date",
                    "purpose_id",
                    "state",
                    "channel",
                    "wording",
                    "evidence",
                    "source_id",
                    "form",
                    "ip",
                ],
                **values,
            ),
            self._declare(
                "res.partner",
                ["email_bounced"],
                person="id",
                title=_("Mail that came back"),
                purpose=_("Not to mail an address that does not exist"),
                basis="interest",
                term="customer",
                erase="clear",
            ),
            self._declare(
                "bzk.consent",
                ["guardian_id"],
                person="guardian_id",
                shows=["date", "purpose_id", "state"],
                erase="clear",
                **values,
            ),
        ]
