from odoo.tests import tagged

from .import_common import ActivityImportCase

BRAM = {"Deelnemer": "Bram de Vries", "E-mail deelnemer": "bram@example.org"}


@tagged("post_install", "-at_install")
class TestImportTicketPeople(ActivityImportCase):
    def setUp(self):
        super().setUp()
        self._activities({})

    def _new_customer(self, **values):
        return self.env["res.partner"].create({"company_id": self.library.id, **values})

    def _customers(self):
        return self.env["res.partner"].search([("company_id", "=", self.library.id)])

    def test_buyer_and_attendee_are_two_people(self):
        self._tickets(BRAM)
        order, seat = self._order(), self._seat()
        self.assertEqual(order.partner_id.firstname, "Anna")
        self.assertEqual(seat.attendee_id.firstname, "Bram")
        self.assertEqual((seat.partner_id, seat.linked_by), (order.partner_id, "new"))
        self.assertEqual(seat.attendee_id.email, "bram@example.org")

    def test_known_in_the_source(self):
        self._tickets(BRAM)
        bram, before = self._seat().attendee_id, self._customers()
        self._tickets({"Bestelling": "N", **BRAM})
        self.assertEqual(self._seat("N-1").attendee_id, bram)
        self.assertEqual(self._seat("N-1").linked_by, "source")
        self.assertEqual(self._order("N").linked_by, "source")
        self.assertEqual(self._customers(), before)

    def test_member_by_name_and_mail(self):
        anna = self._new_customer(
            firstname="Anna",
            infix="de",
            lastname="Vries",
            email="anna@example.org",
            birthdate="1980-02-03",
        )
        run = self._tickets({"Telefoon": "0612345678"}, {"Positie": "2", **BRAM})
        self.assertEqual(self._order().partner_id, anna)
        # Staff see how many customers were recognised.
        self.assertEqual(run.linked_count, 1)
        self.assertEqual(self._order().linked_by, "match")
        # What was not known of her yet is known now.
        self.assertEqual(anna.phone, "06 12345678")

    def test_a_shared_address_joins_nobody(self):
        self._new_customer(firstname="Bram", infix="de", lastname="Vries", email="anna@example.org")
        self._tickets({})
        self.assertEqual(self._order().partner_id.firstname, "Anna")
        self.assertEqual(self._order().linked_by, "new")

    def test_two_of_one_name_at_one_address(self):
        father, _son = [
            self._new_customer(firstname="Jan", lastname="Bos", email="bos@example.org")
            for _each in range(2)
        ]
        self._tickets({"Naam": "Jan Bos", "E-mail": "bos@example.org"})
        self.assertEqual(self._order().linked_by, "new")
        self.assertNotEqual(self._order().partner_id, father)

    def test_card_number(self):
        anna = self._new_customer(firstname="Anna", infix="de", lastname="Vries")
        self.env["bzk.external.id"].create(
            {"source_id": self.source.id, "key": "00123", "partner_id": anna.id}
        )
        self._tickets(
            {"Deelnemer": "A. de Vries", "Pasnummer": "00123", "E-mail": "x@example.org"},
            {"Bestelling": "S", "Deelnemer": "Bo Smit", "Pasnummer": "00123"},
            {"Bestelling": "T", "Deelnemer": "Bo Smit", "Pasnummer": "00999"},
        )
        self.assertEqual((self._seat().attendee_id, self._seat().linked_by), (anna, "number"))
        # The number of somebody else, or of nobody, tells nothing.
        self.assertFalse(self._seat("S-1").attendee_id.filtered(lambda p: p == anna))
        self.assertNotEqual(self._seat("T-1").attendee_id, anna)

    def test_card_of_another_library(self):
        stranger = self.env["res.partner"].create(
            {"company_id": self.other_library.id, "firstname": "Anna", "lastname": "Vries"}
        )
        self.env["bzk.external.id"].create(
            {"source_id": self.other_source.id, "key": "00123", "partner_id": stranger.id}
        )
        self._tickets({"Pasnummer": "00123"})
        self.assertFalse(self._seat().attendee_id & stranger)

    def test_child_by_birth_date(self):
        bram = self._new_customer(
            firstname="Bram", infix="de", lastname="Vries", birthdate="2012-07-15"
        )
        self._tickets(
            {"Deelnemer": "Tim de Vries", "Geboortedatum": "15-07-2014"},
            {"Positie": "2", "Deelnemer": "Els", "Geboortedatum": "15-07-2014"},
        )
        tim = self._seat().attendee_id
        self.assertEqual((tim.firstname, str(tim.birthdate)), ("Tim", "2014-07-15"))
        self.assertFalse(tim.email)
        self.assertFalse(self._seat("ABC12-2").attendee_id)
        self.assertTrue(bram)

    def test_guests_are_counted(self):
        self._tickets(
            {}, {"Positie": "2"}, {"Positie": "3", "Deelnemer": "Bo"}, {"Positie": "4", **BRAM}
        )
        seats = [self._seat(f"ABC12-{number}") for number in range(1, 5)]
        attendees = [seat.attendee_id.firstname for seat in seats]
        self.assertEqual(attendees, ["Anna", False, False, "Bram"])
        self.assertEqual(seats[2].name, "Bo")

    def test_blank_seat_beside_that_of_the_buyer(self):
        self._tickets({}, {"Positie": "2", "Deelnemer": "Anna de Vries"})
        self.assertFalse(self._seat().attendee_id)
        self.assertEqual(self._seat("ABC12-2").attendee_id, self._order().partner_id)

    def test_ticket_goes_to_somebody_else(self):
        self._tickets({})
        self._tickets(BRAM)
        self.assertEqual(self._seat().attendee_id.firstname, "Bram")
        self.assertEqual(
            (self._seat().name, self._seat().email), ("Bram de Vries", "bram@example.org")
        )
        self.assertEqual(self._order().partner_id.firstname, "Anna")

    def test_address_mended_on_the_ticket(self):
        """The same name on the same ticket is the same person, whose address was wrong."""
        self._tickets({}, {"Positie": "2", **BRAM})
        anna, bram, before = (
            self._order().partner_id,
            self._seat("ABC12-2").attendee_id,
            self._customers(),
        )
        bram.email = "mended@example.org"
        self._tickets(
            {"E-mail": "anna.nieuw@example.org"},
            {
                "Positie": "2",
                "E-mail": "anna.nieuw@example.org",
                **BRAM,
                "E-mail deelnemer": "bram.nieuw@example.org",
            },
        )
        self.assertEqual(self._customers(), before)
        self.assertEqual((self._order().partner_id, self._seat().attendee_id), (anna, anna))
        self.assertEqual(anna.email, "anna.nieuw@example.org")
        self.assertEqual(self._seat().email, "anna.nieuw@example.org")
        # What staff changed stays, though the ticket has the new one.
        self.assertEqual(bram.email, "mended@example.org")
        self.assertEqual(self._seat("ABC12-2").attendee_id, bram)
        self.assertEqual(self._seat("ABC12-2").email, "bram.nieuw@example.org")

    def test_next_order_tells_more(self):
        self._tickets({})
        anna = self._order().partner_id
        self._tickets({"Bestelling": "N", "Telefoon": "0612345678"})
        self.assertEqual(anna.phone, "06 12345678")
        self._tickets({"Bestelling": "O", "Telefoon": "0687654321"})
        self.assertEqual(anna.phone, "06 12345678")

    def test_buyer_corrected_at_the_source(self):
        self._tickets({})
        self._tickets({"Naam": "Anna de Wit"})
        self.assertEqual(self._order().partner_id.lastname, "Wit")
        self.assertEqual(self._seat().attendee_id, self._order().partner_id)
        self.assertEqual(self._seat().partner_id, self._order().partner_id)

    def test_whom_staff_chose_stays(self):
        self._tickets({})
        other = self._new_customer(firstname="Bo", lastname="Smit")
        self._seat().write({"attendee_id": other.id, "linked_by": "staff"})
        self._order().write({"partner_id": other.id, "linked_by": "staff"})
        self._tickets({**BRAM, "Naam": "Els Bakker"})
        self.assertEqual(self._seat().attendee_id, other)
        self.assertEqual(self._order().partner_id, other)

    def test_name_mended_by_staff_stays(self):
        self._tickets({})
        self._seat().name = "Anna de Vries-Bos"
        self._tickets({"Prijs": "5"})
        self._tickets({"Prijs": "5", "Telefoon": "0612345678"})
        self.assertEqual(self._seat().name, "Anna de Vries-Bos")
        self.assertEqual(self._seat().phone, "06 12345678")

    def test_buyer_without_an_address(self):
        """Nobody to write to, so no customer and no payment; the money still counts."""
        self._tickets({"E-mail": ""})
        order = self._order()
        self.assertFalse(order.partner_id or order.transaction_ids)
        self.assertEqual((order.paid_amount, order.buyer_name), (7.5, "Anna de Vries"))
        self._tickets({})
        self.assertTrue(order.partner_id)
        self.assertEqual(order.transaction_ids.amount, 7.5)

    def test_merged_customer_keeps_the_tickets(self):
        self._tickets({})
        key = self._order().partner_id.external_id_ids
        self.assertEqual((key.source_id, key.state), (self.tickets, "current"))
        other = self._new_customer(firstname="Anna", infix="de", lastname="Vries")
        key.partner_id = other
        self._tickets({"Bestelling": "N"})
        self.assertEqual(self._order("N").partner_id, other)

    def test_erased_people_stay_away(self):
        self._tickets({})
        key = self._order().partner_id.external_id_ids.key
        self.env["bzk.external.id"].search([("key", "=", key)]).unlink()
        before = self._customers()
        target = type(self.env["bzk.import.ticket"])
        self.patch(target, "_erased_keys", lambda self, source, keys: {key} & set(keys))
        self._tickets({"Bestelling": "N"})
        order = self._order("N")
        self.assertFalse(order.partner_id or order.buyer_name or order.buyer_email)
        self.assertFalse(self._seat("N-1").name or self._seat("N-1").email)
        self.assertNotIn("anna", str(order.line_ids.sent).lower())
        self.assertEqual(self._customers(), before)
        self.assertEqual(order.amount, 7.5)

    def test_two_files_of_customers_and_tickets(self):
        """Keys of people who ordered are nobody's to miss in a complete file of customers."""
        self._tickets({})
        profile = self.env.ref("bzk_base.profile_generic").copy_to_source(self.tickets)
        content = b"Nummer;Voornaam;Achternaam\n1;Els;Bakker\n"
        run = self._new_run(content, profile=profile)
        run.run_to_end()
        self.assertEqual((run.new_count, run.missing_count), (1, 0))
