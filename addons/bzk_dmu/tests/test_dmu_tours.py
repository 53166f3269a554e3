from odoo import fields
from odoo.tests import HttpCase, tagged

from .dmu_common import DmuCase


@tagged("post_install", "-at_install")
class TestDmuTours(DmuCase, HttpCase):
    """Completing an organisation, in a browser."""

    def test_complete(self):
        self._place(self.school, self.piet, "team_leader")
        kring = self._relation("De Kring")
        self.env.flush_all()
        self.start_tour(f"/odoo/relations/{kring.id}", "bzk_dmu_complete", login=self.manager.login)
        self.env.invalidate_all()
        sara = kring.member_ids.filtered("successor_id")
        self.assertEqual(sara.partner_id.name, "Sara van der Berg")
        self.assertEqual(sara.partner_id.email, "sara@kring.example")
        self.assertTrue(sara.partner_id.work_contact)
        self.assertEqual(sara.role_ids, self.roles["decider"])
        self.assertEqual(sara.date_to, fields.Date.today())
        self.assertEqual(sara.successor_id.partner_id, self.piet)
        self.assertEqual(sara.successor_id.role_ids, self.roles["decider"])
