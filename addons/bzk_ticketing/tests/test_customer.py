from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestCustomer(TicketCase):
    """A customer with their activities: on the form, at the desk, in the timeline."""

    def _timeline(self, partner):
        rows = self.env["bzk.timeline"].search(
            [("partner_id", "=", partner.id), ("kind", "=", "attendance")]
        )
        return [(row.title, row.detail) for row in rows]

    def test_guest_follows_from_what_is_recorded(self):
        customers = self.anna | self.bram
        guests = [("id", "in", customers.ids), ("activity_guest", "=", True)]
        others = [("id", "in", customers.ids), ("activity_guest", "=", False)]
        self._seat(self.bram, state="cancel")
        self.assertFalse(self.env["res.partner"].search(guests))
        seat = self._seat()
        self._seat(event=self._activity(days=-3), state="done")
        self.assertEqual(self.env["res.partner"].search(guests), self.anna)
        self.assertEqual(self.env["res.partner"].search(others), self.bram)
        self.assertEqual(customers.mapped("activity_guest"), [True, False])
        self.assertEqual(self.anna.activity_count, 2)
        seat.state = "cancel"
        self.env.invalidate_all()
        self.assertEqual(self.anna.activity_count, 1)

    def test_two_seats_at_one_activity_are_one_visit(self):
        self._seat()
        self._seat(name="Kind van Anna")
        self.assertEqual(self.anna.activity_count, 1)

    def test_last_activity(self):
        checked = self._activity("Gescand", days=-2)
        self._seat(self.bram, checked, "done")
        self._seat(event=checked)
        unchecked = self._activity("Niet gescand", days=-5)
        self._seat(event=unchecked)
        # Anna was not checked in where Bram was, so the earlier one is her last.
        self.assertEqual(self.anna.last_activity_date, unchecked.date_begin)
        self.assertEqual(self.bram.last_activity_date, checked.date_begin)
        facts = {
            key: texts
            for key, _label, texts in self.env["bzk.duplicate"]._compare_facts(
                self.anna | self.bram
            )
        }
        self.assertIn("Niet gescand", facts["last_activity"][self.anna.id])

    def test_timeline_tells_how_it_went(self):
        missed = self._activity("Gemist", days=-4)
        self._seat(self.bram, missed, "done")
        self._seat(event=missed)
        self._seat(event=self._activity("Geweest", days=-3), state="done")
        self._seat(event=self._activity("Niet geteld", days=-2))
        self._seat(event=self._activity("Afgezegd", days=1), state="cancel")
        self._seat(event=self._activity("Straks", days=3))
        self._seat(event=self._activity("Vol", days=4), state="draft", waiting_since=self.now)
        self._seat(event=self._activity("Onbetaald", days=5), state="draft")
        self.assertEqual(
            self._timeline(self.anna),
            [
                ("Onbetaald", "Not paid yet"),
                ("Vol", "On the waiting list"),
                ("Straks", "Registered"),
                ("Afgezegd", "Cancelled"),
                ("Niet geteld", "Registered"),
                ("Geweest", "Came"),
                ("Gemist", "Did not come"),
            ],
        )
        # The list says the same as the timeline.
        standings = dict(self.env["event.registration"]._fields["standing"].selection)
        for seat in self.anna.attendance_ids:
            self.assertIn((seat.event_id.name, standings[seat.standing]), self._timeline(self.anna))
            self.assertIn(seat, seat.search([("standing", "=", seat.standing)]))
            self.assertNotIn(seat, seat.search([("standing", "!=", seat.standing)]))

    def test_desk_says_who_comes_soon(self):
        self._seat(event=self._activity("Over een maand", days=30))
        self.assertNotIn("maand", str(self.anna._desk_details()))
        self._seat(event=self._activity("Dichtersavond", days=2))
        self._seat(event=self._activity("Daarna", days=4))
        badges = str(self.anna._desk_details()[self.anna.id]["badges"])
        self.assertIn("Dichtersavond", badges)
        self.assertNotIn("Daarna", badges)
        self._seat(event=self._activity("Een " + "lange naam " * 20, days=1))
        text, _colour = self.anna._desk_details()[self.anna.id]["badges"][-1]
        self.assertLess(len(text), 60)

    def test_form_shows_own_seats_and_those_for_others(self):
        own = self._seat()
        for_bram = self._seat(self.anna, attendee_id=self.bram.id)
        guest = self._seat(self.anna, self._activity(days=-1), attendee_id=False, name="Gast")
        self._seat(self.bram)
        self.env.invalidate_all()
        self.assertEqual(self.anna.coming_seat_ids, own | for_bram)
        self.assertEqual(self.anna.past_seat_ids, guest)
        found = self.env["event.registration"].search(self.anna.action_open_activities()["domain"])
        self.assertEqual(found, own | for_bram | guest)
