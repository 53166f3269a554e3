from odoo.http import request, route
from werkzeug.exceptions import BadRequest, NotFound, Unauthorized

from odoo.addons.bzk_base.controllers.public import choose_language
from odoo.addons.mass_mailing.controllers.main import MassMailController


class Mailing(MassMailController):
    """Core's pages of mailings: what would put an address on core's blacklist leads to ours.

    The blacklist has no library: an opt-out at one would silence all. What somebody no longer
    wants is a decision in the list of consents, per library and purpose.
    """

    def _own_path(self, mailing_id, document_id, email, hash_token):
        """Where a link of core leads for a mailing to customers.

        :return: path of the page to stop it; nothing for a mailing to something else
        :raises Unauthorized: for a link that core did not sign
        """
        mailing = self._to_customers(mailing_id)
        if not mailing:
            return None
        self._check_link(mailing, document_id, email, hash_token)
        return mailing._unsubscribe_path(int(document_id), mailing._trace_of(document_id).id)

    def _to_customers(self, mailing_id):
        # Nobody whom a link is for has a login; its signature is checked before anything is shown.
        mailing = request.env["mailing.mailing"].sudo()
        if str(mailing_id or "").isdigit():
            mailing = mailing.browse(int(mailing_id)).exists()
        return mailing.filtered(lambda one: one._is_to_customers())

    def _check_link(self, mailing, document_id, email, hash_token):
        """Let in only who has the link, also when they are logged in.

        :raises Unauthorized: for a link that core did not sign
        """
        if not str(document_id or "").isdigit() or not hash_token:
            raise Unauthorized
        try:
            self._check_mailing_email_token(mailing.id, document_id, email, hash_token)
        except (BadRequest, NotFound) as error:
            raise Unauthorized from error

    @route()
    def mailing_unsubscribe_oneclick(
        self, mailing_id, document_id=None, email=None, hash_token=None, **post
    ):
        """Stop what the mailing was sent for, at once (RFC 8058)."""
        path = self._own_path(mailing_id, document_id, email, hash_token)
        if not path:
            return super().mailing_unsubscribe_oneclick(
                mailing_id, document_id=document_id, email=email, hash_token=hash_token, **post
            )
        choose_language()
        mailings = request.env["mailing.mailing"]
        stop = mailings._stop_from_link(*path.split("/")[-2:])
        if stop and stop.readers:
            mailings._stop(stop, form="/mailing", ip=request.httprequest.remote_addr)
        return request.make_response("", status=200)

    @route()
    def mailing_confirm_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Lead to the library's own page."""
        path = self._own_path(mailing_id, document_id, email, hash_token)
        if path:
            return request.redirect(path, 303)
        return super().mailing_confirm_unsubscribe(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )

    @route()
    def mailing_confirm_unsubscribe_post(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Lead to the library's own page, where the button stands."""
        path = self._own_path(mailing_id, document_id, email, hash_token)
        if path:
            return request.redirect(path, 303)
        return super().mailing_confirm_unsubscribe_post(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )

    @route()
    def mailing_unsubscribe(self, mailing_id, document_id=None, email=None, hash_token=None):
        """Lead to the library's own page: core would stop it already when a scanner looks."""
        path = self._own_path(mailing_id, document_id, email, hash_token)
        if path:
            return request.redirect(path, 303)
        return super().mailing_unsubscribe(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )

    @route()
    def mailing_view_in_browser(
        self, mailing_id, email=None, document_id=None, hash_token=None, **kwargs
    ):
        """Show the mail as that reader got it."""
        mailing = self._to_customers(mailing_id)
        if not mailing:
            return super().mailing_view_in_browser(
                mailing_id, email=email, document_id=document_id, hash_token=hash_token, **kwargs
            )
        self._check_link(mailing, document_id, email, hash_token)
        trace = mailing._trace_of(document_id)
        if not trace:
            raise Unauthorized
        return request.redirect(mailing._view_url(trace), 303)

    @route()
    def mailing_my(self):
        """Lead to the preferences of who is logged in."""
        return request.redirect("/my/voorkeuren", 303)

    @route()
    def mailing_unsubscribe_placeholder_link(self, **post):
        """Lead who follows a link of a mail that was never sent to the preferences."""
        return request.redirect("/my/voorkeuren", 303)

    @route()
    def mailing_update_list_subscription(self, **post):
        """Core's lists are not used: nobody is put on one, or taken off."""
        return "unauthorized"

    @route()
    def mailing_send_feedback(self, **post):
        """Why somebody stops is asked on the library's own page."""
        return "unauthorized"

    @route()
    def mail_blocklist_add(self, **post):
        """Nobody comes on a list that holds for all libraries at once."""
        return "unauthorized"

    @route()
    def mail_blocklist_remove(self, **post):
        """As nobody comes on it, nobody is taken off."""
        return "unauthorized"
