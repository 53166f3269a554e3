from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..checking import Answer
from ..models import mailing_checking
from .common import CampaignCase


class NewsletterCase(CampaignCase):
    """A newsletter in which nothing is wrong."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.library.email = "library@example.org"
        cls.marketing = cls.users["marketing"]
        cls.letter = cls.mailing.with_user(cls.marketing)
        cls.answers = {}

        def look(links, **_kwargs):
            return {link: cls.answers.get(link, Answer("fine", "200")) for link in links}

        cls.classPatch(mailing_checking, "look_at_all", look)

    def _kinds(self, mailing=None):
        mailing = mailing or self.letter
        mailing.action_check()
        return sorted(mailing.check_ids.mapped("kind"))


@tagged("post_install", "-at_install")
class TestNewsletter(NewsletterCase):
    """Writing, counting, planning and sending a newsletter."""

    def test_numbers_and_the_people_behind_them(self):
        self._agree(self.bram, state="withdrawn")
        self.cato.email = False
        counts = self.letter.verdicts
        self.assertEqual((counts["chosen"], counts["allowed"], counts["refused"]), (3, 1, 2))
        self.assertEqual(
            [(reason, people) for reason, _label, people in counts["reasons"]],
            [("withdrawn", 1), ("no_email", 1)],
        )
        people = self.env["res.partner"].with_user(self.marketing)
        for verdict, expected in (
            ("chosen", self.anna | self.bram | self.cato),
            ("allowed", self.anna),
            ("refused", self.bram | self.cato),
            ("withdrawn", self.bram),
            ("no_email", self.cato),
            ("nonsense", people),
        ):
            action = self.letter.action_open_verdict(verdict)
            found = people.with_context(**action["context"]).search(action["domain"])
            self.assertEqual(found, expected, verdict)
        reason = self.bram.with_context(bzk_mailing_id=self.mailing.id).mailing_refusal
        self.assertEqual(reason, "withdrawn")

    def test_numbers_before_anything_is_saved(self):
        with Form(self.env["mailing.mailing"].with_user(self.marketing)) as form:
            form.subject = "News"
            self.assertEqual(form.verdicts["chosen"], 0)
            form.mailing_filter_id = self.segment
            self.assertEqual(form.purpose_id, self.purpose, "the consent of the segment")
            self.assertEqual(form.verdicts["allowed"], 3)
        mailing = form.record
        self.assertEqual(mailing.company_id, self.library)
        self.assertIn("library@example.org", mailing.email_from)
        self.assertNotIn("News", mailing.source_id.name, "every library reads the sources")
        mailing.subject = "Other news"
        self.assertNotIn("news", mailing.source_id.name)

    def test_readers_of_blocks(self):
        for_anna = self._block("A", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        for_all = self._block("All")
        self._agree(self.cato, state="withdrawn")
        self.assertEqual(for_anna.reader_count, 1)
        self.assertEqual(for_all.reader_count, 2)
        self.letter.action_launch()
        self.env.invalidate_all()
        self.assertEqual(for_all.reader_count, 2)
        self.assertEqual(for_anna.reader_count, 1)

    def test_sending(self):
        self._agree(self.bram, state="withdrawn")
        self.letter.action_launch()
        self.assertEqual(self.letter.state, "sending")
        traces = self.mailing.mailing_trace_ids
        self.assertEqual(traces.partner_id, self.anna | self.cato)
        self.assertEqual(self.letter.refusal_ids.mapped("reason"), ["withdrawn"])
        self._agree(self.cato, state="withdrawn")
        self.env.invalidate_all()
        counts = self.letter.verdicts
        self.assertEqual((counts["chosen"], counts["allowed"]), (3, 2), "as it was then")
        self.assertEqual(self.letter.waiting_count, 2)
        with self.assertRaises(UserError):
            self.letter.action_launch()
        self.assertEqual(len(self.mailing.mailing_trace_ids), 2)

    def test_planning_and_calling_off(self):
        with self.assertRaises(UserError):
            self.letter.action_schedule()
        self.letter.schedule_date = fields.Datetime.now() + timedelta(days=1)
        self.letter.action_schedule()
        self.assertEqual(self.letter.state, "in_queue")
        self.assertFalse(self.mailing.mailing_trace_ids, "who is in the segment then, gets it")
        with self.assertRaises(UserError):
            self.letter.body_html = "<p>Something else</p>"
        with self.assertRaises(UserError):
            self.env["bzk.mailing.block"].with_user(self.marketing).create(
                {"mailing_id": self.mailing.id, "name": "Late"}
            )
        self.env["mailing.mailing"]._start_planned()
        self.assertEqual(self.letter.state, "in_queue")
        self.mailing.schedule_date = fields.Datetime.now() - timedelta(minutes=1)
        daan = self._readers("Daan")
        self.env["mailing.mailing"]._start_planned()
        self.assertEqual(self.letter.state, "sending")
        self.assertIn(daan, self.mailing.mailing_trace_ids.partner_id)
        with self.assertRaises(UserError):
            self.letter.action_cancel()

    def test_planned_and_nobody_can_be_found(self):
        """One that cannot start stops no other, and is told to whoever wrote it."""
        past = fields.Datetime.now() - timedelta(minutes=5)
        broken = self._mailing(body_html="<p>Hello</p>", user_id=self.marketing.id)
        broken.mailing_filter_id = self._segment("Gone", "[]")
        (broken | self.mailing).write({"state": "in_queue", "schedule_date": past})
        self.env.cr.execute(
            "UPDATE mailing_filter SET mailing_domain = %s WHERE id = %s",
            ("[('no_such_field', '=', 1)]", broken.mailing_filter_id.id),
        )
        broken.mailing_filter_id.invalidate_recordset()
        with mute_logger("odoo.addons.bzk_campaigns.models.mailing_send"):
            self.env["mailing.mailing"]._start_planned()
        self.assertEqual(self.letter.state, "sending")
        self.assertEqual(broken.state, "draft")
        self.assertEqual(broken.activity_ids.user_id, self.marketing)

    def test_what_is_planned_is_not_put_away(self):
        self.letter.schedule_date = fields.Datetime.now() + timedelta(days=1)
        self.letter.action_schedule()
        with self.assertRaises(UserError):
            self.letter.action_archive()
        with self.assertRaises(UserError):
            self.letter.schedule_date = False
        self.letter.action_launch()
        self.assertEqual(self.letter.state, "sending", "earlier than planned")

    def test_called_off_it_can_be_changed(self):
        self.letter.schedule_date = fields.Datetime.now() + timedelta(days=1)
        self.letter.action_put_in_queue()
        self.letter.action_cancel()
        self.assertEqual(self.letter.state, "draft")
        self.letter.body_html = "<p>Something else</p>"

    def test_nothing_goes_round_the_buttons(self):
        for vals in ({"state": "in_queue"}, {"state": "done"}, {"checked_as": "x"}):
            with self.assertRaises(AccessError):
                self.letter.write(vals)
        self.letter.body_html = "<p><img src='/x.png'></p>"
        with self.assertRaises(UserError):
            self.letter.action_launch()
        self.assertFalse(self.mailing.mailing_trace_ids)
        step = self._mailing(body_html="<p>Hello there</p>", for_journey=True)
        with self.assertRaises(UserError):
            step.with_user(self.marketing).action_launch()

    def test_what_was_sent_is_kept(self):
        self.letter.action_launch()
        with self.assertRaises(UserError):
            self.letter.unlink()
        copy = self.letter.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.check_state, "none")
        self.assertFalse(copy.refusal_ids)
        self.assertFalse(copy.mailing_trace_ids)
        copy.unlink()

    def test_nobody_is_mailed_as_both(self):
        at_work = self._segment("At work", "[]", at_work=True)
        with self.assertRaises(ValidationError):
            self.letter.mailing_filter_id = at_work
        with self.assertRaises(ValidationError):
            self.letter.at_work = True

    def test_addresses(self):
        for value in ("nobody", "a b"):
            with self.subTest(value), self.assertRaises(ValidationError):
                self.letter.email_from = value

    def test_who_sees_what(self):
        def count(user, model):
            return self.env[model].with_user(user).search_count([])

        other = self._new_user("marketing", self.other_library)
        self._block("A")
        self.letter.action_check()
        self.assertEqual(count(other, "mailing.mailing"), 0)
        with self.assertRaises(AccessError):
            self.mailing.with_user(other).read(["subject"])
        with self.assertRaises(AccessError):
            self.mailing.with_user(other).action_launch()
        with self.assertRaises(AccessError):
            self.env["bzk.mailing.preview"].with_user(other).create(
                {"mailing_id": self.mailing.id, "partner_id": self.anna.id}
            )
        with self.assertRaises(AccessError):
            self.env["mailing.mailing"].with_user(other).create(
                {"subject": "x", "company_id": self.other_library.id, "email_from": "a@b.nl"}
                | {"mailing_filter_id": self.segment.id}
            )
        for role in ("front_desk", "activities"):
            with self.assertRaises(AccessError):
                self.mailing.with_user(self.users[role]).write({"subject": "x"})

    def test_relations_mail_people_at_work_only(self):
        relations = self.users["relations"]
        with self.assertRaises(AccessError):
            self.mailing.with_user(relations).read(["subject"])
        values = {"subject": "x", "company_id": self.library.id, "email_from": "a@example.org"}
        mailings = self.env["mailing.mailing"].with_user(relations)
        with self.assertRaises(AccessError):
            mailings.create(values)
        own = mailings.create({**values, "at_work": True})
        with self.assertRaises(AccessError):
            own.at_work = False
        block = self.env["bzk.mailing.block"].with_user(relations)
        with self.assertRaises(AccessError):
            block.create({"mailing_id": self.mailing.id, "name": "x"})


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


@tagged("post_install", "-at_install")
class TestNewsletterPreview(NewsletterCase):
    """The mail as any customer would get it, and a test to oneself."""

    def _preview(self, partner, **values):
        return (
            self.env["bzk.mailing.preview"]
            .with_user(self.marketing)
            .create({"mailing_id": self.mailing.id, "partner_id": partner.id, **values})
        )

    def test_as_any_customer(self):
        self._block("A", self._segment("A", f"[('id', '=', {self.anna.id})]"))
        self._block("All")
        preview = self._preview(self.anna)
        self.assertIn("About A<", preview.body)
        self.assertIn("Anna", preview.body)
        self.assertEqual(preview.explanation.count("<li>"), 2)
        other = self._preview(self.bram)
        self.assertNotIn("About A<", other.body)
        self.assertIn("About All", other.body)
        self._agree(self.bram, state="withdrawn")
        self.env.invalidate_all()
        self.assertEqual(other.explanation.count("<li>"), 3, "and that he does not get it")

    def test_one_mail_to_an_address(self):
        self.bram.email = self.anna.email
        self._block("B", self._segment("B", f"[('id', '=', {self.bram.id})]"))
        body = self._preview(self.anna).body
        self.assertIn("About B", body)
        for name in ("Anna", "Bram"):
            self.assertIn(name, body)
        self.assertNotIn("Cato", body)

    def test_begins_with_who_reads_most(self):
        self._block("B", self._segment("B", f"[('id', '=', {self.bram.id})]"))
        preview = self.env["bzk.mailing.preview"].with_user(self.marketing)
        values = preview.with_context(default_mailing_id=self.mailing.id).default_get(
            ["mailing_id", "partner_id"]
        )
        self.assertEqual(values["partner_id"], self.bram.id)

    def test_a_test_goes_to_oneself_only(self):
        preview = self._preview(self.anna)
        self.marketing.email = "marketing@example.org"
        mails = self.env["mail.mail"]
        before = mails.search([], order="id desc", limit=1).id or 0
        sent = []
        self.patch(type(mails), "send", lambda self, **_kwargs: sent.append(self))
        preview.action_send_test()
        mail = mails.search([("id", ">", before)])
        self.assertEqual(sent, [mail])
        self.assertIn("marketing@example.org", mail.email_to)
        self.assertFalse(mail.recipient_ids)
        self.assertNotIn(self.anna.email, mail.email_to)
        self.assertFalse(self.mailing.mailing_trace_ids)
        self.marketing.email = False
        with self.assertRaises(UserError):
            preview.action_send_test()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_of_another_library(self):
        stranger = self._readers("Daan", company=self.other_library)
        with self.assertRaises(AccessError):
            self._preview(stranger)


@tagged("post_install", "-at_install")
class TestNewsletterBegin(NewsletterCase):
    """Newsletters that begin with a text, segments and blocks."""

    def _begin(self, kind):
        wizard = (
            self.env["bzk.mailing.begin"]
            .with_user(self.marketing)
            .create({"kind": kind, "company_id": self.library.id})
        )
        return self.env["mailing.mailing"].browse(wizard.action_begin()["res_id"])

    def test_every_kind(self):
        for kind, blocks in (("weekly", 1), ("tips", None), ("youth", 7), ("special", 0)):
            with self.subTest(kind):
                mailing = self._begin(kind)
                self.assertEqual(mailing.company_id, self.library)
                self.assertTrue(mailing.purpose_id and mailing.mailing_filter_id)
                if blocks is None:
                    blocks = self.env["bzk.genre"].search_count([])
                self.assertEqual(len(mailing.block_ids), blocks)
                segments = mailing.block_ids.segment_id
                self.assertEqual(len(segments), blocks)
                self.assertFalse(segments.company_id - self.library)

    def test_segments_are_made_once(self):
        first, second = self._begin("weekly"), self._begin("weekly")
        self.assertEqual(first.block_ids.segment_id, second.block_ids.segment_id)
        self.assertEqual(first.mailing_filter_id, second.mailing_filter_id)
        self.anna.branch_id = self.branch
        self.assertEqual(first.block_ids.reader_count, 1)

    def test_coming_activities_of_the_branch(self):
        start = fields.Datetime.now() + timedelta(days=3)
        values = {"company_id": self.library.id, "branch_id": self.branch.id}
        self.env["event.event"].create(
            [
                {
                    **values,
                    "name": name,
                    "date_begin": begin,
                    "date_end": begin + timedelta(hours=2),
                }
                for name, begin in (
                    ("Story hour", start),
                    ("Next year", start + timedelta(days=300)),
                )
            ]
        )
        body = self._begin("weekly").block_ids.body_html
        self.assertIn("Story hour", body)
        self.assertNotIn("Next year", body)

    def test_nothing_chosen(self):
        wizard = (
            self.env["bzk.mailing.divide"]
            .with_user(self.marketing)
            .create({"mailing_id": self.mailing.id, "division": "branch", "branch_ids": [(5,)]})
        )
        with self.assertRaises(UserError):
            wizard.action_divide()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_for_another_library(self):
        other = self._new_user("marketing", self.other_library)
        with self.assertRaises(AccessError):
            self.env["bzk.mailing.divide"].with_user(other).create(
                {"mailing_id": self.mailing.id, "division": "age"}
            )
        with self.assertRaises(AccessError), patch.object(type(self.env.cr), "commit"):
            self.env["bzk.mailing.begin"].with_user(other).create(
                {"kind": "special", "company_id": self.library.id}
            ).action_begin()
