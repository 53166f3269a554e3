from odoo import api, models
from odoo.tools import hmac

from odoo.addons.bzk_base.links import is_signed

#: Where links lead in a mail that somebody of the library tries out: to a page that does nothing.
TRIAL = "proef"


class MailingMailing(models.Model):
    """Links in a mail that let in its reader, without a login."""

    _inherit = "mailing.mailing"

    def _unsubscribe_url(self, trace=None):
        """Address of the page on which a reader stops this kind of mail.

        It is the address of ``List-Unsubscribe`` too: a POST with ``List-Unsubscribe=One-Click``
        stops it at once (RFC 8058), a GET shows a page with a button. The link holds all that is
        needed, so that it works for as long as somebody keeps the mail; also when the address of
        the customer changed, or when mail and trace are long gone.

        :param trace: ``mailing.trace`` of the mail, the carrying one when several share an address;
            none for a mail that is tried out, whose link does nothing
        """
        self.ensure_one()
        if not trace:
            return f"{self.get_base_url()}/afmelden/{TRIAL}/{TRIAL}"
        what = f"{trace.partner_id.id}-{self.purpose_id.id or 0}-{self.id}-{trace.id}"
        return f"{self.get_base_url()}/afmelden/{what}/{self._unsubscribe_token(what)}"

    @api.model
    def _unsubscribe_token(self, what):
        """Sign who stops what."""
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_campaigns-unsubscribe", what)[:32]

    def _view_url(self, trace=None):
        """Address at which a reader sees the mail in a browser, as it was sent to them.

        :param trace: ``mailing.trace`` of the mail; none for a mail that is tried out
        """
        self.ensure_one()
        if not trace:
            return f"{self.get_base_url()}/brief/0/{TRIAL}"
        return f"{self.get_base_url()}/brief/{trace.id}/{self._view_token(trace)}"

    @api.model
    def _view_token(self, trace):
        """Sign which mail it is; what was sent to one address is not for another."""
        # As above.
        message = (trace.id, trace.email or "")
        return hmac(self.env(su=True), "bzk_campaigns-view", message)[:32]

    @api.model
    def _trace_from_link(self, trace_id, token):
        """The mail that a signed link shows, or nothing at all."""
        # Nobody whom a link is for has a login; the signature is what lets them in.
        trace = self.env["mailing.trace"].sudo().browse(trace_id).exists()
        if not trace.partner_id or not is_signed(self._view_token(trace), token):
            return trace.browse()
        return trace
