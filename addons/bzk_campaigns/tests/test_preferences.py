from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from ..models.mailing_link import TRIAL
from .pages_common import PreferenceCase


@tagged("post_install", "-at_install")
class TestPreferenceLink(PreferenceCase):
    """Whom a signed link lets in, and for how long."""

    def _found(self, url, **_values):
        _path, partner_id, token = url.rsplit("/", 2)
        return self.env["res.partner"]._from_preference_link(int(partner_id), token)

    def test_link(self):
        self.assertEqual(self._found(self.url), self.anna)
        with freeze_time(fields.Datetime.now() + timedelta(days=1000)):
            self.assertEqual(self._found(self.url), self.anna, "a mail may be kept for long")

    def test_another_address(self):
        self.anna.email = "new@example.org"
        self.assertFalse(self._found(self.url))
        self.assertEqual(self._found(self.anna._preference_url()), self.anna)
        self.anna.email = False
        self.assertFalse(self._found(self.anna._preference_url()))

    def test_written_otherwise(self):
        self.anna.email = "Berg@Example.ORG"
        self.assertEqual(self._found(self.url), self.anna, "it is still the same address")

    def test_gone(self):
        for values in ({"active": False}, {"is_company": True, "active": True}):
            self.anna.write(values)
            self.assertFalse(self._found(self.url))

    def test_merged(self):
        stays = self._new_customer("Anna")
        self.anna.write({"merged_into_id": stays.id, "active": False})
        self.assertEqual(self._found(self.url), stays)
        stays.email = "other@example.org"
        self.assertFalse(self._found(self.url))

    def test_tampered(self):
        bram = self._new_customer("Bram")
        path, partner_id, token = self.url.rsplit("/", 2)
        for wrong in (
            f"{path}/{bram.id}/{token}",
            f"{path}/{partner_id}/{token[:-1]}{'0' if token[-1] != '0' else '1'}",
            f"{path}/{partner_id}/",
            f"{path}/0/{token}",
            f"{path}/{partner_id}/é{'x' * 2000}",
            f"{path}/99999999999999999999/{token}",
        ):
            self.assertEqual(self._open(wrong).status_code, 404)
            self.assertEqual(self._open(wrong, answer="stop").status_code, 404)
        self.assertEqual(self._state(self.anna), "given")
        # A link for one thing opens no other.
        stop = self.mailing._unsubscribe_url(self.trace).rsplit("/", 1)[1]
        self.assertEqual(self._open(f"{path}/{partner_id}/{stop}").status_code, 404)

    def test_tried_out(self):
        url = self.anna._preference_url(trial=True)
        self.assertIn(f"/voorkeuren/0/{TRIAL}", url)
        page = self._open(url)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Berg", page.text)
        self._open(url, answer="stop")
        self.assertEqual(self._state(self.anna), "given")


