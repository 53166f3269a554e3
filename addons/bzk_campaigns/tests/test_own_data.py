from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.mailing_link import TRIAL
from .pages_common import PagesCase, PreferenceCase


@tagged("post_install", "-at_install")
class TestOwnData(PreferenceCase):
    """A customer changes address, phone and e-mail."""

    def _change(self, **form):
        return self._open(self.url, answer="data", **form)

    def test_phone_and_address(self):
        self._change(
            phone="0612345678",
            zip="2011ab",
            street_number="2",
            street_number2="A",
            street_name="Grote Markt",
            city="haarlem",
        )
        self.assertEqual(self.anna.phone, "06 12345678")
        self.assertEqual(
            (self.anna.street, self.anna.zip), ("Grote Markt 2A", "2011 AB"), self.anna.street
        )
        self.assertTrue(self.anna.own_data_on)
        body = "".join(self.anna.message_ids.mapped("body"))
        self.assertIn("Grote Markt", body)
        self.assertIn("06 12345678", body)

    def test_nothing_filled_in(self):
        self._change(phone=" ", email="", zip="")
        self.assertFalse(self.anna.own_data_on)
        self.assertEqual(self.anna.email, "berg@example.org")

    def test_mistakes(self):
        for form, field in (
            ({"phone": "12"}, "phone"),
            ({"email": "nobody"}, "email"),
            ({"zip": "0000 AA"}, "zip"),
            ({"zip": "2011 AB"}, "street_name"),
        ):
            page = self._change(**form)
            self.assertEqual(page.status_code, 422, form)
            self.assertIn('class="wrong"', page.text)
            self.assertIn(f'name="{field}"', page.text)
        self.assertFalse(self.anna.own_data_on)
        self.assertFalse(self.anna.zip)

    def test_email(self):
        self._change(email="Anna@New.example")
        self.assertEqual(self.anna.email, "berg@example.org", "not before it is confirmed")
        mail = self._mails("anna@new.example")
        self.assertEqual(len(mail), 1)
        change = self.env["bzk.email.change"].search([("partner_id", "=", self.anna.id)])
        self.assertIn(change._confirm_url(), mail.body_html)
        url = change._confirm_url()
        self.assertEqual(self._open(url).status_code, 200)
        self.assertEqual(self.anna.email, "berg@example.org", "a scanner follows links")
        self._open(url, x="1")
        self.assertEqual(self.anna.email, "anna@new.example")
        self.assertEqual(len(self._mails("berg@example.org")), 1, "the old address is told")
        self.assertFalse(change.exists())
        self.assertEqual(self._open(url, x="1").status_code, 404)
        self.assertEqual(self._open(self.url).status_code, 404, "the old link is void")

    def test_email_too_late(self):
        self._change(email="anna@new.example")
        change = self.env["bzk.email.change"].search([("partner_id", "=", self.anna.id)])
        token = change._token()
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.assertFalse(change._from_link(change.id, token))
            change._gc_changes()
        self.assertFalse(change.exists())

    def test_email_changed_since(self):
        self._change(email="anna@new.example")
        change = self.env["bzk.email.change"].search([("partner_id", "=", self.anna.id)])
        token = change._token()
        self.anna.email = "desk@example.org"
        self.assertFalse(change._from_link(change.id, token))

    def test_last_one_holds(self):
        for address in ("one@example.org", "two@example.org"):
            self._change(email=address)
        change = self.env["bzk.email.change"].search([("partner_id", "=", self.anna.id)])
        self.assertEqual(change.email, "two@example.org")

    def test_not_all_day(self):
        for number in range(6):
            self._change(email=f"a{number}@example.org")
        mails = self.env["mail.mail"].search([("email_to", "like", "a_@example.org")])
        self.assertEqual(len(mails), 3)


