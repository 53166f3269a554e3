from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import (
    SIGNED_PAGE,
    choose_language,
    gone,
    only_texts,
    public_page,
)
from odoo.addons.bzk_base.importing.cleaning import Refusal, clean_email

#: Visitors of a library share one address on its network: a class may sign up at once.
PER_COMPUTER = (60, 10)
#: Mails to one address, so that nobody can fill another's post box.
PER_ADDRESS = (3, 24 * 60)


class Signup(Controller):
    """Where somebody signs up for newsletters, or asks for a lost link. Works without a script.

    No answer tells whether the library knows an address.
    """

    # Nobody is logged in here, so there is no session that another site could misuse.
    @route("/nieuwsbrief/<code>", **SIGNED_PAGE)
    def signup(self, code, lang=None, sent=None, **form):
        """Show the form; mail the address when it was filled in well."""
        choose_language(lang)
        form = only_texts(form)
        company = request.env["res.company"]._by_page_code(code)
        if not company:
            return gone()
        if request.httprequest.method != "POST":
            return self._page(company, sent=bool(sent))
        # Only a program fills in a field that nobody sees: it is told that all went well.
        if form.get("website"):
            return self._done()
        if not self._allow("newsletter", request.httprequest.remote_addr or "", PER_COMPUTER):
            return self._page(company, status=429, busy=True)
        signups = request.env["bzk.newsletter.signup"]
        values, wrong = signups._read_form(company, form)
        if wrong:
            return self._page(company, status=422, wrong=wrong, form=form)
        if self._allow("newsletter-mail", values["email"].lower(), PER_ADDRESS):
            signups._ask(values, ip=request.httprequest.remote_addr)
        return self._done()

    def _allow(self, form, who, limit):
        return request.env["bzk.form.attempt"]._allow(form, who, *limit)

    def _done(self):
        """Loading the page anew must not send it again."""
        return request.redirect(f"{request.httprequest.path}?sent=1", 303)

    def _page(self, company, status=200, **values):
        values = {"sent": False, "busy": False, "wrong": {}, "form": {}, **values}
        purposes = request.env["bzk.consent.purpose"]._on_signup(company)
        return public_page(
            "bzk_campaigns.public_signup",
            company,
            request.env._("Newsletters"),
            status,
            purposes=purposes,
            texts=purposes._page_texts(company),
            **values,
        )

    # The signed link says what was filled in; there is no session that could be misused.
    @route("/nieuwsbrief/bevestigen/<int:signup_id>/<token>", **SIGNED_PAGE)
    def confirm(self, signup_id, token, lang=None, **_others):
        """Show what is to be confirmed; record it when the button was pressed, not before."""
        choose_language(lang)
        signup = request.env["bzk.newsletter.signup"]._from_link(signup_id, token)
        if not signup:
            return gone()
        if request.httprequest.method == "POST":
            signup._confirm(ip=request.httprequest.remote_addr)
            return request.redirect(request.httprequest.path, 303)
        return public_page(
            "bzk_campaigns.public_signup_confirm",
            signup.company_id,
            request.env._("Confirm"),
            signup=signup,
            asked=signup._asked(),
        )

    # As above: nobody is logged in.
    @route("/voorkeuren/aanvragen/<code>", **SIGNED_PAGE)
    def lost_link(self, code, lang=None, sent=None, **form):
        """Ask for an e-mail address, and mail the link to the preferences if it is known."""
        choose_language(lang)
        form = only_texts(form)
        email = form.get("email", "")
        company = request.env["res.company"]._by_page_code(code)
        if not company:
            return gone()
        if request.httprequest.method != "POST":
            return self._lost_page(company, sent=bool(sent))
        if form.get("website"):
            return self._done()
        if not self._allow("preferences", request.httprequest.remote_addr or "", PER_COMPUTER):
            return self._lost_page(company, status=429, busy=True)
        try:
            address = clean_email(email.strip())
        except Refusal:
            address = None
        if not address:
            return self._lost_page(company, status=422, wrong=True, email=email)
        if self._allow("preferences-mail", f"{company.id} {address.lower()}", PER_ADDRESS):
            request.env["res.partner"]._mail_lost_link(company, address)
        return self._done()

    def _lost_page(self, company, status=200, **values):
        values = {"sent": False, "busy": False, "wrong": False, "email": "", **values}
        title = request.env._("Your preferences")
        return public_page("bzk_campaigns.public_lost_link", company, title, status, **values)
