from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .dmu_common import TODAY, DmuCase


@tagged("post_install", "-at_install")
class TestDmuMember(DmuCase):
    """People at organisations: their roles, their time, who follows whom."""

    def test_usual_roles(self):
        self.assertEqual(self.director.role_ids, self.roles["decider"])
        teacher = self._place(
            self.school, self.piet, "teacher", role_ids=[(6, 0, self.roles["adviser"].ids)]
        )
        self.assertEqual(teacher.role_ids, self.roles["adviser"], "what is given goes first")

    def test_several_at_once(self):
        """One person has several roles, and places at several organisations."""
        self.director.role_ids |= self.roles["buyer"] | self.roles["initiator"]
        here = self._place(self.board, self.anna, "board")
        self.assertEqual(self.anna.dmu_member_ids, self.director | here)
        self.assertEqual(len(self.director.role_ids), 3)

    def test_new_person_by_name(self):
        """Typing a name that is not known makes a person at work, with the parts apart."""
        partners = (
            self.env["res.partner"].with_user(self.manager).with_context(default_work_contact=True)
        )
        person = partners.browse(partners.name_create("Mevr. S. van der Berg")[0])
        self.assertTrue(person.work_contact)
        self.assertEqual(person.company_id, self.library)
        self.assertEqual(
            (person.initials, person.infix, person.lastname), ("S.", "van der", "Berg")
        )
        with Form(self.env["bzk.dmu.member"].with_user(self.manager)) as form:
            form.relation_id = self.school
            form.partner_id = person
            form.function_id = self.env.ref("bzk_dmu.function_administration")
            form.person_firstname = "Sara"
            form.person_phone = "+31612345678"
            self.assertEqual(form.person_phone, "06 12345678")
        place = form.record
        self.assertEqual(person.name, "Sara van der Berg")
        self.assertEqual(place.work_phone, "06 12345678")
        self.assertEqual(place.role_ids, self.roles["gatekeeper"] | self.roles["buyer"])

    def test_private_customer_is_no_candidate(self):
        private = self.env["res.partner"].create(
            {"firstname": "Piet", "lastname": "Jansen", "company_id": self.library.id}
        )
        with self.assertRaisesRegex(ValidationError, "at work"):
            self._place(self.school, private)
        with self.assertRaises(AccessError):
            self.env["bzk.dmu.member"].with_user(self.manager).create(
                {"relation_id": self.school.id, "partner_id": private.id}
            )

    def test_role_without_person(self):
        with self.assertRaisesRegex(ValidationError, "who it is"):
            self.env["bzk.dmu.member"].create(
                {"relation_id": self.school.id, "role_ids": [(6, 0, self.roles["user"].ids)]}
            )

    def test_overlap(self):
        self.director.write({"date_from": "2026-01-01", "date_to": "2026-06-30"})
        for start, end in (
            ("2026-06-30", False),
            (False, False),
            (False, "2026-01-01"),
            ("2026-02-01", "2026-03-01"),
            (False, "2026-12-31"),
        ):
            with (
                self.assertRaisesRegex(ValidationError, "Anna de Vries has the function Director"),
                self.env.cr.savepoint(),
            ):
                self._place(self.school, self.anna, "director", date_from=start, date_to=end)
        self._place(self.school, self.anna, "director", date_from="2026-07-01")
        self._place(self.school, self.anna, "director", date_to="2025-12-31")
        self._place(self.school, self.anna, "teacher")
        self._place(self.board, self.anna, "director")
        self.assertEqual(len(self.anna.dmu_member_ids), 5)

    def test_database_holds_one_open_place(self):
        self.env.cr.execute(
            """INSERT INTO bzk_dmu_member (relation_id, partner_id, function_id)
               SELECT relation_id, partner_id, NULL FROM bzk_dmu_member WHERE id = %s""",
            (self.director.id,),
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                """INSERT INTO bzk_dmu_member (relation_id, partner_id, function_id)
                   SELECT relation_id, partner_id, function_id
                     FROM bzk_dmu_member WHERE id = %s""",
                (self.director.id,),
            )

    def test_chart(self):
        teacher = self._place(self.school, self.piet, "teacher", manager_id=self.director.id)
        self.assertEqual(self.director.subordinate_ids, teacher)
        with self.assertRaisesRegex(ValidationError, "above themselves"):
            self.director.manager_id = teacher
        elsewhere = self._place(self.board, self.piet, "board")
        with self.assertRaisesRegex(ValidationError, "same organisation"):
            self.director.manager_id = elsewhere
        with self.assertRaisesRegex(ValidationError, "same organisation"):
            self.director.successor_id = elsewhere

    def _leave(self, member, **values):
        wizard = (
            self.env["bzk.dmu.leave"]
            .with_user(self.manager)
            .create({"member_id": member.id, "date": TODAY, **values})
        )
        return wizard.action_leave()

    def test_leaves_with_successor(self):
        teacher = self._place(self.school, self.piet, "teacher", manager_id=self.director.id)
        self.director.role_ids |= self.roles["buyer"]
        els = self._person("Els", "Bos")
        self._leave(self.director, successor="known", partner_id=els.id)
        successor = self.director.successor_id
        self.assertEqual(successor.partner_id, els)
        self.assertEqual(self.director.date_to, TODAY, "the place stays in the history")
        self.assertEqual(self.director.role_ids, self.roles["decider"] | self.roles["buyer"])
        self.assertEqual(successor.date_from, date(2026, 11, 23))
        self.assertEqual(successor.role_ids, self.director.role_ids)
        self.assertEqual(successor.function_id, self.director.function_id)
        self.assertEqual(teacher.manager_id, successor)

    def test_leaves_to_a_colleague(self):
        """A colleague below takes over, in another function or with the function already."""
        colleague = self._place(self.school, self.piet, "director", manager_id=self.director.id)
        colleague.role_ids = self.roles["user"]
        self._leave(self.director, successor="known", partner_id=self.piet.id)
        self.assertEqual(self.director.successor_id, colleague)
        self.assertEqual(colleague.role_ids, self.roles["user"] | self.roles["decider"])
        self.assertFalse(colleague.manager_id)

    def test_successor_of_who_left_before(self):
        """The day on which somebody left stays when the successor is told later."""
        self.director.date_to = date(2026, 9, 1)
        els = self._person("Els", "Bos")
        wizard = self.env["bzk.dmu.leave"].with_user(self.manager)
        with Form(wizard.with_context(default_member_id=self.director.id)) as form:
            form.successor = "known"
            form.partner_id = els
        form.record.action_leave()
        self.assertEqual(self.director.date_to, date(2026, 9, 1))
        self.assertEqual(self.director.successor_id.date_from, date(2026, 9, 2))

    def test_leaves_to_somebody_who_comes_later(self):
        """A successor who was given the function from next month already has that one place."""
        later = self._place(self.school, self.piet, "director", date_from=date(2026, 12, 1))
        self._leave(
            self.director, date=date(2026, 11, 10), successor="known", partner_id=self.piet.id
        )
        self.assertEqual(self.director.successor_id, later)

    def test_person_is_not_taken_out(self):
        """A place whose person is emptied has a message, and stays as it was."""
        director = self.director.with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "whom you know at work"):
            director.partner_id = False

    def test_typed_before_the_organisation_is_known(self):
        with self.assertRaisesRegex(UserError, "organisation first"):
            self.env["bzk.dmu.member"].with_user(self.manager).name_create("Jan Jansen")

    def test_leaves_without_roles(self):
        els = self._person("Els", "Bos")
        self._leave(self.director, successor="known", partner_id=els.id, take_over=False)
        self.assertFalse(self.director.successor_id.role_ids)

    def test_leaves_and_nobody_comes(self):
        self._leave(self.director, successor="none")
        self.assertTrue(self.director.not_replaced)
        self.assertFalse(self.director.successor_id)

    def test_leaves_with_nonsense(self):
        with self.assertRaisesRegex(UserError, "Choose who"):
            self._leave(self.director, successor="known")
        with self.assertRaisesRegex(UserError, "succeeds themselves"):
            self._leave(self.director, successor="known", partner_id=self.anna.id)
        with self.assertRaises(AccessError):
            self._leave(self.other_director, successor="none")
        self.assertFalse(self.director.date_to)

    def test_told_apart_by_place(self):
        shown = self.anna.with_user(self.manager).with_context(formatted_display_name=True)
        self.assertEqual(shown.display_name, "Anna de Vries \t --Director, De Regenboog--")
        self.assertEqual(self.anna.with_user(self.manager).display_name, "Anna de Vries")

    def test_person_form(self):
        action = self.director.with_user(self.manager).action_open_person()
        form = self.env.ref("bzk_dmu.view_work_contact_form")
        self.assertEqual(action["views"], [(form.id, "form")])
        report = self.env["bzk.contact.report"].create(
            {
                "relation_id": self.school.id,
                "subject": "Leesoffensief",
                "participant_ids": [(6, 0, self.director.ids)],
                "user_id": self.manager.id,
            }
        )
        anna = self.anna.with_user(self.manager)
        self.assertEqual(anna.dmu_report_ids.ids, report.ids)
        self.assertEqual(
            (anna | self.piet.with_user(self.manager)).mapped("dmu_report_count"), [1, 0]
        )
        self.assertEqual(
            self.env["bzk.contact.report"].search(anna.action_open_dmu_reports()["domain"]), report
        )

    def test_mail_goes_to_the_organisation(self):
        context = self.director.with_user(self.manager).action_write_to()["context"]
        composer = Form(
            self.env["mail.compose.message"].with_user(self.manager).with_context(**context)
        )
        self.assertEqual(composer.partner_ids.ids, self.anna.ids)
        self.assertEqual(composer.model, "bzk.relation")
