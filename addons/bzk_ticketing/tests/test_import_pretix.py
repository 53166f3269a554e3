from pathlib import Path

from odoo.tests import tagged

from .import_common import ActivityImportCase

FILES = Path(__file__).with_name("files")


@tagged("post_install", "-at_install")
class TestImportPretix(ActivityImportCase):
    """Files as pretix 2026.8 writes them, before and after a week of changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("pretix_events", "pretix", "pretix_series", "eventbrite")
        cls.profiles = {
            name: cls.env.ref(f"bzk_ticketing.profile_{name}").copy_to_source(cls.tickets)
            for name in names
        }

    def _import_file(self, name, profile="pretix"):
        runs = self.env["bzk.import.run"]
        run = runs.create_from_path(self.profiles[profile], FILES / name)
        run.run_to_end(confirm=True)
        self.assertEqual(run.state, "done", run.problem_text)
        self.assertFalse(run.refused_count, run.rejection_ids.mapped("reason"))
        return run

    def _orders(self):
        orders = self.env["bzk.ticket.order"].search([("source_id", "=", self.tickets.id)])
        return {order.buyer_email: order for order in orders if order.buyer_email != AN} | {
            order.line_ids.event_id.source_key: order for order in orders if order.buyer_email == AN
        }

    def test_events(self):
        self._import_file("pretix_events_nl.csv", "pretix_events")
        poetry, reading = self._activity("poezie"), self._activity("voorlezen")
        self.assertEqual((poetry.name, poetry.branch_id), ("Poëzieavond", self.branch))
        self.assertEqual(str(poetry.date_begin), "2026-10-01 17:30:00")
        self.assertEqual(str(poetry.date_end), "2026-10-01 19:30:00")
        self.assertEqual(reading.name, 'Voorlezen; met "Pip"')
        self.assertEqual(str(reading.date_begin), "2026-11-28 09:00:00")

    def test_dutch_with_semicolons(self):
        self._import_file("pretix_events_nl.csv", "pretix_events")
        run = self._import_file("pretix_nl_semicolon.csv")
        self.assertEqual((run.row_count, run.new_count), (9, 9))
        orders = self._orders()
        self.assertEqual(len(orders), 5)
        self.assertEqual(orders["voorlezen"].line_ids.event_id, self._activity("voorlezen"))
        self._check_first(orders)
        self._import_file("pretix_nl_semicolon_later.csv")
        self._check_later(self._orders())
        again = self._import_file("pretix_nl_semicolon_later.csv")
        self.assertEqual(again.unchanged_count, again.row_count)
        self._check_later(self._orders())

    def test_english_with_commas(self):
        self._import_file("pretix_events_nl.csv", "pretix_events")
        self._import_file("pretix_en_comma.csv")
        self._check_first(self._orders())
        self._import_file("pretix_en_comma_later.csv")
        self._check_later(self._orders())

    def _check_first(self, orders):
        first = orders["poezie"]
        self.assertEqual(first.state, "paid")
        self.assertEqual(first.amount, 13)
        self.assertEqual(first.buyer_phone, "+31612345678")
        self.assertEqual(first.partner_id.name, "An de Vries")
        adult, drink, child = first.line_ids.sorted("key")
        self.assertFalse(drink.registration_id, "a drink is no seat")
        self.assertEqual(adult.registration_id.state, "done", "scanned on a list")
        self.assertEqual(adult.registration_id.attendee_id, first.partner_id)
        self.assertEqual(adult.registration_id.barcode, "3q8wy483nc7336txpke88c9j96rbf854")
        self.assertEqual(child.registration_id.name, "Kind de Vries")
        self.assertFalse(child.registration_id.attendee_id)
        pending = orders["celik@example.org"]
        self.assertEqual(pending.state, "pending")
        self.assertEqual(pending.line_ids.registration_id.state, "draft")
        paid = sum(order.paid_amount - order.refund_amount for order in orders.values())
        self.assertEqual(paid, 13 + 15 + 7.5)

    def _check_later(self, orders):
        first = orders["poezie"]
        self.assertEqual(first.state, "paid", "one of its tickets lapsed, not the order")
        self.assertEqual(sorted(first.line_ids.mapped("state")), ["cancelled", "valid", "valid"])
        self.assertEqual((first.amount, first.paid_amount - first.refund_amount), (10.5, 10.5))
        self.assertEqual(sum(first.transaction_ids.mapped("amount")), 10.5)
        cancelled = orders["bert@example.org"]
        self.assertEqual(cancelled.state, "cancelled")
        self.assertEqual(sum(cancelled.transaction_ids.mapped("amount")), 0)
        self.assertEqual(set(cancelled.line_ids.registration_id.mapped("state")), {"cancel"})
        self.assertEqual(orders["celik@example.org"].state, "paid")
        self.assertEqual(orders["els@example.org"].state, "paid")
        self.assertEqual(orders["dirk@example.org"].line_ids.registration_id.state, "done")

    def test_unknown_event(self):
        """pretix tells no date with an order; the list of events has to come first."""
        runs = self.env["bzk.import.run"]
        path = FILES / "pretix_nl_semicolon.csv"
        run = runs.create_from_path(self.profiles["pretix"], path)
        run.action_check()
        run._process()
        self.assertEqual(run.refused_count, 9)
        self.assertEqual(set(run.rejection_ids.mapped("code")), {"unknown_activity"})

    def test_eventbrite(self):
        self._import_file("eventbrite.csv", "eventbrite")
        orders = self.env["bzk.ticket.order"].search([("source_id", "=", self.tickets.id)])
        self.assertEqual(set(orders.mapped("name")), {"9812345678", "9812345679"})
        event = orders.line_ids.event_id
        self.assertEqual(event.name, "Bookclub: The Dutch House")
        self.assertEqual(str(event.date_begin), "2024-12-05 18:30:00")
        seats = orders.line_ids.registration_id
        self.assertEqual(len(seats), 3)
        self.assertEqual(sorted(seats.mapped("state")), ["cancel", "done", "open"])
        self.assertEqual(str(min(orders.mapped("date"))), "2024-11-29 21:28:00")


#: Who has an order for each of the two events.
AN = "an@example.org"
