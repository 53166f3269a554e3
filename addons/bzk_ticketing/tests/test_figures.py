from datetime import timedelta

from odoo.tests import Form, tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestFigures(TicketCase):
    """The figures of one activity, with the four kinds of visitors told apart."""

    def _count(self, event, number, method="counted", **values):
        return self.env["bzk.activity.count"].create(
            {"event_id": event.id, "number": number, "method": method, **values}
        )

    def test_before_it_begins(self):
        event = self._activity(capacity=5)
        for state in ("open", "open", "cancel", "draft"):
            self._seat(event=event, state=state)
        self._seat(event=event, state="draft", waiting_since=self.now)
        self.assertEqual(event.expected_count, 2)
        self.assertEqual(event.visitor_count, 0)
        self.assertEqual(event.waiting_count, 1)
        self.assertEqual(event.free_places, 3)
        self.assertEqual(event.no_show_count, 0)

    def test_checked_in_and_counted(self):
        event = self._activity(days=-2)
        for state in ("done", "done", "open"):
            self._seat(event=event, state=state)
        self._count(event, 7)
        self._count(event, 20, "estimated")
        self.assertTrue(event.attendance_checked)
        self.assertEqual(event.attended_count, 2)
        self.assertEqual((event.counted_number, event.estimated_number), (7, 20))
        self.assertEqual(event.visitor_count, 29)
        self.assertEqual(event.no_show_count, 1)

    def test_nobody_looked(self):
        """Whoever was registered is taken to have come when nobody was checked in or counted."""
        event = self._activity(days=-2)
        self._seat(event=event)
        self._seat(self.bram, event)
        self._seat(event=event, state="cancel")
        self.assertFalse(event.attendance_checked)
        self.assertEqual(event.visitor_count, 2)
        self.assertEqual(event.no_show_count, 0)

    def test_revenue(self):
        """Valid lines of paid orders only, without fees."""
        self._order("R1", price=10, fee_amount=1, amount=11)
        self._order("R2", self.bram, price=4, state="pending")
        self._order("R3", self.bram, price=5, state="cancelled")
        refunded = self._order("R4", self.bram, price=6)
        refunded.line_ids.state = "cancelled"
        self.env.invalidate_all()
        self.assertEqual(self.event.revenue, 10)

    def test_queries_do_not_grow(self):
        """A list of activities asks as much of the database as one activity."""
        events = self.env["event.event"].concat(*(self._activity(days=-2) for _no in range(30)))
        for event in events:
            self._seat(event=event)
        self.env.flush_all()
        self.env.invalidate_all()
        events.mapped("date_end")
        with self.assertQueryCount(4):
            events.mapped("visitor_count")
            events.mapped("revenue")

    def test_at_the_branch_unless_elsewhere(self):
        self.branch.write({"street": "Gasthuisstraat 32", "zip": "2011 XP", "city": "Haarlem"})
        event = self._activity()
        self.assertFalse(event.address_id)
        self.assertEqual(
            event.address_inline, "Haarlem Centrum, Gasthuisstraat 32, 2011 XP Haarlem"
        )
        hall = self.env["res.partner"].create(
            {"name": "De Pletterij", "is_company": True, "company_id": self.library.id}
        )
        event.address_id = hall
        self.assertIn("De Pletterij", event.address_inline)
        self.assertNotIn("Gasthuisstraat", event.address_inline)

    def test_new_activity_begins_empty(self):
        """No text of a conference in it, and two hours long; a day that was chosen stays."""
        events = self.env["event.event"].with_user(self.users["activities"])
        with Form(events, "bzk_ticketing.view_activity_form") as form:
            form.name = "Taalcafé"
            self.assertFalse(form.description)
        event = form.record
        self.assertEqual(event.date_end - event.date_begin, timedelta(hours=2))
        end = self.now + timedelta(days=3)
        values = events.with_context(default_date_end=end).default_get(["date_begin", "date_end"])
        self.assertEqual(values["date_end"], end)