@tagged("post_install", "-at_install")
class TestLostLink(PreferenceCase):
    """Asking for the link; no answer tells whether the address is known."""

    def _ask(self, company=None, **form):
        return self._open(f"/voorkeuren/aanvragen/{(company or self.library)._page_code()}", **form)

    def test_mailed(self):
        self._new_customer("Noor")
        self._new_customer("Elders", self.other_library)
        self.assertEqual(self._ask().status_code, 200)
        known = self._ask(email="BERG@example.org ")
        mail = self._mails("berg@example.org")
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.body_html.count("/voorkeuren/"), 2)
        self.assertIn(self.url, mail.body_html)
        unknown = self._ask(email="nobody@example.org")
        self.assertEqual(known.text, unknown.text)
        self.assertEqual(known.url, unknown.url)

    def test_limits(self):
        for _time in range(5):
            self._ask(email="berg@example.org")
        self.assertEqual(len(self._mails("berg@example.org")), 3)
        with patch("odoo.addons.bzk_campaigns.controllers.signup.PER_COMPUTER", (0, 10)):
            self.assertEqual(self._ask(email="berg@example.org").status_code, 429)

    def test_hostile(self):
        self.assertEqual(self._ask(email="x").status_code, 422)
        page = self._ask(email='"><script>alert(1)</script>')
        self.assertNotIn("<script>alert", page.text)
        self._ask(email="berg@example.org", website="x")
        self.assertFalse(self._mails("berg@example.org"))
        for code in ("nergens", "0", "9" * 50, "%00", "é"):
            self.assertIn(self._open(f"/voorkeuren/aanvragen/{code}").status_code, (400, 404))

    def test_by_staff(self):
        desk = self.users["front_desk"]
        self.anna.with_user(desk).action_mail_preferences()
        self.assertIn(self.url, self._mails("berg@example.org").body_html)
        self.anna.email = False
        with self.assertRaises(UserError):
            self.anna.with_user(desk).action_mail_preferences()
        other = self._new_customer("Elders", self.other_library)
        with self.assertRaises(AccessError):
            other.with_user(desk).action_mail_preferences()
        for role in ("marketing", "insights"):
            with self.assertRaises(AccessError):
                self.anna.with_user(self.users[role]).action_mail_preferences()

    def test_preview_holds_no_link(self):
        """Staff who look at the text do not get a customer's link."""
        self.assertIn(TRIAL, self.anna.preference_button)
        self.assertNotIn(self.url, self.anna.preference_button)


@tagged("post_install", "-at_install")
class TestPortal(PreferenceCase):
    """The same page for who is logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            login="anna-portal",
            groups="base.group_portal",
            company_id=cls.library.id,
            company_ids=[(6, 0, cls.library.ids)],
            partner_id=cls.anna.id,
        )
        cls.anna.write({"email": "berg@example.org", "phone": "06 12345678"})

    def test_page(self):
        self.authenticate("anna-portal", "anna-portal")
        page = self._open("/my/voorkeuren")
        self.assertIn("06 12345678", page.text, "to herself it is shown in full")
        self.assertEqual(self._open("/my/voorkeuren", answer="stop").status_code, 400)
        self.assertEqual(self._state(self.anna), "given", "another site can press no button")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        self._open("/my/voorkeuren", answer="choose", csrf_token=token)
        self.assertEqual(self._state(self.anna), "withdrawn")
        line = self.anna.consent_ids.sorted("id")[-1]
        self.assertEqual((line.form, line.user_id.id), ("/my/voorkeuren", False))

    def test_home(self):
        self.authenticate("anna-portal", "anna-portal")
        self.assertIn("/my/voorkeuren", self._open("/my").text)
        self.assertIn("/my/voorkeuren", self._open("/mailing/my").url)

    def test_nobody(self):
        self.assertIn("/web/login", self._open("/my/voorkeuren").url)
        login = self.users["front_desk"].login
        self.authenticate(login, login)
        self.assertNotIn("/my/voorkeuren", self._open("/my/voorkeuren").url)


@tagged("post_install", "-at_install")
class TestPreferenceFields(PagesCase):
    """What staff see and change."""

    def test_roles(self):
        genre = self.env["bzk.genre"].create({"name": "Kunst", "code": "kunst-y"})
        values = {"preferred_genre_ids": [(6, 0, genre.ids)], "mail_frequency": "monthly"}
        desk = self.anna.with_user(self.users["front_desk"])
        desk.write(values)
        self.assertTrue(desk.preferences_on)
        for role in ("marketing", "insights"):
            with self.assertRaises(AccessError):
                self.anna.with_user(self.users[role]).write(values)
        for role in ("marketing", "front_desk", "insights"):
            self.assertEqual(self.anna.with_user(self.users[role]).preferred_genre_ids, genre, role)
        other = self._new_customer("Elders", self.other_library)
        with self.assertRaises(AccessError):
            other.with_user(self.users["front_desk"]).write(values)

    def test_changes_at_the_desk(self):
        self.anna.phone = "06 12345678"
        self.assertFalse(self.anna.preferences_on)
        self.assertFalse(self.anna.own_data_on, "only what customers did themselves")

    def test_pending_address(self):
        self.env["bzk.email.change"].create(
            {"partner_id": self.anna.id, "email": "new@example.org"}
        )
        changes = self.env["bzk.email.change"]
        steward = self.users["data_steward"]
        self.assertEqual(len(changes.with_user(steward).search([])), 1)
        elsewhere = self._new_user("data_steward", self.other_library)
        self.assertFalse(changes.with_user(elsewhere).search([]))
        for role in ("front_desk", "marketing", "activities", "insights"):
            with self.assertRaises(AccessError):
                changes.with_user(self.users[role]).search([])
        for role in ("data_steward", "front_desk"):
            with self.assertRaises(AccessError):
                changes.with_user(self.users[role]).create(
                    {"partner_id": self.anna.id, "email": "x@example.org"}
                )
