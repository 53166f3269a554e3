from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .pages_common import PagesCase


@tagged("post_install", "-at_install")
class TestFrequency(PagesCase):
    """Who wants mail at most once a month gets one newsletter in four weeks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.bram = cls._new_customer("Bram", email="bram@example.org")
        cls._agrees(cls.bram, cls.newsletter | cls.activities)
        cls._agrees(cls.anna, cls.activities)
        cls.anna.mail_frequency = "monthly"
        cls.bram.mail_frequency = "weekly"
        cls.mailings = cls.env["mailing.mailing"]
        cls.next = cls._new_mailing(cls.library, subject="De volgende")
        cls._new_trace(cls.bram)

    def _verdicts(self, mailing=None):
        people = self.anna | self.bram
        query = (mailing or self.next)._verdict_query(
            SQL("SELECT unnest(%s::integer[]) AS id", people.ids)
        )
        self.env.cr.execute(query)
        found = dict(self.env.cr.fetchall())
        return found[self.anna.id], found[self.bram.id]

    def _sent(self, days, **values):
        moment = self.now - timedelta(days=days)
        self.trace.write({"sent_datetime": moment, "trace_status": "sent", **values})

    def test_within_four_weeks(self):
        self._sent(days=20)
        self.assertEqual(self._verdicts(), ("frequency", None))

    def test_after_four_weeks(self):
        self._sent(days=28)
        self.assertEqual(self._verdicts(), (None, None))
        self._sent(days=27.99)
        self.assertEqual(self._verdicts(), (None, None), "never a few minutes too early")

    def test_never_told(self):
        self._sent(days=2)
        self.anna.mail_frequency = False
        self.assertEqual(self._verdicts(), (None, None))

    def test_what_did_not_arrive(self):
        for state in ("cancel", "error", "bounce", "outgoing"):
            self._sent(days=2, trace_status=state)
            self.assertEqual(self._verdicts(), (None, None), state)

    def test_tried_out(self):
        self._sent(days=2, is_test_trace=True)
        self.assertEqual(self._verdicts(), (None, None))

    def test_same_mailing(self):
        """A mail that is being sent does not hold itself back."""
        self._sent(days=0)
        self.assertEqual(self._verdicts(self.mailing), (None, None))

    def test_activities(self):
        self._sent(days=2)
        invitation = self._new_mailing(self.library, purpose_id=self.activities.id)
        self.assertEqual(self._verdicts(invitation), (None, None), "is no newsletter")
        self.mailing.purpose_id = self.activities
        self.assertEqual(self._verdicts(), (None, None), "nor does it count as one")

    def test_two_at_once(self):
        self._sent(days=0, trace_status="process", sent_datetime=False)
        self.assertEqual(self._verdicts(), ("frequency", None))

    def test_weightier_reason(self):
        self._sent(days=2)
        self.env["bzk.consent"]._withdraw(self.anna, self.newsletter, "desk")
        self.assertEqual(self._verdicts(), ("withdrawn", None))

    def test_before_enough_mail(self):
        self._sent(days=2)
        self.library.mail_max_week = 1
        self.assertEqual(self._verdicts(), ("frequency", "pressure"))
