from odoo import api, models

from odoo.addons.bzk_base.models.personal_data import Term


class PersonalData(models.AbstractModel):
    """What customers fill in on the pages of the library."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        asked = {
            "purpose": _("To mail what was asked for, once the address is confirmed"),
            "basis": "consent",
            "term": "signup",
        }
        return [
            *super()._declarations(),
            self._declare(
                "res.partner",
                ["preferred_genre_ids", "mail_frequency", "preferences_on"],
                person="id",
                purpose=_("To mail customers what they like, as often as they like"),
                basis="consent",
                term="customer",
                erase="clear",
            ),
            self._declare(
                "res.partner",
                ["own_data_on"],
                person="id",
                purpose=_("To pass on to other systems what customers changed themselves"),
                basis="agreement",
                term="customer",
                erase="clear",
            ),
            self._declare(
                "mailing.trace",
                ["optout_text"],
                purpose=_("To learn why somebody stops a newsletter"),
                basis="interest",
                term="mail_trace",
                erase="clear",
            ),
            self._declare(
                "bzk.newsletter.signup",
                title=_("Sign-ups for newsletters"),
                person=["partner_id", "child_id"],
                shows=["create_date", "email", "purpose_ids", "state", "confirmed_on"],
                **asked,
            ),
            self._declare(
                "bzk.email.change",
                title=_("E-mail addresses to be confirmed"),
                shows=["create_date", "email"],
                **asked,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "signup",
                _("Sign-ups and new addresses, confirmed or not"),
                "bzk.newsletter.signup",
                months=1,
                action="itself",
                reason=_("The link in the mail works for 7 days; after that it is removed."),
            ),
        ]
