from ast import literal_eval
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from psycopg2 import IntegrityError

from .door_common import DoorCase


@tagged("post_install", "-at_install")
class TestTally(DoorCase):
    """Screens at the door send whole numbers, in any order and as often as they like."""

    def _send(self, numbers, revision=1, device="screen-a", role="front_desk", event=None):
        event = (event or self.event).with_user(self.users[role])
        return event.tally_send(device, {"counted": numbers, "estimated": {}}, revision)

    def _numbers(self):
        return {
            (line.device, line.method, line.age_group): line.number for line in self.event.count_ids
        }

    def test_sent_again(self):
        for _time in range(3):
            page = self._send({"youth": 3, "": 2})
        self.assertEqual(
            self._numbers(),
            {("screen-a", "counted", "youth"): 3, ("screen-a", "counted", False): 2},
        )
        self.assertEqual(page["own"]["counted"], {"youth": 3, "": 2})
        self.assertEqual(page["others"], 0)

    def test_late(self):
        self._send({"youth": 5}, revision=5)
        page = self._send({"youth": 3}, revision=3)
        self.assertEqual(self._numbers(), {("screen-a", "counted", "youth"): 5})
        self.assertEqual(page["revision"], 5)

    def test_one_less(self):
        self._send({"youth": 5}, revision=5)
        self._send({"youth": 4}, revision=6)
        self.assertEqual(self._numbers(), {("screen-a", "counted", "youth"): 4})
        self._send({}, revision=7)
        self.assertEqual(self._numbers(), {("screen-a", "counted", "youth"): 0})

    def test_two_doors(self):
        self._send({"youth": 5})
        page = self._send({"youth": 2, "adults": 1}, device="screen-b")
        self.assertEqual((page["others"], page["screens"]), (5, 1))
        self.assertEqual(sum(self.event.count_ids.mapped("number")), 8)

    def test_checked_in_beside(self):
        self._new_seat("Eva Smit", state="done")
        self._new_seat("Finn Smit")
        page = self._send({"": 1})
        self.assertEqual((page["checked_in"], page["registered"]), (1, 2))

    def test_what_cannot_be(self):
        for numbers in ({"babies": 1}, {"youth": -1}, {"youth": "3"}, {"youth": True}):
            with self.assertRaises(ValidationError):
                self._send(numbers)
        with self.assertRaises(ValidationError):
            self.event.tally_send("screen-a", {"guessed": {"": 1}}, 1)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._send({"youth": 100_001})

    def test_state(self):
        self._send({"youth": 1})
        page = self.event.with_user(self.users["activities"]).tally_state("screen-a")
        self.assertEqual(page["own"]["counted"], {"youth": 1})
        self.assertEqual(len(page["groups"]), 5)
        self.assertTrue(page["signup_image"].startswith("data:image/png;base64,"))

    def test_who_may(self):
        for role in ("marketing", "insights", "relations"):
            with self.assertRaises(AccessError):
                self._send({"youth": 1}, role=role)

    def test_other_library(self):
        with self.assertRaises(AccessError):
            self._send({"youth": 1}, event=self.other_event)
        stranger = self.other_event.with_user(self.users["front_desk"])
        with self.assertRaises(AccessError):
            stranger.tally_state("screen-a")
        with self.assertRaises(AccessError):
            stranger.tally_walk_in("Eva", "Smit", "eva@example.org", [])


@tagged("post_install", "-at_install")
class TestCountByHand(DoorCase):
    """The form for the day after."""

    def _form(self, **values):
        forms = self.env["bzk.activity.count.hand"].with_user(self.users["activities"])
        return forms.with_context(default_event_id=self.event.id).create(values)

    def test_filled_in_and_mended(self):
        self._form(unknown=30).action_save()
        self.assertEqual(self.event.count_ids.mapped("number"), [30])
        form = self._form()
        self.assertEqual((form.method, form.unknown, form.total), ("counted", 30, 30))
        self._form(method="estimated", unknown=0, youth=20, adults=5).action_save()
        numbers = {(line.method, line.age_group): line.number for line in self.event.count_ids}
        self.assertEqual(
            numbers,
            {
                ("counted", False): 0,
                ("estimated", "youth"): 20,
                ("estimated", "adults"): 5,
            },
        )

    def test_beside_a_screen(self):
        self.event.tally_send("screen-a", {"counted": {"youth": 4}}, 1)
        form = self._form(unknown=2)
        self.assertEqual(form.elsewhere, 4)
        form.action_save()
        self.assertEqual(sum(self.event.count_ids.mapped("number")), 6)

    def test_nobody_came(self):
        self._form().action_save()
        self.assertEqual(self.event.count_ids.mapped("number"), [0])

    def test_less_than_nothing(self):
        with self.assertRaises(UserError):
            self._form(youth=-1).action_save()

    def test_other_library(self):
        forms = self.env["bzk.activity.count.hand"].with_user(self.users["activities"])
        with self.assertRaises(AccessError):
            forms.create({"event_id": self.other_event.id, "unknown": 3})

    def test_what_waits_for_a_number(self):
        """The card and the list behind it leave out what has a number, or had registrations."""
        ago = timedelta(days=-1)
        bare, counted, registered, long_ago = (
            self._new_event(name, self.library, begin=begin)
            for name, begin in (
                ("Kaal", ago),
                ("Geteld", ago),
                ("Aangemeld", ago),
                ("Lang geleden", timedelta(days=-200)),
            )
        )
        self.env["bzk.activity.count"].create({"event_id": counted.id, "number": 0})
        self._new_seat("Eva Smit", registered)
        self._new_seat("Finn Smit", bare, state="cancel")
        action = self.env.ref("bzk_ticketing.action_uncounted")
        card = self.env.ref("bzk_ticketing.card_uncounted")
        self.assertEqual(literal_eval(action.domain), literal_eval(card.count_domain))
        found = self.env["event.event"].search(literal_eval(card.count_domain))
        self.assertEqual(found & (bare + counted + registered + long_ago), bare)


@tagged("post_install", "-at_install")
class TestQrCode(DoorCase):
    """Squares are drawn also on a machine without the graphics backend of core."""

    def test_without_the_backend(self):
        reports = self.env["ir.actions.report"]
        with patch(
            "odoo.addons.base.models.ir_actions_report.createBarcodeDrawing",
            side_effect=AssertionError,
        ):
            image = reports.barcode("QR", "https://example.org/x", width=200, height=200)
        self.assertTrue(image.startswith(b"\x89PNG"))
        with self.assertRaises(ValueError):
            reports.barcode("QR", "x" * 5000)
