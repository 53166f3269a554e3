from odoo.http import Controller, request, route

from odoo.addons.bzk_base.controllers.public import SIGNED_PAGE, choose_language, gone, public_page


class Seat(Controller):
    """The page of whoever has a seat: the tickets to show at the door, and "I can't come".

    A GET only shows it: programs that check mail follow every link, and must cancel nothing.
    """

    # The signed link says who it is; there is no session that another site could misuse.
    @route("/activiteit/plaats/<int:seat_id>/<token>", **SIGNED_PAGE)
    def seat(self, seat_id, token, answer=None, ticket=None, full=None, lang=None, **_others):
        """Show the seats of one address; give one up or take it back when a button was pressed."""
        choose_language(lang)
        seats = request.env["event.registration"]
        seat = seats._seat_from_link(seat_id, token, "seat")
        if not seat:
            seat = seats._seat_from_link(seat_id, token, "seat-test")
            return self._page(seat, tried=True) if seat else gone()
        if request.httprequest.method == "POST":
            done = self._answer(seat._own_seats(), answer, ticket)
            # Loading the page anew must not press the button again.
            query = "" if done else "?full=1"
            return request.redirect(f"{request.httprequest.path}{query}", 303)
        return self._page(seat, full=bool(full))

    def _page(self, seat, full=False, tried=False):
        """Show the seats of one address.

        :param bool full: a seat was wanted and there was none
        :param bool tried: from a mail that somebody of the library tried out: without buttons
        """
        seats = seat._own_seats()
        return public_page(
            "bzk_ticketing.public_seat",
            seat.company_id,
            seat.event_id.name,
            event=seat.event_id,
            company_mail=seat.company_id.email,
            seats=seats,
            open_seats=seats.filtered(lambda own: not tried and own._can_give_up()),
            lost_seats=seats.filtered(lambda own: not tried and own._can_take_back()),
            can_change=seat._can_change(),
            full=full,
            tried=tried,
        )

    def _answer(self, seats, answer, ticket):
        """Do what a button asks.

        :param seats: those that the page shows; no other is touched
        :return: False when a seat was wanted and there is none
        """
        chosen = seats.filtered(lambda seat: str(seat.id) == ticket)
        if answer == "all":
            chosen = seats
        if answer in ("give_up", "all"):
            chosen.filtered(lambda seat: seat._can_give_up())._give_up()
        elif answer == "take_back":
            wanted = chosen.filtered(lambda seat: seat._can_take_back())
            return all(seat._take_back() for seat in wanted)
        return True
