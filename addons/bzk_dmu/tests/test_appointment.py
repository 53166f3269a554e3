from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .workflow_common import WorkflowCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestAppointment(WorkflowCase):
    """An appointment is of a library, with people there, and ends in a report."""

    def _event(self, user=None, **values):
        return (
            self.env["calendar.event"]
            .with_user(user or self.keeper)
            .create(
                {
                    "name": "Leesplan",
                    "relation_id": self.school.id,
                    "start": "2026-11-20 09:00:00",
                    "stop": "2026-11-20 10:00:00",
                    **values,
                }
            )
        )

    def test_people_there_are_guests(self):
        event = self._event(member_ids=[(6, 0, self.director.ids)])
        self.assertIn(self.director.partner_id, event.partner_ids)
        self.assertIn(self.keeper.partner_id, event.partner_ids)
        self.assertIn(self.director.partner_id, event.attendee_ids.partner_id)
        event.member_ids = False
        self.assertEqual(event.partner_ids, self.keeper.partner_id)

    def test_a_guest_of_core_is_one_of_them(self):
        event = self._event()
        event.partner_ids |= self.director.partner_id
        self.assertEqual(event.member_ids, self.director)

    def test_from_the_organisation(self):
        action = self.school.with_user(self.keeper).action_appointments()
        self.assertEqual(action["domain"], [("relation_id", "=", self.school.id)])
        events = self.env["calendar.event"].with_user(self.keeper)
        with Form(events.with_context(**action["context"])) as form:
            form.name = "Kennismaken"
            self.assertEqual(form.relation_id, self.school)
        self.assertEqual(form.record.company_id, self.library)

    def test_from_an_activity_in_the_chatter(self):
        events = self.env["calendar.event"].with_user(self.keeper)
        event = events.with_context(
            default_res_model="bzk.relation", default_res_id=self.school.id
        ).create({"name": "Bezoek", "start": "2026-12-01 09:00:00", "stop": "2026-12-01 10:00:00"})
        self.assertEqual(event.relation_id, self.school)
        self.assertFalse(self.school.activity_ids, "the appointment shows by itself")

    def test_the_report_takes_it_all_over(self):
        event = self._event(
            member_ids=[(6, 0, self.director.ids)],
            partner_ids=[(6, 0, (self.keeper | self.colleague).partner_id.ids)],
        )
        self.assertEqual(event.report_state, "todo")
        action = event.action_report()
        reports = self.env["bzk.contact.report"].with_user(self.keeper)
        report = Form(reports.with_context(**action["context"])).save()
        self.assertEqual(report.relation_id, self.school)
        self.assertEqual(report.event_id, event)
        self.assertEqual(report.date, datetime(2026, 11, 20, 9))
        self.assertEqual(report.subject, "Leesplan")
        self.assertEqual(report.participant_ids, self.director)
        self.assertEqual(report.colleague_ids, self.colleague)
        self.assertEqual(event.report_state, "draft")
        self.assertEqual(event.action_report()["res_id"], report.id, "the same report again")
        report.action_done()
        self.assertEqual(event.report_state, "done")
        self.assertEqual(str(self.school.last_contact_date), "2026-11-20")

    def test_its_activity_is_done_with_the_report(self):
        activity = self.school.with_user(self.keeper).activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.keeper.id
        )
        event = self._event(activity_ids=[(4, activity.id)])
        self._done(event_id=event.id, participant_ids=False)
        self.assertFalse(activity.active)

    def test_of_another_organisation(self):
        event = self._event()
        other = self._new_relation("De Wegwijzer", self.keeper)
        with self.assertRaisesRegex(UserError, "another organisation"):
            self._report(relation_id=other.id, participant_ids=False, event_id=event.id)

    def test_what_waits_for_a_report(self):
        event = self._event()
        domain = [("relation_id", "!=", False), ("report_ids", "=", False), ("going", "=", True)]
        self.assertEqual(self.env["calendar.event"].with_user(self.keeper).search(domain), event)
        self.assertFalse(self.env["calendar.event"].with_user(self.colleague).search(domain))

    def test_who_sees_appointments_with_organisations(self):
        event = self._event(member_ids=[(6, 0, self.director.ids)])
        for role in ROLES:
            allowed = role in ("relations", "administrator")
            theirs = event.with_user(self.users[role])
            self.assertEqual(theirs.has_access("read"), allowed, role)
            self.assertEqual(bool(theirs.search([("id", "=", event.id)])), allowed, role)
            guests = event.attendee_ids.with_user(self.users[role])
            known = guests.search([("partner_id", "=", self.director.partner_id.id)])
            self.assertEqual(bool(known), allowed or role in ("marketing", "data_steward"), role)
        theirs = event.with_user(self.other_keeper)
        self.assertFalse(theirs.has_access("read"))
        self.assertFalse(theirs.search([("name", "=", "Leesplan")]))
        self.assertFalse(event.attendee_ids.with_user(self.other_keeper).search([]))

    def test_a_repeated_appointment(self):
        event = self._event(
            start="2026-12-01 09:00:00",
            stop="2026-12-01 10:00:00",
            recurrency=True,
            rrule_type_ui="weekly",
            rrule_type="weekly",
            end_type="count",
            count=3,
            tue=True,
        )
        events = event.recurrence_id.calendar_event_ids
        self.assertEqual(len(events), 3)
        self.assertEqual(events.relation_id, self.school)
        self.assertEqual(events.company_id, self.library)
        for user, allowed in (
            (self.keeper, True),
            (self.colleague, True),
            (self.users["front_desk"], False),
            (self.other_keeper, False),
        ):
            self.assertEqual(
                event.recurrence_id.with_user(user).has_access("read"), allowed, user.login
            )

    def test_a_colleague_who_goes_along(self):
        desk = self.users["front_desk"]
        event = self._event(
            member_ids=[(6, 0, self.director.ids)],
            partner_ids=[(6, 0, (self.keeper | desk).partner_id.ids)],
        )
        self.env.invalidate_all()
        theirs = event.with_user(desk)
        self.assertEqual(theirs.name, "Leesplan")
        self.assertNotIn(self.director.partner_id.id, theirs.attendee_ids.partner_id.ids)
        with self.assertRaises(AccessError):
            theirs.read(["member_ids"])

    def test_other_appointments_stay_in_the_library(self):
        event = self._event(user=self.users["front_desk"], relation_id=False)
        self.assertEqual(event.company_id, self.library)
        self.assertTrue(event.with_user(self.keeper).has_access("read"))
        self.assertFalse(event.with_user(self.other_keeper).has_access("read"))

    def test_private_guests_are_not_for_who_keeps_relations(self):
        customer = self.env["res.partner"].create(
            {"firstname": "Eva", "lastname": "Bos", "company_id": self.library.id}
        )
        desk = self.users["front_desk"]
        event = self._event(
            user=desk,
            relation_id=False,
            partner_ids=[(6, 0, (customer | desk.partner_id).ids)],
        )
        self.env.invalidate_all()
        self.assertEqual(
            event.with_user(self.keeper).attendee_ids.partner_id.sudo(), desk.partner_id
        )
        self.env.invalidate_all()
        self.assertIn(customer, event.with_user(desk).attendee_ids.partner_id)

    def test_nobody_is_written_out_in_the_text(self):
        """Core writes down name, e-mail and phone of a guest, for everybody who goes along."""
        guest = self.env["res.partner"].create(
            {
                "firstname": "Quirina",
                "lastname": "Kwikstaart",
                "email": "quirina@example.org",
                "phone": "0612345678",
                "company_id": self.library.id,
            }
        )
        event = self._event(
            self.users["front_desk"],
            relation_id=False,
            description="<p>Over de zaal</p>",
            partner_ids=[(6, 0, (guest | self.keeper.partner_id).ids)],
        )
        self.assertIn("Over de zaal", event.description)
        for told in ("Kwikstaart", "quirina", "0612345678"):
            self.assertNotIn(told, event.description)

    def test_not_with_an_organisation_of_another_library(self):
        with self.assertRaises(AccessError):
            self._event(relation_id=self.other_school.id)
        event = self._event()
        with self.assertRaises(AccessError):
            event.relation_id = self.other_school
        with self.assertRaises(AccessError):
            self._event(member_ids=[(6, 0, self.other_director.ids)])


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestPlan(WorkflowCase):
    """What is done every year is started for many relations at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env.ref("bzk_dmu.plan_annual_report")
        cls.orphan = cls._new_relation("De Wegwijzer", cls.keeper)
        cls.orphan.user_id = False
        cls.theirs = cls._new_relation("De Boom", cls.colleague)
        cls.schools = cls.school | cls.orphan | cls.theirs

    def _schedule(self, relations, user=None):
        wizards = self.env["mail.activity.schedule"].with_user(user or self.keeper)
        return wizards.with_context(
            active_model="bzk.relation", active_ids=relations.ids, plan_mode=True
        )

    def test_for_many_at_once(self):
        mails = [("message_type", "=", "user_notification")]
        before = self.env["mail.message"].search_count(mails)
        form = Form(self._schedule(self.schools))
        form.plan_id = self.plan
        form.plan_date = "2027-04-01"
        form.save().action_schedule_plan()
        activities = self.schools.activity_ids
        self.assertEqual(len(activities), 3 * len(self.plan.template_ids))
        by_owner = {relation: relation.activity_ids.user_id for relation in self.schools}
        self.assertEqual(by_owner[self.school], self.keeper)
        self.assertEqual(by_owner[self.theirs], self.colleague)
        self.assertEqual(by_owner[self.orphan], self.keeper, "who started it")
        days = sorted(map(str, self.school.activity_ids.mapped("date_deadline")))
        self.assertEqual(days, ["2027-03-11", "2027-04-22"])
        self.assertEqual(
            self.env["mail.message"].search_count(mails),
            before,
            "no mail for each activity",
        )
        self.assertIn("Annual report", self.theirs.message_ids[:1].body)

    def test_for_one(self):
        form = Form(self._schedule(self.school))
        form.plan_id = self.plan
        form.save().action_schedule_plan()
        self.assertEqual(self.school.activity_ids.user_id, self.keeper)

    def test_it_starts_from_its_day_of_the_year(self):
        form = Form(self._schedule(self.school))
        for name, day in (
            ("new_year", "2027-01-01"),
            ("annual_report", "2027-04-01"),
            ("education", "2027-09-01"),
            ("budget", "2027-11-01"),
        ):
            form.plan_id = self.env.ref(f"bzk_dmu.plan_{name}")
            self.assertEqual(str(form.plan_date), day)
        leap = self.plan.copy({"yearly_day": 31, "yearly_month": "2"})
        self.assertEqual(str(leap._next_yearly_date()), "2027-02-28")

    def test_too_many(self):
        wizards = self.env["mail.activity.schedule"].with_user(self.keeper)
        with self.assertRaisesRegex(UserError, "500 relations at most"):
            wizards.with_context(
                active_model="bzk.relation", active_ids=list(range(1, 502)), plan_mode=True
            ).default_get(["res_ids"])

    def test_shipped_plans_are_complete(self):
        for name in ("education", "annual_report", "new_year", "budget"):
            plan = self.env.ref(f"bzk_dmu.plan_{name}")
            self.assertEqual(plan.res_model, "bzk.relation")
            self.assertTrue(plan.template_ids)
            self.assertEqual(set(plan.template_ids.mapped("responsible_type")), {"owner"})

    def test_only_relations_have_owners(self):
        template = {"summary": "x", "responsible_type": "owner"}
        with self.assertRaisesRegex(UserError, "Only a plan for relations"):
            self.env["mail.activity.plan"].create(
                {"name": "x", "res_model": "res.partner", "template_ids": [(0, 0, template)]}
            )

    def test_administrators_change_plans_of_their_library(self):
        admin = self.users["administrator"]
        plans = self.env["mail.activity.plan"].with_user(admin)
        own = plans.create(
            {
                "name": "Eigen",
                "res_model": "bzk.relation",
                "template_ids": [(0, 0, {"summary": "x", "responsible_type": "owner"})],
            }
        )
        self.assertEqual(own.company_id, self.library)
        self.assertTrue(own.with_user(self.keeper).has_access("read"))
        self.assertFalse(own.with_user(self.keeper).has_access("write"))
        self.assertFalse(own.with_user(self.other_keeper).has_access("read"))
        self.assertFalse(own.template_ids.with_user(self.other_keeper).has_access("read"))
        common = self.plan.with_user(admin)
        self.assertTrue(common.has_access("read"))
        with self.assertRaises(AccessError):
            common.name = "x"
        with self.assertRaises(AccessError):
            common.template_ids.unlink()
        with self.assertRaises(AccessError):
            plans.create({"name": "x", "res_model": "res.partner"})
        copied = common.copy()
        self.assertEqual(copied.company_id, self.library)
        self.assertEqual(len(copied.template_ids), len(common.template_ids))

    def test_not_on_relations_of_another_library(self):
        with self.assertRaises(AccessError):
            form = Form(self._schedule(self.school | self.other_school))
            form.plan_id = self.plan
            form.save().action_schedule_plan()
