from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.bzk_base.tests.common import ROLES

from .lists_common import ListsCase

DIRECTORS = "bzk_dmu.list_primary_directors"


@tagged("post_install", "-at_install")
class TestMailingList(ListsCase):
    """Lists find people by what they are now, and tell who may be mailed."""

    def _list(self, xmlid=DIRECTORS, user=None):
        return self.env.ref(xmlid).with_user(user or self.manager)

    def _people(self, xmlid=DIRECTORS, user=None):
        mailing_list = self._list(xmlid, user)
        people = self.env["res.partner"].with_user(user or self.manager)
        return people.search(mailing_list._people_domain())

    def _consent(self, partner, code="education", state="given"):
        self.env["bzk.consent"].create(
            {
                "partner_id": partner.id,
                "company_id": partner.company_id.id,
                "purpose_id": self.env.ref(f"bzk_dmu.purpose_{code}").id,
                "state": state,
                "channel": "phone",
            }
        )

    def test_who_is_in_it(self):
        self.assertEqual(self._people(), self.anna)
        today = fields.Date.today()
        self.place.date_to = today - timedelta(days=1)
        self.assertFalse(self._people(), "who left")
        self.place.date_to = today
        self.assertEqual(self._people(), self.anna, "the last day counts")
        self.place.date_from = today + timedelta(days=1)
        self.place.date_to = False
        self.assertFalse(self._people(), "who is still to come")
        self.place.date_from = False
        self.school.state = "ended"
        self.assertFalse(self._people(), "of an organisation that ended")
        self.school.state = "prospect"
        self.assertEqual(self._people(), self.anna)
        self.school.group_id = self.municipality
        self.assertFalse(self._people(), "of another group")

    def test_each_shipped_list_finds_its_people(self):
        wanted = {
            "primary_directors": ("primary", "director"),
            "primary_readers": ("primary", "reading_coordinator"),
            "secondary_librarians": ("secondary", "school_librarian"),
            "childcare": ("childcare", "account"),
            "school_boards": ("school_board", "board"),
            "councillors": ("municipality", "councillor"),
            "municipality": ("municipality", "policy_officer"),
            "language_network": ("language", "volunteer_coordinator"),
            "friends": ("friend", "account"),
            "partners": ("partner", "account"),
            "funds": ("fund", "account"),
            "annual_report": ("fund", "account"),
        }
        for name, (group, function) in wanted.items():
            with self.subTest(name):
                relation = self._relation(name, self.env.ref(f"bzk_dmu.group_{group}"))
                person = self._person(name, None, group)
                self._place(relation, person, self.env.ref(f"bzk_dmu.function_{function}"))
                self.assertIn(person, self._people(f"bzk_dmu.list_{name}"))
                self.assertTrue(self._list(f"bzk_dmu.list_{name}").purpose_id.at_work)

    def test_organisations_and_private_customers_are_never_in_it(self):
        self.school.email = "info@regenboog.example"
        private = self.env["res.partner"].create(
            {"name": "Bram", "company_id": self.library.id, "email": "bram@example.org"}
        )
        everybody = self.env["mailing.filter"].create(
            {
                "name": "Iedereen",
                "company_id": self.library.id,
                "at_work": True,
                "mailing_domain": "[]",
            }
        )
        found = self.env["res.partner"].search(everybody._people_domain())
        self.assertIn(self.anna, found)
        self.assertFalse(found & (private | self.school.partner_id | self.other_anna))
        everybody.at_work = False
        found = self.env["res.partner"].search(everybody._people_domain())
        self.assertIn(private, found)
        self.assertFalse(found & (self.anna | self.school.partner_id))

    def test_verdicts(self):
        for name in ("Bram", "Cato", "Dirk"):
            self._place(self.school, self._person(name, None, "Jansen"))
        bram, cato, dirk = self.school.member_ids.partner_id - self.anna
        self._consent(self.anna)
        self._consent(bram)
        self._consent(bram, state="withdrawn")
        self._consent(cato)
        cato.email = False
        mailing_list = self._list()
        self.assertEqual(mailing_list.people_count, 4)
        self.assertEqual(mailing_list.allowed_count, 1)
        self.assertEqual(mailing_list.refused_count, 3)
        self.assertEqual(mailing_list.refusals.count(": 1"), 3)
        verdict = self._people()._consent_gate("education")
        self.assertEqual(verdict.allowed, self.anna)
        people = self.env["res.partner"].with_user(self.manager)
        for button, expected in (
            ("action_open_people", self.anna | bram | cato | dirk),
            ("action_open_allowed", self.anna),
            ("action_open_refused", bram | cato | dirk),
        ):
            action = getattr(mailing_list, button)()
            opened = people.with_context(**action["context"])
            self.assertEqual(opened.search(action["domain"]), expected)
        reasons = {person.id: person.mailing_refusal for person in opened.browse(expected.ids)}
        self.assertEqual(reasons, verdict.refused)
        found = opened.search([*action["domain"], ("mailing_refusal", "=", "no_email")])
        self.assertEqual(found, cato)
        found = opened.search(
            [*action["domain"], ("mailing_refusal", "not in", [False, "no_email"])]
        )
        self.assertEqual(found, bram | dirk)

    def test_without_a_purpose_nobody_is_mailed(self):
        self._consent(self.anna)
        own = self._list().copy()
        self.assertEqual(own.company_id, self.library)
        self.assertEqual(own.allowed_count, 1)
        own.purpose_id = False
        self.assertEqual(own.allowed_count, 0)
        self.assertEqual(own.people_count, 1)

    def test_consent_asked_of_people_at_work_and_of_private_customers(self):
        record = Form(
            self.env["bzk.consent.record"]
            .with_user(self.manager)
            .with_context(default_partner_id=self.anna.id)
        )
        education = self.env.ref("bzk_dmu.purpose_education")
        self.assertIn(f"<b>{education.name}</b>", record.words)
        newsletter = self.env.ref("bzk_consent.purpose_newsletter")
        self.assertNotIn(f"<b>{newsletter.name}</b>", record.words)
        record.given_ids.add(education)
        record.channel = "phone"
        record.save().action_record()
        self.assertEqual(self._list().allowed_count, 1)
        private = self.env["res.partner"].create(
            {"name": "Bram", "company_id": self.library.id, "email": "bram@example.org"}
        )
        record = Form(
            self.env["bzk.consent.record"]
            .with_user(self.users["front_desk"])
            .with_context(default_partner_id=private.id)
        )
        self.assertIn(f"<b>{newsletter.name}</b>", record.words)
        self.assertNotIn(f"<b>{education.name}</b>", record.words)

    def test_mailing_of_core_passes_the_gate(self):
        bram = self._person("Bram", None, "Jansen")
        self._place(self.school, bram)
        self._consent(self.anna)
        self._consent(self.other_anna)
        # Where newsletters are written, it is told beforehand for which people.
        mailings = self.env["mailing.mailing"].with_context(default_at_work=True)
        mailing = mailings.create(
            {
                "subject": "x",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_filter_id": self._list(user=self.env.user).id,
            }
        )
        mailing = mailing.with_company(self.library)
        self.assertEqual(mailing._get_recipients(), self.anna.ids)
        mailing.mailing_filter_id = False
        mailing.mailing_domain = "[]"
        self.assertEqual(mailing._get_recipients(), [], "without a purpose nobody")

    def test_who_is_in_the_archive_stays_out(self):
        self._consent(self.anna)
        self.anna.active = False
        self.assertEqual(self._list().allowed_count, 0)

    def test_constant_queries(self):
        lists = self.env["mailing.filter"].with_user(self.manager).search([("at_work", "=", True)])
        self.assertGreater(len(lists), 10)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.mapped("allowed_count")
            return self.env.cr.sql_log_count - before

        count(lists)
        # What the libraries have set is looked up once for each purpose.
        purposes = len(lists.purpose_id) - len(lists[:2].purpose_id)
        self.assertLessEqual(count(lists) - count(lists[:2]), purposes)

    def test_own_list_begins_with_who_has_a_place_today(self):
        left = self._person("Bram", None, "Jansen")
        self._place(self.school, left, date_to="2020-01-01")
        for role in ("relations", "marketing"):
            lists = self.env["mailing.filter"].with_user(self.users[role])
            with Form(lists.with_context(default_at_work=True)) as form:
                form.name = f"Van {role}"
                form.purpose_id = self.env.ref("bzk_dmu.purpose_relations")
            own = form.record
            self.assertEqual(own.company_id, self.library)
            self.assertEqual(own.people_count, 1)
            found = self.env["res.partner"].with_user(self.users[role])
            self.assertEqual(found.search(own._people_domain()), self.anna)

    def test_wrong_rules(self):
        lists = self.env["mailing.filter"].with_user(self.manager)
        for domain in ("[(", "[('nothing', '=', 1)]", "x", "[('name', '?', 1)]"):
            with self.subTest(domain), self.assertRaisesRegex(ValidationError, "not complete"):
                lists.create({"name": "x", "at_work": True, "mailing_domain": domain})

    def test_rules_on_what_the_user_may_not_see(self):
        own = self._list().copy({"mailing_domain": "[('dmu_member_ids.attitude', '=', 'against')]"})
        self.assertFalse(own.unreadable)
        seen = own.with_user(self.users["marketing"])
        self.assertTrue(seen.unreadable)
        self.assertEqual(seen.people_count, 0)
        both = seen | self._list(user=self.users["marketing"])
        self.assertEqual(both.mapped("people_count"), [0, 1], "the other one is still counted")

    def test_roles(self):
        own = self._list().copy()
        private = self.env["mailing.filter"].create(
            {"name": "Leden", "company_id": self.library.id, "mailing_domain": "[]"}
        )
        for role in ROLES:
            user = self.users[role]
            allowed = role in ("relations", "marketing", "administrator")
            with self.subTest(role):
                self.assertEqual(own.with_user(user).has_access("write"), allowed)
                # A data steward reads why somebody was mailed, where there are campaigns.
                if role != "data_steward":
                    self.assertEqual(
                        private.with_user(user).has_access("read"), allowed and role != "relations"
                    )
                self.assertFalse(self._list(user=user).has_access("write"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_other_library(self):
        self._consent(self.other_anna)
        self.assertEqual(self._list().people_count, 1)
        other = self.env["mailing.filter"].create(
            {"name": "Elders", "company_id": self.other_library.id, "at_work": True}
        )
        own = self._list().copy()
        for role in ("relations", "marketing", "administrator"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    other.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    own.with_user(user).company_id = self.other_library
                people = self.env["res.partner"].with_user(user)
                with self.assertRaises(AccessError):
                    people.with_context(mailing_filter_id=other.id).search(
                        [("mailing_refusal", "=", False)]
                    )
                domain = [("id", "=", self.other_anna.id), ("mailing_refusal", "=", False)]
                opened = people.with_context(mailing_filter_id=own.id)
                self.assertFalse(opened.search(domain))

    def test_own_purpose_of_another_library(self):
        purpose = self.env["bzk.consent.purpose"].create(
            {"name": "x", "code": "x", "company_id": self.other_library.id}
        )
        with self.assertRaises(UserError):
            self._list().copy().purpose_id = purpose
