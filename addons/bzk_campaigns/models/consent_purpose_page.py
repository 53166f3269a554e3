from odoo import api, models

#: What is never asked on the page to sign up: it is told where it belongs.
NOT_ON_SIGNUP = ("surveys",)


class ConsentPurpose(models.Model):
    """What customers can choose from on the pages of a library."""

    _inherit = "bzk.consent.purpose"

    @api.model
    def _on_preferences(self, company, at_work=False):
        """What a customer decides about on the page of preferences.

        Mail that belongs to an agreement is no choice.

        :param company: ``res.company``
        :param bool at_work: for somebody whom the library knows at work
        """
        # A visitor has no rights; nothing of it is about a person.
        found = self.sudo()._on_at(company)
        return found.filtered(
            lambda purpose: purpose.basis != "agreement" and purpose.at_work == at_work
        )

    @api.model
    def _on_signup(self, company):
        """What somebody can sign up for on the page of a library.

        :param company: ``res.company``
        """
        return self._on_preferences(company).filtered(
            lambda purpose: purpose.is_mail and purpose.code not in NOT_ON_SIGNUP
        )
