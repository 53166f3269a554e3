from odoo.tests import HttpCase, tagged

from .common import CampaignCase


@tagged("post_install", "-at_install")
class TestSendingOpened(CampaignCase, HttpCase):
    """The picture in the mails of who agreed to it."""

    def setUp(self):
        super().setUp()
        self.mailing._start()
        self.trace = self.mailing.mailing_trace_ids[0]
        self.trace.trace_status = "sent"
        self.env.flush_all()

    def _get(self, token):
        response = self.url_open(f"/brief/{self.trace.id}/{token}/pixel.gif")
        self.env.invalidate_all()
        return response

    def test_opened(self):
        response = self._get(self.mailing._opened_token(self.trace.id))
        self.assertEqual(response.headers["Content-Type"], "image/gif")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(self.trace.trace_status, "open")
        self.assertTrue(self.trace.open_datetime)

    def test_nothing_is_noted_for_another_link(self):
        other = self.mailing._opened_token(self.trace.id + 1)
        for token in (other, "x", "é"):
            self.assertEqual(self._get(token).status_code, 200)
            self.assertEqual(self.trace.trace_status, "sent")

    def test_what_came_back_stays(self):
        self.trace.trace_status = "bounce"
        self.env.flush_all()
        self._get(self.mailing._opened_token(self.trace.id))
        self.assertEqual(self.trace.trace_status, "bounce")
