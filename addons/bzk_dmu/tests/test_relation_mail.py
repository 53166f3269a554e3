from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_common import MailCase


@tagged("post_install", "-at_install")
class TestRelationMail(MailCase):
    """Mail through the chatter of a relation, and the answers to it."""

    def _answer(self, **headers):
        lines = {
            "From": "Anna de Vries <anna@deregenboog.example>",
            "To": "catchall@mail.bieb.example",
            "Subject": "Re: Voorstel",
            "Date": "Wed, 18 Nov 2026 12:00:00 +0000",
            "Message-ID": "<answer@deregenboog.example>",
            "Content-Type": "text/plain; charset=utf-8",
            **headers,
        }
        head = "\r\n".join(f"{name}: {value}" for name, value in lines.items())
        return f"{head}\r\n\r\nGraag.\r\n".encode()

    def _send(self):
        return self.school.with_user(self.rita).message_post(
            body="Voorstel",
            subject="Voorstel",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.anna.ids,
        )

    def test_a_mail_from_the_chatter_takes_answers_to_the_relation(self):
        message = self._send()
        self.assertIn("catchall@mail.bieb.example", message.reply_to)
        self._process(self._answer(**{"In-Reply-To": message.message_id}))
        answer = self._messages(self.school)
        self.assertEqual(answer.author_id, self.anna)
        self.assertIn("Graag", answer.body)

    def test_somebody_at_work_who_writes_first_lands_at_the_organisation(self):
        self._process(self._answer())
        self.assertEqual(self._messages(self.school).author_id, self.anna)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_a_stranger_who_writes_first_is_sent_back_by_core(self):
        self._process(self._answer(From="wie@example.org"))
        self.assertFalse(self._messages(self.school))

    def test_a_private_customer_with_the_same_address_is_not_named(self):
        private = self.env["res.partner"].create(
            {
                "firstname": "Anna",
                "lastname": "Thuis",
                "email": "beide@example.org",
                "company_id": self.library.id,
            }
        )
        message = self._send()
        self._process(
            self._answer(**{"From": "beide@example.org", "In-Reply-To": message.message_id})
        )
        answer = self._messages(self.school)
        self.assertNotEqual(answer.author_id, private)
        self.assertFalse(answer.author_id)
        found = self.school._partner_find_from_emails_single(["beide@example.org"])
        self.assertFalse(found)

    def test_who_answers_is_looked_for_at_the_library_itself(self):
        self.anna.email = False
        school = self.env["bzk.relation"].create(
            {"name": "Elders", "group_id": self.group.id, "company_id": self.other_library.id}
        )
        other = self._person("Anna", "", "Elders", "anna@deregenboog.example", school)
        message = self._send()
        self._process(self._answer(**{"In-Reply-To": message.message_id}))
        answer = self._messages(self.school)
        self.assertNotIn(other, answer.author_id | answer.partner_ids)
        self.assertFalse(
            self.school._partner_find_from_emails_single(
                ["anna@deregenboog.example"], no_create=False
            )
        )

    def test_a_mail_is_contact_and_a_note_is_not(self):
        self.school.with_user(self.rita).message_post(
            body="Bellen", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.assertFalse(self.school.last_contact_date)
        self._send()
        self.assertTrue(self.school.last_contact_date)

    def test_a_filed_mail_is_contact_of_its_day(self):
        self._filed(self._mail("outlook_bcc"))
        self.assertEqual(str(self.school.last_contact_date), "2026-11-16")

    def test_people_to_write_to(self):
        people = self.school.with_user(self.rita).mail_people()
        self.assertEqual(
            [person["email"] for person in people],
            ["anna@deregenboog.example", "info@deregenboog.example"],
        )
        self.assertEqual(len(self.school.with_user(self.rita).mail_people("vries")), 1)
        self.anna.dmu_member_ids.date_to = "2025-01-01"
        self.assertEqual(len(self.school.with_user(self.rita).mail_people()), 1)
        with self.assertRaises(AccessError):
            self.school.with_user(self.desk).mail_people()
        stranger = self._new_user("relations", self.other_library)
        with self.assertRaises(AccessError):
            self.school.with_user(stranger).mail_people()

    def test_nobody_is_written_to_by_itself(self):
        relation = self.school.with_user(self.rita)
        self.assertEqual(relation._message_get_suggested_recipients(), [])
        self._filed(self._mail("outlook_bcc"))
        self.assertEqual(relation._message_get_suggested_recipients(reply_discussion=True), [])
        # An answer to a mail goes to those in it, not to who answers.
        suggested = relation._message_get_suggested_recipients(
            reply_message=self._messages(self.school)
        )
        self.assertEqual({one["partner_id"] for one in suggested}, set((self.anna | self.piet).ids))

    def test_another_address_of_somebody(self):
        self.anna.dmu_member_ids.email = "directie@deregenboog.example"
        (person, _general) = self.school.with_user(self.rita).mail_people()
        self.assertEqual(person["email"], "directie@deregenboog.example")
        self.assertFalse(person["partner_id"], "a mail to the person would go elsewhere")
        message = self.school.with_user(self.rita).message_post(
            body="Voorstel",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            outgoing_email_to="directie@deregenboog.example",
        )
        self.assertEqual(message.partner_ids, self.anna)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertFalse(mails.recipient_ids)

    def test_a_mail_begins_with_a_template(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.rita)
            .with_context(default_model="bzk.relation", default_res_ids=self.school.ids)
            .create(
                {
                    "template_id": self.env.ref("bzk_dmu.mail_template_relation_meet").id,
                    "partner_ids": [(6, 0, self.anna.ids)],
                }
            )
        )
        self.assertIn("De Regenboog", composer.body)
        self.assertEqual(composer.partner_ids, self.anna)
        composer.action_send_mail()
        message = self.school.message_ids[0]
        self.assertEqual(message.partner_ids, self.anna)
        self.assertIn("catchall@mail.bieb.example", message.reply_to)

    def test_in_the_timeline_of_organisation_and_person(self):
        self._send()
        self._filed(self._mail("outlook_bcc"))
        timeline = self.env["bzk.timeline"].with_user(self.rita)
        for partner, number in ((self.school.partner_id, 2), (self.anna, 2), (self.piet, 1)):
            lines = timeline.search([("partner_id", "=", partner.id), ("kind", "=", "mail")])
            self.assertEqual(len(lines), number, partner.name)
        page = timeline.page(self.anna.id, ["mail"])
        self.assertIn("Leesproject van € 450 – voorstel", [x["title"] for x in page["lines"]])

    def test_the_front_desk_sees_no_mail_with_an_organisation(self):
        self._send()
        timeline = self.env["bzk.timeline"].with_user(self.desk)
        self.assertFalse(
            timeline.search([("partner_id", "in", (self.school.partner_id | self.anna).ids)])
        )
