from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .newsletter_case import NewsletterCase


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
        with self.assertRaises(AccessError):
            self.env["bzk.mailing.begin"].with_user(other).create(
                {"kind": "special", "company_id": self.library.id}
            ).action_begin()
