from odoo.tests import tagged
from odoo.tools import SQL

from .sending_case import SendingCase


@tagged("post_install", "-at_install")
class TestSending(SendingCase):
    """From the queue to the mail server."""

    def _statuses(self, mailing=None):
        return {
            trace.partner_id.firstname: trace.trace_status
            for trace in (mailing or self.mailing).mailing_trace_ids
        }

    def test_everybody_in_the_segment_gets_it_once(self):
        self.assertEqual(self.send(self.mailing), 3)
        self.assertEqual(
            sorted(recipient for recipient, _message in self.outbox),
            ["anna@example.org", "bram@example.org", "cato@example.org"],
        )
        self.assertEqual(self.mailing.state, "done")
        self.assertEqual(set(self._statuses().values()), {"sent"})
        self.assertFalse(self.env["bzk.mailing.batch"].search([]))
        self.assertEqual(self.send(), 0)

    def test_every_reader_of_every_batch_gets_the_whole_mail(self):
        self.batches_of(2)
        self.mailing.body_html = '<p>Bye <t t-out="object.firstname"/></p><a href="/page">More</a>'
        self.assertEqual(self.send(self.mailing), 3)
        for recipient, message in self.outbox:
            name = recipient.partition("@")[0].capitalize()
            html = self.html(message)
            self.assertIn(f"Bye {name}<", html)
            self.assertIn("/afmelden/", html)
            self.assertIn("/voorkeuren/", html)
            self.assertRegex(html, r'href="[^"]*/r/\w+/m/\d+"')
            self.assertEqual(html.count("<style>"), 1)
            others = {"Anna", "Bram", "Cato"} - {name}
            self.assertFalse([other for other in others if other in html])

    def test_the_gate_is_asked_again(self):
        self.mailing._enqueue(SQL("SELECT id, '' AS key FROM (%s) c", self.mailing._chosen_query()))
        self._agree(self.bram, state="withdrawn")
        self.mailing.state = "sending"
        self.assertEqual(self.send(), 2)
        trace = self.mailing.mailing_trace_ids.filtered(lambda one: one.partner_id == self.bram)
        self.assertEqual((trace.trace_status, trace.refusal), ("cancel", "withdrawn"))
        self.assertFalse(self.outbox_to("bram@example.org"))

    def test_one_address_gets_one_mail_with_everybodys_blocks(self):
        self.cato.email = "Anna@Example.org"
        one = self._block("One", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        two = self._block("Two", self._segment("C", f"[('id', '=', {self.cato.id})]"))
        self.assertEqual(self.send(self.mailing), 2)
        (message,) = self.outbox_to("anna@example.org")
        html = self.html(message)
        for words in ("About One", "About Two", "Anna", "Cato"):
            self.assertIn(words, html)
        traces = {trace.partner_id: trace for trace in self.mailing.mailing_trace_ids}
        self.assertEqual(traces[self.cato].carrier_id, traces[self.anna])
        self.assertEqual(traces[self.cato].trace_status, "sent")
        self.assertEqual(traces[self.anna].shown_blocks, [one.id])
        self.assertEqual(traces[self.cato].shown_blocks, [two.id])
        self.assertNotIn("About", self.html(self.outbox_to("bram@example.org")[0]))

    def test_what_a_mail_says_of_itself(self):
        self.mailing.body_html = '<p>See <a href="https://example.org/page">this page</a>.</p>'
        self.send(self.mailing)
        (message,) = self.outbox_to("anna@example.org")
        trace = self.mailing.mailing_trace_ids.filtered(lambda one: one.partner_id == self.anna)
        self.assertEqual(message["Message-Id"], trace.message_id)
        self.assertTrue(trace.message_id.startswith(f"<bzk-{trace.id}-"))
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertEqual(message["List-Unsubscribe"], f"<{self.mailing._unsubscribe_url(trace)}>")
        self.assertEqual(message["To"].addresses[0].display_name, "Anna de Vries")
        html, text = self.html(message), message.get_body(("plain",)).get_content()
        link = self.env["link.tracker"].search([("mass_mailing_id", "=", self.mailing.id)])
        self.assertIn(f"{link.short_url}/m/{trace.id}", html)
        self.assertIn(f"{link.short_url}/m/{trace.id}", text)
        self.assertIn('<html lang="nl"', html)
        self.assertNotIn("pixel.gif", html)
