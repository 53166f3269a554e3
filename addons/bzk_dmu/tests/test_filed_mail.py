import re
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..mailing import Address
from .mail_common import MailCase

#: A mail by Rita with a blind copy for the file: to whom, mark, text.
BLIND = b"""From: Rita <rita@bieb.example>
To: %s
Delivered-To: dossier@mail.bieb.example
Subject: Afspraak
Message-ID: <%s@bieb.example>
Date: Sun, 22 Nov 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

%s
"""


@tagged("post_install", "-at_install")
class TestFiledMail(MailCase):
    """Mails that were copied or forwarded to the library's address."""

    def test_a_blind_copy_lands_with_everybody_known(self):
        mail = self._filed(self._mail("outlook_bcc"))
        self.assertEqual(mail.state, "filed")
        self.assertEqual(mail.relation_ids, self.school | self.town)
        self.assertEqual(mail.user_id, self.rita)
        self.assertEqual(mail.subject, "Leesproject van € 450 – voorstel")
        message = self._messages(self.school)
        self.assertEqual(message.author_id, self.rita.partner_id)
        self.assertEqual(message.partner_ids, self.anna | self.piet)
        self.assertEqual(message.date, datetime(2026, 11, 16, 9, 12, 30))
        self.assertIn("Hierbij het voorstel", message.body)
        self.assertNotIn("<script", message.body)
        self.assertIn("Voorstel leesproject €.pdf", message.attachment_ids.mapped("name"))
        self.assertNotIn("cid:", message.body, "the picture is shown in the text")
        self.assertEqual(len(self._messages(self.town)), 1)

    def test_nobody_is_mailed_for_what_is_filed(self):
        self.school.message_subscribe(self.users["administrator"].partner_id.ids)
        before = self.env["mail.mail"].search_count([])
        self._filed(self._mail("outlook_bcc"))
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(self._messages(self.school).notification_ids)

    def test_what_was_filed_keeps_no_second_copy(self):
        mail = self._filed(self._mail("outlook_bcc"))
        self.assertFalse(mail.body)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "bzk.filed.mail"), ("res_id", "=", mail.id)]
            )
        )

    def test_a_mail_is_filed_once(self):
        self._filed(self._mail("outlook_bcc"))
        self.assertFalse(self._filed(self._mail("outlook_bcc")))
        self.assertEqual(len(self._messages(self.school)), 1)

    def test_a_mail_without_message_id_is_filed_once(self):
        self.assertEqual(len(self._filed(self._mail("no_message_id"))), 1)
        self.assertFalse(self._filed(self._mail("no_message_id")))
        self.assertEqual(len(self._messages(self.school)), 1)

    def test_forwarded_by_outlook(self):
        mail = self._filed(self._mail("outlook_forward_nl"))
        self.assertEqual(mail.how, "forward")
        self.assertEqual(mail.message_ref, "<vraag-77@deregenboog.example>")
        self.assertEqual(mail.subject, "Vraag over de boekenkring")
        self.assertEqual(mail.date, datetime(2026, 11, 16, 15, 45))
        self.assertEqual(mail.relation_ids, self.school | self.town)
        message = self._messages(self.school)
        self.assertEqual(message.author_id, self.anna)
        self.assertIn("€ 20", message.body)
        self.assertEqual(mail.state, "waiting", "one address is unknown")
        waiting = mail.line_ids.filtered(lambda line: line.state == "waiting")
        self.assertEqual(waiting.email, "onbekend@deregenboog.example")
        self.assertEqual(waiting.relation_id, self.school, "proposed by its domain")

    def test_forwarded_in_english_without_a_text_part(self):
        mail = self._filed(self._mail("outlook_forward_en_html"))
        self.assertEqual(mail.relation_ids, self.town)
        self.assertEqual(mail.date, datetime(2026, 11, 16, 15, 45))
        self.assertIn("geïndexeerd", self._messages(self.town).body)
        # No header tells which mail it was: what it says does.
        again = self._mail("outlook_forward_en_html").replace(b"<fw-2@", b"<fw-3@")
        self.assertFalse(self._filed(again))

    def test_forwarded_by_gmail(self):
        mail = self._filed(self._mail("gmail_forward"))
        self.assertEqual(mail.message_ref, "<CAF-orig-1@mail.gmail.example>")
        self.assertEqual(mail.relation_ids, self.school | self.town)
        message = self._messages(self.school)
        self.assertEqual(message.author_id, self.anna)
        self.assertNotIn("data-o-mail-quote", message.body, "it is shown, not folded away")

    def test_forwarded_by_apple_and_thunderbird(self):
        for name in ("apple_forward", "thunderbird_forward"):
            with self.subTest(name):
                mail = self._filed(self._mail(name))
                self.assertEqual(mail.how, "forward")
                self.assertEqual(mail.relation_ids, self.school)
                self.assertEqual(mail.state, "filed")
                (message, *_others) = self._messages(self.school).sorted("id", reverse=True)
                self.assertNotIn("data-o-mail-quote", message.body)

    def test_an_original_that_was_attached(self):
        mail = self._filed(self._mail("attached_original"))
        self.assertEqual(mail.message_ref, "<contract-9@deregenboog.example>")
        message = self._messages(self.school)
        self.assertIn("getekend door het bestuur", message.body)
        self.assertIn("Getekend ontvangen", message.body, "what the colleague wrote above it")
        self.assertEqual(message.attachment_ids.mapped("name"), ["contract.pdf"])

    def test_copied_and_later_forwarded_is_filed_once(self):
        copied = self._mail("outlook_bcc")
        mail = self._filed(copied)
        forward = self._mail("gmail_forward").replace(
            b"CAF-orig-1@mail.gmail.example", mail.message_ref.strip("<>").encode()
        )
        self.assertFalse(self._filed(forward))

    def test_files_that_programs_add(self):
        self._filed(self._mail("winmail"))
        message = self._messages(self.school)
        self.assertIn("Zie de bijlage", message.body)
        self.assertEqual(message.attachment_ids.name, "winmail.dat")

    def test_an_invitation(self):
        self._filed(self._mail("calendar"))
        message = self._messages(self.school)
        self.assertIn("Tot donderdag", message.body)
        self.assertIn(b"SUMMARY:Kennismaking", message.attachment_ids.raw)

    def test_text_in_an_old_code_page(self):
        self._filed(self._mail("latin1_raw"))
        self.assertIn("“koffie” in het café", self._messages(self.school).body)

    def test_a_text_that_cannot_be_read_is_kept_whole(self):
        mail = self._filed(self._mail("unknown_charset"))
        self.assertEqual(mail.state, "filed")
        self.assertIn("attached", mail.note)
        self.assertIn(b"Tlhingan", self._messages(self.school).attachment_ids.raw)

    def test_a_large_mail_leaves_its_attachments_and_says_so(self):
        self.library.filing_max_mb = 1
        raw = self._mail("winmail").replace(
            re.search(rb"eJ8\S+", self._mail("winmail")).group(),
            b"\r\n".join([b"QUFB" * 19] * 40_000),
        )
        mail = self._filed(raw)
        self.assertEqual(mail.state, "filed")
        message = self._messages(self.school)
        self.assertFalse(message.attachment_ids)
        self.assertIn("Zie de bijlage", message.body)
        self.assertIn("winmail.dat (2", message.body)

    def test_a_text_without_end_is_kept_whole(self):
        text = b"\n".join([b"y" * 70] * 430_000)
        mail = self._filed(BLIND % (b"anna@deregenboog.example", b"endless", text))
        self.assertEqual(mail.state, "filed")
        message = self._messages(self.school)
        self.assertIn("yyyyyy", message.body)
        self.assertIn("too long", message.body)
        self.library.filing_max_mb = 50
        mail = self._filed(BLIND % (b"anna@deregenboog.example", b"endless2", text))
        message = self._messages(self.school)[:1]
        self.assertEqual(message.attachment_ids.name, "mail.html")
        self.assertGreater(message.attachment_ids.file_size, 30_000_000)

    def test_nobody_but_colleagues(self):
        """Of a mail to undisclosed recipients nothing is thrown away before somebody saw it."""
        for number, recipient in enumerate((b"undisclosed-recipients:;", b"balie@bieb.example")):
            mail = self._filed(BLIND % (recipient, b"secret%d" % number, b"Onthoud dit"))
            with self.subTest(recipient):
                self.assertEqual(mail.state, "waiting")
                self.assertIn("Onthoud dit", mail.body)
                self.assertIn("colleagues", mail.note)
                mail.with_user(self.rita).action_leave()
                self.assertEqual(mail.state, "filed")

    def test_a_person_at_two_organisations(self):
        self.env["bzk.dmu.member"].create(
            {"partner_id": self.anna.id, "relation_id": self.town.id, "email": "ANNA@raad.example"}
        )
        mail = self._filed(self._mail("winmail"))
        self.assertEqual(mail.relation_ids, self.school | self.town)
        # Written to at the address of one place, it is about that place.
        raw = self._mail("calendar").replace(b"anna@deregenboog.example", b"anna@raad.example")
        self.assertEqual(self._filed(raw).relation_ids, self.town)

    def test_who_left_is_found_where_they_were_last(self):
        self.anna.dmu_member_ids.date_to = "2025-07-31"
        mail = self._filed(self._mail("winmail"))
        self.assertEqual(mail.relation_ids, self.school)

    def test_the_general_address_of_an_organisation(self):
        raw = self._mail("winmail").replace(b"anna@dereg", b"info@dereg")
        self.assertEqual(self._filed(raw).relation_ids, self.school)

    def test_a_reply_to_a_known_thread_is_filed_too(self):
        self.school.message_post(
            body="Budget", message_type="comment", message_id="<known-thread@bieb.example>"
        )
        mail = self._filed(self._mail("reply_bcc"))
        self.assertEqual(mail.how, "copy", "the quoted header is not that of a forward")
        self.assertEqual(mail.relation_ids, self.town)
        self.assertEqual(len(self._messages(self.town)), 1)

    def test_a_mail_core_has_seen_is_filed_all_the_same(self):
        self.other_library.partner_id.message_post(
            body="seen", message_id="<AM6PR05MB5411E0F2@AM6PR05MB5411.eurprd05.prod.example>"
        )
        self.assertEqual(self._filed(self._mail("outlook_bcc")).state, "filed")

    def test_also_to_the_gateway_itself(self):
        self.school.message_post(
            body="Budget", message_type="comment", message_id="<known-thread@bieb.example>"
        )
        raw = self._mail("reply_bcc").replace(
            b"To: Piet Poort <piet@gemeente.example>\r\nSubject",
            b"To: Piet Poort <piet@gemeente.example>, catchall@mail.bieb.example\r\n"
            b"Cc: anna@deregenboog.example\r\nSubject",
        )
        with patch.object(
            type(self.env["mail.thread"]), "_detect_loop_sender", lambda *args: False
        ):
            mail = self._filed(raw)
        self.assertEqual(mail.relation_ids, self.town | self.school)
        self.assertEqual(len(self._messages(self.school)), 1, "as the answer on its thread only")
        self.assertEqual(len(self._messages(self.town)), 1)

    def test_a_thousand_recipients(self):
        many = ", ".join(f"p{number}@list.example" for number in range(1000))
        raw = self._mail("winmail").replace(
            b"To: anna@deregenboog.example",
            b"To: anna@deregenboog.example,\r\n " + many.replace(", ", ",\r\n ").encode(),
        )
        mail = self._filed(raw)
        self.assertEqual(mail.state, "filed")
        self.assertEqual(mail.relation_ids, self.school)
        self.assertIn("1,000", mail.note.replace("1000", "1,000"))

    def test_matching_takes_a_constant_number_of_queries(self):
        mails = self.env["bzk.filed.mail"]
        counts = []
        # The first round is to warm the caches that do not depend on the mail.
        for size in (1, 1, 200):
            addresses = [Address("to", "", f"x{n}@many.example") for n in range(size)]
            addresses.append(Address("to", "", "anna@deregenboog.example"))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mails._match(self.library, "both", addresses)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestRefusedMail(MailCase):
    """What is not filed, and what becomes of it."""

    def _answers(self):
        return self.env["mail.mail"].search([("subject", "like", "Re: ")])

    def test_somebody_outside_is_refused_politely_and_once_a_day(self):
        mail = self._filed(self._mail("outsider"))
        self.assertEqual((mail.state, mail.reason), ("refused", "not_staff"))
        self.assertFalse(self._messages(self.school))
        answer = self._answers()
        self.assertEqual(answer.email_to, "anna@deregenboog.example")
        self.assertIn("auto-replied", answer.headers)
        self._filed(self._mail("outsider").replace(b"<outsider@", b"<outsider2@"))
        self.assertEqual(self._answers(), answer)

    def test_a_program_gets_no_answer(self):
        mail = self._filed(self._mail("out_of_office"))
        self.assertEqual((mail.state, mail.reason), ("refused", "automatic"))
        self.assertFalse(self._answers())

    def test_a_false_sender_is_refused_without_a_word(self):
        mail = self._filed(self._mail("spoofed"))
        self.assertEqual((mail.state, mail.reason), ("refused", "unproven"))
        self.assertFalse(self._answers())
        self.assertFalse(self._messages(self.school))

    def test_only_proven_senders_where_the_library_wants_it(self):
        self.library.filing_proven_only = True
        self.assertEqual(self._filed(self._mail("winmail")).reason, "unproven")
        self.assertEqual(self._filed(self._mail("outlook_bcc")).state, "filed")

    def test_the_crm_does_not_write_to_itself(self):
        raw = self._mail("winmail").replace(b"rita@bieb.example", b"dossier@mail.bieb.example")
        mail = self._filed(raw)
        self.assertEqual(mail.reason, "loop")
        self.assertFalse(self._answers())

    def test_headers_cannot_be_slipped_in(self):
        mail = self._filed(self._mail("header_injection"))
        self.assertEqual(mail.reason, "not_staff")
        self.assertNotIn("\n", mail.subject + mail.email_from)
        answer = self._answers()
        self.assertNotIn("\n", answer.subject + answer.email_to)
        self.assertNotIn("<script", answer.body_html)
        self.assertEqual(answer.email_to, "mallory@evil.example")

    def test_an_administrator_vouches_for_it(self):
        mail = self._filed(self._mail("outsider"))
        self.assertTrue(mail.attachment_ids, "kept as it came")
        with self.assertRaises(AccessError):
            mail.with_user(self.rita).action_vouch()
        admin = self.users["administrator"]
        action = mail.with_user(admin).action_vouch()
        filed = self.env["bzk.filed.mail"].browse(action["res_id"])
        self.assertEqual(filed.state, "filed")
        self.assertEqual(self._messages(self.school).author_id, self.anna)

    def test_refused_mails_are_kept_thirty_days(self):
        mail = self._filed(self._mail("outsider"))
        self.env["bzk.filed.mail"]._gc_refused()
        self.assertTrue(mail.exists())
        self.env.cr.execute(
            "UPDATE bzk_filed_mail SET create_date = now() - interval '31 days' WHERE id = %s",
            [mail.id],
        )
        self.env["bzk.filed.mail"]._gc_refused()
        self.assertFalse(mail.exists())

    def test_an_answer_of_somebody_known_to_what_is_in_the_file(self):
        self._filed(self._mail("outlook_bcc"))
        ref = b"In-Reply-To: <AM6PR05MB5411E0F2@AM6PR05MB5411.eurprd05.prod.example>\r\nSubject:"
        mail = self._filed(self._mail("outsider").replace(b"Subject:", ref))
        self.assertEqual((mail.state, mail.how), ("filed", "answer"))
        self.assertFalse(self._answers())

    def test_a_colleague_who_left_is_nobody(self):
        self.rita.active = False
        self.assertEqual(self._filed(self._mail("winmail")).reason, "not_staff")

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_an_unknown_address_of_the_domain_is_left_to_core(self):
        raw = self._mail("winmail").replace(b"dossier@", b"anders@")
        with self.assertRaises(ValueError):
            self._process(raw)

    def test_nobody_writes_what_came_in(self):
        mail = self._filed(self._mail("outlook_forward_nl"))
        with self.assertRaises(AccessError):
            mail.with_user(self.rita).write({"state": "filed"})
        with self.assertRaises(AccessError):
            mail.line_ids[:1].with_user(self.rita).sudo(False).unlink()
        waiting = mail.line_ids.filtered(lambda line: line.state == "waiting")
        waiting.with_user(self.rita).choice = False
        with self.assertRaises(UserError):
            mail.with_user(self.rita).action_file()
