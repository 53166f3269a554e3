from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .third_half_common import ThirdHalfCase


@tagged("post_install", "-at_install")
class TestThirdHalfText(ThirdHalfCase):
    """What the mail after an activity says, to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theme, cls.other_theme = cls.env["bzk.activity.theme"].create(
            [
                {"name": "Poetry", "code": "poetry", "company_id": cls.library.id},
                {"name": "Digital", "code": "digital", "company_id": cls.library.id},
            ]
        )
        cls.event.write({"theme_id": cls.theme.id, "branch_id": cls.branch.id})
        cls.tip = cls.env["bzk.book.tip"].create(
            {
                "name": "<Collected> poems",
                "author": "M. Vasalis",
                "theme_id": cls.theme.id,
                "company_id": cls.library.id,
                "url": "https://catalogus.example.org/1",
            }
        )
        cls.seat = cls._new_seat(attendee=cls.anna)
        cls.lines._prepare()
        cls.line = cls.lines.search([("event_id", "=", cls.event.id)])

    def _coming(self, days, **values):
        begin = fields.Datetime.now() + timedelta(days=days)
        return self._new_event(date_begin=begin, date_end=begin + timedelta(hours=1), **values)

    def test_the_mail_of_who_came(self):
        self._coming(3, name="Poets on stage", theme_id=self.theme.id)
        line = self.line.with_user(self.users["marketing"])
        self.assertIn(self.event.name, line.subject)
        self.assertIn("Anna", line.preview)
        self.assertIn("M. Vasalis", line.preview)
        self.assertIn("https://catalogus.example.org/1", line.preview)
        self.assertIn("&lt;Collected&gt; poems", line.preview)
        self.assertIn("Poets on stage", line.preview)
        self.assertEqual(line.preview.count("?score="), 5)
        self.assertNotIn("I can't come", line.preview)

    def test_a_preview_cannot_score(self):
        token = self.seat._seat_token("evaluation")
        self.assertNotIn(token, self.line.preview)
        self.env.invalidate_all()
        letter = self.text._render_letters(self.seat.ids)[self.seat.id]
        self.assertIn(f"/evaluatie/{self.seat.id}/{token}?score=5", letter["body_html"])

    def test_the_mail_of_who_did_not_come(self):
        self.event.event_mail_ids = [self._mail(self.missed_text)]
        self._new_seat(attendee=self.bram, state="open")
        self.lines._prepare()
        line = self.lines.search([("partner_id", "=", self.bram.id)])
        self.assertIn("Bram", line.preview)
        self.assertNotIn("?score=", line.preview)

    def test_coming_activities_on_the_theme_come_first(self):
        there = self._coming(1, branch_id=self.branch.id)
        late = self._coming(9, theme_id=self.theme.id)
        soon = self._coming(5, theme_id=self.theme.id, branch_id=self.branch.id)
        self._coming(1, theme_id=self.other_theme.id)
        self._coming(1, theme_id=self.theme.id).kanban_state = "cancel"
        self._coming(-3, theme_id=self.theme.id)
        self._coming(1, company_id=self.other_library.id)
        full = self._coming(1, theme_id=self.theme.id, capacity=1)
        self._new_seat(full, self.bram, "open")
        found = self.event._coming_like_this()[self.event]
        self.assertEqual(found, soon + late + there)

    def test_no_theme_and_no_branch_is_like_nothing(self):
        event = self._new_event()
        self._coming(1)
        self.assertFalse(event._coming_like_this()[event])
        self.assertFalse(self.env["bzk.book.tip"]._for_activities(event)[event])

    def test_where_to_sign_up(self):
        event = self._coming(1)
        self.assertIn(f"/activiteit/{event.id}/", event._visitor_url())
        event.event_url = "https://tickets.example.org/1"
        self.assertEqual(event._visitor_url(), "https://tickets.example.org/1")
        event.write({"event_url": False, "price_model": "paid"})
        self.assertIsNone(event._visitor_url())
        event.event_url = "javascript://x/%0aalert(1)"
        self.assertIsNone(event._visitor_url())

    def test_the_text_of_the_library(self):
        own = self.text.copy({"company_id": self.library.id, "base_id": self.text.id})
        self.assertEqual(own.activity_use, "third_half")
        self.assertEqual(self.line._text(), own)
        self.line.mail_id.unlink()
        self.assertFalse(self.line.preview)

    def test_staff_may_name_its_parts_in_their_own_text(self):
        allowed = self.env["event.registration"].mail_allowed_qweb_expressions()
        for name in ("mail_scores", "mail_tips", "mail_coming", "mail_greeting"):
            self.assertIn(f"object.{name}", allowed)

    def test_send_me_a_test(self):
        marketing = self.users["marketing"]
        mails = self.env["mail.mail"].search([])
        action = self.line.with_user(marketing).action_send_test()
        mail = self.env["mail.mail"].search([]) - mails
        self.assertEqual(mail.email_to, marketing.email_formatted)
        self.assertFalse(mail.recipient_ids)
        self.assertNotIn(self.seat._seat_token("evaluation"), mail.body_html)
        self.assertIn(marketing.email, action["params"]["message"])
        self.assertEqual(self.line.state, "waiting")
        with self.assertRaises(AccessError):
            self.line.with_user(self.users["front_desk"]).action_send_test()

    def test_parts_are_made_once_for_an_activity(self):
        seats = self.seat
        for _number in range(10):
            seats |= self._new_seat()
        self.env.flush_all()
        seats[:1].mapped("mail_tips"), seats[:1].mapped("mail_coming")
        self.env.invalidate_all()
        with self.assertQueryCount(24):
            seats.mapped("mail_tips")
            seats.mapped("mail_coming")

    def test_a_new_kind_thanks_who_came(self):
        kind = self.env["event.type"].create({"name": "Reading group"})
        uses = [mail.template_ref.activity_use for mail in kind.event_type_mail_ids]
        self.assertEqual(uses, ["reminder", "third_half"])
