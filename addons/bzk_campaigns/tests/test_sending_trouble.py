import functools
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..sending import Notebook, Pace, Superseded
from .sending_case import SendingCase

LATER, NEVER = (451, b"4.7.1 Try later"), (550, b"5.1.1 No such user")


@tagged("post_install", "-at_install")
class TestSendingTrouble(SendingCase):
    """What goes wrong with a mail server, and what becomes of the mails."""

    def _trace(self, partner):
        return self.mailing.mailing_trace_ids.filtered(lambda one: one.partner_id == partner)

    def _count(self):
        return [recipient for recipient, _message in self.outbox]

    def test_refused_for_good(self):
        self.server.at_rcpt["bram@example.org"] = [NEVER]
        self.assertEqual(self.send(self.mailing), 2)
        trace = self._trace(self.bram)
        self.assertEqual((trace.trace_status, trace.failure_type), ("error", "refused"))
        self.assertEqual(trace.failure_reason, "550 5.1.1 No such user")
        self.assertEqual((self.mailing.state, self.mailing.not_taken_count), ("done", 1))
        self.mailing.with_user(self.users["marketing"]).action_retry_failed()
        self.assertEqual(self.send(), 1)
        self.assertEqual(trace.trace_status, "sent")
        self.assertEqual(
            sorted(self._count()), ["anna@example.org", "bram@example.org"] + ["cato@example.org"]
        )

    def test_put_off_and_tried_again(self):
        self.server.at_end["bram@example.org"] = [LATER, LATER]
        self.assertEqual(self.send(self.mailing), 2)
        trace = self._trace(self.bram)
        self.assertEqual((trace.trace_status, trace.tries), ("outgoing", 1))
        self.assertEqual(self.mailing.state, "sending")
        number = trace.message_id
        self.assertEqual(self.send(), 0, "not before its time")
        for minutes, sent in ((6, 0), (30, 1)):
            with freeze_time(fields.Datetime.now() + timedelta(minutes=minutes)):
                self.assertEqual(self.send(), sent)
        self.assertEqual((trace.trace_status, trace.message_id), ("sent", number))
        self.assertEqual(self.mailing.state, "done")

    def test_put_off_too_often(self):
        self.server.at_rcpt["bram@example.org"] = [LATER] * 100
        self.mailing.state = "in_queue"
        now = fields.Datetime.now()
        for day in range(14):
            with freeze_time(now + timedelta(days=day)):
                self.send()
        trace = self._trace(self.bram)
        self.assertEqual((trace.trace_status, trace.failure_type), ("error", "mail_smtp"))

    def test_server_down(self):
        self.server.down = True
        self.assertEqual(self.send(self.mailing), 0)
        self.assertIn("nobody there", self.mailing.send_problem)
        self.assertGreater(self.mailing.send_after, fields.Datetime.now())
        self.assertEqual(set(self.mailing.mailing_trace_ids.mapped("trace_status")), {"outgoing"})
        self.server.down = False
        self.assertEqual(self.send(), 0, "not before its time")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
            self.assertEqual(self.send(), 3)
        self.assertFalse(self.mailing.send_problem)
        self.assertEqual(len(self._count()), 3)

    def test_connection_lost_before_the_mail_was_whole(self):
        self.server.at_rcpt["bram@example.org"] = [SMTPServerDisconnected("gone")]
        self.assertEqual(self.send(self.mailing), 3)
        self.assertEqual(len(set(self._count())), 3)
        self.assertEqual(self.server.connections, 2)

    def test_connection_lost_and_nobody_there_any_more(self):
        self.server.at_rcpt["bram@example.org"] = [(421, b"closing")]
        connect = self.server.connect

        def once(*args, **values):
            self.server.down = self.server.connections > 0
            return connect(*args, **values)

        self.patch(self.server, "connect", once)
        self.assertEqual(self.send(self.mailing), 1)
        statuses = {one: self._trace(one).trace_status for one in self.anna + self.bram + self.cato}
        self.assertEqual(list(statuses.values()), ["sent", "outgoing", "outgoing"])
        self.patch(self.server, "connect", connect)
        self.server.down = False
        with freeze_time(fields.Datetime.now() + timedelta(minutes=2)):
            self.assertEqual(self.send(), 2)
        self.assertEqual(len(set(self._count())), 3)

    def test_answer_never_came(self):
        self.server.at_end["bram@example.org"] = [SMTPServerDisconnected("gone")]
        self.assertEqual(self.send(self.mailing), 2)
        trace = self._trace(self.bram)
        self.assertEqual((trace.trace_status, trace.failure_type), ("error", "uncertain"))
        self.assertEqual(self.mailing.uncertain_count, 1)
        self.mailing.action_retry_failed()
        self.assertEqual(self.send(), 0, "only staff say that it goes again")
        with self.assertRaises(AccessError):
            trace.with_user(self.users["front_desk"]).action_send_again()
        trace.with_user(self.users["marketing"]).action_send_again()
        self.assertEqual(self.send(), 1)
        self.assertEqual(trace.trace_status, "sent")
        with self.assertRaises(UserError):
            trace.action_send_again()

    def test_counted_as_sent(self):
        self.cato.email = self.bram.email
        self.server.at_end["bram@example.org"] = [SMTPServerDisconnected("gone")]
        self.send(self.mailing)
        both = self._trace(self.bram) | self._trace(self.cato)
        self.assertEqual(both.mapped("failure_type"), ["uncertain"] * 2)
        both[0].with_user(self.users["marketing"]).action_count_as_sent()
        self.assertEqual(both.mapped("trace_status"), ["sent"] * 2)
        self.assertEqual(self.send(), 0)

    def test_a_sender_that_is_not_taken_stops_the_mailing(self):
        refuse = patch.object(self.server, "_answer", lambda _answers: None)
        command = self.server.putcmd

        def putcmd(text):
            command(text)
            if text.startswith("mail"):
                self.server._reply = (550, b"who are you")

        with refuse, patch.object(self.server, "putcmd", putcmd):
            self.assertEqual(self.send(self.mailing), 0)
        self.assertTrue(self.mailing.paused)
        self.assertIn("who are you", self.mailing.send_problem)
        self.assertEqual(set(self.mailing.mailing_trace_ids.mapped("trace_status")), {"outgoing"})
        self.mailing.with_user(self.users["marketing"]).action_resume()
        self.assertEqual(self.send(), 3)

    def test_a_server_that_refuses_everybody_stops_the_mailing(self):
        readers = self._readers(*[f"R{number}" for number in range(40)])
        for reader in readers | self.anna | self.bram | self.cato:
            self.server.at_end[reader.email] = [(554, b"looks like spam")]
        self.send(self.mailing)
        self.assertTrue(self.mailing.paused)
        self.assertEqual(self.mailing.not_taken_count, 25)
        self.assertEqual(self.mailing.waiting_count, 18)

    def test_a_text_that_goes_wrong_stops_the_mailing(self):
        self.mailing.body_html = '<p><t t-out="object.no_such_field"/></p>'
        self.assertEqual(self.send(self.mailing), 0)
        self.assertTrue(self.mailing.paused)
        self.assertIn("no_such_field", self.mailing.send_problem)
        self.assertNotIn("Traceback", self.mailing.send_problem)
        self.assertFalse(self.env["bzk.mailing.batch"].search([]))
        self.assertEqual(set(self.mailing.mailing_trace_ids.mapped("trace_status")), {"outgoing"})

    def test_pause_go_on_and_stop(self):
        marketing = self.mailing.with_user(self.users["marketing"])
        self.batches_of(1)
        self.mailing._start()
        marketing.action_pause()
        self.assertEqual(self.send(), 0)
        self.assertEqual(self.mailing.state, "sending")
        marketing.action_resume()
        self.assertEqual(self.send(), 3)
        other = self._mailing()
        other._start()
        other.with_user(self.users["marketing"]).action_stop_sending()
        self.assertEqual(self.send(), 0)
        self.assertEqual(set(other.mailing_trace_ids.mapped("trace_status")), {"cancel"})
        self.assertEqual(other.state, "done")
        with self.assertRaises(AccessError):
            self.mailing.with_user(self.users["insights"]).action_pause()

    def test_a_worker_that_died(self):
        self.mailing._start()
        notebook = Notebook(self.env.cr)
        self.mailing._claim(notebook)
        anna, bram, cato = (self._trace(one) for one in (self.anna, self.bram, self.cato))
        self.assertEqual({anna.trace_status, bram.trace_status}, {"process"})
        notebook.offer(anna.id)
        notebook.accepted()
        notebook.offer(bram.id)
        self.env.invalidate_all()
        self.assertEqual(self.send(), 1)
        self.assertEqual(self._count(), ["cato@example.org"])
        self.assertEqual(anna.trace_status, "sent")
        self.assertEqual((bram.trace_status, bram.failure_type), ("error", "uncertain"))
        self.assertEqual(cato.trace_status, "sent")

    def test_a_database_that_crashed(self):
        """What was not waited for is gone; of what was reserved nobody knows, the rest goes."""
        self.env.cr.execute(
            "SELECT relpersistence FROM pg_class WHERE oid = 'bzk_mailing_going'::regclass"
        )
        self.assertEqual(self.env.cr.fetchone(), ("u",), "empty after a crash")
        dora = self._readers("Dora")
        self.mailing._start()
        notebook = Notebook(self.env.cr)
        with patch("odoo.addons.bzk_campaigns.sending.notebook.AHEAD", 2):
            self.mailing._claim(notebook)
            anna, bram, cato = (self._trace(one) for one in (self.anna, self.bram, self.cato))
            for trace in (anna, bram, cato):
                notebook.offer(trace.id)
                notebook.accepted()
        self.env.cr.execute("DELETE FROM bzk_mailing_going")
        self.env.invalidate_all()
        self.assertEqual(self.send(), 0)
        self.assertEqual((anna | bram).mapped("trace_status"), ["sent"] * 2)
        both = cato | self._trace(dora)
        self.assertEqual(both.mapped("failure_type"), ["uncertain"] * 2)
        self.assertFalse(self._count(), "none of them goes again by itself")

    def test_a_worker_whose_batch_was_settled(self):
        self.mailing._start()
        notebook = Notebook(self.env.cr)
        batch = self.mailing._claim(notebook)
        first, second = self._trace(self.anna), self._trace(self.bram)
        notebook.offer(first.id)
        batch.unlink()
        with self.assertRaises(Superseded):
            notebook.offer(second.id)
        with self.assertRaises(Superseded):
            Notebook.offer(notebook, 2**31 - 1)

    def test_what_came_back_meanwhile_stays(self):
        self.mailing._start()
        notebook = Notebook(self.env.cr)
        self.mailing._claim(notebook)
        anna = self._trace(self.anna)
        notebook.offer(anna.id)
        notebook.accepted()
        anna.trace_status = "bounce"
        self.env.flush_all()
        notebook.settle()
        self.env.invalidate_all()
        self.assertEqual(anna.trace_status, "bounce")
        self.assertTrue(anna.sent_datetime)

    def test_so_many_a_minute(self):
        slept = []
        server = self.env["ir.mail_server"].create(
            {"name": "Slow", "smtp_host": "localhost", "mails_per_minute": 60}
        )
        self.mailing.mail_server_id = server
        pace = functools.partial(Pace, clock=lambda: 0.0, sleep=slept.append)
        with patch("odoo.addons.bzk_campaigns.models.mailing_worker.Pace", pace):
            self.assertEqual(self.send(self.mailing), 3)
        self.assertEqual(slept, [1.0, 2.0])
