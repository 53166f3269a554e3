from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ANNA, BRAM, LibraryCase


@tagged("post_install", "-at_install")
class TestImportLink(LibraryCase):
    """A customer whom one source brought is known again when another sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["bzk.source"].create(
            {"name": "Tickets", "code": "tickets", "company_id": cls.library.id}
        )
        cls.ticket_profile = cls.env.ref("bzk_base.profile_wise").copy_to_source(cls.tickets)
        cls.buyer = {**ANNA, "LENERNUMMER": "T-77", "TELEFOON": "", "ROEPNAAM": "", "VESTIGING": ""}

    def _count(self):
        return self.env["res.partner"].search_count([("company_id", "=", self.library.id)])

    def test_a_certain_customer_is_linked(self):
        self._import([ANNA, BRAM])
        count = self._count()
        run = self._check([self.buyer], profile=self.ticket_profile)
        self.assertEqual((run.new_count, run.linked_count), (0, 1))
        self.assertIn("Linked to a known customer", run.preview_html)
        run.action_import()
        run._process()
        self.assertEqual(self._count(), count)
        self.assertEqual(self._customer("T-77", self.tickets), self._customer("00000001"))

    def test_linking_fills_gaps_and_overwrites_nothing(self):
        self._import([{**ANNA, "TELEFOON": "", "EMAIL": ""}])
        anna = self._customer("00000001")
        buyer = {**self.buyer, "TELEFOON": "023-5115300", "EMAIL": "anna@elders.example"}
        buyer |= {"ROEPNAAM": "Anna"}
        self._import([buyer], profile=self.ticket_profile)
        self.assertEqual(anna.phone_sanitized, "+31235115300")
        self.assertEqual(anna.email, "anna@elders.example")
        self.assertEqual(anna.email_normalized, "anna@elders.example")
        self.assertEqual((anna.firstname, anna.name), ("Anna", "Anna van der Berg"))
        self.assertEqual(anna.branch_id, self.branch)

    def test_a_new_address_does_not_overwrite_the_known_one(self):
        self._import([ANNA])
        moved = {**ANNA, "LENERNUMMER": "T-77", "ADRES": "Kleverlaan", "HUISNUMMER": "9"}
        moved |= {"TOEVOEGING": "", "POSTCODE": "2023JC"}
        run = self._import([moved], profile=self.ticket_profile)
        anna = self._customer("00000001")
        self.assertEqual(run.linked_count, 1)
        self.assertEqual((anna.street, anna.zip), ("Grote Markt 2A", "2011 AB"))

    def test_the_source_keeps_its_own_people_apart(self):
        self._import([ANNA])
        run = self._import([ANNA, {**ANNA, "LENERNUMMER": "00000009"}])
        self.assertEqual((run.new_count, run.linked_count), (1, 0))

    def test_a_customer_is_linked_once_in_a_file(self):
        self._import([ANNA])
        self._patch_chunk(1)
        rows = [self.buyer, {**self.buyer, "LENERNUMMER": "T-78"}]
        run = self._import(rows, profile=self.ticket_profile)
        self.assertEqual((run.new_count, run.linked_count), (1, 1))

    def test_a_relative_with_the_same_mail_and_address_is_new(self):
        self._import([ANNA])
        child = {
            **self.buyer,
            "ROEPNAAM": "Tom",
            "VOORLETTERS": "T.",
            "GEBOORTEDATUM": "01-01-2015",
        }
        run = self._import([child], profile=self.ticket_profile)
        self.assertEqual((run.new_count, run.linked_count), (1, 0))

    def test_another_librarys_customer_is_never_linked(self):
        self._import([ANNA], profile=self.other_profile)
        run = self._import([self.buyer], profile=self.ticket_profile)
        self.assertEqual((run.new_count, run.linked_count), (1, 0))

    def test_the_plan_is_stale_when_the_customer_is_archived_meanwhile(self):
        self._import([ANNA])
        run = self._check([self.buyer], profile=self.ticket_profile)
        self._customer("00000001").active = False
        run.action_import()
        run._process()
        self.assertEqual((run.state, run.problem["code"]), ("failed", "stale"))

    def test_a_wrong_link_is_split_off_and_stays_so(self):
        self._import([ANNA])
        self._import([self.buyer], profile=self.ticket_profile)
        anna = self._customer("00000001")
        key = anna.external_id_ids.filtered(lambda item: item.key == "T-77")
        for role in ("marketing", "insights"):
            with self.assertRaises(AccessError):
                key.with_user(self.users[role]).action_split_off()
        action = key.with_user(self.users["data_steward"]).action_split_off()
        customer = self._customer("T-77", self.tickets)
        self.assertEqual(action["res_id"], customer.id)
        self.assertNotEqual(customer, anna)
        self.assertEqual(customer.name, "A.B. van der Berg")
        self.assertEqual(customer.zip, "2011 AB")
        self._import([{**self.buyer, "TELEFOON": "0235115300"}], profile=self.ticket_profile)
        self.assertEqual(self._customer("T-77", self.tickets), customer)
        pair = self.env["bzk.duplicate"].search([("partner2_id", "=", customer.id)])
        self.assertEqual(pair.state, "different")

    def test_the_only_key_is_not_split_off(self):
        self._import([ANNA])
        with self.assertRaisesRegex(UserError, "only key"):
            self._customer("00000001").external_id_ids.action_split_off()
