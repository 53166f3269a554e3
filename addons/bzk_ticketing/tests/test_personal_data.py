from odoo.fields import Domain
from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install")
class TestPersonalData(TicketCase):
    """For how long activities hold a person, and what they keep when the person is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = cls.env["bzk.personal.data"]
        cls.terms = {term.code: term for term in cls.data._terms()}

    def _due(self, code, day):
        """Records past a term of the library when it began before a day, as the rule finds them."""
        term = self.terms[code]
        domain = Domain(term.company, "=", self.library.id) & Domain(term.since, "<", day)
        return self.env[term.model].search(domain & Domain(list(term.where)))

    def test_terms_find_only_what_still_holds_something(self):
        old = self._activity(days=-1000)
        own = self._seat(event=old, state="done")
        guest = self._seat(event=old, attendee_id=False, name="Gast", email="g@example.org")
        order = self._order("O1", event=old, date=old.date_begin)
        line = order.line_ids
        line.sent = {"buyer_name": "Anna"}
        self._seat(state="done")
        day = self.now.date()
        for code, expected in (
            ("guest", guest),
            ("attendance", own | guest | line.registration_id),
            ("order", order),
            ("buyer", order),
            ("ticket", line),
        ):
            with self.subTest(code):
                self.assertEqual(self._due(code, day), expected)
                term = self.terms[code]
                for name in term.names:
                    expected.write({name: False})
                self.env.flush_all()
                self.assertFalse(self._due(code, day))
        self.env.invalidate_all()
        self.assertEqual(old.visitor_count, 1)
        self.assertEqual(old.revenue, 10)

    def test_tied_until_after_the_activity(self):
        """Nobody is past their term who ordered, booked or came lately."""
        customers = self.anna | self.bram
        ties = self.data._bonds(self.library)
        self._seat(self.bram, attendee_id=self.anna.id)
        self.env.flush_all()
        found = {}
        for select in ties:
            self.env.cr.execute(select)
            for partner, until in self.env.cr.fetchall():
                found[partner] = until
        for customer in customers:
            self.assertEqual(found[customer.id], self.event.date_end.date())

    def test_whoever_is_expected_is_not_erased(self):
        self.assertFalse(self.data._obstacles(self.anna))
        seat = self._seat()
        self.assertEqual(
            [partner for partner, _why in self.data._obstacles(self.anna)], [self.anna]
        )
        seat.state = "cancel"
        self.assertFalse(self.data._obstacles(self.anna))

    def test_only_own_seats_and_guests_are_reached(self):
        """The name on a seat that somebody booked for another is that other's."""
        own = self._seat()
        guest = self._seat(attendee_id=False, name="Gast")
        for_bram = self._seat(attendee_id=self.bram.id, name="Bram")
        for seat in own | guest | for_bram:
            seat.message_post(body="Hallo")
        for partner, expected in ((self.anna, own | guest), (self.bram, for_bram)):
            messages = self.env["mail.message"].search(self.data._reach_seat_messages(partner))
            self.assertEqual(set(messages.mapped("res_id")), set(expected.ids))
            cleared = self.env["event.registration"]
            for item in self.data._declarations():
                if item.model == "event.registration" and item.erase == "clear":
                    cleared |= cleared.search(self.data._reach(item, partner))
            self.assertEqual(cleared, expected)
