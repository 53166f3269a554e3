from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.bzk_base.tests.common import ROLES, STAFF

from .common import CustomerCase

NOTES = {"front_desk", "activities", "data_steward", "administrator"}


@tagged("post_install", "-at_install")
class TestContactMoment(CustomerCase):
    """What was talked about, with whom, and what is still to be done about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.env.ref("bzk_customer.subject_opening_hours")
        cls.desk = cls.users["front_desk"]
        cls.moments = cls.env["bzk.contact.moment"].with_user(cls.desk)

    def _note(self, partner=None, **values):
        values = {"partner_id": (partner or self.anna).id, "subject_id": self.subject.id, **values}
        return self.moments.create(values)

    def test_defaults_leave_only_the_subject_to_choose(self):
        form = Form(self.moments.with_context(default_partner_id=self.anna.id))
        form.subject_id = self.subject
        moment = form.save()
        self.assertEqual(moment.branch_id, self.branch, "the only branch there is")
        self.assertEqual((moment.channel, moment.outcome), ("desk", "answered"))
        self.assertEqual((moment.user_id, moment.company_id), (self.desk, self.library))
        self.assertEqual(moment.known, "customer")

    def test_branch_and_channel_of_last_time(self):
        other = self.env["bzk.branch"].create(
            {"name": "Noord", "code": "HLN", "company_id": self.library.id}
        )
        self.assertFalse(self.moments._default_branch(), "not known yet which of the two")
        self._note(branch_id=other.id, channel="phone")
        moment = self._note()
        self.assertEqual((moment.branch_id, moment.channel), (other, "phone"))
        other.active = False
        self.assertEqual(self.moments._default_branch(), self.branch)

    @freeze_time("2026-11-20 09:00:00")
    def test_calling_back_is_promised_for_the_next_working_day(self):
        form = Form(self.moments.with_context(default_partner_id=self.anna.id))
        form.subject_id = self.subject
        form.outcome = "call_back"
        self.assertEqual(fields.Date.to_string(form.followup_date), "2026-11-23")
        self.assertEqual(form.followup_user_id, self.desk)
        form.note = "Na tienen\nbellen"
        moment = form.save()
        activity = moment.activity_id
        self.assertEqual((activity.res_model, activity.res_id), ("res.partner", self.anna.id))
        self.assertEqual(activity.user_id, self.desk)
        self.assertEqual(activity.date_deadline, moment.followup_date)
        self.assertEqual(activity.summary, self.subject.name)
        self.assertIn("Na tienen<br", activity.note)

    def test_followup_is_open_until_it_was_done(self):
        steward = self.users["data_steward"]
        moment = self._note(followup_date="2026-12-01", followup_user_id=steward.id)
        self.assertEqual(moment.followup_state, "open")
        mine = [("followup_is_mine", "=", True)]
        self.assertEqual(self.moments.with_user(steward).search(mine), moment)
        self.assertFalse(self.moments.search(mine))
        moment.followup_date = "2026-12-08"
        self.assertEqual(str(moment.activity_id.date_deadline), "2026-12-08")
        moment.with_user(steward).action_followup_done()
        moment.invalidate_recordset()
        self.assertEqual(moment.followup_state, "done")
        self.assertEqual(self.moments.search([("followup_state", "=", "done")]), moment)
        self.assertFalse(self.moments.search([("followup_state", "=", "open")]))
        self.assertFalse(self.moments.with_user(steward).search(mine))
        moment.note = "Niet thuis"
        self.assertEqual(moment.followup_state, "done")
        moment.followup_date = "2026-12-15"
        self.assertEqual(moment.followup_state, "open", "promised once more")

    def test_followup_taken_back(self):
        moment = self._note(followup_date="2026-12-01")
        self.assertEqual(moment.followup_user_id, self.desk)
        activity = moment.activity_id
        self.assertEqual(self.anna.activity_ids, activity)
        moment.followup_date = False
        self.assertFalse(activity.exists())
        self.assertFalse(moment.followup_state)
        self.assertEqual(self.moments.search([("followup_state", "=", False)]), moment)

    def test_deleting_takes_the_promise_along(self):
        moment = self._note(followup_date="2026-12-01")
        activity = moment.activity_id
        moment.unlink()
        self.assertFalse(activity.exists())

    def test_unknown_visitor_counts_without_a_person(self):
        visit = self.moments.create({"subject_id": self.subject.id})
        self.assertEqual((visit.known, visit.company_id), ("visitor", self.library))
        self.assertIn("Unknown visitor", visit.display_name)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            visit.followup_date = "2026-12-01"
            visit.followup_user_id = self.desk
            self.env.flush_all()

    def test_known_stays_when_the_person_goes(self):
        moment = self._note()
        moment.partner_id = False
        self.assertEqual(moment.known, "customer")
        visit = self.moments.create({"subject_id": self.subject.id})
        visit.partner_id = self.anna
        self.assertEqual(visit.known, "customer")

    def test_board_counts_today_at_a_branch(self):
        board = self.moments.visitor_board()
        self.assertEqual((board["branch_id"], board["total"]), (self.branch.id, 0))
        visits = self.moments.create([{"subject_id": self.subject.id}] * 3)
        visits[0].date -= timedelta(days=1)
        self._note()
        board = self.moments.visitor_board(self.branch.id)
        counted = {subject["id"]: subject["count"] for subject in board["subjects"]}
        self.assertEqual(counted[self.subject.id], 2)
        self.assertEqual(board["total"], 2)

    def test_board_of_another_library_stays_closed(self):
        board = self.moments.visitor_board(self.other_branch.id)
        self.assertEqual(board["branch_id"], self.branch.id)
        self.assertEqual([branch["id"] for branch in board["branches"]], [self.branch.id])

    def test_figures_per_branch_subject_and_month(self):
        self._note(date="2026-01-05 10:00:00")
        self._note(date="2026-02-05 10:00:00")
        self.moments.create({"subject_id": self.subject.id, "date": "2026-02-06 10:00:00"})
        for role in STAFF:
            moments = self.moments.with_user(self.users[role])
            groups = moments._read_group(
                [("company_id", "=", self.library.id)],
                ["branch_id", "subject_id", "date:month"],
                ["__count"],
            )
            self.assertEqual([group[-1] for group in groups], [1, 2], role)

    def test_own_slip_can_be_taken_back_and_no_more(self):
        own, late = self._note(), self._note()
        own.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bzk_contact_moment SET create_date = create_date - interval '2 days'"
            " WHERE id = %s",
            (late.id,),
        )
        late.invalidate_recordset()
        with self.assertRaises(UserError):
            late.unlink()
        colleague = self._note().with_user(self.users["activities"])
        with self.assertRaises(UserError):
            colleague.unlink()
        (late | colleague).with_user(self.users["data_steward"]).unlink()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_may_note(self):
        for role in STAFF:
            with self.subTest(role):
                moments = self.moments.with_user(self.users[role])
                self.assertEqual(moments.has_access("create"), role in NOTES)
                self.assertTrue(moments.has_access("read"))
        self.assertFalse(self.moments.with_user(self.users["relations"]).has_access("read"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_own_library_only(self):
        foreign = self.env["bzk.contact.moment"].create(
            {
                "partner_id": self.other_person.id,
                "subject_id": self.subject.id,
                "branch_id": self.other_branch.id,
            }
        )
        for role in STAFF:
            record = foreign.with_user(self.users[role])
            with self.subTest(role):
                self.assertFalse(record.search([("id", "=", foreign.id)]))
                for attempt in (
                    lambda r=record: r.read(["note"]),
                    lambda r=record: r.write({"note": "x"}),
                    lambda r=record: r.unlink(),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        attempt()
        for values in (
            {"partner_id": self.other_person.id},
            {"branch_id": self.other_branch.id},
            {"company_id": self.other_library.id},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._note(**values)
                self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_notes_in_the_name_of_a_colleague(self):
        steward = self.users["data_steward"]
        with self.assertRaises(AccessError):
            self._note(user_id=steward.id)
        with self.assertRaises(AccessError):
            self._note().user_id = steward

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_activities_of_others_are_out_of_reach(self):
        foreign = self.other_person.activity_schedule("mail.mail_activity_data_todo")
        with self.assertRaises(AccessError):
            self._note(activity_id=foreign.id)
        moments = self.moments.with_context(default_activity_id=foreign.id)
        moment = moments.create({"partner_id": self.anna.id, "subject_id": self.subject.id})
        self.assertFalse(moment.activity_id)
        with self.assertRaises(AccessError):
            moment.activity_id = foreign

    def test_followup_only_by_a_colleague(self):
        stranger = self._new_user("front_desk", self.other_library)
        with self.assertRaises(UserError):
            self._note(followup_date="2026-12-01", followup_user_id=stranger.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_subjects_shared_and_own(self):
        subjects = self.env["bzk.contact.subject"].with_user(self.users["data_steward"])
        own = subjects.create({"name": "Fietsenstalling", "company_id": self.library.id})
        own.name = "Stalling"
        with self.assertRaises(AccessError):
            self.subject.with_user(self.users["data_steward"]).name = "Mine"
        foreign = self.env["bzk.contact.subject"].create(
            {"name": "Elders", "company_id": self.other_library.id}
        )
        self.assertNotIn(foreign, subjects.search([]))
        with self.assertRaises(AccessError):
            self._note(subject_id=foreign.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            subjects.create({"name": "stalling", "company_id": self.library.id})


@tagged("post_install", "-at_install")
class TestTransaction(CustomerCase):
    """What was bought or given, as the system that took the money told it."""

    def _buy(self, **values):
        values = {"partner_id": self.anna.id, "amount": 10, **values}
        return self.env["bzk.transaction"].create(values)

    def test_library_and_currency_follow_the_customer(self):
        bought = self._buy(partner_id=self.other_person.id)
        self.assertEqual(bought.company_id, self.other_library)
        self.assertEqual(bought.currency_id, self.other_library.currency_id)
        self.assertEqual(bought.display_name, "Other")

    @mute_logger("odoo.sql_db")
    def test_a_source_sends_a_transaction_once(self):
        self._buy(source_id=self.source.id, key="1")
        self._buy(source_id=self.source.id, key="2")
        for values in ({"source_id": self.source.id, "key": "1"}, {"key": "3"}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._buy(**values)

    def test_refund(self):
        bought = self._buy()
        refund = self._buy(amount=-10, reversed_id=bought.id)
        self.assertEqual(bought.refund_ids, refund)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._buy(amount=10, reversed_id=bought.id)
        with self.assertRaises(ValidationError):
            self._buy(partner_id=self.cas.id, amount=-10, reversed_id=bought.id)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_access(self):
        own, foreign = self._buy(), self._buy(partner_id=self.other_person.id)
        writers = {"data_steward", "administrator"}
        for role in ROLES:
            with self.subTest(role):
                records = self.env["bzk.transaction"].with_user(self.users[role])
                # Who bought it is a private customer.
                self.assertEqual(records.search([]), own if role in STAFF else own.browse())
                self.assertEqual(records.has_access("write"), role in writers)
                self.assertFalse(records._read_group([("id", "=", foreign.id)], ["partner_id"]))
                with self.assertRaises(AccessError):
                    foreign.with_user(self.users[role]).read(["amount"])
        steward = self.env["bzk.transaction"].with_user(self.users["data_steward"])
        for values in ({"partner_id": self.other_person.id}, {"source_id": self.other_source.id}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                steward.create({"partner_id": self.anna.id, "amount": 1, **values})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own.with_user(self.users["data_steward"]).reversed_id = foreign