@tagged("post_install", "-at_install")
class TestPreferences(PreferenceCase):
    """What a customer does on their own page."""

    def test_a_scanner_changes_nothing(self):
        page = self._open(self.url)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<script", page.text)
        self._open(f"{self.url}?answer=stop")
        self.assertEqual(self._state(self.anna), "given")
        self.assertFalse(self.anna.preferences_on)

    def test_not_for_who_got_the_mail_passed_on(self):
        self.anna.write(
            {
                "phone": "06 12345678",
                "street_name": "Grote Markt",
                "street_number": "2",
                "zip": "2011 AB",
                "city": "Haarlem",
                "birthdate": "1980-02-03",
            }
        )
        page = self._open(self.url).text
        self.assertIn("Anna van der Berg", page)
        for hidden in ("berg@example.org", "12345678", "2011 AB", "Grote Markt", "1980"):
            self.assertNotIn(hidden, page)

    def test_choose(self):
        self._open(
            self.url,
            answer="choose",
            frequency="monthly",
            branch=str(self.branch.id),
            **self._tick(self.activities),
            **{f"genre_{self.genre.id}": "1"},
        )
        self.assertEqual(self._state(self.anna), "withdrawn", "what is no longer ticked stops")
        self.assertEqual(self._state(self.anna, self.activities), "given")
        line = self.anna.consent_ids.sorted("id")[-1]
        self.assertEqual((line.channel, line.form), ("page", "/voorkeuren"))
        self.assertTrue(line.version_id)
        self.assertFalse(line.user_id)
        self.assertEqual(self.anna.preferred_genre_ids, self.genre)
        self.assertEqual(self.anna.mail_frequency, "monthly")
        self.assertEqual(self.anna.branch_id, self.branch)
        self.assertTrue(self.anna.preferences_on)
        note = self.anna.message_ids.filtered(lambda message: "Spanning" in message.body)
        self.assertEqual(note.author_id, self.anna)

    def test_no_branch(self):
        self.anna.branch_id = self.branch
        self._open(self.url, answer="choose")
        self._open(self.url, answer="choose", branch=str(self.other_branch.id))
        self.assertEqual(self.anna.branch_id, self.branch, "what is no choice changes nothing")
        self._open(self.url, answer="choose", branch="")
        self.assertFalse(self.anna.branch_id)

    def test_merged(self):
        """Who becomes one customer keeps what was told."""
        stays = self._new_customer("Annie", preferred_genre_ids=[(6, 0, self.genre.ids)])
        stays.preferences_on = False
        self.anna.write(
            {"preferred_genre_ids": [(6, 0, self.other_genre.ids)], "mail_frequency": "monthly"}
        )
        told = self.anna.preferences_on
        self.env["bzk.email.change"].create(
            [
                {"partner_id": stays.id, "email": "one@example.org"},
                {"partner_id": self.anna.id, "email": "two@example.org"},
            ]
        )
        self.env["bzk.merge"]._merge(stays, self.anna)
        self.env.invalidate_all()
        self.assertEqual(stays.preferred_genre_ids, self.genre | self.other_genre)
        self.assertEqual((stays.mail_frequency, stays.preferences_on), ("monthly", told))

    def test_choosing_the_same_adds_nothing(self):
        before = len(self.anna.consent_ids)
        for _time in range(2):
            self._open(self.url, answer="choose", **self._tick(self.newsletter))
        self.assertEqual(len(self.anna.consent_ids), before)

    def test_of_another_library(self):
        own = self.env["bzk.consent.purpose"].create(
            {"name": "Elders", "code": "elders", "company_id": self.other_library.id}
        )
        page = self._open(self.url)
        self.assertNotIn("Elders", page.text)
        self._open(
            self.url,
            answer="choose",
            branch=str(self.other_branch.id),
            **self._tick(own | self.newsletter),
        )
        self.assertFalse(self._state(self.anna, own))
        self.assertFalse(self.anna.branch_id)

    def test_what_the_library_does_not_have(self):
        self.env["bzk.consent.setting"].create(
            {
                "purpose_id": self.activities.id,
                "company_id": self.library.id,
                "enabled": False,
            }
        )
        self._open(self.url, answer="choose", **self._tick(self.activities | self.newsletter))
        self.assertFalse(self._state(self.anna, self.activities))

    def test_stop_everything(self):
        other = self._new_customer("Anna", self.other_library)
        self._agrees(other, self.newsletter)
        page = self._open(self.url, answer="stop")
        self.assertIn('role="status"', page.text)
        purposes = self.anna._page_purposes()
        self.assertGreater(len(purposes), 3)
        self.assertFalse(purposes - self.anna.consent_withdrawn_ids)
        self.assertEqual(self._state(other), "given")

    def test_strange_values(self):
        for form in (
            {"answer": "choose", "frequency": "daily", "branch": "x"},
            {"answer": "choose", "frequency": "' OR 1=1", "branch": "-1"},
            {"answer": "choose", "branch": "9" * 400},
            {"answer": "\x00"},
            {"answer": "data", "email": "\x00@example.org"},
            {"answer": "data", "zip": "<script>alert(1)</script>", "city": "{{7*7}}"},
            {"answer": "data", "phone": "1" * 5000},
        ):
            answer = self._open(self.url, **form)
            self.assertLess(answer.status_code, 500, form)
            self.assertNotIn("<script>alert", answer.text)
        self.assertFalse(self.anna.mail_frequency)

    def test_work_contact(self):
        works = self._new_customer("Wim", work_contact=True, email="wim@school.example")
        page = self._open(works._preference_url())
        self.assertEqual(page.status_code, 200)
        education = self.env.ref("bzk_dmu.purpose_education")
        self.assertIn(f'"purpose_{education.id}"', page.text)
        self.assertNotIn(f'"purpose_{self.newsletter.id}"', page.text)
        self._open(
            works._preference_url(), answer="choose", **self._tick(education | self.newsletter)
        )
        self.assertEqual(works.consent_given_ids, education)

    def test_existing_customer(self):
        """Who is mailed without having agreed sees so, and can stop it."""
        bram = self._new_customer("Bram", email="bram@example.org")
        self.env["bzk.consent.setting"].create(
            {
                "purpose_id": self.newsletter.id,
                "company_id": self.library.id,
                "soft_since": "2020-01-01",
                "soft_notice": "On the form",
            }
        )
        self.env["bzk.transaction"].create(
            {
                "partner_id": bram.id,
                "company_id": self.library.id,
                "kind": "subscription",
                "date": fields.Date.today(),
                "amount": 50,
            }
        )
        self.assertFalse(bram._consent_gate("newsletter").refused)
        self.assertIn(self.newsletter, bram._page_held(bram._page_purposes()))
        self._open(bram._preference_url(), answer="choose")
        self.assertEqual(self._state(bram), "withdrawn")


