from lxml import html
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reminder_common import ReminderCase

#: Columns that differ between two mails however they are made.
OWN = {"id", "mail_message_id", "message_id", "references", "mail_mail_id"}
MOMENTS = {"date", "create_date", "write_date", "read_date"}


@tagged("post_install", "-at_install")
class TestReminderBulk(ReminderCase):
    """Many mails at once are the mails that core would make one by one."""

    def _row(self, table, row_id, column="id"):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT * FROM {table} WHERE {column} = %s", (row_id,))
        (row,) = self.env.cr.dictfetchall()
        self.assertTrue(all(row[name] for name in MOMENTS & row.keys()))
        return {name: value for name, value in row.items() if name not in OWN | MOMENTS}

    def test_text_is_what_core_renders(self):
        seats = self._many(3)
        seats[0].attendee_id = self.anna
        mails = self._run()
        self.assertEqual(len(mails), 3)
        for seat, mail in zip(seats, mails, strict=True):
            by_core = self.env["mail.mail"].browse(self.template.send_mail(seat.id))
            for name in ("subject", "body_html", "email_from", "email_to"):
                self.assertEqual(mail[name], by_core[name], name)

    def test_text_with_code_is_compiled_once(self):
        """The text of core's own reminder, which names much more than staff may."""
        template = self.env.ref("event.event_reminder").copy({"report_template_ids": False})
        self.scheduler.template_ref = template
        seats = self._many(3)
        compiled = []
        qweb = type(self.env["ir.qweb"])
        generate = qweb._generate_code_uncached

        def count(self, source):
            compiled.append(source)
            return generate(self, source)

        self.patch(qweb, "_generate_code_uncached", count)
        mails = self._run()
        self.assertEqual(len(compiled), 1)
        for seat, mail in zip(seats, mails, strict=True):
            by_core = self.env["mail.mail"].browse(template.send_mail(seat.id))
            self.assertEqual(
                html.fromstring(mail.body_html).text_content(),
                html.fromstring(by_core.body_html).text_content(),
            )
            self.assertEqual(mail.body_html, by_core.body_html)
        self.assertGreater(len(compiled), 3)

    def test_rows_are_what_the_orm_stores(self):
        seat = self._seat()
        mail = self._run()
        message = mail.mail_message_id
        values = {
            "body_html": mail.body_html,
            "body": message.body,
            "attachment_ids": [(6, 0, mail.attachment_ids.ids)],
            "headers": mail.headers,
            "references": message.message_id,
            "author_id": message.author_id.id,
            "reply_to": message.reply_to,
            "email_to": mail.email_to,
            "subject": mail.subject,
            "email_from": mail.email_from,
            "model": seat._name,
            "res_id": seat.id,
            "auto_delete": True,
            "is_notification": True,
            "message_type": "email_outgoing",
            "record_company_id": self.library.id,
            "record_alias_domain_id": message.record_alias_domain_id.id,
        }
        other = self.env["mail.mail"].create(values)
        self.env["mail.notification"].create(
            other._get_notification_values()[0] | {"mail_email_address": other.email_to}
        )
        pairs = [
            ("mail_mail", "id", mail.id, other.id),
            ("mail_message", "id", message.id, other.mail_message_id.id),
            ("mail_notification", "mail_mail_id", mail.id, other.id),
        ]
        for table, column, ours, theirs in pairs:
            with self.subTest(table):
                self.assertEqual(self._row(table, ours, column), self._row(table, theirs, column))
        self.assertEqual(mail.attachment_ids, other.attachment_ids)

    def _queries(self, number):
        """How many queries that many mails take."""
        self.event.registration_ids.unlink()
        self._many(number)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["event.mail"].schedule_communications()
        return self.env.cr.sql_log_count - before

    def test_number_of_queries_does_not_grow(self):
        self._queries(2)
        few, many = self._queries(20), self._queries(100)
        self.assertLessEqual(many, few)
        self.assertLess(many, 60)

    def test_nothing_to_do_is_next_to_nothing(self):
        for _number in range(20):
            event = self._activity(days=30)
            self._schedule(event)
            self._seat(event=event)
        self._run()
        with self.assertQueryCount(4):
            self.env["event.mail"].schedule_communications()

    def test_batches(self):
        self.patch(self._batch_module(), "BATCH", 5)
        self.patch(self._mail_module(), "BATCH", 5)
        commits = []

        def commit(cron, *args, **kwargs):
            commits.append((args, kwargs))
            cron.env.flush_all()
            return float("inf")

        self.patch(type(self.env["ir.cron"]), "_commit_progress", commit)
        self._many(12)
        self.env["event.mail"].schedule_communications(autocommit=True)
        self.assertEqual([args[0] for args, _kwargs in commits], [5, 5, 2])
        self.assertEqual(self.scheduler.mail_count_done, 12)

    @staticmethod
    def _batch_module():
        from ..models import event_mail_batch

        return event_mail_batch

    @staticmethod
    def _mail_module():
        from ..models import event_mail

        return event_mail

    @mute_logger("odoo.addons.bzk_ticketing.models.event_mail")
    def test_a_crash_forgets_nobody_and_sends_nothing_twice(self):
        self.patch(self._batch_module(), "BATCH", 5)
        self.patch(self._mail_module(), "BATCH", 5)
        self._many(12)
        mails = self.env["mail.mail"]
        queue, rounds = type(mails)._create_in_bulk, []

        def crash(self, values_list):
            made = queue(self, values_list)
            rounds.append(len(values_list))
            if len(rounds) == 2:
                raise RuntimeError
            return made

        self.patch(type(mails), "_create_in_bulk", crash)
        self._run()
        self._run()
        domain = [("model", "=", "event.registration"), ("subject", "like", self.event.name)]
        addresses = mails.search(domain).mapped("email_to")
        self.assertEqual(len(addresses), 12)
        self.assertEqual(len(set(addresses)), 12)

    def test_calendar_file_is_made_once(self):
        self._many(3)
        calendars = self._run().attachment_ids
        self.assertEqual(len(calendars), 1)
        text = calendars.raw.decode()
        for part in ("BEGIN:VCALENDAR", "Dichter aan huis", "Haarlem Centrum", "UID:activity-"):
            self.assertIn(part, text)
        self.event.name = "Dichter weg"
        self._seat(self.bram)
        self.assertEqual(self._run().attachment_ids, calendars)
        self.assertIn("Dichter weg", calendars.raw.decode())
