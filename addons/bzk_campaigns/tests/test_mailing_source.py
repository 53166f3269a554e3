from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.mailing_source import Letter
from .common import CampaignCase


@tagged("post_install", "-at_install")
class TestMailingSource(CampaignCase):
    """One mail with a general part and blocks that each have their own readers."""

    def _ids(self, *people):
        return SQL("SELECT unnest(%s::integer[]) AS id", [person.id for person in people])

    def test_everybody_reads_their_own_blocks(self):
        for_anna = self._block("A", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        for_both = self._block(
            "B", self._segment("B", f"[('id', 'in', {[self.anna.id, self.bram.id]})]"), sequence=5
        )
        self.assertEqual(
            self._select(self.mailing._block_query()),
            {
                self.anna.id: [for_both.id, for_anna.id],
                self.bram.id: [for_both.id],
                self.cato.id: [],
            },
        )
        for_all = self._block("All", sequence=1)
        twice = self.mailing._block_query(self._ids(self.cato, self.cato, self.bram))
        self.assertEqual(
            self._select(twice),
            {self.cato.id: [for_all.id], self.bram.id: [for_all.id, for_both.id]},
        )

    def test_who_has_no_block_is_not_mailed(self):
        verdicts = self.mailing._verdict_query
        self._block("A", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        people = self._ids(self.anna, self.bram)
        expected = {self.anna.id: None, self.bram.id: None}
        self.assertEqual(self._select(verdicts(people)), expected)
        self.mailing.needs_block = True
        expected[self.bram.id] = "no_block"
        self.assertEqual(self._select(verdicts(people)), expected)
        self._agree(self.bram, state="withdrawn")
        expected[self.bram.id] = "withdrawn"
        self.assertEqual(self._select(verdicts(people)), expected, "the weightier reason")

    def test_a_common_segment_counts_for_the_library_that_mails(self):
        stranger = self._readers("Daan", company=self.other_library)
        common = self._segment("Common", "[]", company=self.env["res.company"])
        block = self._block("A", common)
        people = self._ids(self.anna, stranger)
        both = (self.library | self.other_library).ids
        mailing = self.mailing.with_context(allowed_company_ids=both)
        self.assertEqual(
            self._select(mailing._block_query(people)), {self.anna.id: [block.id], stranger.id: []}
        )

    def test_the_mail_as_a_reader_gets_it(self):
        first, second = self._block("First"), self._block("Second", show_title=False)
        self.mailing.body_html = '<p>In <t t-out="object.branch_id.name">your branch</t></p>'
        source = self.mailing._body_source([second.id])
        self.assertIn("About Second", source)
        self.assertNotIn("About First", source)
        self.assertNotIn("<h2", source)
        self.assertEqual(source.count('lang="'), 1)
        self.anna.branch_id = self.branch
        people = (self.anna | self.bram).ids
        letter = Letter(self.mailing, together={self.anna.id: [self.anna.id, self.cato.id]})
        found = self.mailing._render_source(source, people, letter)
        self.assertIn("Haarlem Centrum", found[self.anna.id])
        self.assertIn("your branch", found[self.bram.id])
        for name in ("Anna", "Cato"):
            self.assertIn(name, found[self.anna.id])
            self.assertNotIn(name, found[self.bram.id])
        for text in found.values():
            self.assertNotIn("t-out", text)
            self.assertIn("/afmelden/", text)
            self.assertIn("/voorkeuren/", text)
        self.assertIn("<h2", self.mailing._body_source([first.id]))

    def test_readers_cost_no_query_each(self):
        readers = self._readers(*[f"Reader{number}" for number in range(60)])
        source = self.mailing._body_source([])
        queries = []
        for people in (readers[:1], readers[:2], readers):
            self.env.invalidate_all()
            letter = Letter(self.mailing)
            before = self.env.cr.sql_log_count
            self.mailing._render_source(source, people.ids, letter)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*queries[1:])

    def test_texts_hold_no_code(self):
        marketing = self.mailing.with_user(self.users["marketing"])
        code = "<p t-out=\"object.env['res.users'].sudo().search([]).mapped('login')\"></p>"
        with self.assertRaises(AccessError):
            marketing.body_html = code
        with self.assertRaises(AccessError):
            self._block("A").with_user(self.users["marketing"]).body_html = code
        with self.assertRaises(AccessError):
            marketing.subject = "{{ object.company_id.id }}"
        marketing.body_html = '<p>Dear <t t-out="object.firstname">reader</t></p>'
