from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import LibraryCase


@tagged("post_install", "-at_install")
class TestMarks(LibraryCase):
    """Who has died, moved away or does not want contact is left alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna, cls.dead, cls.gone, cls.quiet, cls.former = cls.env["res.partner"].create(
            [
                {"lastname": name, "email": f"{name}@example.org", "company_id": cls.library.id}
                for name in ("Berg", "Doods", "Verhuis", "Stil", "Oud")
            ]
        )
        cls.dead.deceased = True
        cls.gone.moved_away = True
        cls.quiet.do_not_contact = True
        cls.former.active = False
        cls.everyone = cls.anna | cls.dead | cls.gone | cls.quiet | cls.former

    def _notified(self, message):
        return message.notification_ids.res_partner_id

    def test_only_who_may_be_approached_is_reachable(self):
        partners = self.env["res.partner"].with_context(active_test=False)
        found = partners.search([("reachable", "=", True)]) & self.everyone
        self.assertEqual(found, self.anna)
        self.assertEqual(self.everyone.filtered("reachable"), self.anna)
        others = partners.search([("reachable", "=", False)]) & self.everyone
        self.assertEqual(others, self.everyone - self.anna)

    def test_a_merged_customer_is_not_reachable(self):
        self.env["bzk.merge"]._merge(self.anna, self.gone)
        self.gone.write({"active": True, "moved_away": False})
        partners = self.env["res.partner"]
        self.assertNotIn(self.gone, partners.search([("reachable", "=", True)]))

    def test_nobody_writes_to_the_dead(self):
        with self.assertRaisesRegex(UserError, "Doods has died"):
            self.anna.message_post(body="Beste", partner_ids=self.dead.ids)

    def test_nobody_writes_to_who_was_merged(self):
        self.env["bzk.merge"]._merge(self.anna, self.gone)
        with self.assertRaisesRegex(UserError, "merged into Berg"):
            self.anna.message_post(body="Beste", partner_ids=self.gone.ids)

    def test_a_person_may_still_answer_who_does_not_want_to_be_approached(self):
        message = self.anna.message_post(body="Antwoord", partner_ids=self.quiet.ids)
        self.assertIn(self.quiet, self._notified(message))

    def test_followers_who_died_since_are_left_out(self):
        self.anna.message_subscribe((self.dead | self.quiet).ids)
        message = self.anna.message_post(body="Nieuws", subtype_xmlid="mail.mt_comment")
        self.assertEqual(self._notified(message), self.quiet)

    def test_a_mail_that_came_in_is_kept(self):
        message = self.anna.message_post(
            body="Beste", message_type="email", partner_ids=self.dead.ids
        )
        self.assertTrue(message.exists())
        self.assertNotIn(self.dead, self._notified(message))
