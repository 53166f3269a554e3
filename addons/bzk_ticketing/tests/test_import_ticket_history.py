import random
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.bzk_base.importing.cleaning.whole_name import split_name

from .import_common import TICKET, TICKET_COLUMNS, ActivityImportCase

AMOUNTS = {
    "Totaal": ("15", "20,00", "30"),
    "Kosten": ("0", "1,50"),
    "Ontvangen": ("0", "10", "20,00"),
    "Teruggestort": ("0", "5,00", "20"),
}
STATES = ("betaald", "betaald", "geannuleerd", "openstaand", "verlopen")


@tagged("post_install", "-at_install")
class TestImportTicketHistory(ActivityImportCase):
    """What is known of an order follows from what its source tells now, whatever came before."""

    def setUp(self):
        super().setUp()
        self._activities({}, {"Nummer": "A2", "Activiteit": "Leeskring"})

    def _net(self, order):
        return round(order.paid_amount - order.refund_amount, 2)

    def _assert_paid(self, *names):
        for order in self.env["bzk.ticket.order"].search([("source_id", "=", self.tickets.id)]):
            paid = sum(order.transaction_ids.mapped("amount"))
            self.assertAlmostEqual(paid, self._net(order), 2, (*names, order.name))

    def _random_file(self, chance, told):
        """Rows of two orders of three tickets in some state or other."""
        rows = []
        for order in ("O1", "O2"):
            common = {name: chance.choice(AMOUNTS[name]) for name in told}
            common |= {"Status": chance.choice(STATES), "E-mail": f"{order}@example.org"}
            rows += [
                {
                    **common,
                    "Bestelling": order,
                    "Positie": str(position),
                    "Prijs": chance.choice(("7,50", "7.50", "0", "12,34")),
                    "Kaartstatus": chance.choice(("", "", "geannuleerd")),
                    "Activiteitnummer": chance.choice(("A1", "A2")),
                    "Ingecheckt": chance.choice(("", "", "ja")),
                    "Toegang": chance.choice(("", "", "", "nee")),
                }
                for position in range(1, 4)
            ]
        return rows

    def _send(self, prefix, rows):
        self._tickets(*[{**row, "Bestelling": prefix + row["Bestelling"]} for row in rows])

    def _known(self, order):
        """Everything that must be the same however the order came to be what it is."""
        lines = {}
        for line in order.line_ids:
            seat = line.registration_id
            state = seat.state if seat.state != "cancel" else False
            lines[line.key[-1]] = (line.price, line.state, line.event_id.id, state)
            self.assertEqual(bool(seat.date_closed), seat.state == "done")
        return order.state, order.amount, order.fee_amount, self._net(order), lines

    def test_random_histories(self):
        """Four files in a row leave what the last of them alone would have left."""
        for seed in range(6):
            chance = random.Random(seed)
            told = [name for name in AMOUNTS if chance.random() < 0.4]
            with (
                self.subTest(seed=seed, told=told),
                patch(
                    "odoo.addons.bzk_base.models.import_subject.CHUNK", chance.choice((1, 2, 100))
                ),
            ):
                files = [self._random_file(chance, told) for _file in range(4)]
                for rows in files[:-1]:
                    some = [row for row in rows if chance.random() < 0.8] or rows
                    self._send(f"S{seed}", chance.sample(some, len(some)))
                    self._assert_paid(seed)
                self._send(f"S{seed}", files[-1])
                self._send(f"T{seed}", files[-1])
                self._assert_paid(seed)
                for name in ("O1", "O2"):
                    grown, fresh = self._order(f"S{seed}{name}"), self._order(f"T{seed}{name}")
                    self.assertEqual(self._known(grown), self._known(fresh), name)

    def test_last_row_of_an_order_did_not_change(self):
        self._patch_chunk(1)
        self._tickets({}, {"Positie": "2"})
        self._tickets({"Prijs": "10,00"}, {"Positie": "2", "Prijs": "7.50"})
        self.assertEqual(self._order().amount, 17.5)
        self._assert_paid()

    def test_order_told_on_its_first_row_only(self):
        blank = {"Positie": "2", "Naam": "", "E-mail": "", "Status": "", "Besteld op": ""}
        self._patch_chunk(1)
        self._tickets({"Totaal": "20,00", "Status": "openstaand"}, blank)
        order = self._order()
        self.assertEqual((order.amount, order.state), (20, "pending"))
        self.assertEqual((order.buyer_name, order.partner_id.firstname), ("Anna de Vries", "Anna"))
        self._tickets({"Totaal": "20,00", "Status": "openstaand"}, {**blank, "Kaartsoort": "Ander"})
        self.assertEqual((order.amount, order.state), (20, "pending"))

    def test_refund_is_told_and_what_was_paid_is_not(self):
        self._tickets({"Teruggestort": "-7,50"}, {"Positie": "2", "Kaartstatus": "geannuleerd"})
        order = self._order()
        self.assertEqual((order.paid_amount, order.refund_amount), (15, 7.5))
        self._assert_paid()

    def test_order_called_as_a_second_payment(self):
        self._tickets({"Bestelling": "A"}, {"Bestelling": "A#2"})
        self._tickets({"Bestelling": "A", "Prijs": "9"}, {"Bestelling": "A#2"})
        self._tickets({"Bestelling": "B"})
        self._tickets({"Bestelling": "B", "Prijs": "9"}, {"Bestelling": "B#2"})
        self.assertEqual(self._net(self._order("A")), 9)
        self._assert_paid()

    def test_payments_follow_the_buyer(self):
        self._tickets({})
        self._tickets({"Naam": "Bo Bos", "E-mail": "bo@example.org", "Prijs": "10"})
        order = self._order()
        self.assertEqual(order.partner_id.name, "Bo Bos")
        self.assertEqual(order.transaction_ids.partner_id, order.partner_id)
        self._assert_paid()

    def test_who_waits_and_then_pays(self):
        """A seat that is not paid, or was cancelled, may be on the waiting list by now."""
        for state in ("openstaand", "geannuleerd"):
            with self.subTest(state):
                self._tickets({"Bestelling": state, "Status": state})
                self._seat(f"{state}-1").action_wait()
                self._tickets({"Bestelling": state})
                seat = self._seat(f"{state}-1")
                self.assertEqual((seat.state, seat.waiting_since), ("open", False))

    def test_given_up_and_then_paid_again(self):
        self._tickets({})
        self._seat()._give_up()
        self._tickets({"Status": "geannuleerd"})
        self.assertTrue(self._seat().given_up_on)
        self._tickets({})
        self.assertEqual((self._seat().state, self._seat().given_up_on), ("open", False))

    def test_activity_removed_after_the_check(self):
        profile = self._new_profile("ticket", TICKET_COLUMNS)
        row = dict.fromkeys(TICKET_COLUMNS.values(), "") | TICKET
        run = self._new_run(self._csv([row], [*row]), profile=profile, name="rijen.csv")
        run.action_check()
        run._process()
        self._activity().unlink()
        run.action_import()
        run._process()
        self.assertEqual((run.state, run.problem), ("failed", {"code": "stale"}))
        self.assertFalse(self._order())

    def test_one_person_however_the_name_is_typed(self):
        names = ("Anna Bos", "ANNA BOS", "Bos, Anna", "anna  bos")
        self._tickets(*[{"Bestelling": f"N{n}", "Naam": name} for n, name in enumerate(names)])
        people = {self._order(f"N{number}").partner_id for number in range(len(names))}
        self.assertEqual([person.firstname for person in people], ["Anna"])

    def test_capitals_are_no_initials(self):
        self.assertEqual(split_name("ANNA BOS"), {"firstname": "ANNA", "lastname": "BOS"})
        self.assertEqual(split_name("JW Bos"), {"initials": "JW", "lastname": "Bos"})
        self.assertEqual(split_name("J.W. BOS"), {"initials": "J.W.", "lastname": "BOS"})
