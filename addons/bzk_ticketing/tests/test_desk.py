from datetime import timedelta

from odoo.tests import tagged

from .door_common import DoorCase


@tagged("post_install", "-at_install")
class TestDesk(DoorCase):
    """Scanning a ticket: in, or why a person has to decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seat = cls._new_seat("Eva Smit", barcode="111")

    def _scan(self, barcode, event=None, role="front_desk"):
        seats = self.env["event.registration"].with_user(self.users[role])
        return seats.register_attendee(barcode, event and event.id)

    def _status(self, *args, **kwargs):
        return self._scan(*args, **kwargs).get("status")

    def test_in_once(self):
        self.assertEqual(self._status("111", self.event), "confirmed_registration")
        self.assertEqual(self.seat.state, "done")
        again = self._scan("111", self.event)
        self.assertEqual(again["status"], "already_registered")
        self.assertTrue(again["closed_at"])

    def test_taken_back(self):
        self._scan("111", self.event)
        before = self.seat.date_closed
        self.seat.with_user(self.users["front_desk"]).action_confirm()
        self.assertFalse(self.seat.date_closed)
        self._scan("111")
        self.assertTrue(self.seat.date_closed >= before)

    def test_unknown(self):
        for barcode in ("999", "", False):
            self.assertEqual(self._scan(barcode, self.event), {"error": "invalid_ticket"})

    def test_other_library(self):
        self._new_seat("Olga Ander", self.other_event, barcode="222")
        self.assertEqual(self._scan("222", self.event), {"error": "invalid_ticket"})
        self.assertEqual(self._scan("222", self.other_event), {"error": "invalid_ticket"})

    def test_the_same_code_at_another_library(self):
        other = self._new_seat("Olga Ander", self.other_event, barcode="111")
        self._scan("111")
        self.assertEqual((self.seat.state, other.state), ("done", "open"))

    def test_refused(self):
        later = self._new_event("Volgende week", self.library, begin=timedelta(days=7))
        over = self._new_event("Vorige week", self.library, begin=timedelta(days=-7))
        elsewhere = self._new_event("Zaal 2", self.library)
        cases = {
            "waiting_registration": {"state": "draft", "waiting_since": self.now},
            "unpaid_registration": {"state": "draft"},
            "canceled_registration": {"state": "cancel"},
            "other_day": {"event": later},
            "not_ongoing_event": {"event": over},
            "need_manual_confirmation": {"event": elsewhere},
        }
        for status, values in cases.items():
            with self.subTest(status):
                seat = self._new_seat("Finn Smit", barcode=status, **values)
                before = seat.state
                gate = None if status == "other_day" else self.event
                self.assertEqual(self._status(status, gate), status)
                self.assertEqual(seat.state, before, "a person decides")
                seat.with_user(self.users["front_desk"]).action_let_in()
                self.assertEqual(seat.state, "done")
                self.assertFalse(seat.waiting_since)

    def test_tonight(self):
        """Doors open before an activity begins, on its own day."""
        at = self.now + timedelta(minutes=30)
        self.event.write({"date_begin": at, "date_end": at + timedelta(hours=2)})
        same_day = self.seat._is_today()
        self.assertEqual(self._status("111"), "confirmed_registration" if same_day else "other_day")

    def test_same_order(self):
        order = self.env["bzk.ticket.order"].create({"name": "A1", "source_id": self.source.id})
        finn, guus, hanna = (
            self._new_seat("Finn Smit"),
            self._new_seat("Guus Smit", state="cancel"),
            self._new_seat("Hanna Smit", self._new_event("Zaal 2", self.library)),
        )
        self.env["bzk.ticket.line"].create(
            [
                {
                    "order_id": order.id,
                    "key": f"A1-{seat.id}",
                    "event_id": seat.event_id.id,
                    "registration_id": seat.id,
                }
                for seat in self.seat + finn + guus + hanna
            ]
        )
        answer = self._scan("111", self.event)
        self.assertEqual(answer["companions"], [{"id": finn.id, "name": "Finn Smit"}])
