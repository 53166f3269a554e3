from dateutil.relativedelta import relativedelta
from odoo.tests import HttpCase, tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestGiveUp(TicketCase, HttpCase):
    """Who cannot come frees the seat with one button, and may take it back while there is room."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._seat()
        cls.guest = cls._seat(attendee_id=False, name="Kind")
        cls.other = cls._seat(cls.bram)

    def _path(self, seat=None):
        seat = seat or self.seat
        return f"/activiteit/plaats/{seat.id}/{seat._seat_token('seat')}"

    def _get(self, path=None):
        return self.url_open(path or self._path())

    def _post(self, answer="give_up", seat=None, path=None):
        data = {"answer": answer, "ticket": (seat or self.seat).id}
        self.env.flush_all()
        response = self.url_open(path or self._path(), data=data)
        self.env.invalidate_all()
        self.assertEqual(response.status_code, 200, response.text)
        return response

    def test_page_shows_the_seats_of_one_address(self):
        text = self._get().text
        for shown in (self.event.name, self.seat.name, self.seat.barcode, self.guest.barcode):
            self.assertIn(shown, text)
        self.assertNotIn(self.other.barcode, text)
        self.assertNotIn(self.other.name, text)

    def test_looking_changes_nothing(self):
        """Programs that check mail open every link."""
        for _time in range(3):
            self._get()
            self._get(f"{self._path()}?answer=give_up&ticket={self.seat.id}")
        self.env.invalidate_all()
        self.assertEqual(self.seat.state, "open")

    def test_giving_up_frees_the_seat(self):
        response = self._post()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.seat.state, "cancel")
        self.assertTrue(self.seat.given_up_on)
        self.assertEqual(self.guest.state, "open")
        self.assertIn(self.anna, self.seat.message_ids.author_id)
        self.assertNotIn(self.seat.barcode, response.text)
        moment = self.seat.given_up_on
        self._post()
        self.assertEqual(self.seat.given_up_on, moment)

    def test_all_at_once(self):
        self._post("all")
        self.assertEqual((self.seat | self.guest).mapped("state"), ["cancel", "cancel"])
        self.assertEqual(self.other.state, "open")

    def test_who_waits_is_offered_the_seat(self):
        self.event.capacity = 3
        waiting = self._seat(self.bram, state="draft", waiting_since=self.now)
        self.assertFalse(waiting.offer_until)
        self._post()
        self.assertTrue(waiting.offer_until)

    def test_taking_it_back(self):
        self._post()
        self._post("take_back")
        self.assertEqual(self.seat.state, "open")
        self.assertFalse(self.seat.given_up_on)

    def test_taking_it_back_when_there_is_no_room(self):
        self._post()
        self.event.capacity = 2
        response = self._post("take_back")
        self.assertEqual(self.seat.state, "cancel")
        self.assertIn("full=1", response.url)

    def test_a_ticket_that_its_system_cancelled_cannot_be_taken_back(self):
        order = self._order(seats=self.seat)
        self._post()
        order.line_ids.state = "cancelled"
        self._post("take_back")
        self.assertEqual(self.seat.state, "cancel")

    def test_what_staff_cancelled_cannot_be_taken_back(self):
        self.seat.action_cancel()
        self._post("take_back")
        self.assertEqual(self.seat.state, "cancel")

    def test_too_late(self):
        self.event.write({"date_begin": self.now - relativedelta(minutes=1)})
        self._post()
        self.assertEqual(self.seat.state, "open")
        self.assertIn(self.seat.barcode, self._get().text)

    def test_seats_of_others_stay_out_of_reach(self):
        foreign = self._seat(self.other_person, self.other_event)
        for seat in (self.other, foreign):
            self._post(seat=seat)
            self.assertEqual(seat.state, "open")

    def test_links_that_are_not_ours(self):
        path = self._path()
        offer = self.seat._seat_token("offer")
        for wrong in (
            path[:-1] + ("0" if path[-1] != "0" else "1"),
            self._path(self.other).replace(f"/{self.other.id}/", f"/{self.seat.id}/"),
            f"/activiteit/plaats/{self.seat.id}/{offer}",
            f"/activiteit/plaats/999999999/{offer}",
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404)
            self.url_open(wrong, data={"answer": "give_up", "ticket": self.seat.id})
            self.env.invalidate_all()
            self.assertEqual(self.seat.state, "open")

    def test_staff_hear_that_a_ticket_is_to_be_cancelled(self):
        self.event.user_id = self.users["activities"]
        self._order("Z9", seats=self.seat)
        self._post()
        task = self.seat.activity_ids
        self.assertEqual(task.user_id, self.users["activities"])
        self.assertIn("Z9", task.note)
        self._post("take_back")
        self.assertFalse(self.seat.activity_ids)

    def test_the_home_screen_counts_tickets_that_are_still_valid(self):
        card = self.env.ref("bzk_ticketing.card_given_up").with_user(self.users["activities"])
        order = self._order(seats=self.seat)
        self.assertEqual(card.count, 0)
        self._post()
        self.assertEqual(card.count, 1)
        order.line_ids.state = "cancelled"
        card.invalidate_recordset()
        self.assertEqual(card.count, 0)
