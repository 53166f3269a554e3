from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .workflow_common import WorkflowCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestContact(WorkflowCase):
    """The rhythm of a class plans the next contact; what is overdue waits for its owner."""

    def _found(self, user, *domain):
        return self.env["bzk.relation"].with_user(user).search(list(domain))

    def _event(self, start):
        return (
            self.env["calendar.event"]
            .with_user(self.colleague)
            .create(
                {
                    "name": "Kennismaken",
                    "relation_id": self.school.id,
                    "start": start,
                    "stop": fields.Datetime.to_datetime(start) + timedelta(hours=1),
                }
            )
        )

    def test_a_report_plans_the_next_contact_by_class(self):
        for code, day in (("a", "2026-06-02"), ("b", "2026-09-02"), ("c", "2027-03-02")):
            school = self._new_relation(f"School {code}", self.keeper, class_code=code)
            self._done(relation_id=school.id, participant_ids=False)
            self.assertEqual(school.last_contact_date, date(2026, 3, 2))
            self.assertEqual(school.next_contact_date, date.fromisoformat(day))

    def test_own_rhythm_goes_before_the_class(self):
        self.school.contact_months = 1
        self._done()
        self.assertEqual(self.school.next_contact_date, date(2026, 4, 2))

    def test_a_day_that_was_agreed_goes_before_the_rhythm(self):
        self._done(next_contact_date="2026-05-05")
        self.assertEqual(self.school.next_contact_date, date(2026, 5, 5))

    def test_a_draft_is_no_contact(self):
        self._report()
        self.assertFalse(self.school.last_contact_date)
        self.assertFalse(self.school.next_contact_date)

    def test_an_older_report_changes_nothing(self):
        self._done()
        planned = self.school.next_contact_date
        self._done(date="2025-12-01 10:00:00")
        self.assertEqual(self.school.last_contact_date, date(2026, 3, 2))
        self.assertEqual(self.school.next_contact_date, planned)

    def test_a_mail_is_contact_and_leaves_the_plan(self):
        self._done()
        planned = self.school.next_contact_date
        self.school._contact_done(date(2026, 4, 1))
        self.assertEqual(self.school.last_contact_date, date(2026, 4, 1))
        self.assertEqual(self.school.next_contact_date, planned)

    def test_the_day_is_that_of_the_user(self):
        self.keeper.tz = "Europe/Amsterdam"
        self._done(date="2026-03-02 23:30:00")
        self.assertEqual(self.school.last_contact_date, date(2026, 3, 3))

    def test_a_report_that_is_taken_back_is_no_contact(self):
        older = self._done(date="2026-01-05 10:00:00")
        self._done().action_draft()
        self.assertEqual(self.school.last_contact_date, date(2026, 1, 5))
        older.unlink()
        self.assertFalse(self.school.last_contact_date)

    def test_a_report_on_the_wrong_organisation_moves(self):
        other = self._new_relation("De Wegwijzer", self.keeper)
        report = self._done(participant_ids=False, agreement_ids=[(0, 0, {"name": "Bellen"})])
        report.relation_id = other
        self.assertFalse(self.school.last_contact_date)
        self.assertEqual(other.last_contact_date, date(2026, 3, 2))
        self.assertEqual(report.agreement_ids.activity_id.res_id, other.id)

    def test_what_has_yet_to_come_is_no_report(self):
        report = self._report(date="2026-12-01 10:00:00")
        with self.assertRaisesRegex(ValidationError, "has yet to take place"):
            report.action_done()

    def test_another_class_moves_what_the_rhythm_planned(self):
        self._done()
        self.school.class_code = "a"
        self.assertEqual(self.school.next_contact_date, date(2026, 6, 2))
        self.school.next_contact_date = "2026-07-07"
        self.school.class_code = "c"
        self.assertEqual(self.school.next_contact_date, date(2026, 7, 7), "chosen by somebody")

    def test_nothing_is_planned_with_who_ended(self):
        self._done()
        self.school.state = "ended"
        self.assertFalse(self.school.next_contact_date)
        self.school.state = "active"
        self.assertEqual(self.school.next_contact_date, date(2026, 9, 2))

    def test_overdue_is_past_and_without_an_appointment(self):
        self._done()
        self.assertEqual(self._found(self.keeper, ("overdue", "=", True)), self.school)
        self.assertTrue(self.school.overdue)
        self.assertEqual(self.school.overdue_days, 81)
        self._event("2026-11-25 09:00:00")
        self.assertFalse(self._found(self.keeper, ("overdue", "=", True)))
        self.school.invalidate_recordset()
        self.assertFalse(self.school.overdue)
        self.assertEqual(self.school.contact_standing, "appointment")
        self.assertEqual(self.school.planned_on, datetime(2026, 11, 25, 9))

    def test_an_appointment_in_the_past_is_none(self):
        self._done()
        self._event("2026-11-20 09:00:00")
        self.assertEqual(self._found(self.keeper, ("overdue", "=", True)), self.school)

    def test_standings(self):
        for day, standing in (
            ("2026-11-21", "overdue"),
            ("2026-11-22", "soon"),
            ("2026-12-06", "soon"),
            ("2026-12-07", "later"),
            (False, "none"),
        ):
            self.school.next_contact_date = day
            self.assertEqual(self.school.contact_standing, standing, day)

    def test_mine(self):
        relations = self._found(self.keeper, ("mine", "=", True))
        self.assertEqual(relations, self.school)
        self.assertTrue(relations.mine)
        self.assertFalse(self._found(self.colleague, ("mine", "=", True)))

    def test_the_lists_take_a_constant_number_of_queries(self):
        names = ["name", "planned_on", "contact_standing", "overdue_days", "next_contact_date"]
        counts = []
        for number in (1, 2, 20):
            for index in range(number):
                school = self._new_relation(f"School {number}.{index}", self.keeper)
                school.next_contact_date = "2026-10-01"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            relations = self._found(self.keeper, ("overdue", "=", True))
            relations.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(relations), 23)
        # The first time also looks up what the user may do.
        self.assertEqual(counts[1], counts[2])

    def test_rhythm_of_the_library(self):
        self._done()
        chosen = self._new_relation("De Wegwijzer", self.keeper)
        self._done(relation_id=chosen.id, participant_ids=False, next_contact_date="2026-08-08")
        admin = self.users["administrator"]
        form = Form(self.env["bzk.relation.rhythm"].with_user(admin))
        form.relation_months_b = 4
        self.assertEqual(form.moved_count, 1)
        form.save().action_save()
        self.assertEqual(self.school.next_contact_date, date(2026, 7, 2))
        self.assertEqual(chosen.next_contact_date, date(2026, 8, 8))
        self.assertEqual(self.library.relation_months_b, 4)

    def test_rhythm_is_the_administrators_of_the_library(self):
        rhythms = self.env["bzk.relation.rhythm"]
        with self.assertRaises(AccessError):
            rhythms.with_user(self.keeper).create({})
        elsewhere = rhythms.with_user(self.users["administrator"]).create(
            {"company_id": self.other_library.id, "relation_months_a": 9}
        )
        with self.assertRaises(AccessError):
            elsewhere.action_save()
        self.assertEqual(self.other_library.relation_months_a, 3)


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestHandOver(WorkflowCase):
    """A colleague leaves; somebody else keeps their relations, with what is still to be done."""

    def _wizard(self, **values):
        return (
            self.env["bzk.relation.hand.over"]
            .with_user(self.colleague)
            .create({"to_user_id": self.colleague.id, **values})
        )

    def test_everything_of_a_colleague(self):
        second = self._new_relation("De Wegwijzer", self.keeper)
        second.active = False
        report = self._done(
            agreement_ids=[
                (0, 0, {"name": "Offerte sturen"}),
                (0, 0, {"name": "Lijst maken", "member_id": self.director.id}),
            ]
        )
        theirs = report.agreement_ids.filtered("member_id")
        ours = report.agreement_ids - theirs
        wizard = self._wizard(from_user_id=self.keeper.id)
        self.assertEqual(wizard.relation_count, 2)
        self.assertEqual(wizard.activity_count, 1)
        wizard.action_hand_over()
        self.assertEqual((self.school | second).user_id, self.colleague)
        self.assertEqual(ours.user_id, self.colleague)
        self.assertEqual(ours.activity_id.user_id, self.colleague)
        self.assertFalse(theirs.user_id)

    def test_chosen_ones_without_their_activities(self):
        report = self._done(agreement_ids=[(0, 0, {"name": "Offerte sturen"})])
        wizard = self._wizard(relation_ids=[(6, 0, self.school.ids)], with_activities=False)
        wizard.action_hand_over()
        self.assertEqual(self.school.user_id, self.colleague)
        self.assertEqual(report.agreement_ids.user_id, self.keeper)
        self.assertEqual(report.agreement_ids.activity_id.user_id, self.keeper)

    def test_the_new_owner_is_told_once(self):
        second = self._new_relation("De Wegwijzer", self.colleague)
        wizard = self._wizard(
            relation_ids=[(6, 0, (self.school | second).ids)], to_user_id=self.keeper.id
        )
        messages = self.env["mail.message"].search([])
        wizard.action_hand_over()
        told = (self.env["mail.message"].search([]) - messages).filtered(
            lambda message: self.keeper.partner_id in message.notified_partner_ids
        )
        self.assertEqual(len(told), 1)
        self.assertIn("De Wegwijzer", told.body)

    def test_only_to_who_keeps_relations(self):
        wizard = self._wizard(
            relation_ids=[(6, 0, self.school.ids)], to_user_id=self.users["front_desk"].id
        )
        with self.assertRaisesRegex(UserError, "does not keep relations"):
            wizard.action_hand_over()

    def test_not_of_another_library(self):
        with self.assertRaises(AccessError):
            self._wizard(relation_ids=[(6, 0, self.other_school.ids)])
        with self.assertRaises(UserError):
            self._wizard(
                relation_ids=[(6, 0, self.school.ids)], to_user_id=self.other_keeper.id
            ).action_hand_over()
        wizard = self._wizard(from_user_id=self.other_keeper.id)
        with self.assertRaisesRegex(UserError, "no relation"):
            wizard.action_hand_over()
        self.assertEqual(self.other_school.user_id, self.other_keeper)
