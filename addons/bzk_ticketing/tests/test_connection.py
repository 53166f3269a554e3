from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..connecting import ConnectionProblem
from ..connecting.problems import CODES
from ..models import ticket_connection_sync as module
from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestConnection(ConnectionCase):
    """Synchronising: everything once, nothing lost, whatever breaks off on the way."""

    def test_first_time(self):
        self._put_order("AAA", seats=2)
        self._put_order("BBB", activity="taal")
        self._synchronise()
        self.assertEqual(self.connection.state, "ready")
        self.assertEqual((self.connection.activity_count, self.connection.order_count), (2, 2))
        events = self.env["event.event"].search([("source_id", "=", self.tickets.id)])
        self.assertEqual(set(events.mapped("source_key")), {"poezie", "taal"})
        self.assertEqual(events.mapped("capacity"), [40, 40])
        self.assertEqual(events.branch_id, self.branch, "its name stands in the address")
        orders = self._orders()
        self.assertEqual(set(orders.mapped("name")), {"AAA", "BBB"})
        self.assertEqual(sum(orders.mapped("paid_amount")), 22.5)
        self.assertEqual(sum(orders.transaction_ids.mapped("amount")), 22.5)
        self.assertEqual(len(orders.line_ids.registration_id), 3)
        self.assertEqual(self.connection.position, "2")
        self.assertEqual(set(self.connection.run_ids.mapped("state")), {"done"})

    def test_nothing_new(self):
        self._put_order("AAA")
        self._synchronise()
        runs = self.connection.run_ids
        before = self.connection.date_done
        for _time in range(3):
            self._synchronise()
        self.env["bzk.ticket.connection"]._cron_synchronise()
        self.assertEqual(self.connection.run_ids, runs, "no import of nothing")
        self.assertGreaterEqual(self.connection.date_done, before)

    def test_changes(self):
        self._put_order("AAA", seats=3)
        self._put_order("BBB")
        self._synchronise()
        seats = self._orders().line_ids.registration_id
        self._put_order("AAA", seats=3, cancelled_lines=(2,), refunded=7.5, paid=22.5)
        self._put_order("CCC")
        self._put_activity("taal", name="Taalcafé")
        self._synchronise()
        orders = self._orders()
        self.assertEqual(len(orders), 3)
        first = orders.filtered(lambda order: order.name == "AAA")
        self.assertEqual(len(first.line_ids), 3)
        self.assertEqual(sum(first.transaction_ids.mapped("amount")), 15)
        self.assertEqual(seats.mapped("state").count("cancel"), 1)
        taal = self.env["event.event"].search([("source_key", "=", "taal")])
        self.assertEqual(taal.name, "Taalcafé")

    def test_line_that_left_its_order(self):
        """An order that is split in two: the ticket is in the other one now."""
        self._put_order("AAA", seats=2)
        self._synchronise()
        second = self._orders().line_ids.filtered(lambda line: line.key == "AAA-2")
        before = second.registration_id.read(["name", "attendee_id", "barcode", "event_id"])
        self._put_order("AAA", seats=1)
        self._put_order("BBB", seats=1)
        self._synchronise()
        self.assertEqual((second.state, second.registration_id.state), ("cancelled", "cancel"))
        after = second.registration_id.read(["name", "attendee_id", "barcode", "event_id"])
        self.assertEqual(after, before)
        self.assertEqual(self._orders().line_ids.mapped("state").count("valid"), 2)
        runs = self.connection.run_ids
        self._synchronise()
        self.env["bzk.ticket.connection"]._cron_synchronise()
        self.assertEqual(self.connection.run_ids, runs)

    def test_step_by_step(self):
        for number in range(7):
            self._put_order(f"A{number}")
        with patch.object(module, "ORDERS", 2), patch.object(module, "ACTIVITIES", 1):
            self._synchronise()
        self.assertEqual(len(self._orders()), 7)
        self.assertEqual(self.connection.activity_count, 2)
        self.assertGreater(len(self.connection.run_ids), 4)
        self.assertEqual(self.connection.position, "7")

    def test_breaks_off(self):
        """After a break it goes on where the last import ended."""
        for number in range(5):
            self._put_order(f"A{number}")
        self.fake.trouble, self.fake.patience = ConnectionProblem("failing", status=500), 3
        with patch.object(module, "ORDERS", 2):
            self._synchronise()
        self.assertEqual(self.connection.state, "failed")
        self.assertIn("out of order", self.connection.problem_text)
        kept = self.connection.position
        self.assertEqual(kept, "3")
        self.assertEqual(len(self._orders()), int(kept), "what is remembered is there")
        self.fake.trouble = None
        self._synchronise()
        self.assertEqual((self.connection.state, self.connection.problem), ("ready", False))
        self.assertEqual(len(self._orders()), 5)

    def test_position_waits_for_the_import(self):
        self._put_order("AAA")
        self.connection._step()
        self.assertFalse(self.connection.position, "fetched, but not yet taken in")
        self.assertEqual(set(self.connection.run_ids.mapped("state")), {"checking"})
        self.assertFalse(self.connection._is_due(), "one thing at a time")
        self.env["bzk.import.run"]._cron_process()
        self.assertEqual(self.connection.position, "1")

    def test_import_that_fails(self):
        self._put_order("AAA")
        self.connection._step()
        run = self.connection.run_ids.sorted("id")[-1]
        run.write({"state": "failed", "problem": {"code": "unexpected"}})
        self.assertEqual(self.connection.state, "failed")
        self.assertFalse(self.connection.position)
        self.env["bzk.import.run"]._cron_process()
        self._synchronise()
        self.assertEqual(self.connection.state, "ready")
        self.assertEqual(len(self._orders()), 1)

    def test_other_import_in_between(self):
        """A plan that somebody else's import overtook is made anew from what is fetched again."""
        self._put_order("AAA")
        self.connection._step()
        run = self.connection.run_ids.sorted("id")[-1]
        run.write({"state": "failed", "problem": {"code": "stale"}})
        self.assertEqual(self.connection.state, "busy")
        for _turn in range(3):
            self.env["bzk.ticket.connection"]._cron_synchronise()
            self.env["bzk.import.run"]._cron_process()
        self.assertEqual(self.connection.state, "ready")
        self.assertEqual(len(self._orders()), 1)

    def test_message_five_times(self):
        order = self._put_order("AAA")
        self._synchronise()
        # Without a new moment: only a message, or the daily look at everything, tells of it.
        paid_back = order.__class__(**{**vars(order), "refunded": order.paid})
        self.fake.found_orders["AAA"] = (0, paid_back)
        for _time in range(5):
            self.connection._receive({"code": "AAA"})
        self.assertEqual(len(self.connection.errand_ids), 1)
        self.assertTrue(self.connection._is_due())
        self.env["bzk.ticket.connection"]._cron_synchronise()
        self.env["bzk.import.run"]._cron_process()
        self.assertEqual(self._orders().refund_amount, 7.5)
        self.assertEqual(sum(self._orders().transaction_ids.mapped("amount")), 0)
        self.assertFalse(self.connection.errand_ids)

    def test_message_without_sense(self):
        for message in (None, [], {"x": 1}):
            self.connection._receive(message)
        self.assertEqual(self.connection.errand_ids.mapped("key"), ["*"])
        self._synchronise()
        self.assertFalse(self.connection.errand_ids)

    def test_failing_connection_is_not_hammered(self):
        self.fake.trouble = ConnectionProblem("busy")
        self._put_order("AAA")
        self._synchronise()
        self.connection._receive({"code": "AAA"})
        self.assertFalse(self.connection._is_due())

    def test_activity_whose_shop_is_closed(self):
        self._put_order("AAA", activity="dicht")
        self._put_activity("dicht")
        hidden = self.fake.found_activities.pop("dicht")
        with patch.object(self.fake, "activity", lambda key: hidden):
            self._synchronise()
        self.assertEqual(self._orders().line_ids.event_id.name, "Avond dicht")

    def test_seat_given_back(self):
        self._put_order("AAA", seats=2)
        self._synchronise()
        line = self._orders().line_ids.filtered(lambda line: line.key.endswith("2"))
        for _time in range(2):
            line._tell_given_up()
        self.assertFalse(line.registration_id.activity_ids, "nobody has to do it by hand")
        self._synchronise()
        self.assertEqual(self.fake.cancelled, [("AAA", "2")])
        self.assertFalse(self.connection.errand_ids)

    def test_seat_taken_back_in_time(self):
        self._put_order("AAA")
        self._synchronise()
        seat = self._orders().line_ids.registration_id
        seat._give_up()
        self.assertEqual(len(self.connection.errand_ids), 1)
        self.assertTrue(seat._take_back())
        self.assertFalse(self.connection.errand_ids)
        seat._give_up()
        self.connection.errand_ids.done = True
        self.assertFalse(seat._take_back(), "the system may have sold it again")

    def test_seat_that_may_not_be_given_back(self):
        self._put_order("AAA")
        self._synchronise()
        line = self._orders().line_ids
        self.connection._cancel_line(line)
        self.fake.trouble, self.fake.patience = ConnectionProblem("unreachable"), 9
        self._synchronise()
        self.assertEqual(len(self.connection.errand_ids), 1, "it is tried again")
        self.fake.trouble = ConnectionProblem("forbidden")
        self._synchronise()
        self.assertFalse(self.connection.errand_ids)
        self.assertTrue(line.registration_id.activity_ids, "a person is asked")

    def test_elsewhere_from_the_beginning(self):
        self._put_order("AAA")
        self._synchronise()
        self.connection.organiser = "other"
        self.assertFalse(self.connection.position or self.connection.fingerprints)
        self.assertEqual(self.connection.state, "new")

    def test_test(self):
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")
        self.assertEqual(self.connection.organiser_name, "Bibliotheek")
        self.fake.trouble = ConnectionProblem("unauthorized")
        self.assertEqual(self.connection.action_test()["params"]["type"], "danger")
        self.assertIn("token", self.connection.problem_text)

    def test_every_problem_has_words(self):
        for code in (*CODES, "import"):
            self.assertGreater(len(self.connection._problem_line({"code": code})), 20, code)

    def test_address(self):
        with self.assertRaises(ValidationError):
            self.connection.address = "http://tickets.example.org"

    def test_roles(self):
        for role, user in self.users.items():
            connection = self.connection.with_user(user)
            if role == "administrator":
                self.assertEqual(connection.token, "geheim")
                continue
            with self.assertRaises(AccessError):
                connection.read(["token"])
            with self.assertRaises(AccessError):
                connection.read(["hook_address"])
            with self.assertRaises(AccessError):
                connection.write({"address": "https://elsewhere.example.org"})
            with self.assertRaises(AccessError):
                connection.action_test()
        activities = self.connection.with_user(self.users["activities"])
        activities.action_synchronise()
        self.assertEqual(activities.state, "busy")
        with self.assertRaises(AccessError):
            self.connection.with_user(self.users["front_desk"]).action_synchronise()

    def test_other_library(self):
        stranger = self._new_user("administrator", self.other_library)
        connections = self.env["bzk.ticket.connection"].with_user(stranger)
        self.assertFalse(connections.search([]))
        with self.assertRaises(AccessError):
            connections.browse(self.connection.id).read(["address"])
        with self.assertRaises(AccessError):
            connections.browse(self.connection.id).action_synchronise()
        with self.assertRaises(AccessError):
            connections.create(
                {
                    "source_id": self.tickets.id,
                    "address": "https://tickets.example.org",
                    "organiser": "x",
                }
            )
        self.connection._receive({"code": "AAA"})
        self.assertFalse(self.env["bzk.ticket.errand"].with_user(stranger).search([]))
