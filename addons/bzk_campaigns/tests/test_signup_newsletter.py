from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .pages_common import SignupCase


@tagged("post_install", "-at_install")
class TestSignup(SignupCase):
    """What is filled in, and what is recorded when it is confirmed."""

    def test_nothing_before_it_is_confirmed(self):
        signup = self._ask()
        self.assertFalse(self._customers("Eva"))
        self.assertEqual(signup.ip, "203.0.113.0/24", "only the network is kept")
        mail = self.env["mail.mail"].search([("email_to", "=", "eva@example.org")])
        self.assertEqual(len(mail), 1)
        self.assertIn(signup._confirm_url(), mail.body_html)
        self.assertNotIn("Eva", mail.body_html, "anybody may have typed the name")

    def test_new_customer(self):
        signup = self._ask()
        signup._confirm(ip="2001:db8:1:2::3")
        eva = self._customers("Eva")
        self.assertEqual(signup.partner_id, eva)
        self.assertEqual((eva.infix, eva.email), ("van", "eva@example.org"))
        line = eva.consent_ids
        self.assertEqual(
            (line.purpose_id, line.state, line.channel), (self.newsletter, "given", "form")
        )
        self.assertEqual(line.version_id, signup.version_ids)
        self.assertEqual(line.form, self.library._signup_path())
        self.assertEqual(line.ip, "2001:db8:1::/48")
        self.assertTrue(line.evidence)
        self.assertFalse(line.user_id)
        self.assertFalse(eva._consent_gate("newsletter").refused)

    def test_known_customer(self):
        eva = self._eva()
        self._ask()._confirm()
        self.assertEqual(self._customers("Eva"), eva)
        self.assertEqual(self._state(eva), "given")

    def test_twice(self):
        first, second = self._ask(), self._ask()
        for signup in (first, second, first):
            signup._confirm()
        self.assertEqual(len(self._customers("Eva")), 1)
        self.assertEqual(len(self._customers("Eva").consent_ids), 1)

    def test_namesake_elsewhere(self):
        """Neither another address nor another library makes somebody known."""
        others = self._eva(email="other@example.org")
        others |= self._eva(company_id=self.other_library.id)
        self._ask()._confirm()
        self.assertFalse(others.consent_ids)
        self.assertEqual(len(self._customers("Eva")), 2)

    def test_old_link_is_no_way_back(self):
        eva = self._eva()
        with freeze_time(fields.Datetime.now() - timedelta(days=2)):
            signup = self._ask()
        self.env["bzk.consent"]._give(
            eva, self.newsletter, "desk", date=fields.Datetime.now() - timedelta(days=1)
        )
        self.env["bzk.consent"]._withdraw(eva, self.newsletter, "desk")
        signup._confirm()
        self.assertEqual(self._state(eva), "withdrawn")

    def test_text_that_was_read(self):
        """The proof points at the text that was on the page, not at a newer one."""
        signup = self._ask()
        read = signup.version_ids
        self.env["bzk.consent.version"].create(
            {"purpose_id": self.newsletter.id, "company_id": self.library.id, "text": "Anders"}
        )
        signup._confirm()
        self.assertEqual(signup.partner_id.consent_ids.version_id, read)

    def test_only_what_the_library_has(self):
        signup = self._ask(self.newsletter, self.activities)
        self.env["bzk.consent.setting"].create(
            {"purpose_id": self.activities.id, "company_id": self.library.id, "enabled": False}
        )
        signup._confirm()
        self.assertEqual(signup.partner_id.consent_given_ids, self.newsletter)
        self.assertIn("purposes", self._wrong(self.activities))

    def test_link(self):
        signup = self._ask()
        token = signup._token()
        self.assertEqual(self.signups._from_link(signup.id, token), signup)
        self.assertFalse(self.signups._from_link(signup.id + 1, token))
        self.assertFalse(self.signups._from_link(signup.id, token[::-1]))
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self.assertTrue(self.signups._from_link(signup.id, token))
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.assertFalse(self.signups._from_link(signup.id, token))
            self.signups._gc_signups()
        self.assertFalse(signup.exists())

    def test_without_mail(self):
        """Where the library chose so, what is asked for holds at once."""
        self.newsletter.double_opt_in = False
        self._ask()
        self.assertEqual(self._customers("Eva").consent_given_ids, self.newsletter)
        self._ask(self.newsletter, self.activities, firstname="Finn")
        self.assertFalse(self._customers("Finn"))

    def test_mistakes(self):
        self.assertEqual(
            self._wrong(**{f"purpose_{self.newsletter.id}": ""}), {"purposes": "missing"}
        )
        self.assertEqual(self._wrong(grown=""), {"grown": "missing"})
        self.assertEqual(self._wrong(email="eva@"), {"email": "wrong"})
        self.assertEqual(
            self._wrong(firstname="", lastname=" "),
            dict.fromkeys(("firstname", "lastname"), "missing"),
        )
        self.assertEqual(self._wrong(firstname="E" * 200), {"firstname": "wrong"})
        for purpose in (
            self.env.ref("bzk_consent.purpose_surveys"),
            self.env.ref("bzk_dmu.purpose_education"),
        ):
            self.assertIn("purposes", self._wrong(purpose) or {"purposes": ""}, purpose.code)

    def test_customer_who_cannot_decide(self):
        """A child whom we know as one, whatever was ticked on the page."""
        eva = self._eva(birthdate=self.born)
        signup = self._ask()
        signup._confirm()
        self.assertEqual(signup.state, "desk")
        self.assertFalse(eva.consent_ids)


