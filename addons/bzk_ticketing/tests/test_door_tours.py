from odoo.tests import HttpCase, tagged

from .door_common import DoorCase


@tagged("post_install", "-at_install")
class TestDoorTours(DoorCase, HttpCase):
    """The screens at the door, in a browser."""

    def _start(self, url, tour):
        self.env.flush_all()
        self.start_tour(url, tour, login=self.users["front_desk"].login)
        self.env.invalidate_all()

    def test_tally(self):
        self._start("/odoo", "bzk_ticketing_tally")
        numbers = {line.age_group: line.number for line in self.event.count_ids if line.number}
        self.assertEqual(numbers, {"youth": 2, False: 1})
        seat = self.event.registration_ids
        self.assertEqual((seat.name, seat.state), ("Nora ten Brink", "done"))

    def test_tally_after_a_reload(self):
        self._start(f"/odoo/activities-today/{self.event.id}/tally", "bzk_ticketing_tally_reload")
        self.assertEqual(self.event.count_ids.mapped("number"), [2])

    def test_desk(self):
        order = self.env["bzk.ticket.order"].create({"name": "A1", "source_id": self.source.id})
        seats = self._new_seat("Eva Smit", barcode="eva") + self._new_seat(
            "Finn Smit", barcode="finn"
        )
        self.env["bzk.ticket.line"].create(
            [
                {
                    "order_id": order.id,
                    "key": f"A1-{seat.id}",
                    "event_id": self.event.id,
                    "registration_id": seat.id,
                }
                for seat in seats
            ]
        )
        guus = self._new_seat("Guus Smit", barcode="guus")
        waiting = self._new_seat(
            "Hanna Smit", barcode="waiting", state="draft", waiting_since=self.now
        )
        cancelled = self._new_seat("Ilse Smit", barcode="cancelled", state="cancel")
        self._start("/odoo/activities-today", "bzk_ticketing_desk")
        self.assertEqual((seats + guus + cancelled).mapped("state"), ["done"] * 4)
        self.assertEqual(waiting.state, "draft")