@tagged("post_install", "-at_install")
class TestPreferenceChild(PreferenceCase):
    """For a child a parent decides; stopping is always possible."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noor = cls._new_customer("Noor", birthdate=fields.Date.today() - timedelta(days=3000))
        cls.url = cls.noor._preference_url()

    def _tie(self, **values):
        return self.env["bzk.guardian"].create(
            {"child_id": self.noor.id, "guardian_id": self.anna.id, **values}
        )

    def test_nobody_known(self):
        page = self._open(self.url)
        self.assertIn("disabled", page.text)
        page = self._open(self.url, answer="choose", **self._tick(self.youth))
        self.assertIn('role="alert"', page.text)
        self.assertFalse(self._state(self.noor, self.youth))

    def test_parent_at_the_same_address(self):
        self._tie()
        self._open(self.url, answer="choose", **self._tick(self.youth))
        self.assertFalse(self._state(self.noor, self.youth), "the parent says who she is")
        self._open(self.url, answer="choose", guardian=str(self.anna.id), **self._tick(self.youth))
        self.assertEqual(self._state(self.noor, self.youth), "given")
        self.assertEqual(self.noor.consent_ids.guardian_id, self.anna)
        self.assertFalse(self.noor._consent_gate("youth").refused)

    def test_parent_elsewhere(self):
        """Who reads the child's own mail is not the parent."""
        self._tie()
        self.anna.email = "anna@example.org"
        self._open(self.url, answer="choose", guardian=str(self.anna.id), **self._tick(self.youth))
        self.assertFalse(self._state(self.noor, self.youth))

    def test_somebody_else(self):
        self._tie()
        bram = self._new_customer("Bram")
        for wrong in (bram.id, self.noor.id, 0, "x"):
            self._open(self.url, answer="choose", guardian=str(wrong), **self._tick(self.youth))
        self.assertFalse(self._state(self.noor, self.youth))

    def test_stopping(self):
        self._agrees(self.noor, self.youth, guardian=self.anna)
        self._open(self.url, answer="choose")
        self.assertEqual(self._state(self.noor, self.youth), "withdrawn")
