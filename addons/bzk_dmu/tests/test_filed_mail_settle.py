from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .mail_common import MailCase


@tagged("post_install", "-at_install")
class TestSettle(MailCase):
    """What a relationship manager says of an address that nobody has."""

    def setUp(self):
        super().setUp()
        mail = self._filed(self._mail("outlook_forward_nl"))
        self.mail = mail.with_user(self.rita)
        self.line = self.mail.line_ids.filtered(lambda line: line.state == "waiting")

    def _again(self):
        """Another mail with the same unknown address."""
        return self._filed(
            self._mail("outlook_forward_nl")
            .replace(b"vraag-77@", b"vraag-78@")
            .replace(b"fw-1@", b"fw-9@")
        )

    def test_a_new_person(self):
        self.line.write({"choice": "new", "name": "Kees van der Berg"})
        self.mail.action_file()
        person = self.line.partner_id
        self.assertEqual((person.firstname, person.infix), ("Kees", "van der"))
        self.assertTrue(person.work_contact)
        self.assertEqual(person.dmu_member_ids.relation_id, self.school)
        self.assertEqual(self.mail.state, "filed")
        self.assertEqual(len(self._messages(self.school)), 1)
        self.assertEqual(self._again().state, "filed", "known from now on")

    def test_a_person_who_is_known_by_another_address(self):
        self.line.write({"choice": "person", "partner_id": self.piet.id, "relation_id": False})
        self.mail.action_file()
        self.assertEqual(self.piet.email, "piet@gemeente.example")
        again = self._again()
        self.assertEqual(again.state, "filed")
        found = again.line_ids.filtered(lambda line: line.email.startswith("onbekend"))
        self.assertEqual(found.partner_id, self.piet)

    def test_an_address_of_the_organisation(self):
        self.line.write({"choice": "organisation", "relation_id": self.town.id})
        self.mail.action_file()
        self.assertIn(self.town, self._again().relation_ids)

    def test_left_out_always(self):
        self.line.choice = "ignore"
        self.mail.action_file()
        again = self._again()
        self.assertEqual(again.state, "filed")
        self.assertIn("ignored", again.line_ids.mapped("state"))

    def test_left_out_this_time(self):
        self.line.choice = "skip"
        self.mail.action_file()
        self.assertEqual(self.mail.state, "filed")
        self.assertEqual(self._again().state, "waiting")

    def test_ask_no_more(self):
        self.mail.action_leave()
        self.assertEqual(self.mail.state, "filed")
        with self.assertRaises(UserError):
            self.mail.action_file()

    def test_a_choice_has_to_be_complete(self):
        self.line.write({"choice": "person", "partner_id": False})
        with self.assertRaises(UserError):
            self.mail.action_file()
        self.line.write({"choice": "new", "relation_id": False})
        with self.assertRaises(UserError):
            self.mail.action_file()

    def test_on_the_screen(self):
        with Form(self.mail) as form:
            index = next(
                number for number, line in enumerate(self.mail.line_ids) if line.state == "waiting"
            )
            with form.line_ids.edit(index) as line:
                line.relation_id = self.town
                self.assertEqual(line.choice, "new")
                line.name = "Kees Berg"
        self.mail.action_file()
        self.assertEqual(self.line.partner_id.dmu_member_ids.relation_id, self.town)
        self.assertEqual(len(self._messages(self.town)), 1)

    def test_settled_is_settled(self):
        self.line.choice = "skip"
        self.mail.action_file()
        with self.assertRaises(UserError):
            self.line.choice = "ignore"

    def test_nobody_in_it_is_known(self):
        raw = self._mail("winmail").replace(b"anna@dereg", b"wie@elders")
        mail = self._filed(raw)
        self.assertEqual(mail.state, "waiting")
        self.assertTrue(mail.attachment_ids)
        self.assertIn("Zie de bijlage", mail.body)
        line = mail.with_user(self.rita).line_ids.filtered(lambda one: one.state == "waiting")
        line.write({"choice": "new", "relation_id": self.school.id, "name": "Wie Elders"})
        mail.with_user(self.rita).action_file()
        message = self._messages(self.school).sorted("id")[-1]
        self.assertEqual(message.attachment_ids.name, "winmail.dat")
        self.assertEqual(message.partner_ids, line.partner_id)
