from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class TestReminder(ReminderCase):
    """Whoever comes is reminded once; nobody else is."""

    def _addresses(self):
        return sorted(mail.email_to for mail in self._run())

    def test_who_is_reminded(self):
        self._seat()
        self._seat(self.bram, state="draft")
        self._seat(self.bram, state="cancel")
        self._seat(self.bram, state="done")
        waiting = self._seat(self.bram, state="draft", waiting_since=self.now)
        gone = self.anna.copy({"email": "gone@example.org", "deceased": True})
        self._seat(gone)
        self.assertEqual(self._addresses(), ['"Anna van der Berg" <anna@example.org>'])
        waiting.action_confirm()
        self.assertEqual(self._addresses(), ['"Bram Jansen" <bram@example.org>'])
        self.assertFalse(self._addresses())

    def test_only_when_it_is_time(self):
        far = self._activity("Later", days=5)
        self._schedule(far)
        self._seat(event=far)
        archived = self._activity("Archived")
        self._schedule(archived)
        self._seat(event=archived)
        archived.active = False
        off = self._activity("Cancelled", kanban_state="cancel")
        self._schedule(off)
        self._seat(event=off)
        self.assertFalse(self._addresses())
        far.write({"date_begin": self.now + relativedelta(days=2)})
        self.assertEqual(len(self._addresses()), 1)

    def test_late_bookers_are_reminded_until_it_begins(self):
        self._seat()
        self._run()
        self.assertFalse(self.scheduler.mail_done)
        self._seat(self.bram)
        self.assertEqual(len(self._addresses()), 1)
        self.assertEqual(self.scheduler.mail_count_done, 2)
        self._seat(self.bram.copy({"email": "late@example.org"}))
        self.event.write({"date_begin": self.now - relativedelta(minutes=5)})
        self.assertFalse(self._addresses())
        self.assertTrue(self.scheduler.mail_done)

    def test_who_was_reminded_of_a_moment_that_changed(self):
        seat = self._seat()
        self.assertEqual(len(self._run()), 1)
        self.event.name = "Poetry once more"
        self.event.date_begin = self.event.date_begin
        self.assertFalse(self._run())
        later = {
            name: self.event[name] + relativedelta(hours=5) for name in ("date_begin", "date_end")
        }
        self.event.with_user(self.users["activities"]).write(later)
        self.assertEqual(self._run().res_id, seat.id)
        self.assertFalse(self._run())

    def test_activity_that_was_over_and_is_held_after_all(self):
        self._seat()
        past = {
            "date_begin": self.now - relativedelta(days=2),
            "date_end": self.now - relativedelta(days=1),
        }
        self.event.write(past)
        self.assertFalse(self._run())
        self.assertTrue(self.scheduler.mail_done)
        begin = self.now + relativedelta(days=1)
        self.event.write({"date_end": begin + relativedelta(hours=2), "date_begin": begin})
        self.assertEqual(len(self._run()), 1)

    def test_activities_that_are_over_are_not_looked_at_again(self):
        over = self._activity("Over", days=-30)
        missed = self._schedule(over)
        self._seat(event=over)
        self.assertFalse(self._addresses())
        self.assertTrue(missed.mail_done)
        self.assertFalse(self.scheduler.mail_done)

    def test_one_mail_for_one_address(self):
        seats = self._seat()
        for name in ("Anna", "Kind", "Oma"):
            seats |= self._seat(attendee_id=False, name=name, email=" ANNA@example.org")
        mail = self._run()
        self.assertEqual(len(mail), 1)
        for seat in seats:
            self.assertIn(seat.barcode, mail.body_html)
        self.assertEqual(seats.mail_registration_ids.registration_id, seats)
        self.assertFalse(self._run())

    def test_guest_without_address_goes_to_who_booked(self):
        self._seat(attendee_id=False, name="Kind", email=False).email = False
        bought = self._seat(self.bram, partner_id=False, attendee_id=False, name="Gast")
        bought.email = False
        self._order(seats=bought, buyer_email="koper@example.org", buyer_name="K. Oper")
        nobody = self._seat(self.bram, partner_id=False, attendee_id=False, name="Niemand")
        nobody.email = False
        mails = self._run()
        self.assertEqual(
            mails.mapped("email_to"),
            ['"Anna van der Berg" <anna@example.org>', '"K. Oper" <koper@example.org>'],
        )
        self.assertIn("Anna", mails[0].body_html)
        self.assertFalse(nobody.mail_registration_ids)
        nobody.email = "toch@example.org"
        self.assertEqual(len(self._run()), 1)

    def test_address_that_is_none_is_shown_as_failed(self):
        self._seat(email="anna at example")
        mail = self._run()
        self.assertEqual((mail.state, mail.failure_type), ("exception", "mail_email_invalid"))
        self.assertEqual(mail.mail_message_id.notification_ids.notification_status, "exception")
        self.assertFalse(self._run())

    @mute_logger("odoo.sql_db")
    def test_a_seat_is_claimed_once(self):
        """Also by a second worker: the row that claims a seat can exist only once."""
        seat = self._seat()
        claims = self.env["event.mail.registration"]
        values = {"scheduler_id": self.scheduler.id, "registration_id": seat.id}
        claims.create(values)
        self.assertFalse(self._run())
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            claims.create(values)

    def test_own_text_of_the_library(self):
        own = self.template.copy(
            {"company_id": self.library.id, "base_id": self.template.id, "subject": "Tot zo"}
        )
        self._seat()
        other = self._activity("Elders", self.other_library)
        self._schedule(other)
        self._seat(self.other_person, other)
        subjects = {mail.record_company_id: mail.subject for mail in self._run()}
        self.assertEqual(subjects[self.library], own.subject)
        self.assertNotEqual(subjects[self.other_library], own.subject)

    def test_text_of_another_library(self):
        foreign = self.template.copy({"company_id": self.other_library.id})
        with self.assertRaises(ValidationError):
            self.scheduler.template_ref = foreign

    @mute_logger("odoo.addons.bzk_ticketing.models.event_mail")
    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_a_broken_text_keeps_nobody_waiting(self):
        broken = self.template.copy({"subject": "X"})
        self.env.cr.execute(
            "UPDATE mail_template SET subject = %s WHERE id = %s",
            ('{"en_US": "{{ object.nothing() }}", "nl_NL": "{{ object.nothing() }}"}', broken.id),
        )
        broken.invalidate_recordset()
        bad = self._schedule(self._activity("Broken"), template_ref=f"mail.template,{broken.id}")
        self._seat(event=bad.event_id)
        self._seat(self.bram)
        mails = self._run().filtered(lambda mail: mail.model == "event.registration")
        self.assertEqual(mails.mapped("email_to"), ['"Bram Jansen" <bram@example.org>'])
        self.assertEqual(bad.mail_state, "error")
        self.assertFalse(bad.event_id.registration_ids.mail_registration_ids)

    def test_after_the_activity_only_who_came(self):
        over = self._activity("Over", days=-2)
        thanks = self._schedule(over, interval_type="after_event", interval_nbr=1)
        self._seat(event=over, state="done")
        self._seat(self.bram, over)
        self.assertEqual(self._addresses(), ['"Anna van der Berg" <anna@example.org>'])
        self.assertTrue(thanks.mail_done)

    def test_what_others_send_is_left_alone(self):
        self._seat()
        uses = {"reminder"}
        with patch.object(type(self.scheduler), "_uses_sent_elsewhere", lambda self: uses):
            self.assertFalse(self._run())
        self.assertFalse(self.scheduler.mail_done)

    def test_core_still_mails_after_each_registration(self):
        seats = self._many(3)
        each = self._schedule(
            self.event, interval_type="after_sub", interval_nbr=0, interval_unit="now"
        )
        self.scheduler.unlink()
        self.assertEqual(len(self._run()), 3)
        self.assertEqual(each.mail_registration_ids.registration_id, seats)
        self.assertFalse(self._run())

    def test_reminder_is_the_default_of_a_kind(self):
        kind = self.env["event.type"].create({"name": "Lezing"})
        schedule = kind.event_type_mail_ids[0]
        self.assertEqual(
            (schedule.interval_nbr, schedule.interval_unit, schedule.interval_type),
            (3, "days", "before_event"),
        )
        self.assertEqual(schedule.template_ref, self.template)

    def test_it_stands_in_the_timeline_of_whose_seat_it_is(self):
        self._seat()
        self._seat(self.bram, attendee_id=False, name="Gast")
        mails = self._run()
        timeline = self.env["bzk.timeline"].with_user(self.users["front_desk"])
        for person, mail in zip(self.anna | self.bram, mails, strict=True):
            lines = timeline.page(person.id, kinds=["mail"])["lines"]
            self.assertEqual([line["title"] for line in lines], [mail.subject])
        foreign = timeline.search([("partner_id", "=", self.other_person.id)])
        self.assertFalse(foreign)
