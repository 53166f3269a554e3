from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import SIGNED_PAGE, choose_language, gone, public_page
from odoo.addons.bzk_base.links import is_signed

from ..models.activity_signup import DOORS_OPEN

#: Visitors of a library share one address on its network: a class may sign up at once.
PER_COMPUTER = (60, 10)
#: Mails to one address, so that nobody can fill another's post box.
PER_ADDRESS = (3, 24 * 60)


class Signup(Controller):
    """The page on which a visitor signs up, from the square at the door. Works without a script."""

    # The signed link is all there is to know; there is no session that another site could misuse.
    @route("/activiteit/<int:event_id>/<token>", **SIGNED_PAGE)
    def activity(self, event_id, token, lang=None, **form):
        """Show the form, or sign up with what was filled in."""
        choose_language(lang)
        event = request.env["event.event"].sudo().browse(event_id).exists()
        if not event or not is_signed(event._signup_token(), token):
            return gone()
        if self._closed(event):
            return self._page(event, closed=self._closed(event))
        if request.httprequest.method != "POST":
            return self._page(event)
        return self._sign_up(event, form)

    def _closed(self, event):
        """Why nobody can sign up now; nothing when they can."""
        now = fields.Datetime.now()
        if event.date_end < now or event.kanban_state == "cancel" or not event.active:
            return "over"
        elsewhere = event.source_id or event.price_model == "paid" or event.is_multi_slots
        if elsewhere and event.date_begin - DOORS_OPEN > now:
            return "elsewhere"
        return None

    def _sign_up(self, event, form):
        # Only a program fills in a field that nobody sees: it is told that all went well.
        if form.get("website"):
            return self._page(event, outcome="open")
        attempts = request.env["bzk.form.attempt"]
        computer = request.httprequest.remote_addr or ""
        if not attempts._allow("signup", computer, *PER_COMPUTER):
            return self._page(event, status=429, closed="busy")
        signup = request.env["bzk.activity.signup"]
        person, wrong = signup._read(form.get("firstname"), form.get("lastname"), form.get("email"))
        purposes = signup._purposes(event.company_id).filtered(
            lambda purpose: form.get(f"purpose_{purpose.id}")
        )
        if purposes and not form.get("grown"):
            wrong["grown"] = "missing"
        if wrong:
            return self._page(event, status=422, wrong=wrong, form=form)
        try:
            seat, state = signup._sign_up(event, person)
        except UserError:
            return self._page(event, closed="over")
        if purposes and attempts._allow("consent", person["email"], *PER_ADDRESS):
            seat._ask_consent(purposes)
        # What is shown follows from what was filled in, and never from whom the library knows.
        return self._page(event, outcome=state, asked=bool(purposes), name=form["firstname"])

    def _page(self, event, status=200, **values):
        purposes = request.env["bzk.activity.signup"]._purposes(event.company_id)
        values = {"closed": None, "outcome": None, "wrong": {}, "form": {}, **values}
        return public_page(
            "bzk_ticketing.public_signup",
            event.company_id,
            event.name,
            status,
            event=event,
            purposes=purposes,
            texts=purposes._page_texts(event.company_id),
            **values,
        )

    # As above: the signed link says who it is and what was ticked.
    @route("/toestemming/<int:seat_id>/<chosen>/<int:expires>/<token>", **SIGNED_PAGE)
    def confirm(self, seat_id, chosen, expires, token, lang=None, **_others):
        """Show what is to be confirmed; record it when the button was pressed, not before."""
        choose_language(lang)
        seat, purposes = request.env["event.registration"]._consent_from_link(
            seat_id, chosen, expires, token
        )
        if not seat:
            return gone()
        outcome = None
        if request.httprequest.method == "POST":
            given = seat._confirm_consent(purposes, ip=request.httprequest.remote_addr)
            outcome = "given" if given else "child"
        return public_page(
            "bzk_ticketing.public_consent",
            seat.company_id,
            request.env._("Confirm"),
            seat=seat,
            purposes=purposes,
            texts=purposes._page_texts(seat.company_id),
            outcome=outcome,
        )
