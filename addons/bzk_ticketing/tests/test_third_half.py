from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.bzk_base.tests.common import ROLES

from .third_half_common import ThirdHalfCase


@tagged("post_install", "-at_install")
class TestThirdHalf(ThirdHalfCase):
    """Who gets a mail after an activity, once, and only with consent."""

    def test_only_who_came(self):
        self._new_seat(attendee=self.anna)
        self._new_seat(attendee=self.bram, state="open")
        self._new_seat(attendee=self.carla, state="cancel")
        self._new_seat()
        self.assertEqual(self._prepared(), {self.anna: ("came", False)})
        line = self.lines.search([("event_id", "=", self.event.id)])
        self.assertEqual((line.verdict, line.state), ("allowed", "waiting"))
        self.assertEqual(line.company_id, self.library)
        self.assertEqual(line.date, self.event.event_mail_ids.scheduled_date)

    def test_a_text_for_who_did_not_come(self):
        self.event.event_mail_ids = [self._mail(self.missed_text)]
        self._new_seat(attendee=self.anna)
        self._new_seat(attendee=self.bram, state="open")
        self.assertEqual(
            self._prepared(), {self.anna: ("came", False), self.bram: ("missed", False)}
        )
        line = self.lines.search([("partner_id", "=", self.bram.id)])
        self.assertEqual(line._text(), self.missed_text)

    def test_where_nobody_was_checked_in_everybody_came(self):
        self._new_seat(attendee=self.anna, state="open")
        self.assertEqual(self._prepared(), {self.anna: ("registered", False)})

    def test_where_nobody_came_nobody_is_thanked(self):
        self._new_seat(attendee=self.anna, state="open")
        count = self.env["bzk.activity.count"].create({"event_id": self.event.id, "number": 0})
        self.assertEqual(self._prepared(), {})
        count.number = 12
        self.assertEqual(self._prepared(), {self.anna: ("registered", False)})

    def test_not_without_consent(self):
        self._new_seat(attendee=self.anna)
        self._new_seat(attendee=self.bram)
        self._decide(self.bram, "withdrawn")
        self.carla.email = False
        self._new_seat(attendee=self.carla)
        stranger = self.anna.copy({"email": "olga@example.org"})
        self._new_seat(attendee=stranger)
        self.assertEqual(
            self._prepared(),
            {
                self.anna: ("came", False),
                self.bram: ("came", "withdrawn"),
                self.carla: ("came", "no_email"),
                stranger: ("came", "no_consent"),
            },
        )

    def test_consent_that_changes_while_a_mail_waits(self):
        self._new_seat(attendee=self.anna)
        self._prepared()
        self._decide(self.anna, "withdrawn")
        self.assertEqual(self._prepared(), {self.anna: ("came", "withdrawn")})
        self._decide(self.anna)
        self.assertEqual(self._prepared(), {self.anna: ("came", False)})

    def test_check_ins_that_come_later(self):
        seat = self._new_seat(attendee=self.anna, state="open")
        other = self._new_seat(attendee=self.bram, state="open")
        self.assertEqual(len(self._prepared()), 2)
        other.state = "done"
        self.assertEqual(self._prepared(), {self.bram: ("came", False)})
        seat.state = "done"
        self.assertEqual(len(self._prepared()), 2)
        seat.state = "cancel"
        self.assertEqual(self._prepared(), {self.bram: ("came", False)})

    def test_never_twice(self):
        self._new_seat(attendee=self.anna)
        self._new_seat(attendee=self.anna)
        self._prepared()
        line = self.lines.search([("event_id", "=", self.event.id)])
        self.assertEqual(len(line), 1)
        line.write({"state": "sent", "date_sent": fields.Datetime.now()})
        self._decide(self.anna, "withdrawn")
        self.event.registration_ids.state = "cancel"
        self.assertEqual(self._prepared(), {self.anna: ("came", False)})
        self.assertEqual(line.state, "sent")
        self.event.registration_ids[0].state = "done"
        self._prepared()
        self.assertEqual(self.lines.search([("event_id", "=", self.event.id)]), line)

    def test_preparing_again_writes_nothing(self):
        self._new_seat(attendee=self.anna)
        self._new_seat(attendee=self.bram)
        self._decide(self.bram, "withdrawn")
        self._prepared()
        self.env.cr.execute("SELECT id, ctid::text FROM bzk_third_half ORDER BY id")
        before = self.env.cr.fetchall()
        self.lines._prepare()
        self.env.cr.execute("SELECT id, ctid::text FROM bzk_third_half ORDER BY id")
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_one_day_later_and_not_weeks(self):
        today = self._new_event(days=0, event_mail_ids=[self._mail(self.text)])
        old = self._new_event(days=-30, event_mail_ids=[self._mail(self.text)])
        gone = self._new_event(days=-2, event_mail_ids=[self._mail(self.text)])
        gone.kanban_state = "cancel"
        plain = self._new_event(days=-2)
        for event in (today, old, gone, plain):
            self._new_seat(event, self.anna)
            self.assertFalse(self._prepared(event))

    def test_what_waited_too_long_lapses(self):
        self._new_seat(attendee=self.anna)
        self._prepared()
        line = self.lines.search([("event_id", "=", self.event.id)])
        line.date = fields.Datetime.now() - timedelta(days=20)
        self.event.date_begin -= timedelta(days=20)
        self.event.date_end -= timedelta(days=20)
        self._prepared()
        self.assertEqual(line.state, "lapsed")

    def test_the_scheduler_sends_none_of_it(self):
        self._new_seat(attendee=self.anna)
        self.env.flush_all()
        before = self.env["mail.mail"].search_count([])
        self.env["event.mail"].schedule_communications()
        self.event.event_mail_ids.execute()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self._prepared()
        self.assertTrue(self.event.event_mail_ids.mail_done)
        self.assertEqual(self.event.event_mail_ids.mail_state, "prepared")

    def test_a_mail_that_is_taken_off_the_activity(self):
        self._new_seat(attendee=self.anna)
        self._prepared()
        self.event.event_mail_ids.unlink()
        self.assertEqual(self._prepared(), {})

    def test_statements_do_not_grow(self):
        def visit(number):
            partners = self.env["res.partner"].create(
                [
                    {"lastname": f"B{n}", "email": "b@example.org", "company_id": self.library.id}
                    for n in range(number)
                ]
            )
            event = self._new_event(days=-2, event_mail_ids=[self._mail(self.text)])
            for partner in partners:
                self._new_seat(event, partner)
            self.env.flush_all()

        visit(2)
        self.lines._prepare()
        visit(20)
        with self.assertQueryCount(11):
            self.lines._prepare()

    def test_a_merge_keeps_one_mail_and_all_answers(self):
        first, second = self._new_seat(attendee=self.anna), self._new_seat(attendee=self.bram)
        answers = self._answer(first, 5) + self._answer(second, 3)
        self._prepared()
        merge = self.env["bzk.merge"]._merge(self.anna, self.bram)
        self.assertEqual(self._prepared(), {self.anna: ("came", False)})
        self.assertEqual(answers.partner_id, self.anna)
        self.assertEqual(self.event.score_average, 4)
        merge.action_undo()
        self.assertEqual(answers.mapped("partner_id"), self.anna + self.bram)
        self.assertEqual(len(self._prepared()), 2)

    def test_each_library_its_own(self):
        event = self._new_event(
            days=-2, company_id=self.other_library.id, event_mail_ids=[self._mail(self.text)]
        )
        olga = self.env["res.partner"].create(
            {"lastname": "Ander", "email": "o@example.org", "company_id": self.other_library.id}
        )
        self._new_seat(event, olga)
        self._new_seat(attendee=self.anna)
        self._prepared()
        other = self.lines.search([("event_id", "=", event.id)])
        own = self.lines.search([("event_id", "=", self.event.id)])
        self.assertEqual(other.company_id, self.other_library)
        for role in ROLES:
            lines = self.lines.with_user(self.users[role])
            reads = role in ("activities", "marketing", "administrator")
            with self.subTest(role):
                self.assertEqual(lines.has_access("read"), reads)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(lines.has_access(operation))
                if reads:
                    self.assertEqual(lines.search([]), own)
                with self.assertRaises(AccessError):
                    lines.browse(other.id).read(["reason"])
                with self.assertRaises(AccessError):
                    lines.browse(other.id).action_send_test()
