from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import (
    SIGNED_PAGE,
    choose_language,
    gone,
    only_texts,
    public_page,
)

from ..models.mailing_link import TRIAL

#: What a mail program sends when its own button was pressed (RFC 8058).
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
#: Longest reason in words that is kept.
MAX_WORDS = 500
#: Nothing in a mail that is shown in the browser may run, whoever wrote it.
QUIET = "script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"


class Unsubscribe(Controller):
    """Stopping a kind of mail: by the button of the mail program, or on the page of the link.

    A GET only shows a page: programs that check mail follow every link, and must stop nothing.
    """

    # The signed link says who it is; there is no session that another site could misuse.
    @route("/afmelden/<what>/<token>", **SIGNED_PAGE)
    def unsubscribe(self, what, token, answer=None, lang=None, **form):
        """Show what the reader can stop; stop it when a button was pressed."""
        choose_language(lang)
        form = only_texts(form)
        one_click = all(form.get(name) == value for name, value in ONE_CLICK.items())
        posted = request.httprequest.method == "POST"
        if token == TRIAL:
            company = request.env["res.company"].sudo()
            title = request.env._("Unsubscribe")
            return public_page("bzk_campaigns.public_trial", company, title)
        mailings = request.env["mailing.mailing"]
        stop = mailings._stop_from_link(what, token)
        if not stop or not stop.readers:
            return gone()
        if posted and one_click:
            self._stop(stop, stop.readers)
            return request.make_response("", status=200)
        if posted:
            if answer == "stop":
                self._stop(stop, self._chosen(stop.readers, form))
            elif answer == "reason":
                self._keep_reason(stop, form)
            # Loading the page anew must not press the button again.
            query = "?thanks=1" if answer == "reason" else ""
            return request.redirect(f"{request.httprequest.path}{query}", 303)
        return self._page(stop, thanks=bool(form.get("thanks")))

    def _stop(self, stop, readers):
        if readers:
            ip = request.httprequest.remote_addr
            request.env["mailing.mailing"]._stop(stop, readers, form="/afmelden", ip=ip)

    def _chosen(self, readers, form):
        """Those who are ticked; whoever is alone has nothing to tick."""
        if len(readers) == 1:
            return readers
        return readers.filtered(lambda reader: form.get(f"reader_{reader.id}"))

    def _keep_reason(self, stop, form):
        """Keep why somebody stopped, if it is one of the reasons there are."""
        reason = self._reasons(stop).filtered(lambda one: str(one.id) == form.get("reason"))
        stopped = (stop.trace | stop.trace.carried_ids).filtered("stopped_on")
        if stopped and reason:
            words = "".join(filter(str.isprintable, " ".join((form.get("words") or "").split())))
            words = words[:MAX_WORDS]
            stopped.write({"optout_reason_id": reason.id, "optout_text": words or False})

    def _reasons(self, stop):
        lang = request.env.context.get("lang")
        return stop.readers.env["mailing.subscription.optout"].with_context(lang=lang).search([])

    def _page(self, stop, thanks=False):
        lang = request.env.context.get("lang")
        reading = stop.readers._reading(stop.purpose)
        # The address may be of somebody else by now; then the link opens nothing of the customer.
        same = stop.trace.email and stop.readers.filtered(
            lambda reader: reader.email_normalized == stop.trace.email
        )
        return public_page(
            "bzk_campaigns.public_unsubscribe",
            stop.readers.company_id[:1],
            request.env._("Unsubscribe"),
            purpose=stop.purpose.with_context(lang=lang),
            readers=stop.readers,
            reading=reading,
            reasons=self._reasons(stop) if stop.trace.stopped_on else (),
            known=same or (),
            given=stop.trace.optout_reason_id,
            thanks=thanks,
        )

    # As above.
    @route("/brief/<int:trace_id>/<token>", **{**SIGNED_PAGE, "methods": ["GET"]})
    def view(self, trace_id, token, lang=None, **_others):
        """Show a mail in the browser as its reader got it."""
        choose_language(lang)
        if token == TRIAL:
            company = request.env["res.company"].sudo()
            title = request.env._("View in the browser")
            return public_page("bzk_campaigns.public_trial", company, title)
        trace = request.env["mailing.mailing"]._trace_from_link(trace_id, token)
        if not trace:
            return gone()
        letter = trace.mass_mailing_id._render_traces(trace).get(trace.id)
        if not letter:
            return gone()
        response = request.make_response(letter["body_html"])
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = QUIET
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
