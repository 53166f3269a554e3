from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.bzk_base.tests.common import LibraryCase

NOW = fields.Datetime.to_datetime("2026-12-01 09:00:00")


@tagged("post_install", "-at_install")
class TestWaiting(LibraryCase):
    """The waiting list: who is first in line, and for how long a seat is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(freeze_time(NOW))
        cls.event = cls.env["event.event"].create(
            {
                "name": "Voorleesmiddag",
                "company_id": cls.library.id,
                "branch_id": cls.branch.id,
                "date_begin": NOW + timedelta(days=10),
                "date_end": NOW + timedelta(days=10, hours=2),
                "date_tz": "Europe/Amsterdam",
                "capacity": 2,
            }
        )
        cls.first, cls.second = cls._seats("Eva", "Finn", state="open")
        cls.third, cls.fourth, cls.fifth = cls._seats("Guus", "Hanna", "Ilse", state="draft")
        for number, seat in enumerate(cls.third + cls.fourth + cls.fifth):
            seat.waiting_since = NOW - timedelta(hours=10 - number)

    @classmethod
    def _seats(cls, *names, event=None, **values):
        return cls.env["event.registration"].create(
            [
                {
                    "event_id": (event or cls.event).id,
                    "name": name,
                    "email": f"{name.lower()}@example.org",
                    **values,
                }
                for name in names
            ]
        )

    def _mails(self):
        return self.env["mail.mail"].search([("model", "=", "event.registration")])

    def test_nothing_free(self):
        self.assertFalse(self.event._offer_free_seats())
        self.assertEqual(self.event._free_seats(), {self.event.id: 0})

    def test_first_in_line(self):
        before = self._mails()
        self.first.action_cancel()
        self.assertEqual(self.third.waiting_status, "offered")
        self.assertEqual(self.third.offer_until, NOW + timedelta(hours=24))
        self.assertEqual(self.fourth.waiting_status, "waiting")
        mail = self._mails() - before
        self.assertEqual(mail.email_to, "guus@example.org")
        self.assertIn(self.third._offer_url(), mail.body_html)
        self.assertFalse(self.event._offer_free_seats(), "the seat is kept, not offered twice")

    def test_half_the_time_left(self):
        self.event.date_begin = NOW + timedelta(hours=6)
        self.first.action_cancel()
        self.assertEqual(self.third.offer_until, NOW + timedelta(hours=3))

    def test_passed_on(self):
        self.first.action_cancel()
        with freeze_time(NOW + timedelta(hours=25)):
            self.env["event.event"]._cron_waiting()
            self.env.invalidate_all()
            self.assertEqual(self.third.waiting_status, "lapsed")
            self.assertEqual(self.fourth.waiting_status, "offered")
            self.assertFalse(self.third._take_seat(), "another has the offer now")
            self.assertTrue(self.fourth._take_seat())
            self.assertEqual(self.fourth.state, "open")
            self.assertFalse(self.fourth.waiting_since or self.fourth.offer_until)

    def test_too_late_and_still_free(self):
        self.first.action_cancel()
        (self.fourth + self.fifth).action_cancel()
        with freeze_time(NOW + timedelta(hours=25)):
            self.env.invalidate_all()
            self.assertTrue(self.third._take_seat())

    def test_declined(self):
        self.first.action_cancel()
        self.third._decline_seat()
        self.assertEqual(self.third.state, "cancel")
        self.assertEqual(self.fourth.waiting_status, "offered")

    def test_more_places(self):
        self.event.capacity = 4
        self.assertEqual(
            (self.third + self.fourth + self.fifth).mapped("waiting_status"),
            ["offered", "offered", "waiting"],
        )
        self.event.capacity = 0
        self.assertEqual(self.fifth.waiting_status, "offered")

    def test_unpaid_seat_is_taken(self):
        self._seats("Joep", state="draft")
        self.first.action_cancel()
        self.assertEqual(self.third.waiting_status, "waiting")

    def test_nothing_is_offered(self):
        for values in (
            {"date_begin": NOW - timedelta(hours=1), "date_end": NOW + timedelta(hours=1)},
            {"kanban_state": "cancel"},
            {"active": False},
        ):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                self.event.write(values)
                self.first.action_cancel()
                self.assertEqual(self.third.waiting_status, "waiting")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_without_email(self):
        self.third.email = False
        self.event.user_id = self.users["activities"]
        self.first.action_cancel()
        mails = self._mails().filtered(lambda mail: self.third._offer_url() in mail.body_html)
        self.assertFalse(mails)
        self.assertEqual(self.third.activity_ids.user_id, self.users["activities"])

    def test_staff(self):
        seat = self.fourth.with_user(self.users["front_desk"])
        with self.assertRaises(UserError):
            seat.action_take_seat()
        with self.assertRaises(UserError):
            seat.action_offer()
        self.first.with_user(self.users["front_desk"]).action_cancel()
        self.third.with_user(self.users["front_desk"]).action_take_seat()
        self.assertEqual(self.third.state, "open")
        self.second.with_user(self.users["front_desk"]).action_cancel()
        self.second.with_user(self.users["front_desk"]).action_wait()
        self.assertEqual(self.second.waiting_status, "waiting", "others were there before")

    def test_asked_at_the_desk(self):
        action = self.event.with_user(self.users["front_desk"]).action_add_waiting()
        seats = self.env["event.registration"].with_user(self.users["front_desk"])
        form = Form(seats.with_context(**action["context"]), "bzk_ticketing.view_waiting_form")
        form.attendee_id = self.env["res.partner"].create(
            {"name": "Joep Kuiper", "email": "joep@example.org", "company_id": self.library.id}
        )
        self.assertEqual((form.name, form.email), ("Joep Kuiper", "joep@example.org"))
        seat = form.save()
        self.assertEqual((seat.state, seat.waiting_status), ("draft", "waiting"))
        self.assertIn(seat, self.event.waiting_ids)
        seat.with_user(self.users["front_desk"]).action_cancel()
        self.env.invalidate_all()
        self.assertNotIn(seat, self.event.waiting_ids)

    def test_other_library(self):
        user = self._new_user("front_desk", self.other_library)
        seats = self.env["event.registration"].with_user(user)
        self.assertFalse(seats.search([("waiting_since", "!=", False)]))

    def test_page_of_nobody(self):
        link = self.third._seat_token("offer")
        seats = self.env["event.registration"]
        self.assertEqual(seats._seat_from_link(self.third.id, link, "offer"), self.third)
        self.assertFalse(seats._seat_from_link(self.fourth.id, link, "offer"))
        self.assertFalse(seats._seat_from_link(self.third.id, link, "other"))
        self.assertFalse(seats._seat_from_link(0, link, "offer"))


@tagged("post_install", "-at_install")
class TestWaitingPage(LibraryCase, HttpCase):
    """The page behind the link in the mail, for whoever has no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        begin = fields.Datetime.now() + timedelta(days=10)
        cls.event = cls.env["event.event"].create(
            {
                "name": "Voorleesmiddag",
                "company_id": cls.library.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "capacity": 1,
            }
        )
        seats = cls.env["event.registration"]
        cls.taken, cls.waiting = seats.create(
            [
                {"event_id": cls.event.id, "name": "Eva", "email": "eva@example.org"},
                {
                    "event_id": cls.event.id,
                    "name": "Guus",
                    "email": "guus@example.org",
                    "state": "draft",
                    "waiting_since": fields.Datetime.now(),
                },
            ]
        )

    def _url(self):
        return self.waiting._offer_url().replace(self.waiting.get_base_url(), "")

    def test_take(self):
        self.taken.action_cancel()
        self.assertEqual(self.url_open(self._url()).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.waiting.state, "draft", "a scanner that follows links takes nothing")
        self.url_open(self._url(), data={"answer": "take"})
        self.env.invalidate_all()
        self.assertEqual(self.waiting.state, "open")

    def test_leave(self):
        self.taken.action_cancel()
        self.url_open(self._url(), data={"answer": "leave"})
        self.env.invalidate_all()
        self.assertEqual(self.waiting.state, "cancel")

    def test_full(self):
        page = self.url_open(self._url(), data={"answer": "take"})
        self.env.invalidate_all()
        self.assertEqual(self.waiting.state, "draft")
        self.assertIn('value="leave"', page.text)

    def test_wrong_link(self):
        url = self._url()[:-1] + ("0" if self._url()[-1] != "0" else "1")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("Voorleesmiddag", answer.text)
