from odoo.tests import tagged

from .import_common import TICKET, ActivityImportCase


@tagged("post_install", "-at_install")
class TestImportTicket(ActivityImportCase):
    def setUp(self):
        super().setUp()
        self._activities({})

    def _paid(self, order):
        return [(item.key, item.amount) for item in order.transaction_ids.sorted("id")]

    def test_an_order(self):
        run = self._tickets(
            {"Totaal": "15,50", "Kosten": "0,50", "Bevestigd op": "01-03-2018 10:01"},
            {"Totaal": "15,50", "Kosten": "0,50", "Positie": "2", "Deelnemer": "Bram de Vries"},
        )
        self.assertEqual((run.new_count, run.refused_count, run.remark_count), (2, 0, 0))
        order = self._order()
        self.assertEqual((order.state, order.amount, order.fee_amount), ("paid", 15.5, 0.5))
        self.assertEqual((order.paid_amount, order.refund_amount), (15.5, 0))
        self.assertEqual(str(order.date), "2018-03-01 09:00:00")
        self.assertEqual(str(order.date_confirmed), "2018-03-01 09:01:00")
        anna = order.partner_id
        self.assertEqual((anna.firstname, anna.infix, anna.lastname), ("Anna", "de", "Vries"))
        self.assertEqual((anna.email, anna.company_id), ("anna@example.org", self.library))
        self.assertEqual(order.linked_by, "new")
        self.assertEqual(order.company_id, self.library)
        first, second = order.line_ids.registration_id.sorted("id")
        self.assertEqual((first.attendee_id, first.partner_id), (anna, anna))
        self.assertEqual((second.attendee_id.id, second.partner_id), (False, anna))
        self.assertEqual((first.name, second.name), ("Anna de Vries", "Bram de Vries"))
        self.assertEqual(second.email, "anna@example.org")
        self.assertEqual(first.event_id, self._activity())
        self.assertEqual(order.line_ids.mapped("price"), [7.5, 7.5])
        self.assertEqual(self._paid(order), [("ABC12", 15.5)])
        payment = order.transaction_ids
        self.assertEqual((payment.kind, payment.partner_id), ("ticket", anna))
        self.assertEqual(str(payment.date), "2018-03-01")
        self.assertEqual(payment.description, "Poëzie bij de koffie")
        self.assertEqual(payment.branch_id, self.branch)

    def test_states(self):
        self._tickets(
            {"Bestelling": "P1", "Status": "in behandeling"},
            {"Bestelling": "P2", "Status": "geannuleerd"},
            {"Bestelling": "P3", "Status": "verlopen"},
            {"Bestelling": "P4", "Ingecheckt": "14-03-2018 19:25"},
            {"Bestelling": "P5", "Kaartstatus": "geannuleerd"},
            {"Bestelling": "P6", "Status": "", "Prijs": "0"},
        )
        seats = {name: self._seat(f"{name}-1") for name in ("P1", "P2", "P3", "P4", "P5", "P6")}
        states = {name: seat.state for name, seat in seats.items()}
        self.assertEqual(
            states,
            {
                "P1": "draft",
                "P2": "cancel",
                "P3": "cancel",
                "P4": "done",
                "P5": "cancel",
                "P6": "open",
            },
        )
        self.assertEqual(str(seats["P4"].date_closed), "2018-03-14 18:25:00")
        for name, amount in (("P1", 0), ("P2", 0), ("P3", 0), ("P4", 7.5), ("P5", 0), ("P6", 0)):
            order = self._order(name)
            self.assertEqual(order.paid_amount - order.refund_amount, amount, name)
            self.assertEqual(sum(order.transaction_ids.mapped("amount")), amount, name)

    def test_cancelled_and_paid_again(self):
        """What changed is one more payment; what was stays."""
        self._tickets({}, {"Positie": "2"})
        order = self._order()
        self._tickets({}, {"Positie": "2", "Kaartstatus": "geannuleerd"})
        self.assertEqual(self._paid(order), [("ABC12", 15), ("ABC12#2", -7.5)])
        refund = order.transaction_ids.filtered("reversed_id")
        self.assertEqual(refund.reversed_id.key, "ABC12")
        self.assertEqual((order.amount, order.paid_amount, order.refund_amount), (7.5, 15, 7.5))
        self.assertEqual(self._seat("ABC12-2").state, "cancel")
        self.assertEqual(self._seat().state, "open")
        self._tickets(
            {"Status": "geannuleerd"}, {"Positie": "2", "Status": "geannuleerd", "Kaartstatus": ""}
        )
        self.assertEqual(self._paid(order)[2:], [("ABC12#3", -7.5)])
        self.assertEqual((order.state, order.refund_amount), ("cancelled", 15))
        self.assertEqual(set(order.line_ids.registration_id.mapped("state")), {"cancel"})
        self._tickets({}, {"Positie": "2"})
        self.assertEqual(sum(order.transaction_ids.mapped("amount")), 15)
        self.assertEqual(set(order.line_ids.registration_id.mapped("state")), {"open"})

    def test_told_amounts_go_before_worked_out_ones(self):
        self._tickets({"Totaal": "10,00", "Ontvangen": "10,00", "Teruggestort": "2,50"})
        order = self._order()
        self.assertEqual((order.amount, order.paid_amount, order.refund_amount), (10, 10, 2.5))
        self.assertEqual(self._paid(order), [("ABC12", 7.5)])
        self._tickets({"Totaal": "10,00", "Ontvangen": "10,00", "Teruggestort": "10,00"})
        self.assertEqual(self._paid(order), [("ABC12", 7.5), ("ABC12#2", -7.5)])

    def test_price_changed(self):
        self._tickets({})
        self._tickets({"Prijs": "5,00"})
        order = self._order()
        self.assertEqual(order.line_ids.price, 5)
        self.assertEqual(sum(order.transaction_ids.mapped("amount")), 5)

    def test_paid_later(self):
        self._tickets({"Status": "openstaand"})
        self.assertFalse(self._order().transaction_ids)
        run = self._tickets({})
        self.assertEqual(run.changed_count, 1)
        self.assertEqual(self._seat().state, "open")
        self.assertEqual(self._paid(self._order()), [("ABC12", 7.5)])

    def test_what_happened_here_stays(self):
        """A visitor who came, or cannot come, is not undone by a payment at the source."""
        self._tickets({"Status": "openstaand"}, {"Positie": "2", "Status": "openstaand"})
        self._seat().state = "done"
        self._seat("ABC12-2").state = "cancel"
        self._tickets({}, {"Positie": "2"})
        self.assertEqual(self._seat().state, "done")
        self.assertEqual(self._seat("ABC12-2").state, "cancel")

    def test_who_waits_is_looked_for(self):
        cron = self.env.ref("bzk_ticketing.cron_waiting")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self._tickets({})
        now = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertTrue(now - triggers)

    def test_check_in_and_taken_back(self):
        self._tickets({})
        self._tickets({"Ingecheckt": "ja"})
        self.assertEqual(self._seat().state, "done")
        self.assertTrue(self._seat().date_closed)
        self._tickets({"Ingecheckt": ""})
        self.assertEqual(self._seat().state, "open")

    def test_without_a_seat(self):
        self._tickets({}, {"Positie": "2", "Kaartsoort": "Drankje", "Toegang": "nee"})
        self.assertEqual(len(self._order().line_ids), 2)
        self.assertFalse(self._seat("ABC12-2"))
        self.assertEqual(self._activity().registration_ids, self._seat())

    def test_barcode(self):
        self._tickets({"Code": "secret1"}, {"Positie": "2"}, {"Positie": "3", "Code": "secret1"})
        self.assertEqual(self._seat().barcode, "secret1")
        others = {self._seat("ABC12-2").barcode, self._seat("ABC12-3").barcode}
        self.assertEqual(len(others - {"secret1"}), 2)
        for code in others:
            self.assertGreater(int(code), 0)
        self._tickets({"Code": "secret2"}, {"Positie": "2"}, {"Positie": "3", "Code": "secret1"})
        self.assertEqual(self._seat().barcode, "secret2")

    def test_barcode_that_another_library_has_too(self):
        event = self.env["event.event"].create(
            {"name": "Elders", "company_id": self.other_library.id}
        )
        self.env["event.registration"].create(
            {"event_id": event.id, "name": "Olga Ander", "barcode": "secret1"}
        )
        self._tickets({"Code": "secret1"})
        self.assertEqual(self._seat().barcode, "secret1")
        self._tickets({"Code": ""})
        self._tickets({"Code": "secret1"})
        self.assertEqual(self._seat().barcode, "secret1")

    def test_moved_to_another_activity(self):
        self._activities({}, {"Nummer": "A2", "Activiteit": "Leeskring"})
        self._tickets({})
        self._tickets({"Activiteitnummer": "A2"})
        self.assertEqual(self._seat().event_id, self._activity("A2"))
        self.assertEqual(self._order().line_ids.event_id, self._activity("A2"))

    def test_activity_by_name_and_day(self):
        self._tickets(
            {"Activiteitnummer": "", "Activiteit": "poëzie bij de KOFFIE", "Begin": "14-03-2018"}
        )
        self.assertEqual(self._seat().event_id, self._activity())

    def test_unknown_activity_is_made(self):
        run = self._tickets(
            {
                "Activiteitnummer": "B7",
                "Activiteit": "Schrijfcafé",
                "Begin": "21-03-2018 20:00",
                "Vestiging": "HLC",
                "Prijsmodel": "betaald",
            },
            {"Bestelling": "X", "Activiteitnummer": "", "Activiteit": "Lezing", "Begin": "2-4-18"},
            {"Bestelling": "Y", "Activiteitnummer": "C9"},
            {"Bestelling": "Z", "Activiteitnummer": "", "Activiteit": "Zomaar"},
        )
        made = self._activity("B7")
        self.assertEqual((made.name, made.branch_id), ("Schrijfcafé", self.branch))
        self.assertEqual(made.price_model, "paid")
        self.assertEqual(str(made.date_begin), "2018-03-21 19:00:00")
        self.assertEqual(self._seat("X-1").event_id.name, "Lezing")
        self.assertEqual(run.rejection_ids.mapped("code"), ["unknown_activity"] * 2)
        self.assertFalse(self._order("Y") or self._order("Z"))

    def test_activity_found_by_name_takes_its_number(self):
        self._tickets({"Activiteitnummer": "", "Activiteit": "Lezing", "Begin": "02-04-2018"})
        lecture = self._seat().event_id
        self._activities({"Nummer": "L1", "Activiteit": "Lezing", "Datum": "02-04-2018"})
        self._tickets(
            {
                "Bestelling": "N",
                "Activiteitnummer": "L1",
                "Activiteit": "Lezing",
                "Begin": "02-04-2018",
            }
        )
        self.assertEqual(self._seat("N-1").event_id, self._activity("L1"))
        self.assertTrue(lecture)

    def test_rows_without_a_number_are_counted(self):
        columns = {
            "order": "Bestelling",
            "order_state": "Status",
            "buyer_name": "Naam",
            "buyer_email": "E-mail",
            "activity_key": "Activiteitnummer",
            "price": "Prijs",
        }
        profile = self._new_profile("ticket", columns)
        row = {heading: TICKET[heading] for heading in columns.values()}
        run = self._import_rows(profile, [row, row, {**row, "Bestelling": "D2"}])
        self.assertEqual((run.new_count, run.repeated_count), (3, 0))
        self.assertEqual(self._order().line_ids.mapped("key"), ["ABC12-1", "ABC12-2"])
        run = self._import_rows(profile, [row, {**row, "Prijs": "5"}, {**row, "Bestelling": "D2"}])
        self.assertEqual((run.new_count, run.changed_count), (0, 1))

    def test_order_in_two_chunks(self):
        self._patch_chunk(2)
        self._tickets({}, {"Positie": "2"}, {"Positie": "3"})
        order = self._order()
        self.assertEqual((order.amount, order.paid_amount), (22.5, 22.5))
        self.assertEqual(self._paid(order), [("ABC12", 22.5)])
        self.assertEqual(len(order.line_ids.registration_id), 3)
        self.assertEqual(
            order.line_ids.registration_id.sorted("id").mapped("attendee_id"), order.partner_id
        )

    def test_nothing_is_mailed_or_logged(self):
        before = self.env["mail.mail"].search_count([])
        self._tickets({})
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(
            self.env["event.mail.registration"].search([("registration_id", "=", self._seat().id)])
        )

    def test_more_than_the_places(self):
        self._activities({"Plaatsen": "1"})
        self._tickets({}, {"Positie": "2"})
        self.assertEqual(self._activity().capacity, 1)
        self.assertEqual(len(self._activity().registration_ids), 2)

    def test_same_file_again(self):
        rows = ({}, {"Positie": "2"}, {"Bestelling": "XYZ99", "Naam": "Bo Bos", "E-mail": "b@x.nl"})
        self._tickets(*rows)
        counts = self._counts()
        run = self._tickets(*rows)
        self.assertEqual((run.new_count, run.changed_count, run.unchanged_count), (0, 0, 3))
        self.assertEqual(self._counts(), counts)

    def _counts(self):
        models = ("bzk.ticket.order", "bzk.ticket.line", "event.registration", "bzk.transaction")
        return [self.env[model].search_count([]) for model in (*models, "res.partner")]

    def test_as_the_orm_would_have(self):
        """Every column of what is imported holds what booking by hand stores there."""
        self._tickets({"Telefoon": "0612345678", "Code": "s3cret"})
        order, line, seat = self._order(), self._order().line_ids, self._seat()
        made = self.env["event.registration"].create(
            {
                "event_id": seat.event_id.id,
                "partner_id": seat.partner_id.id,
                "attendee_id": seat.attendee_id.id,
                "linked_by": "new",
                "name": "Anna de Vries",
                "email": "anna@example.org",
                "phone": "06 12345678",
            }
        )
        self._assert_same_columns(seat, made, {"barcode", "phone"})
        own = self.env["bzk.ticket.order"].create(
            {
                "name": "HAND",
                "source_id": order.source_id.id,
                "partner_id": order.partner_id.id,
                "linked_by": "new",
                "buyer_name": order.buyer_name,
                "buyer_email": order.buyer_email,
                "buyer_phone": order.buyer_phone,
                "date": order.date,
                "state": "paid",
                "amount": 7.5,
                "paid_amount": 7.5,
                "fee_amount": 0,
                "refund_amount": 0,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "key": "HAND-1",
                            "event_id": seat.event_id.id,
                            "item": "Kaart",
                            "price": 7.5,
                            "registration_id": made.id,
                        },
                    )
                ],
            }
        )
        self._assert_same_columns(order, own, {"name"})
        skipped = {"key", "order_id", "registration_id", "digest", "sent"}
        self._assert_same_columns(line, own.line_ids, skipped)
        paid = order.transaction_ids
        by_hand = self.env["bzk.transaction"].create(
            {
                "partner_id": paid.partner_id.id,
                "date": paid.date,
                "kind": "ticket",
                "description": paid.description,
                "amount": 7.5,
                "source_id": paid.source_id.id,
                "branch_id": self.branch.id,
                "key": "HAND",
                "ticket_order_id": order.id,
            }
        )
        self._assert_same_columns(paid, by_hand, {"key"})

    def _assert_same_columns(self, one, other, skipped):
        self.env.flush_all()
        rows = []
        for record in (one, other):
            self.env.cr.execute(f"SELECT * FROM {record._table} WHERE id = %s", (record.id,))
            rows.append(self.env.cr.dictfetchone())
        skipped = skipped | {"id", "create_date", "write_date"}
        for name in rows[0].keys() - skipped:
            self.assertEqual(rows[0][name], rows[1][name], f"{one._name}.{name}")
