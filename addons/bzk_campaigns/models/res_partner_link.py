from odoo import api, models
from odoo.tools import hmac

from odoo.addons.bzk_base.links import is_signed

from .mailing_link import TRIAL


class ResPartner(models.Model):
    """The link by which a customer without a password reaches their preferences."""

    _inherit = "res.partner"

    def _preference_url(self, trial=False):
        """Address of the page with the preferences of this customer.

        Whoever has the link may see and change them, so it is only for mails to their own address.
        It works as long as they have that address.

        :param bool trial: for a mail that goes to somebody else, to try it out: the link leads to
            a page that shows and changes nothing
        """
        self.ensure_one()
        token = TRIAL if trial else self._preference_token(self.email_normalized)
        return f"{self.get_base_url()}/voorkeuren/{0 if trial else self.id}/{token}"

    def _preference_token(self, email):
        """Sign who it is and at which address."""
        # The secret of the database is readable for the system only.
        message = (self.id, email or "")
        return hmac(self.env(su=True), "bzk_campaigns-preferences", message)[:32]

    @api.model
    def _from_preference_link(self, partner_id, token):
        """The customer whom a signed link is of, or nobody.

        After a merge it is who is left of the two, as long as the address is the same.
        """
        # Nobody whom a link is for has a login; the signature is what lets them in.
        partner = self.sudo().with_context(active_test=False).browse(partner_id).exists()
        left = partner._left_after_merges()
        if not left.email_normalized or not left.active or left.is_company:
            return self.sudo().browse()
        if not is_signed(partner._preference_token(left.email_normalized), token):
            return self.sudo().browse()
        return left.with_company(left.company_id)

    def _reading(self, purpose):
        """Those of these customers who did not say that they no longer want something.

        :param purpose: ``bzk.consent.purpose``
        """
        return self.filtered(lambda reader: purpose not in reader.consent_withdrawn_ids)
