from odoo.tests import tagged

from .dmu_common import DmuCase

EMAIL = "anna@school.example"


@tagged("post_install", "-at_install")
class TestMailPeople(DmuCase):
    """An address that a private customer and somebody at work share leads to the right one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls.env["res.partner"].create(
            {"firstname": "Anna", "lastname": "Vries", "email": EMAIL, "company_id": cls.library.id}
        )

    def _known(self, record, email=EMAIL, **options):
        options = {"no_create": True, **options}
        return record.sudo()._partner_find_from_emails_single([email], **options)

    def test_by_where_it_stands(self):
        report = self.env["bzk.contact.report"].create(
            {"relation_id": self.school.id, "subject": "Leesplan", "user_id": self.manager.id}
        )
        for record in (self.school, report, self.anna):
            self.assertEqual(self._known(record), self.anna, record)
        self.assertEqual(self._known(self.private), self.private)

    def test_a_private_customer_is_not_named_on_a_relation(self):
        self.anna.email = False
        self.assertFalse(self._known(self.school))
        self.private.email = False
        self.anna.email = EMAIL
        self.assertFalse(self._known(self.private))

    def test_an_organisation_and_a_colleague_are_known_anywhere(self):
        self.school.email = "info@school.example"
        colleague = self.manager.partner_id
        colleague.email = "ria@bibliotheek.example"
        for record in (self.school, self.anna, self.private):
            self.assertEqual(
                self._known(record, "info@school.example"), self.school.partner_id, record
            )
            self.assertEqual(self._known(record, "ria@bibliotheek.example"), colleague, record)

    def test_who_is_new_is_known_at_work(self):
        report = self.env["bzk.contact.report"].create(
            {"relation_id": self.school.id, "subject": "Leesplan", "user_id": self.manager.id}
        )
        new = self._known(report, "Nieuw Iemand <nieuw@school.example>", no_create=False)
        self.assertTrue(new.work_contact)
        self.assertEqual(new.company_id, self.library)
        new = self._known(self.private, "Nieuw Iemand <nieuw2@school.example>", no_create=False)
        self.assertFalse(new.work_contact)

    def test_author_of_an_answer(self):
        self.school.message_post(body="Vraag", message_type="comment")
        question = self.school.message_ids[:1]
        mail = (
            f"From: Anna de Vries <{EMAIL}>\r\nTo: catchall@example.com\r\nSubject: Re: Vraag\r\n"
            f"Message-ID: <qwfp@school.example>\r\nIn-Reply-To: {question.message_id}\r\n"
            "Content-Type: text/plain\r\n\r\nGoed idee.\r\n"
        )
        self.env["mail.thread"].message_process(False, mail)
        answer = self.school.message_ids[:1]
        self.assertIn("Goed idee", answer.body)
        self.assertEqual(answer.author_id, self.anna)
