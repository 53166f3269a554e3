from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger
from psycopg2.errors import CheckViolation

from odoo.addons.bzk_base.tests.common import ROLES

from .common import CampaignCase


@tagged("post_install", "-at_install")
class TestContactPressure(CampaignCase):
    """At most so many newsletters and invitations a week; service mail always."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activities = cls.env.ref("bzk_consent.purpose_activities")
        cls.service = cls.env.ref("bzk_consent.purpose_membership")
        cls._agree(cls.anna, purpose=cls.activities)
        cls.library.mail_max_week = 2

    def _trace(self, mailing=None, status="sent", days=1, person=None, **values):
        person = person or self.anna
        sent = fields.Datetime.now() - timedelta(days=days)
        return self.env["mailing.trace"].create(
            {
                "mass_mailing_id": (mailing or self._mailing()).id,
                "partner_id": person.id,
                "company_id": person.company_id.id,
                "model": "res.partner",
                "res_id": person.id,
                "trace_status": status,
                "sent_datetime": sent if status not in ("outgoing", "process") else False,
                **values,
            }
        )

    def _reasons(self, mailing=None):
        people = SQL("SELECT unnest(%s::integer[]) AS id", (self.anna | self.bram).ids)
        self.env.flush_all()
        self.env.cr.execute((mailing or self.mailing)._verdict_query(people))
        return dict(self.env.cr.fetchall())

    def _reason(self, mailing=None):
        reasons = self._reasons(mailing)
        self.assertIsNone(reasons[self.bram.id])
        return reasons[self.anna.id]

    def test_enough_in_a_week(self):
        self._trace(days=2)
        self.assertIsNone(self._reason())
        self._trace(status="open", days=6)
        self.assertEqual(self._reason(), "pressure")
        self.library.mail_max_week = 3
        self.assertIsNone(self._reason())
        self.library.mail_max_week = 0
        self._trace()
        self._trace()
        self.assertIsNone(self._reason(), "0 is no limit")

    def test_longer_ago_or_never_got(self):
        self._trace(days=8)
        for status in ("bounce", "error", "cancel"):
            self._trace(status=status)
        self._trace(is_test_trace=True)
        self._trace(self.mailing, days=1)
        self._trace(days=1)
        self.assertIsNone(self._reason())

    def test_service_mail_neither_counts_nor_waits(self):
        mail = self._mailing(purpose_id=self.service.id)
        self._trace(mail)
        self._trace(self._mailing(purpose_id=self.service.id))
        self.assertIsNone(self._reason())
        self._trace()
        self._trace()
        self.assertEqual(self._reason(), "pressure")
        kind = self.env["bzk.membership.type"].create(
            {"name": "Volwassene", "code": "V", "company_id": self.library.id}
        )
        people = (self.anna, self.bram)
        self.env["bzk.membership"].create(
            [
                {"partner_id": person.id, "type_id": kind.id, "company_id": self.library.id}
                for person in people
            ]
        )
        self.assertIsNone(self._reason(mail))

    def test_what_weighs_more_goes_first(self):
        invitation = self._mailing(purpose_id=self.activities.id)
        self._trace()
        waiting = self._trace(invitation, "outgoing")
        self.assertEqual(self._reason(), "pressure", "the newsletter lets the invitation go first")
        waiting.unlink()
        self._trace(self._mailing(), "outgoing")
        self._agree(self.bram, purpose=self.activities)
        self.assertIsNone(self._reason(invitation), "the invitation does not wait for a newsletter")
        self.assertIsNone(self._reason(), "nor a newsletter for another that only waits")

    def test_two_at_the_same_time(self):
        later = self._mailing()
        self._trace()
        self._trace(self.mailing, "process")
        self.assertEqual(self._reason(later), "pressure")
        self._trace(later, "process")
        self.assertIsNone(self._reason(self.mailing), "the first of the two goes on")

    def test_the_mail_of_a_journey_counts_itself(self):
        mail = self._mailing(for_journey=True)
        self._trace(mail, key="1")
        self._trace(mail, key="2")
        self.assertEqual(self._reason(mail), "pressure")

    def test_another_reason_goes_first(self):
        self._agree(self.anna, "withdrawn")
        self._trace()
        self._trace()
        self.assertEqual(self._reason(), "withdrawn")

    def test_two_queries(self):
        """What the libraries have set, and then everybody at once."""
        self._reasons()
        people = SQL("SELECT id FROM res_partner")
        with self.assertQueryCount(2):
            self.env.cr.execute(self.mailing._verdict_query(people))

    def test_the_administrator_sets_it(self):
        for role in ROLES:
            wizards = self.env["bzk.mail.rhythm"].with_user(self.users[role])
            self.assertEqual(wizards.has_access("create"), role == "administrator", role)
        wizards = self.env["bzk.mail.rhythm"].with_user(self.users["administrator"])
        with Form(wizards) as form:
            self.assertEqual(form.mail_max_week, 2)
            form.mail_max_week = 5
        form.record.action_save()
        self.assertEqual(self.library.mail_max_week, 5)
        with self.assertRaises(AccessError):
            wizards.create({"company_id": self.other_library.id}).action_save()
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            wizards.create({"mail_max_week": -1})
