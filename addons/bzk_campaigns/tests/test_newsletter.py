from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .newsletter_case import NewsletterCase


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

    def _start_due(self):
        """What a worker does first; in a test nothing outlives the transaction."""
        mailings = self.env["mailing.mailing"]
        keep = patch.object(type(mailings), "_keep", lambda self: self.env.flush_all())
        with keep, mailings._notebook() as notebook:
            mailings._start_due(notebook)

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
        self._start_due()
        self.assertEqual(self.letter.state, "in_queue")
        self.mailing.schedule_date = fields.Datetime.now() - timedelta(minutes=1)
        daan = self._readers("Daan")
        self._start_due()
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
            self._start_due()
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

    def test_relations_mail_the_people_they_know(self):
        purpose = self.env.ref("bzk_dmu.purpose_relations")
        director = self.env["res.partner"].create(
            {
                "name": "Dina Direct",
                "firstname": "Dina",
                "email": "dina@school.example",
                "company_id": self.library.id,
                "work_contact": True,
            }
        )
        self._agree(director, purpose=purpose)
        relations = self.users["relations"]
        people = self.env["mailing.filter"].with_user(relations)
        letter = self.env["mailing.mailing"].with_user(relations)
        segment = people.create(
            {
                "name": "Directors",
                "at_work": True,
                "company_id": self.library.id,
                "purpose_id": purpose.id,
                "mailing_domain": "[('email', 'like', 'school.example')]",
            }
        )
        letter = letter.create(
            {
                "subject": "News for schools",
                "at_work": True,
                "company_id": self.library.id,
                "purpose_id": purpose.id,
                "mailing_filter_id": segment.id,
                "body_html": "<p>News for schools</p>",
            }
        )
        self.assertEqual(self._kinds(letter), [])
        action = letter.action_open_verdict("allowed")
        found = self.env["res.partner"].with_user(relations).with_context(**action["context"])
        self.assertEqual(found.search(action["domain"]), director)
        letter.action_launch()
        self.assertEqual(letter.sudo().mailing_trace_ids.partner_id, director)

    def test_many_blocks_cost_no_query_each(self):
        ids = [self.anna.id, self.bram.id, self.cato.id]
        queries = []
        for number in (1, 2, 9):
            for block in range(number):
                self._block(str(block), self._segment(str(block), f"[('id', 'in', {ids})]"))
            self.env.flush_all()
            self.env.invalidate_all()
            self.letter.block_ids.mapped("name")
            before = self.env.cr.sql_log_count
            self.assertEqual(set(self.letter.block_ids.mapped("reader_count")), {3})
            queries.append(self.env.cr.sql_log_count - before)
        # The first time more is looked up that stays known.
        self.assertEqual(*queries[1:])

    def test_many_newsletters_cost_no_query_each(self):
        mailings = self.mailing
        for _number in range(5):
            mailings |= self.mailing.copy()
        for some in (mailings[:1], mailings):
            self.env.invalidate_all()
            some.mapped("state")
            with self.assertQueryCount(1):
                some.mapped("gone_count")