@tagged("post_install", "-at_install")
class TestSignupChild(SignupCase):
    """The youth newsletter: the parent's address confirms."""

    def test_new_family(self):
        signup = self._ask(self.newsletter, self.youth, **self.child)
        signup._confirm()
        eva, noor = self._customers("Eva"), self._customers("Noor")
        self.assertEqual((signup.state, signup.child_id), ("confirmed", noor))
        self.assertEqual(noor.birthdate, self.born)
        self.assertEqual(eva.consent_given_ids, self.newsletter, "youth is for the child")
        self.assertEqual(noor.consent_given_ids, self.youth)
        self.assertEqual(noor.consent_ids.guardian_id, eva)
        self.assertFalse(noor._consent_gate("youth").refused)

    def test_known_family(self):
        eva, noor = self._eva(birthdate="1980-01-01"), self._noor()
        self.env["bzk.guardian"].create({"child_id": noor.id, "guardian_id": eva.id})
        self._ask(self.youth, **self.child)._confirm()
        self.assertEqual(noor.consent_ids.guardian_id, eva)
        self.assertEqual(len(noor.guardian_ids), 1)
        self.assertFalse(eva.consent_ids)

    def test_proposed_tie(self):
        eva, noor = self._eva(), self._noor()
        tie = self.env["bzk.guardian"].create(
            {"child_id": noor.id, "guardian_id": eva.id, "state": "proposed"}
        )
        self._ask(self.youth, **self.child)._confirm()
        self.assertEqual(tie.state, "confirmed")
        self.assertEqual(self._state(noor, self.youth), "given")

    def test_another_parent_decides(self):
        noor = self._noor()
        self.env["bzk.guardian"].create({"child_id": noor.id, "guardian_id": self.anna.id})
        signup = self._ask(self.youth, **self.child)
        signup._confirm()
        self.assertEqual(signup.state, "desk")
        self.assertFalse(noor.consent_ids)

    def test_refused_tie(self):
        eva, noor = self._eva(), self._noor()
        tie = self.env["bzk.guardian"].create(
            {"child_id": noor.id, "guardian_id": eva.id, "state": "proposed"}
        )
        tie.action_refuse()
        signup = self._ask(self.youth, **self.child)
        signup._confirm()
        self.assertEqual(signup.state, "desk")
        self.assertFalse(noor.consent_ids)

    def test_child_at_another_address(self):
        """A child elsewhere is not taken over by who knows its name and birthday."""
        noor = self._noor(email="elsewhere@example.org")
        self._ask(self.youth, **self.child)._confirm()
        self.assertFalse(noor.consent_ids | noor.guardian_ids.guardian_id.consent_ids)

    def test_parent_who_is_a_child(self):
        self._eva(birthdate=self.born)
        signup = self._ask(self.youth, **self.child)
        signup._confirm()
        self.assertEqual(signup.state, "desk")
        self.assertFalse(self._customers("Noor").consent_ids)

    def test_own_name(self):
        """Parent and child with one name at one address are told apart, or nobody is."""
        signup = self._ask(self.youth, **{**self.child, "child_firstname": "Eva"})
        signup._confirm()
        self.assertFalse(
            self.env["bzk.guardian"]
            .search([("guardian_id", "=", signup.partner_id.id)])
            .filtered(lambda tie: tie.child_id == tie.guardian_id)
        )

    def test_for_oneself(self):
        born = fields.Date.today() - timedelta(days=17 * 366)
        self._ask(self.youth, birthdate=str(born))._confirm()
        eva = self._customers("Eva")
        self.assertEqual((eva.birthdate, eva.consent_given_ids), (born, self.youth))
        self.assertFalse(eva.consent_ids.guardian_id)

    def test_mistakes(self):
        wrong = self._wrong
        self.assertEqual(wrong(self.youth), {"birthdate": "missing"})
        self.assertEqual(
            wrong(self.youth, birthdate=str(self.born)), {"child_firstname": "missing"}
        )
        self.assertEqual(wrong(self.youth, **{**self.child, "parent": ""}), {"parent": "missing"})
        self.assertEqual(
            wrong(self.youth, **{**self.child, "child_lastname": ""}), {"child_lastname": "missing"}
        )
        self.assertEqual(
            wrong(self.youth, **{**self.child, "birthdate": "1990-01-01"}), {"birthdate": "grown"}
        )
        for strange in ("31-02-2015", "morgen", "0000-00-00", "9999-12-31", "\x00", "x" * 5000):
            self.assertIn("birthdate", wrong(self.youth, **{**self.child, "birthdate": strange}))
        self.assertFalse(wrong(self.newsletter, birthdate="morgen"), "only asked for the youth")


