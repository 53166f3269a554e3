from odoo.tests import HttpCase, tagged

from ..models.mailing_link import TRIAL
from .pages_common import PagesCase

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@tagged("post_install", "-at_install")
class TestUnsubscribe(PagesCase, HttpCase):
    """Stopping a kind of mail: by the mail program, on our page, by links of core."""

    def _url(self, trace=None):
        trace = trace or self.trace
        return trace.mass_mailing_id._unsubscribe_url(trace)

    def test_a_scanner_stops_nothing(self):
        for _time in range(2):
            page = self._open(self._url())
            self.assertEqual(page.status_code, 200)
        self.assertIn('value="stop"', page.text)
        self.assertNotIn("<script", page.text)
        self.assertNotIn("berg@", page.text, "the page says nothing about the customer")
        head = self.opener.head(self.base_url() + self._url().split(self.base_url())[-1])
        self.assertEqual(head.status_code, 200)
        for query in ("answer=stop", "List-Unsubscribe=One-Click"):
            self.assertEqual(self._open(f"{self._url()}?{query}").status_code, 200)
        self.assertEqual(self._state(self.anna), "given")

    def test_one_click(self):
        other = self._new_customer("Anna", self.other_library)
        self._agrees(other, self.newsletter)
        self._agrees(self.anna, self.activities)
        answer = self._open(self._url(), **ONE_CLICK)
        self.assertEqual((answer.status_code, answer.text), (200, ""))
        self.assertEqual(self._state(self.anna), "withdrawn")
        self.assertEqual(self._state(self.anna, self.activities), "given", "only this kind of mail")
        self.assertEqual(self._state(other), "given", "never at another library")
        line = self.anna.consent_ids.sorted("id")[-1]
        self.assertEqual((line.channel, line.mailing_trace_id), ("mail", self.trace))
        self.assertIn(self.mailing.subject, line.evidence)
        self.assertFalse(line.user_id)
        self.assertNotIn(".1/", line.ip or "", "only the network is kept")
        self.assertTrue(self.trace.stopped_on)
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", "berg@example.org")]))
        self.assertEqual(self.anna._consent_gate("newsletter").refused, {self.anna.id: "withdrawn"})

    def test_one_click_twice(self):
        for _time in range(2):
            self.assertEqual(self._open(self._url(), **ONE_CLICK).status_code, 200)
        self.assertEqual(len(self.anna.consent_ids), 2)

    def test_page(self):
        page = self._open(self._url(), answer="stop")
        self.assertEqual(self._state(self.anna), "withdrawn")
        self.assertIn('value="reason"', page.text)
        self.assertIn("/voorkeuren/", page.text)
        self.assertNotIn('value="stop"', page.text)

    def test_reason(self):
        self._open(self._url(), answer="stop")
        reason = self.env.ref("mass_mailing.mailing_subscription_optout_data_2")
        words = "  Te <b>vaak</b>\r\n \x00" + "x" * 600
        page = self._open(self._url(), answer="reason", reason=str(reason.id), words=words)
        self.assertEqual(self.trace.optout_reason_id, reason)
        self.assertTrue(self.trace.optout_text.startswith("Te <b>vaak</b> xxx"))
        self.assertEqual(len(self.trace.optout_text), 500)
        self.assertNotIn("<b>vaak", page.text)
        for wrong in ("0", "abc", "999999", ""):
            self._open(self._url(), answer="reason", reason=wrong, words="nee")
        self.assertEqual(self.trace.optout_reason_id, reason)

    def test_no_reason_before_stopping(self):
        reason = self.env.ref("mass_mailing.mailing_subscription_optout_data_2")
        self._open(self._url(), answer="reason", reason=str(reason.id))
        self.assertFalse(self.trace.optout_reason_id)
        self.assertEqual(self._state(self.anna), "given")

    def test_strange_answers(self):
        for answer in ("everything", "", "stop'--", "\x00", "stop" * 1000):
            self.assertLess(self._open(self._url(), answer=answer, x="1").status_code, 500)
        self.assertEqual(self._state(self.anna), "given")

    def test_several_on_one_address(self):
        noor = self._new_customer("Noor", birthdate="2016-01-01")
        sam = self._new_customer("Sam", birthdate="2018-01-01")
        children = noor | sam
        self._agrees(children, self.youth, guardian=self.anna)
        mailing = self._new_mailing(self.library, purpose_id=self.youth.id)
        carrier = self._new_trace(noor, mailing)
        carried = self._new_trace(sam, mailing, carrier_id=carrier.id)
        page = self._open(self._url(carrier))
        self.assertIn("Noor", page.text)
        self.assertIn("Sam", page.text)
        self._open(self._url(carrier), answer="stop")
        self.assertEqual(self._state(sam, self.youth), "given", "nobody was ticked")
        self._open(self._url(carrier), answer="stop", **{f"reader_{sam.id}": "1"})
        self.assertEqual(self._state(sam, self.youth), "withdrawn")
        self.assertEqual(self._state(noor, self.youth), "given")
        self.assertEqual(sam.consent_ids.mailing_trace_id, carried)
        self._open(self._url(carrier), answer="stop", **{f"reader_{self.anna.id}": "1"})
        self.assertEqual(self._state(self.anna), "given", "nobody else can be ticked")
        self._open(self._url(carrier), **ONE_CLICK)
        self.assertEqual(self._state(noor, self.youth), "withdrawn")

    def test_tampered(self):
        parts = self._url().rsplit("/", 2)
        bram = self._new_customer("Bram")
        what = parts[1].split("-")
        for wrong in (
            self._url()[:-1] + ("0" if self._url()[-1] != "0" else "1"),
            "/".join([parts[0], "-".join([str(bram.id), *what[1:]]), parts[2]]),
            "/".join([parts[0], "-".join([what[0], str(self.youth.id), *what[2:]]), parts[2]]),
            "/".join([parts[0], "1-2", parts[2]]),
            "/".join([parts[0], "x" * 3000, "é"]),
            "/".join([parts[0], "0", parts[2]]),
        ):
            self.assertEqual(self._open(wrong).status_code, 404)
            self.assertEqual(self._open(wrong, **ONE_CLICK).status_code, 404)
        self.assertEqual(self._state(self.anna), "given")

    def test_old_link(self):
        """It stops the mail also when the address changed, or when mail and trace are gone."""
        url = self._url()
        self.anna.email = "new@example.org"
        page = self._open(url)
        self.assertNotIn("/voorkeuren/", page.text, "the address may be somebody else's by now")
        self.mailing.unlink()
        self.assertEqual(self._open(url).status_code, 200)
        self._open(url, answer="stop")
        self.assertEqual(self._state(self.anna), "withdrawn")

    def test_merged_since(self):
        stays = self._new_customer("Anna", birthdate="1980-02-03")
        self._agrees(stays, self.newsletter)
        self.anna.write({"merged_into_id": stays.id, "active": False})
        self._open(self._url(), **ONE_CLICK)
        self.assertEqual(self._state(stays), "withdrawn")

    def test_gone_customer(self):
        url = self._url()
        self.anna.unlink()
        self.assertEqual(self._open(url, **ONE_CLICK).status_code, 404)

    def test_tried_out(self):
        url = self.mailing._unsubscribe_url()
        self.assertIn(TRIAL, url)
        for form in ({}, ONE_CLICK, {"answer": "stop"}):
            self.assertEqual(self._open(url, **form).status_code, 200)
        view = self._open(self.mailing._view_url())
        self.assertEqual(view.status_code, 200)
        self.assertNotIn("berg", view.text)

    def test_view(self):
        """The reader sees the mail in the browser, and nothing in it can run."""
        self.mailing.body_html = "<p>Dag lezer</p>"
        page = self._open(self.mailing._view_url(self.trace))
        self.assertEqual(page.status_code, 200)
        self.assertIn("Dag lezer", page.text)
        self.assertIn(self._url(), page.text)
        self.assertIn("script-src 'none'", page.headers["Content-Security-Policy"])
        bram = self._new_trace(self._new_customer("Bram"))
        path = self.mailing._view_url(self.trace)
        for wrong in (
            path[:-1] + ("0" if path[-1] != "0" else "1"),
            self.mailing._view_url(bram).replace(f"/{bram.id}/", f"/{self.trace.id}/"),
            path.replace(f"/{self.trace.id}/", "/0/"),
        ):
            self.assertEqual(self._open(wrong).status_code, 404)
        # A mail that was sent to another address is not for who has that link.
        self.trace.email = "other@example.org"
        self.assertEqual(self._open(path).status_code, 404)

    def test_links_ask_nothing_of_the_database(self):
        """They are written for each of 65,000 readers."""
        partner, mailing, trace = self.anna, self.mailing, self.trace
        urls = (partner._preference_url(), mailing._unsubscribe_url(trace))
        with self.assertQueryCount(0):
            again = (partner._preference_url(), mailing._unsubscribe_url(trace))
        self.assertEqual(urls, again)

    def test_own_purpose_of_the_same_kind(self):
        """Who stops a mail stops it under whichever of the two it was sent."""
        own = self.env["bzk.consent.purpose"].create(
            {"name": "Ons nieuws", "code": "newsletter", "company_id": self.library.id}
        )
        self._agrees(self.anna, own)
        self._open(self._url(), **ONE_CLICK)
        self.assertEqual(self._state(self.anna, own), "withdrawn")
        self.assertEqual(self.anna._consent_gate("newsletter").refused, {self.anna.id: "withdrawn"})

    def test_colleague_is_logged_in(self):
        """The link speaks, not who is logged in on the computer."""
        self.authenticate(self.users["marketing"].login, self.users["marketing"].login)
        self._open(self._url(), answer="stop")
        self.assertFalse(self.anna.consent_ids.sorted("id")[-1].user_id)

    def test_from_elsewhere(self):
        """No session is used, so that another site has nothing to misuse; and none can frame it."""
        page = self._open(self._url())
        self.assertNotIn("session_id", page.headers.get("Set-Cookie", ""))
        self.assertEqual(page.headers["X-Frame-Options"], "DENY")
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertIn("no-store", page.headers["Cache-Control"])


