from odoo.tests import HttpCase, tagged

from .common import CampaignCase


@tagged("post_install", "-at_install")
class TestSegmentTour(CampaignCase, HttpCase):
    """The rules of a segment in the browser, with a day that counts from today."""

    def test_relative_date(self):
        segment = self.env["mailing.filter"].create(
            {
                "name": "Borrowed",
                "company_id": self.mailing.company_id.id,
                "purpose_id": self.mailing.purpose_id.id,
                "mailing_domain": '[("last_loan_date", ">=", "today -6m")]',
            }
        )
        self.start_tour(
            f"/odoo/segments/{segment.id}",
            "bzk_campaigns_segment",
            login=self.users["marketing"].login,
        )
        self.assertIn("today -12m", segment.mailing_domain)
        self.assertNotIn("today -6m", segment.mailing_domain)
