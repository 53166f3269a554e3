from odoo.tests import HttpCase, tagged

from .common import CampaignCase


@tagged("post_install", "-at_install")
class TestNewsletterTour(CampaignCase, HttpCase):
    """A newsletter in the browser: its numbers, the check, the preview and its people."""

    def test_newsletter(self):
        self._agree(self.bram, state="withdrawn")
        self.mailing.body_html = "<p>[Write the news here]</p>"
        self.start_tour(
            "/odoo/newsletters",
            "bzk_campaigns_newsletter",
            login=self.users["marketing"].login,
        )
        self.assertEqual(self.mailing.check_ids.filtered("stops").mapped("kind"), ["unwritten"])