@tagged("post_install", "-at_install")
class TestCorePages(PagesCase, HttpCase):
    """Links of core lead to ours; its blacklist is out of reach."""

    def _core(self, page, partner=None, **values):
        partner = partner or self.anna
        email = partner.email_normalized
        token = self.mailing._generate_mailing_recipient_token(partner.id, email)
        values = {"document_id": partner.id, "email": email, "hash_token": token, **values}
        query = "&".join(f"{name}={value}" for name, value in values.items())
        return f"/mailing/{self.mailing.id}/{page}?{query}"

    def _blacklisted(self):
        return self.env["mail.blacklist"].with_context(active_test=False).search([])

    def test_urls(self):
        for url in (
            self.mailing._get_unsubscribe_url("berg@example.org", self.anna.id),
            self.mailing._get_unsubscribe_oneclick_url("berg@example.org", self.anna.id),
        ):
            self.assertEqual(url, self.mailing._unsubscribe_url(self.trace))
        url = self.mailing._get_view_url("berg@example.org", self.anna.id)
        self.assertEqual(url, self.mailing._view_url(self.trace))

    def test_a_get_stops_nothing(self):
        for page in ("unsubscribe", "confirm_unsubscribe"):
            answer = self._open(self._core(page))
            self.assertIn("/afmelden/", answer.url)
        self.assertEqual(self._state(self.anna), "given")
        self.assertFalse(self._blacklisted())

    def test_one_click(self):
        answer = self._open(self._core("unsubscribe_oneclick"), **ONE_CLICK)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._state(self.anna), "withdrawn")
        self.assertFalse(self._blacklisted())

    def test_confirm_by_post(self):
        token = self.mailing._generate_mailing_recipient_token(self.anna.id, "berg@example.org")
        self._open(
            "/mailing/confirm_unsubscribe",
            mailing_id=str(self.mailing.id),
            document_id=str(self.anna.id),
            email="berg@example.org",
            hash_token=token,
        )
        self.assertFalse(self._blacklisted())

    def test_wrong_links(self):
        for values in (
            {"hash_token": "0" * 128},
            {"document_id": self.anna.id + 1},
            {"document_id": "x"},
            {"email": "other@example.org"},
            {"hash_token": ""},
        ):
            for page in ("unsubscribe", "confirm_unsubscribe", "view"):
                self.assertIn(self._open(self._core(page, **values)).status_code, (400, 401, 403))
            answer = self._open(self._core("unsubscribe_oneclick", **values), **ONE_CLICK)
            self.assertIn(answer.status_code, (400, 401, 403))
        self.assertEqual(self._state(self.anna), "given")

    def test_no_link_and_logged_in(self):
        """Core lets its own users in without a link; ours have nothing to do there."""
        self.authenticate(self.users["marketing"].login, self.users["marketing"].login)
        for page in ("unsubscribe", "confirm_unsubscribe", "view"):
            answer = self._open(f"/mailing/{self.mailing.id}/{page}")
            self.assertIn(answer.status_code, (400, 401, 403))

    def test_closed(self):
        token = self.mailing._generate_mailing_recipient_token(self.anna.id, "berg@example.org")
        known = {
            "mailing_id": self.mailing.id,
            "document_id": self.anna.id,
            "email": "berg@example.org",
            "hash_token": token,
            "opt_out_reason_id": 1,
            "feedback": "x",
            "last_action": "blocklist_add",
        }
        for login in (None, self.users["front_desk"].login):
            if login:
                self.authenticate(login, login)
            for path in ("blocklist/add", "blocklist/remove", "list/update", "feedback"):
                answer = self.make_jsonrpc_request(f"/mailing/{path}", known)
                self.assertEqual(answer, "unauthorized")
        self.assertFalse(self._blacklisted())
