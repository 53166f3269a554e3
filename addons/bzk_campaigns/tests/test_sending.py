from odoo.tests import tagged
from odoo.tools import SQL

from ..sending.notebook import AHEAD
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

    def test_names_and_texts_are_no_markup(self):
        self.anna.write({"name": "<img src=x onerror=alert(1)>", "firstname": "<script>x</script>"})
        self.mailing.body_html = (
            '<p>1 &lt;b&gt; &amp; 2 for <t t-out="object.name"/> <t t-out="object.firstname"/></p>'
        )
        self.mailing.subject = "For {{ object.firstname }}\r\nBcc: all@example.org"
        self.send(self.mailing)
        (message,) = self.outbox_to("anna@example.org")
        html = self.html(message)
        self.assertIn("1 &lt;b&gt; &amp; 2", html)
        self.assertNotIn("<script", html)
        self.assertNotIn("<img src=x", html)
        self.assertNotIn("Bcc", message)

    def test_only_who_agreed_is_seen_opening(self):
        tracking = self.env.ref("bzk_consent.purpose_tracking")
        self.env["bzk.consent.setting"].create(
            {"purpose_id": tracking.id, "company_id": self.library.id, "enabled": True}
        )
        self._agree(self.anna, purpose=tracking)
        self.send(self.mailing)
        watched = {to for to, message in self.outbox if "pixel.gif" in self.html(message)}
        self.assertEqual(watched, {"anna@example.org"})
        traces = {trace.partner_id: trace for trace in self.mailing.mailing_trace_ids}
        html = self.html(self.outbox_to("anna@example.org")[0])
        token = self.env["mailing.mailing"]._opened_token(traces[self.anna].id)
        self.assertIn(f"/brief/{traces[self.anna].id}/{token}/pixel.gif", html)
        shown = self.mailing._render_traces(traces[self.anna], tracked=False)
        self.assertNotIn("pixel.gif", shown[traces[self.anna].id]["body_html"])
        traces[self.anna]._note_opened()
        self.assertEqual(traces[self.anna].trace_status, "open")

    def test_mails_cost_no_query_each_but_their_notes(self):
        queries = []
        for number in (3, 5, 40):
            readers = self._readers(*[f"Many{number}x{one}" for one in range(number)])
            mailing = self._mailing(
                body_html='<p>For <t t-out="object.firstname"/></p>',
                mailing_filter_id=self._segment("M", f"[('id', 'in', {readers.ids})]").id,
            )
            mailing._start()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.send(), number)
            notes = 2 * number + -(-number // AHEAD)
            queries.append(self.env.cr.sql_log_count - before - notes)
        self.assertEqual(*queries[1:])
