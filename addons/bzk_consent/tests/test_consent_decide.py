from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES, LibraryCase

from .test_consent import RECORDERS


@tagged("post_install", "-at_install")
class TestConsentDecide(LibraryCase):
    """Adding decisions of many customers at once, as the pages and the mail do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.book_tips = cls.env.ref("bzk_consent.purpose_book_tips")
        cls.consents = cls.env["bzk.consent"]
        cls.partners = cls.env["res.partner"].create(
            [{"lastname": f"Klant {n}", "company_id": cls.library.id} for n in range(6)]
        )
        cls.one = cls.partners[0]
        cls.stranger = cls.env["res.partner"].create(
            {"lastname": "Ander", "company_id": cls.other_library.id}
        )
        cls.now = fields.Datetime.now()

    def test_many_in_one_statement(self):
        both = self.newsletter | self.book_tips
        self.consents._give(self.one, both, "page")
        self.env.flush_all()
        with self.assertQueryCount(4):
            lines = self.consents._give(self.partners, both, "page", evidence="Kaart", form="x")
        self.assertEqual(len(lines), 10)
        self.assertEqual(self.partners.mapped("consent_given_ids"), both)
        self.assertEqual(set(lines.mapped("evidence")), {"Kaart"})
        self.assertEqual(lines.company_id, self.library)

    def test_who_said_the_same_says_nothing_new(self):
        self.assertTrue(self.consents._give(self.one, self.newsletter, "page"))
        self.assertFalse(self.consents._give(self.one, self.newsletter, "page"))
        self.assertTrue(self.consents._withdraw(self.one, self.newsletter, "mail"))
        self.assertFalse(self.consents._withdraw(self.one, self.newsletter, "mail"))
        self.assertEqual(self.one.consent_withdrawn_ids, self.newsletter)

    def test_another_parent_or_a_newer_text_is_something_new(self):
        parent = self.partners[1]
        self.consents._give(self.one, self.newsletter, "page")
        line = self.consents._give(self.one, self.newsletter, "page", guardian=parent)
        self.assertEqual(line.guardian_id, parent)
        self.assertFalse(self.consents._give(self.one, self.newsletter, "page", guardian=parent))
        version = self.env["bzk.consent.version"].create(
            {
                "purpose_id": self.newsletter.id,
                "company_id": self.library.id,
                "text": "Elke week",
            }
        )
        line = self.consents._give(self.one, self.newsletter, "page")
        self.assertEqual((line.version_id, line.wording), (version, "Elke week"))

    def test_an_old_link_is_no_way_back(self):
        self.consents._withdraw(self.one, self.newsletter, "page")
        before = self.now - timedelta(days=1)
        give = self.consents._give
        self.assertFalse(give(self.one, self.newsletter, "form", date=before))
        self.assertFalse(give(self.one, self.newsletter, "form", asked=before))
        self.assertTrue(give(self.one, self.newsletter, "form"))

    def test_only_the_network_of_a_computer_is_kept(self):
        lines = self.consents._give(self.one, self.newsletter, "page", ip="203.0.113.77")
        self.assertEqual(lines.ip, "203.0.113.0/24")
        lines = self.consents._withdraw(self.one, self.newsletter, "page", ip="nonsense")
        self.assertFalse(lines.ip)

    def test_a_visitor_notes_nothing_in_a_name(self):
        public = self.env.ref("base.public_user")
        line = self.consents.with_user(public).sudo()._give(self.one, self.newsletter, "page")
        self.assertFalse(line.user_id)
        desk = self.users["front_desk"]
        line = self.consents.with_user(desk)._withdraw(
            self.one.with_user(desk), self.newsletter.with_user(desk), "phone"
        )
        self.assertEqual(line.user_id, desk)

    def test_what_cannot_be(self):
        school = self.env["res.partner"].create(
            {"name": "School", "is_company": True, "company_id": self.library.id}
        )
        own = self.env["bzk.consent.purpose"].create(
            {"name": "Leesclub", "code": "club", "company_id": self.other_library.id}
        )
        version = self.env["bzk.consent.version"].create(
            {"purpose_id": self.book_tips.id, "company_id": False, "text": "Tips"}
        )
        for partner, purpose, proof in (
            (school, self.newsletter, {}),
            (self.one, own, {}),
            (self.one, self.newsletter, {"guardian": self.stranger}),
            (self.one, self.newsletter, {"version": version}),
            (self.one, self.newsletter, {"date": self.now + timedelta(days=2)}),
        ):
            with self.assertRaises(ValidationError):
                self.consents._give(partner, purpose, "page", **proof)
        self.assertFalse(self.consents._give(self.one.browse(), self.newsletter, "page"))

    def test_who_may_note_for_whom(self):
        for role in ROLES:
            user = self.users[role]
            consents = self.consents.with_user(user)
            with self.assertRaises(AccessError):
                consents._give(self.stranger.with_user(user), self.newsletter, "page")
            if role not in RECORDERS:
                with self.assertRaises(AccessError):
                    consents._give(self.one.with_user(user), self.newsletter, "page")

    def test_what_holds_follows_the_list(self):
        """The table that the database keeps says what the list says, whatever happened."""
        kept, gone, child = self.partners[1], self.partners[2], self.partners[3]
        self.consents._give(kept, self.newsletter, "page", date=self.now - timedelta(days=9))
        self.consents._withdraw(gone, self.newsletter, "page")
        self.consents._give(gone, self.book_tips, "page")
        self.consents._give(child, self.newsletter, "page", guardian=gone)
        self._check_present()
        merge = self.env["bzk.merge"]._merge(kept, gone)
        self.assertEqual(kept.consent_withdrawn_ids, self.newsletter)
        self._check_present()
        merge.action_undo()
        self.assertEqual(kept.consent_given_ids, self.newsletter)
        self._check_present()
        gone.consent_ids.sudo().unlink()
        self.assertFalse(gone.consent_given_ids)
        self._check_present()

    def _check_present(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute(
            """
            SELECT DISTINCT ON (partner_id, purpose_id)
                   partner_id, purpose_id, id, state, date, guardian_id
              FROM bzk_consent ORDER BY partner_id, purpose_id, date DESC, id DESC
            """
        )
        expected = self.env.cr.fetchall()
        self.env.cr.execute(
            """
            SELECT partner_id, purpose_id, consent_id, state, date, guardian_id
              FROM bzk_consent_present ORDER BY partner_id, purpose_id
            """
        )
        self.assertEqual(self.env.cr.fetchall(), expected)
