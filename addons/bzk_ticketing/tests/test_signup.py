from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .door_common import DoorCase

EVA = {"firstname": "Eva", "lastname": "van Dijk", "email": "eva@example.org"}


@tagged("post_install", "-at_install")
class TestSignup(DoorCase):
    """Who signs up with a name and an address, and whom the library then knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signup = cls.env["bzk.activity.signup"]
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")

    def _person(self, by_staff=False, **values):
        person, wrong = self.signup._read(
            *({**EVA, **values}[name] for name in ("firstname", "lastname", "email")), by_staff
        )
        self.assertFalse(wrong)
        return person

    def _sign_up(self, event=None, by_staff=False, **values):
        person = self._person(by_staff, **values)
        return self.signup._sign_up(event or self.event, person, by_staff)

    def _customer(self, library=None, **values):
        return self.env["res.partner"].create(
            {
                "firstname": "Eva",
                "infix": "van",
                "lastname": "Dijk",
                "email": "eva@example.org",
                "company_id": (library or self.library).id,
                **values,
            }
        )

    def test_what_is_wrong(self):
        read = self.signup._read
        self.assertEqual(set(read("", " ", "")[1]), {"firstname", "lastname", "email"})
        self.assertEqual(read("Eva", "Dijk", "eva@")[1], {"email": "wrong"})
        self.assertEqual(read("E" * 200, "Dijk", "eva@example.org")[1], {"firstname": "wrong"})
        self.assertEqual(read("", "", "eva@example.org", by_staff=True)[1], {})

    def test_going_on(self):
        seat, told = self._sign_up()
        self.assertEqual((seat.state, told, seat.walk_in), ("done", "done", True))
        self.assertEqual(seat.name, "Eva van Dijk")
        self.assertFalse(seat.attendee_id, "what a visitor types makes no customer")

    def test_to_come(self):
        event = self._new_event("Volgende week", self.library, begin=timedelta(days=7))
        seat, _told = self._sign_up(event)
        self.assertEqual((seat.state, seat.walk_in), ("open", False))

    def test_twice(self):
        seat, _told = self._sign_up()
        again, told = self._sign_up(email="EVA@example.org")
        self.assertEqual(again, seat)
        brother, _told = self._sign_up(firstname="Finn")
        self.assertNotEqual(brother, seat, "a family shares an address")

    def test_booked_before(self):
        event = self._new_event("Straks", self.library, begin=timedelta(minutes=30))
        booked = self._new_seat("Eva van Dijk", event)
        seat, _told = self._sign_up(event)
        self.assertEqual((seat, seat.state), (booked, "done"))

    def test_full(self):
        event = self._new_event("Vol", self.library, begin=timedelta(days=7), capacity=1)
        booked = self._new_seat("Eva van Dijk", event)
        seat, told = self._sign_up(event, firstname="Finn")
        self.assertEqual((seat.state, told, seat.waiting_status), ("draft", "draft", "waiting"))
        same, told = self._sign_up(event)
        self.assertEqual((same, told), (booked, "draft"), "nobody learns who has a seat")

    def test_full_and_let_in(self):
        self.event.capacity = 1
        self._new_seat("Finn Smit")
        seat, _told = self._sign_up(by_staff=True)
        self.assertEqual(seat.state, "done")

    def test_behind_who_waits(self):
        event = self._new_event("Bijna vol", self.library, begin=timedelta(days=7), capacity=1)
        self._new_seat("Finn Smit", event, state="draft", waiting_since=self.now)
        self.assertEqual(self._sign_up(event)[1], "draft")

    def test_over(self):
        event = self._new_event("Voorbij", self.library, begin=timedelta(days=-2))
        with self.assertRaises(UserError):
            self._sign_up(event)
        self.assertEqual(self._sign_up(event, by_staff=True)[0].state, "done")

    def test_recognised(self):
        customer = self._customer()
        seat, _told = self._sign_up()
        self.assertEqual((seat.attendee_id, seat.linked_by), (customer, "match"))

    def test_not_recognised(self):
        """Neither family at the address, namesakes elsewhere, nor one of two with one name."""
        self._customer(firstname="Finn")
        self._customer(email="other@example.org")
        self._customer(library=self.other_library)
        self.assertFalse(self._sign_up()[0].attendee_id)
        self._customer(birthdate="1970-01-02")
        self._customer(birthdate="2001-03-04")
        self.assertFalse(self._sign_up(firstname="Eva ", email="eva@example.org")[0].attendee_id)

    def test_by_staff(self):
        seat, _told = self._sign_up(by_staff=True)
        self.assertEqual(seat.linked_by, "new")
        self.assertEqual(seat.attendee_id.infix, "van")
        self.assertEqual(seat.attendee_id.company_id, self.library)
        nameless, _told = self._sign_up(by_staff=True, firstname="", lastname="")
        self.assertFalse(nameless.attendee_id or nameless.name)

    def test_walk_in_from_the_screen(self):
        event = self.event.with_user(self.users["front_desk"])
        answer = event.tally_walk_in("Eva", "Dijk", "eva", [])
        self.assertEqual(answer, {"wrong": {"email": "wrong"}})
        answer = event.tally_walk_in("Eva", "Dijk", "eva@example.org", self.newsletter.ids)
        self.assertEqual((answer["name"], answer["state"]), ("Eva Dijk", "done"))
        mail = self.env["mail.mail"].search([("email_to", "=", "eva@example.org")])
        self.assertIn("/toestemming/", mail.body_html)
        seat = self.event.registration_ids
        self.assertFalse(seat.attendee_id.consent_ids, "nothing before it is confirmed")

    def test_confirmed(self):
        seat, _told = self._sign_up()
        self.assertTrue(seat._confirm_consent(self.newsletter))
        customer = seat.attendee_id
        self.assertEqual(seat.linked_by, "new")
        self.assertEqual(customer.consent_given_ids, self.newsletter)
        line = customer.consent_ids
        self.assertEqual(line.channel, "form")
        read = line.version_id.with_context(lang=self.library.partner_id.lang)
        self.assertEqual(read.text, line.wording, "the very text that was read")
        self.assertTrue(line.wording)
        self.assertFalse(line.user_id)
        self.assertIn("Voorleesmiddag", line.evidence)
        seat._confirm_consent(self.newsletter)
        self.assertEqual(len(customer.consent_ids), 1)

    def test_withdrawn_since(self):
        customer = self._customer()
        seat, _told = self._sign_up()
        self.env["bzk.consent"].create(
            {
                "partner_id": customer.id,
                "company_id": self.library.id,
                "purpose_id": self.newsletter.id,
                "state": "withdrawn",
                "channel": "desk",
            }
        )
        seat._confirm_consent(self.newsletter)
        self.env.invalidate_all()
        self.assertEqual(customer.consent_withdrawn_ids, self.newsletter)

    def test_child(self):
        child = self._customer(birthdate=fields.Date.to_date(self.now) - timedelta(days=3000))
        seat, _told = self._sign_up()
        self.assertFalse(seat._confirm_consent(self.newsletter))
        self.assertFalse(child.consent_ids)

    def test_address_of_another(self):
        """Whose address it is agrees, not whom the seat was linked to."""
        linked = self._customer(firstname="Finn", email="finn@example.org")
        seat, _told = self._sign_up()
        seat.attendee_id = linked
        seat._confirm_consent(self.newsletter)
        self.assertFalse(linked.consent_ids)
        self.assertEqual(seat.attendee_id, linked)

    def test_link(self):
        seat, _told = self._sign_up()
        seats = self.env["event.registration"]
        parts = seat._confirm_url(self.newsletter).rsplit("/", 4)[1:]
        seat_id, chosen, expires, token = int(parts[0]), parts[1], int(parts[2]), parts[3]
        right = (seat_id, chosen, expires, token)
        self.assertEqual(seats._consent_from_link(*right), (seat, self.newsletter))
        other = self.env.ref("bzk_consent.purpose_activities")
        for wrong in (
            (seat_id, str(other.id), expires, token),
            (seat_id, chosen, expires + 1, token),
            (seat_id, chosen, expires, token[::-1]),
            (0, chosen, expires, token),
        ):
            self.assertFalse(seats._consent_from_link(*wrong)[0])
        with freeze_time(self.now + timedelta(days=8)):
            self.assertFalse(seats._consent_from_link(*right)[0])
        seat.email = "other@example.org"
        self.assertFalse(seats._consent_from_link(*right)[0])


@tagged("post_install", "-at_install")
class TestSignupPage(DoorCase, HttpCase):
    """The page behind the square at the door, for whoever has no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")

    def _open(self, event=None, **form):
        event = event or self.event
        path = event._signup_url().replace(event.get_base_url(), "")
        answer = self.url_open(path, data=form or None)
        self.env.invalidate_all()
        return answer

    def _path(self, url):
        return url.replace(self.event.get_base_url(), "")

    def _ticks(self):
        return {f"purpose_{self.newsletter.id}": "1"}

    def test_form(self):
        answer = self._open()
        self.assertEqual(answer.status_code, 200)
        self.assertIn('name="email"', answer.text)
        self.assertNotIn("checked=", answer.text, "nothing is ticked beforehand")
        self.assertNotIn("<script", answer.text)
        self.assertFalse(self.event.registration_ids)

    def test_sign_up(self):
        answer = self._open(**EVA)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.event.registration_ids.mapped("state"), ["done"])
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", EVA["email"])]))

    def test_same_answer_for_known_and_unknown(self):
        self.env["res.partner"].create(
            {**EVA, "infix": "van", "lastname": "Dijk", "company_id": self.library.id}
        )
        known = self._open(**EVA)
        self.assertTrue(self.event.registration_ids.attendee_id)
        again = self._open(**EVA)
        unknown = self._open(**{**EVA, "email": "nobody@example.org"})
        self.assertEqual(known.text, unknown.text)
        self.assertEqual(known.text, again.text)

    def test_mistakes(self):
        answer = self._open(**{**EVA, "email": "eva"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn('value="van Dijk"', answer.text, "nothing has to be typed again")
        answer = self._open(**EVA, **self._ticks())
        self.assertEqual(answer.status_code, 422, "under 16 a parent decides")
        self.assertFalse(self.event.registration_ids)

    def test_hostile_name(self):
        answer = self._open(**{**EVA, "firstname": "<script>alert(1)</script>"})
        self.assertNotIn("<script", answer.text)

    def test_consent_after_confirmation(self):
        self._open(**EVA, **self._ticks(), grown="1")
        seat = self.event.registration_ids
        mail = self.env["mail.mail"].search([("email_to", "=", EVA["email"])])
        self.assertEqual(len(mail), 1)
        path = self._path(seat._confirm_url(self.newsletter))
        page = self.url_open(path)
        self.assertIn("<form", page.text)
        self.env.invalidate_all()
        self.assertFalse(seat.attendee_id, "a scanner that follows links confirms nothing")
        self.url_open(path, data={"x": "1"})
        self.env.invalidate_all()
        self.assertEqual(seat.attendee_id.consent_given_ids, self.newsletter)
        self.assertEqual(self.url_open(path[:-1] + "x").status_code, 404)

    def test_post_box_is_not_filled(self):
        for number in range(5):
            person = {**EVA, "firstname": f"Eva{'abcde'[number]}"}
            self._open(**person, **self._ticks(), grown="1")
        mails = self.env["mail.mail"].search([("email_to", "=", EVA["email"])])
        self.assertEqual(len(mails), 3)

    def test_program(self):
        answer = self._open(**EVA, website="https://spam.example.org")
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.event.registration_ids)

    def test_all_day(self):
        with patch("odoo.addons.bzk_ticketing.controllers.signup.PER_COMPUTER", (1, 10)):
            self._open(**EVA)
            self.assertEqual(self._open(**EVA, website="").status_code, 429)

    def test_sold_elsewhere(self):
        event = self._new_event("Lezing", self.library, timedelta(days=3), price_model="paid")
        self._open(event, **EVA)
        self.assertFalse(event.registration_ids)

    def test_wrong_link(self):
        path = self._path(self.event._signup_url())
        answer = self.url_open(path.replace(str(self.event.id), str(self.other_event.id)))
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn("Elders", answer.text)
