from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import (
    SIGNED_PAGE,
    choose_language,
    gone,
    only_texts,
    public_page,
)

from ..models.mailing_link import TRIAL
from .signup import PER_ADDRESS


class PreferencePage:
    """What the page of preferences shows and does, behind a link or in the portal."""

    def _values(self, partner, **values):
        """What the page shows of a customer."""
        lang = request.env.context.get("lang")
        partner = partner.with_context(lang=lang)
        purposes = partner._page_purposes().with_context(lang=lang)
        decides, guardians = partner._page_guardians()
        env = partner.env
        branches = env["bzk.branch"].search([("company_id", "=", partner.company_id.id)])
        return {
            "partner": partner,
            "purposes": purposes,
            "texts": purposes._page_texts(partner.company_id),
            "held": partner._page_held(purposes),
            "decides": decides,
            "guardians": guardians,
            "branches": branches,
            "genres": env["bzk.genre"].search([]),
            "hidden": partner._page_hidden(),
            "frequencies": partner._fields["mail_frequency"]._description_selection(env),
            "wrong": {},
            "form": {},
            "message": None,
            "csrf": None,
            **values,
        }

    def _do(self, partner, answer, form, where):
        """Do what a button asks.

        :param str answer: which button
        :param dict form: what was filled in
        :param str where: the page, for the proof
        :return: tuple of a word that says how it went, and what is wrong with which field
        """
        form = only_texts(form)
        proof = {"form": where, "ip": request.httprequest.remote_addr}
        if answer == "stop":
            partner._page_stop(**proof)
            return "stopped", {}
        if answer == "choose":
            return self._choose(partner, form, proof), {}
        if answer == "data":
            return self._change(partner, form)
        return None, {}

    def _choose(self, partner, form, proof):
        env = partner.env
        purposes = partner._page_purposes().filtered(
            lambda purpose: form.get(f"purpose_{purpose.id}")
        )
        _decides, guardians = partner._page_guardians()
        guardian = guardians.filtered(lambda one: str(one.id) == form.get("guardian"))
        kept = partner._page_choose(purposes, guardian, **proof)
        if not partner.work_contact:
            partner._page_prefer(
                self._branch(partner, form.get("branch")),
                env["bzk.genre"].search([]).filtered(lambda one: form.get(f"genre_{one.id}")),
                form.get("frequency"),
            )
        return "saved" if kept else "parent"

    def _branch(self, partner, chosen):
        """The branch that was chosen: none is a choice too, another library's changes nothing."""
        branches = partner.env["bzk.branch"]
        if chosen == "":
            return branches
        found = branches.search([("company_id", "=", partner.company_id.id)]).filtered(
            lambda branch: str(branch.id) == chosen
        )
        return found or None

    def _change(self, partner, form):
        values, email, wrong = partner._page_read(form)
        if wrong:
            return None, wrong
        partner._page_change_data(values)
        if not email:
            return "changed", {}
        attempts = request.env["bzk.form.attempt"]
        # Neither is one address mailed all day, nor can one customer mail everybody.
        if all(
            attempts._allow("email-change", who, *PER_ADDRESS)
            for who in (email.lower(), str(partner.id))
        ):
            request.env["bzk.email.change"]._ask(partner, email)
        return "mailed", {}


class Preferences(Controller, PreferencePage):
    """The page on which a customer without a password chooses what they receive.

    A GET only shows it: programs that check mail follow every link. What is known of the customer
    is shown in part only, as mails are passed on.
    """

    # The signed link says who it is; there is no session that another site could misuse.
    @route("/voorkeuren/<int:partner_id>/<token>", **SIGNED_PAGE)
    def preferences(self, partner_id, token, answer=None, lang=None, message=None, **form):
        """Show the preferences; keep them when a button was pressed."""
        choose_language(lang)
        if token == TRIAL:
            company = request.env["res.company"].sudo()
            title = request.env._("Your preferences")
            return public_page("bzk_campaigns.public_trial", company, title)
        partner = request.env["res.partner"]._from_preference_link(partner_id, token)
        if not partner:
            return gone()
        if request.httprequest.method != "POST":
            return self._page(partner, message=message)
        outcome, wrong = self._do(partner, answer, form, "/voorkeuren")
        if wrong:
            return self._page(partner, 422, wrong=wrong, form=only_texts(form))
        # Loading the page anew must not press the button again.
        return request.redirect(f"{request.httprequest.path}?message={outcome or ''}#top", 303)

    def _page(self, partner, status=200, **values):
        title = request.env._("Your preferences")
        values = self._values(partner, portal=False, **values)
        template = "bzk_campaigns.public_preferences"
        return public_page(template, partner.company_id, title, status, **values)

    # As above.
    @route("/voorkeuren/adres/<int:change_id>/<token>", **SIGNED_PAGE)
    def confirm_address(self, change_id, token, lang=None, done=None, **_others):
        """Show the new address; write it when the button was pressed."""
        choose_language(lang)
        changes = request.env["bzk.email.change"]
        change = changes._from_link(change_id, token)
        title = request.env._("Your e-mail address")
        if not change:
            return gone()
        company = change.company_id
        address = change.email
        pressed = request.httprequest.method == "POST"
        if pressed:
            change._confirm()
        return public_page(
            "bzk_campaigns.public_address", company, title, address=address, done=pressed
        )
