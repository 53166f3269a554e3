from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import Error

from odoo.addons.bzk_base.tests.common import ROLES, LibraryCase

RECORDERS = (
    "front_desk",
    "relations",
    "activities",
    "marketing",
    "data_steward",
    "administrator",
)


@tagged("post_install", "-at_install")
class TestConsent(LibraryCase):
    """Decisions on consent are kept, shown, and never changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newsletter = cls.env.ref("bzk_consent.purpose_newsletter")
        cls.book_tips = cls.env.ref("bzk_consent.purpose_book_tips")
        today = fields.Date.context_today(cls.env.user)
        cls.parent, cls.child, cls.stranger = cls.env["res.partner"].create(
            [
                {
                    "firstname": "Anna",
                    "lastname": "Berg",
                    "birthdate": "1980-02-03",
                    "company_id": cls.library.id,
                },
                {
                    "firstname": "Tom",
                    "lastname": "Berg",
                    "birthdate": today - relativedelta(years=9),
                    "company_id": cls.library.id,
                },
                {
                    "firstname": "Olga",
                    "lastname": "Ander",
                    "company_id": cls.other_library.id,
                },
            ]
        )

    def _dialog(self, partner=None, role="front_desk"):
        records = self.env["bzk.consent.record"].with_user(self.users[role])
        return Form(records.with_context(default_partner_id=(partner or self.parent).id))

    def _record(self, partner=None, given=(), withdrawn=(), **values):
        with self._dialog(partner) as form:
            for purpose in given:
                form.given_ids.add(purpose)
            for purpose in withdrawn:
                form.withdrawn_ids.add(purpose)
            for name, value in values.items():
                form[name] = value
        form.record.action_record()

    def _line(self, partner=None, **values):
        return self.env["bzk.consent"].create(
            {
                "partner_id": (partner or self.parent).id,
                "company_id": (partner or self.parent).company_id.id,
                "purpose_id": self.newsletter.id,
                "state": "given",
                "channel": "desk",
                **values,
            }
        )

    def test_recording_at_the_desk(self):
        self._record(given=[self.newsletter], withdrawn=[self.book_tips], evidence="Map 3")
        self.assertEqual(self.parent.consent_given_ids, self.newsletter)
        self.assertEqual(self.parent.consent_withdrawn_ids, self.book_tips)
        line = self.parent.consent_ids.filtered(lambda item: item.state == "given")
        self.assertEqual(line.user_id, self.users["front_desk"])
        self.assertEqual((line.channel, line.evidence), ("desk", "Map 3"))
        version = self.newsletter._texts(self.library)[self.newsletter.id]
        # As the customer reads it: in the language of the library.
        read = version.with_context(lang=self.library.partner_id.lang)
        self.assertEqual((line.version_id, line.wording), (version, read.text))
        self.assertEqual(line.company_id, self.library)

    def test_only_what_changed_is_added(self):
        self._record(given=[self.newsletter])
        self._record(given=[self.book_tips])
        self.assertEqual(len(self.parent.consent_ids), 2)

    def test_taking_back_is_as_easy(self):
        self._record(given=[self.newsletter])
        with self._dialog() as form:
            self.assertEqual(form.given_ids.ids, self.newsletter.ids)
            form.given_ids.remove(self.newsletter.id)
        form.record.action_record()
        self.assertFalse(self.parent.consent_given_ids)
        self.assertEqual(self.parent.consent_withdrawn_ids, self.newsletter)
        self.assertEqual(len(self.parent.consent_ids), 2)

    def test_the_last_decision_holds_whatever_the_order_of_arrival(self):
        now = fields.Datetime.now()
        self._line(state="withdrawn", date=now - timedelta(days=1))
        self._line(state="given", date=now - timedelta(days=30), channel="import")
        self.assertEqual(self.parent.consent_withdrawn_ids, self.newsletter)
        self.assertFalse(self.parent.consent_given_ids)

    def test_a_purpose_on_both_sides(self):
        with self.assertRaisesRegex(UserError, "both agreed to and not wanted"):
            self._record(given=[self.newsletter], withdrawn=[self.newsletter])

    def test_a_parent_decides_for_a_child(self):
        with self.assertRaisesRegex(UserError, "still a child"):
            self._record(self.child, given=[self.newsletter])
        self.env["bzk.guardian"].create(
            {"child_id": self.child.id, "guardian_id": self.parent.id, "kind": "parent"}
        ).action_confirm()
        self._record(self.child, given=[self.newsletter], guardian_id=self.parent)
        self.assertEqual(self.child.consent_given_ids, self.newsletter)
        self.assertEqual(self.child.consent_ids.guardian_id, self.parent)

    def test_a_child_may_say_no_without_a_parent(self):
        self._record(self.child, withdrawn=[self.newsletter])
        self.assertEqual(self.child.consent_withdrawn_ids, self.newsletter)

    def test_nobody_changes_a_line(self):
        line = self._line()
        with self.assertRaises(UserError):
            line.write({"state": "withdrawn"})
        for role in ROLES:
            with self.assertRaises(UserError):
                line.with_user(self.users[role]).unlink()
        for column, value in (("state", "withdrawn"), ("evidence", "x"), ("date", "2020-01-01")):
            with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
                self.env.cr.execute(
                    f"UPDATE bzk_consent SET {column} = %s WHERE id = %s", (value, line.id)
                )

    def test_no_consent_of_tomorrow_nor_of_an_organisation(self):
        with self.assertRaises(ValidationError):
            self._line(date=fields.Datetime.now() + timedelta(days=2))
        school = self.env["res.partner"].create(
            {"name": "School", "is_company": True, "company_id": self.library.id}
        )
        with self.assertRaises(ValidationError):
            self._line(school)

    def test_who_records(self):
        for role in ROLES:
            lines = self.env["bzk.consent"].with_user(self.users[role])
            self.assertEqual(lines.has_access("create"), role in RECORDERS, role)
            self.assertTrue(lines.has_access("read"), role)
            self.assertFalse(lines.has_access("write"), role)

    def test_another_library_sees_and_adds_nothing(self):
        line = self._line(self.stranger)
        own = self.env["bzk.consent.purpose"].create(
            {"name": "Leesclub", "code": "club", "company_id": self.other_library.id}
        )
        for role in ROLES:
            user = self.users[role]
            lines = self.env["bzk.consent"].with_user(user)
            self.assertFalse(lines.search([("id", "=", line.id)]), role)
            with self.assertRaises(AccessError):
                lines.browse(line.id).read(["state"])
            self.assertNotIn(own, self.env["bzk.consent.purpose"].with_user(user).search([]))
            with self.assertRaises(AccessError):
                self.stranger.with_user(user).read(["consent_given_ids"])
        for role in RECORDERS:
            with self.assertRaises(UserError):
                self.env["bzk.consent"].with_user(self.users[role]).create(
                    {
                        "partner_id": self.stranger.id,
                        "company_id": self.other_library.id,
                        "purpose_id": self.newsletter.id,
                        "state": "given",
                        "channel": "desk",
                    }
                )
        with self.assertRaises(ValidationError):
            self._line(purpose_id=own.id)

    def test_a_merge_takes_consent_along_and_back(self):
        line = self._line(self.child)
        merge = self.env["bzk.merge"]._merge(self.parent, self.child)
        self.assertEqual(line.partner_id, self.parent)
        self.assertEqual(self.parent.consent_given_ids, self.newsletter)
        merge.action_undo()
        self.assertEqual(line.partner_id, self.child)

    def test_it_stands_in_the_timeline(self):
        self._line()
        page = self.env["bzk.timeline"].with_user(self.users["front_desk"]).page(self.parent.id)
        line = next(item for item in page["lines"] if item["kind"] == "consent")
        self.assertEqual(line["title"], "Given: Newsletter")

    def test_queries_do_not_grow(self):
        partners = self.env["res.partner"].create(
            [{"lastname": f"Klant {n}", "company_id": self.library.id} for n in range(20)]
        )
        for partner in partners:
            self._line(partner)
        self.env.flush_all()
        self.env.invalidate_all()
        (partners[:1]).mapped("consent_given_ids")
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            partners.mapped("consent_given_ids.id")

    def test_the_dialog_tells_nothing_of_another_library(self):
        self._line(self.stranger)
        dialog = self.env["bzk.consent.record"].with_user(self.users["front_desk"])
        names = ["partner_id", "given_ids", "withdrawn_ids"]
        with self.assertRaises(AccessError):
            dialog.with_context(default_partner_id=self.stranger.id).default_get(names)
        with self.assertRaises(AccessError):
            dialog.create({"partner_id": self.stranger.id})

    def test_nobody_notes_consent_in_the_name_of_another(self):
        lines = self.env["bzk.consent"].with_user(self.users["front_desk"])
        with self.assertRaises(AccessError):
            lines.create(
                {
                    "partner_id": self.parent.id,
                    "company_id": self.library.id,
                    "purpose_id": self.newsletter.id,
                    "state": "given",
                    "channel": "desk",
                    "user_id": self.users["marketing"].id,
                }
            )

    def test_only_who_was_confirmed_decides_for_a_child(self):
        record = self.env["bzk.consent.record"].with_user(self.users["front_desk"])
        record = record.create(
            {
                "partner_id": self.child.id,
                "given_ids": [(6, 0, self.newsletter.ids)],
                "guardian_id": self.parent.id,
            }
        )
        with self.assertRaisesRegex(UserError, "does not decide"):
            record.action_record()

    def test_nobody_makes_up_where_consent_came_from(self):
        """A page, an import or a complaint is noted by the program; a stranger is no parent."""
        for role in RECORDERS[:1] + RECORDERS[2:]:
            lines = self.env["bzk.consent"].with_user(self.users[role])
            line = {
                "partner_id": self.child.id,
                "company_id": self.library.id,
                "purpose_id": self.newsletter.id,
                "state": "given",
                "channel": "desk",
            }
            for made_up in (
                {"channel": "page"},
                {"channel": "import"},
                {"channel": "complaint"},
                {"ip": "192.0.2.7"},
                {"form": "/voorkeuren"},
                {"guardian_id": self.parent.id},
            ):
                with self.subTest(role=role, made_up=made_up), self.assertRaises(AccessError):
                    lines.create(line | made_up)
            with self.assertRaises(AccessError):
                lines.with_context(default_form="/voorkeuren").create(line)
            self.assertTrue(lines.create(line | {"state": "withdrawn"}))
