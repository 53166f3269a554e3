from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .pages_common import SignupCase


@tagged("post_install", "-at_install")
class TestSignupPage(SignupCase, HttpCase):
    """The page itself, for whoever has no login."""

    def _post(self, *purposes, company=None, **values):
        form = self._form(*purposes, **values)
        return self._open((company or self.library)._signup_path(), **form)

    def test_form(self):
        page = self._open(self.library._signup_path())
        self.assertEqual(page.status_code, 200)
        self.assertIn("Test library", page.text)
        self.assertNotIn("checked=", page.text, "nothing is ticked beforehand")
        self.assertNotIn("<script", page.text)
        self.assertNotIn('lang="en"', page.text)
        for line in self.newsletter._page_texts(self.library).values():
            self.assertTrue(line)

    def test_same_answer_for_known_and_unknown(self):
        self._eva()
        known = self._post()
        unknown = self._post(email="nobody@example.org")
        self.assertEqual((known.text, known.url), (unknown.text, unknown.url))

    def test_from_beginning_to_end(self):
        self._post(self.newsletter, self.youth, **self.child)
        signup = self.signups.search([("company_id", "=", self.library.id)])
        url = signup._confirm_url()
        page = self._open(url)
        self.assertIn("<form", page.text)
        self.assertIn("Noor", page.text)
        self._open(f"{url}?answer=yes")
        self.assertEqual(signup.state, "waiting", "a scanner that follows links confirms nothing")
        page = self._open(url, x="1")
        self.assertEqual(signup.state, "confirmed")
        self.assertNotIn("<form", page.text)
        self.assertEqual(signup.child_id.consent_given_ids, self.youth)
        self.assertEqual(self._open(url, x="1").status_code, 200, "pressed twice")
        self.assertEqual(len(signup.child_id.consent_ids), 1)
        self.assertEqual(self._open(url[:-1] + "x").status_code, 404)

    def test_mistakes(self):
        page = self._post(email="eva")
        self.assertEqual(page.status_code, 422)
        self.assertIn('value="van Dijk"', page.text, "nothing has to be typed again")
        self.assertIn('class="wrong"', page.text)
        self.assertFalse(self.signups.search([]))

    def test_hostile(self):
        page = self._post(firstname="<script>alert(1)</script>", email='"><img src=x>@x')
        self.assertNotIn("<script>alert", page.text)
        self.assertNotIn("<img", page.text)
        for values in (
            {"lastname": "\x00"},
            {"email": "eva@example.org\r\nBcc: all@example.org"},
            {"email": "eva@example.org,other@example.org"},
            {"firstname": "{{ object.env }}"},
            {"purpose_x": "1", "purpose_-1": "1"},
        ):
            self.assertLess(self._post(**values).status_code, 500, values)
        mails = self.env["mail.mail"].search([("model", "=", "bzk.newsletter.signup")])
        self.assertFalse([mail for mail in mails if "," in mail.email_to or "\n" in mail.email_to])

    def test_files_in_the_place_of_texts(self):
        names = ("firstname", "lastname", "email", "website", "grown", "answer", "lang", "words")
        files = dict.fromkeys(names, ("x.txt", b"x"))
        stop = self.mailing._unsubscribe_url(self.trace)
        for path in (
            self.library._signup_path(),
            f"/voorkeuren/aanvragen/{self.library._page_code()}",
            self.anna._preference_url().replace(self.mailing.get_base_url(), ""),
            stop.replace(self.mailing.get_base_url(), ""),
        ):
            answer = self.url_open(path, files=files)
            self.assertLess(answer.status_code, 500, path)
        self.assertEqual(self._state(self.anna), "given")

    def test_program(self):
        page = self._post(website="https://spam.example.org")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(self.signups.search([]))

    def test_post_box_is_not_filled(self):
        pages = {self._post(firstname=f"Eva{'abcde'[number]}").text for number in range(5)}
        self.assertEqual(len(pages), 1, "nobody learns that it was too often")
        mails = self.env["mail.mail"].search([("email_to", "=", "eva@example.org")])
        self.assertEqual(len(mails), 3)

    def test_all_day(self):
        with patch("odoo.addons.bzk_campaigns.controllers.signup.PER_COMPUTER", (1, 10)):
            self._post()
            self.assertEqual(self._post().status_code, 429)

    def test_purpose_of_another_library(self):
        own = self.env["bzk.consent.purpose"].create(
            {"name": "Elders", "code": "elders", "company_id": self.other_library.id}
        )
        self._post(self.newsletter, own)
        self.assertEqual(self.signups.search([]).purpose_ids, self.newsletter)
        self.assertNotIn("Elders", self._open(self.library._signup_path()).text)
        self.assertIn("Elders", self._open(self.other_library._signup_path()).text)

    def test_wrong_library(self):
        self.library.library_code = "haarlem-test"
        self.assertEqual(self._open("/nieuwsbrief/haarlem-test").status_code, 200)
        for code in (str(self.library.id), "Haarlem-Test'", "%00", "é" * 300, "0"):
            self.assertIn(self._open(f"/nieuwsbrief/{code}").status_code, (400, 404))

    def test_whoever_is_logged_in(self):
        login = self.users["marketing"].login
        self.authenticate(login, login)
        self._post()
        signup = self.signups.search([])
        self._open(signup._confirm_url(), x="1")
        self.assertFalse(signup.partner_id.consent_ids.user_id)
