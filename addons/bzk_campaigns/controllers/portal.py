from odoo.http import request, route

from odoo.addons.bzk_base.controllers.public import choose_language, only_texts, public_page
from odoo.addons.portal.controllers.portal import CustomerPortal

from .preferences import PreferencePage


class PreferencePortal(CustomerPortal, PreferencePage):
    """The same page for a customer who is logged in, who sees their own data in full."""

    @route("/my/voorkeuren", type="http", auth="user", methods=["GET", "POST"], sitemap=False)
    def my_preferences(self, answer=None, lang=None, message=None, **form):
        """Show the preferences; keep them when a button was pressed."""
        choose_language(lang)
        partner = self._customer()
        if not partner:
            return request.redirect("/my")
        if request.httprequest.method != "POST":
            return self._preferences(partner, message=message)
        outcome, wrong = self._do(partner, answer, form, "/my/voorkeuren")
        if wrong:
            return self._preferences(partner, 422, wrong=wrong, form=only_texts(form))
        return request.redirect(f"/my/voorkeuren?message={outcome or ''}#top", 303)

    def _customer(self):
        """The customer who is logged in; nobody for a colleague or an organisation."""
        # sudo: the page shows customers what the rules of access keep for staff, of themselves.
        partner = request.env.user.partner_id.sudo()
        known = partner.company_id and partner.active and not partner.is_company
        if request.env.user._is_internal() or not known:
            return partner.browse()
        return partner.with_company(partner.company_id)

    def _preferences(self, partner, status=200, **values):
        title = request.env._("Your preferences")
        values = self._values(partner, portal=True, csrf=request.csrf_token(), **values)
        template = "bzk_campaigns.public_preferences"
        return public_page(template, partner.company_id, title, status, **values)
