from typing import NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_date, hmac

from odoo.addons.bzk_base.links import is_signed

#: Where links lead in a mail that somebody of the library tries out: to a page that does nothing.
TRIAL = "proef"


class Stop(NamedTuple):
    """What a signed link stops.

    :param mailing: ``mailing.mailing``, empty when it is gone
    :param trace: ``mailing.trace``, empty when it is gone
    :param readers: ``res.partner`` whom it is about
    :param purpose: ``bzk.consent.purpose``
    """

    mailing: models.BaseModel
    trace: models.BaseModel
    readers: models.BaseModel
    purpose: models.BaseModel


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
        return self.get_base_url() + self._unsubscribe_path(trace.partner_id.id, trace.id)

    def _unsubscribe_path(self, partner_id, trace_id=0):
        """Where a customer stops this kind of mail.

        :param int partner_id: the customer
        :param int trace_id: the mail, when it is known
        """
        what = f"{partner_id}-{self.purpose_id.id or 0}-{self.id}-{trace_id}"
        return f"/afmelden/{what}/{self._unsubscribe_token(what)}"

    @api.model
    def _unsubscribe_token(self, what):
        """Sign who stops what."""
        # The secret of the database is readable for the system only.
        return hmac(self.env(su=True), "bzk_campaigns-unsubscribe", what)[:32]

    @api.model
    def _stop_from_link(self, what, token):
        """What a signed link stops, and for whom.

        :return: :class:`Stop`, or nothing for a link that is not ours or whose customer is gone
        """
        if not is_signed(self._unsubscribe_token(what), token):
            return None
        # Nobody whom a link is for has a login; the signature is what lets them in, and the reader
        # speaks, not who is logged in on the computer.
        env = self.with_user(SUPERUSER_ID).env
        partner_id, purpose_id, mailing_id, trace_id = map(int, what.split("-"))
        partner = env["res.partner"].browse(partner_id).exists()
        purpose = env["bzk.consent.purpose"].browse(purpose_id).exists()
        if not partner or not purpose:
            return None
        trace = env["mailing.trace"].browse(trace_id).exists()
        mailing = env["mailing.mailing"].browse(mailing_id).exists()
        # Of an old mail nothing is known but who is in the link.
        readers = partner._left_after_merges() | trace._readers()
        return Stop(mailing, trace, readers.filtered("company_id"), purpose)

    @api.model
    def _stop(self, stop, readers=None, **proof):
        """Withdraw at once what a signed link stops, at the library that mailed only.

        :param Stop stop: from :meth:`_stop_from_link`
        :param readers: those who stop; all of whom the link is when empty
        :param proof: what more ``bzk.consent._withdraw`` takes
        """
        readers = (readers or stop.readers) & stop.readers
        proof.setdefault("evidence", stop.mailing._in_words(stop.trace))
        purposes = stop.purpose._alike(readers.company_id)
        lines = readers.env["bzk.consent"]._withdraw(readers, purposes, "mail", **proof)
        stop.trace._note_stop(lines)

    def _in_words(self, trace):
        """Name the mail that somebody got, for the list of decisions.

        :param trace: ``mailing.trace``; it may be empty, and so may the mailing
        """
        if not self:
            return self.env._("Link in a mail")
        moment = trace.sent_datetime or trace.create_date
        if not moment:
            return self.env._("Mail: %s", self.subject)
        day = format_date(self.env, fields.Datetime.context_timestamp(self, moment).date())
        return self.env._("Mail: %(subject)s, %(day)s", subject=self.subject, day=day)

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