@tagged("post_install", "-at_install")
class TestSignupAccess(SignupCase):
    """Who may see what was filled in."""

    def test_roles(self):
        self._ask()
        for role in ("marketing", "data_steward"):
            user = self.users[role]
            self.assertEqual(len(self.signups.with_user(user).search([])), 1, role)
            elsewhere = self._new_user(role, self.other_library)
            self.assertFalse(self.signups.with_user(elsewhere).search([]), role)
        for role in ("front_desk", "relations", "activities", "insights"):
            user = self.users[role]
            with self.assertRaises(AccessError, msg=role):
                self.signups.with_user(user).search([])

    def test_nobody_writes(self):
        signup = self._ask()
        for role in ("marketing", "data_steward"):
            own = signup.with_user(self.users[role])
            for change in (
                lambda own: own.write({"state": "confirmed"}),
                lambda own: own.unlink(),
                lambda own: own.copy(),
            ):
                with self.assertRaises(AccessError):
                    change(own)

    def test_other_library(self):
        signup = self._ask()
        elsewhere = self._new_user("marketing", self.other_library)
        with self.assertRaises(AccessError):
            signup.with_user(elsewhere).read(["email"])

    def test_the_page_of_the_library_at_work(self):
        action = self.env["res.company"].with_user(self.users["marketing"]).action_open_signup()
        self.assertTrue(action["url"].endswith(self.library._signup_path()))
