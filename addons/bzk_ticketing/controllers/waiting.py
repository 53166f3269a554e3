from odoo import fields
from odoo.http import Controller, request, route
from odoo.tools import format_datetime

from odoo.addons.bzk_base.controllers.public import SIGNED_PAGE, choose_language, gone, public_page

from ..models.registration_waiting import MOMENT


class Waiting(Controller):
    """The page of a seat that is offered: a GET only shows it, for mail scanners follow links."""

    # The signed link says who it is; there is no session that another site could misuse.
    @route("/wachtlijst/<int:seat_id>/<token>", **SIGNED_PAGE)
    def offered_seat(self, seat_id, token, answer=None, lang=None, **_others):
        """Show the seat that is kept; take it or leave it when a button was pressed."""
        choose_language(lang)
        seat = request.env["event.registration"]._seat_from_link(seat_id, token, "offer")
        if not seat:
            return gone()
        event = seat.event_id
        seat_status = None
        if request.httprequest.method == "POST":
            if answer == "take" and event._takes_from_waiting_list(fields.Datetime.now()):
                seat_status = None if seat._take_seat() else "full"
            elif answer == "leave":
                seat._decline_seat()
        return public_page(
            "bzk_ticketing.public_seat_offered",
            seat.company_id,
            event.name,
            seat=seat,
            event=event,
            seat_status=seat_status or self._status(seat),
            until=seat.offer_until
            and format_datetime(request.env, seat.offer_until, tz=event.date_tz, dt_format=MOMENT),
        )

    def _status(self, seat):
        """What there is to tell about the seat."""
        if seat.state in ("open", "done"):
            return "taken"
        if seat.state == "cancel":
            return "left"
        if not seat.event_id._takes_from_waiting_list(fields.Datetime.now()):
            return "over"
        return seat.waiting_status
