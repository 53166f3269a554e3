from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..checking import Answer
from .newsletter_case import NewsletterCase


@tagged("post_install", "-at_install")
class TestNewsletterCheck(NewsletterCase):
    """What is wrong with a mail is found, and stops it."""

    def test_nothing_wrong(self):
        self.assertEqual(self._kinds(), [])
        self.assertEqual(self.letter.check_state, "fine")
        self.letter.body_html = "<p>Changed</p>"
        self.assertEqual(self.letter.check_state, "old")
        self.assertEqual(self._kinds(), [])

    def test_each_thing_that_is_wrong(self):
        for body, kinds in (
            ("<p><img src='/web/image/1' alt='A cover'></p>", []),
            ("<p>Text <img src='/web/image/1'></p>", ["no_alt"]),
            ("<p style='color: #aaaaaa'>Light</p>", ["contrast"]),
            ("<p>Hello <t t-out='object.firstname'></t></p>", []),
            ("<p>Hello <t t-out='object.branch_id.name'></t></p>", ["empty_place"]),
            ("<p>Hello <t t-out='object.branch_id.name'>your branch</t></p>", []),
            ("<p>[Write the news here]</p>", ["unwritten"]),
            ("<p> </p>", ["no_text"]),
        ):
            with self.subTest(body):
                self.letter.body_html = body
                self.assertEqual(self._kinds(), kinds)
        self.letter.body_html = "<p>Some text</p>"
        self.letter.subject = "For {{ object.branch_id.name }}"
        self.assertEqual(self._kinds(), ["empty_place"])

    def test_who_has_nothing_there(self):
        self.anna.branch_id = self.branch
        self._agree(self.bram, state="withdrawn")
        self.letter.body_html = "<p>At <t t-out='object.branch_id.name'></t></p>"
        self.assertEqual(self._kinds(), ["empty_place"])
        line = self.letter.check_ids
        self.assertEqual(line.people, 1)
        action = line.action_open_people()
        people = self.env["res.partner"].with_user(self.marketing)
        self.assertEqual(people.search(action["domain"]), self.cato)
        only_anna = self._segment("A", f"[('id', '=', {self.anna.id})]")
        self._block("A", only_anna, body_html=self.mailing.body_html)
        self.letter.body_html = "<p>General</p>"
        self.assertEqual(self._kinds(), [], "Anna has a branch, and only she reads the block")

    def test_links(self):
        self.letter.body_html = """
            <p>Read <a href="https://dead.example/">this</a>, <a href="https://in.example/">that</a>
            or <a href="https://slow.example/">these</a> <a href="https://fine.example/">here</a></p>
        """
        self.answers.update(
            {
                "https://dead.example/": Answer("dead", "404"),
                "https://in.example/": Answer("inside", "in.example"),
                "https://slow.example/": Answer("unsure", "TimeoutError"),
            }
        )
        self.assertEqual(self._kinds(), ["dead_link", "inside_link", "unsure_link"])
        with self.assertRaises(UserError):
            self.letter.action_launch()
        self.answers.clear()
        self.assertEqual(self._kinds(), [])

    def test_readers_and_blocks(self):
        self._block("Empty", body_html=False)
        nobody = self._segment("Nobody", "[('id', '=', 0)]")
        self._block("Unread", nobody)
        self.assertEqual(self._kinds(), ["empty_block", "unread_block"])
        self.mailing.block_ids.unlink()
        self.letter.mailing_filter_id = nobody
        self.assertEqual(self._kinds(), ["nobody"])
        self.letter.write({"mailing_filter_id": False, "purpose_id": False})
        self.assertEqual(self._kinds(), ["no_purpose", "no_segment"])

    def test_remarks_do_not_stop(self):
        hard = "<p>%s</p>" % ("Abonnementsgelden dienstverleningsvoorwaarden indexeren. " * 20)
        self.letter.write({"body_html": hard, "email_from": "someone@elsewhere.example"})
        self.assertEqual(self._kinds(), ["hard_text", "sender"])
        self.assertEqual(self.letter.check_state, "warns")
        self.letter.action_launch()
        self.assertEqual(self.letter.state, "sending")

    def test_findings_are_not_written_by_hand(self):
        self.letter.body_html = "<p>[Write the news here]</p>"
        self._kinds()
        line = self.letter.check_ids
        with self.assertRaises(AccessError):
            line.stops = False
        with self.assertRaises(AccessError):
            line.unlink()
