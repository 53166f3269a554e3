from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from odoo.addons.bzk_base.tests.common import ROLES

from .workflow_common import WorkflowCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestContactReport(WorkflowCase):
    """One form for who was spoken to, what about, and who does what by when."""

    def test_from_the_organisation(self):
        action = self.school.with_user(self.keeper).action_report()
        reports = self.env["bzk.contact.report"].with_user(self.keeper)
        with Form(reports.with_context(**action["context"])) as form:
            form.subject = "Leesplan"
            form.date = "2026-11-20 09:00:00"
            self.assertEqual(str(form.next_contact_date), "2027-05-20")
            form.participant_ids.add(self.director)
            with form.agreement_ids.new() as line:
                line.name = "Offerte sturen"
        report = form.record
        self.assertEqual(report.agreement_ids.user_id, self.keeper)
        self.assertEqual(report.agreement_ids.date_deadline, date(2026, 12, 6))
        self.assertFalse(report.agreement_ids.activity_id, "a draft promises nothing")
        report.action_done()
        activity = report.agreement_ids.activity_id
        self.assertEqual(activity.user_id, self.keeper)
        self.assertEqual((activity.res_model, activity.res_id), ("bzk.relation", self.school.id))
        self.assertEqual(activity.summary, "Offerte sturen")
        self.assertEqual(activity.date_deadline, date(2026, 12, 6))

    def test_what_they_do_is_no_activity_of_ours(self):
        report = self._done(
            agreement_ids=[(0, 0, {"name": "Lijst", "member_id": self.director.id})]
        )
        self.assertFalse(report.agreement_ids.activity_id)
        self.assertFalse(report.agreement_ids.user_id)
        self.assertEqual(report.agreement_ids.who, self.director.partner_id.name)

    def test_closing_the_activity_closes_the_agreement(self):
        agreement = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})]).agreement_ids
        agreement.activity_id.with_user(self.keeper).action_feedback(feedback="Gedaan")
        self.assertTrue(agreement.done)
        agreement.activity_id.action_unarchive()
        self.assertFalse(agreement.done)

    def test_closing_the_agreement_closes_the_activity(self):
        agreement = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})]).agreement_ids
        agreement.with_user(self.colleague).action_done()
        self.assertFalse(agreement.activity_id.active)
        agreement.done = False
        self.assertTrue(agreement.activity_id.active)

    def test_both_move_together(self):
        agreement = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})]).agreement_ids
        activity = agreement.activity_id
        agreement.write({"date_deadline": "2026-12-24", "user_id": self.colleague.id})
        self.assertEqual(activity.date_deadline, date(2026, 12, 24))
        self.assertEqual(activity.user_id, self.colleague)
        activity.write({"date_deadline": "2026-12-31", "summary": "Terugbellen"})
        self.assertEqual(agreement.date_deadline, date(2026, 12, 31))
        self.assertEqual(agreement.name, "Terugbellen")

    def test_given_to_somebody_there_it_leaves_our_list(self):
        agreement = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})]).agreement_ids
        activity = agreement.activity_id
        agreement.member_id = self.director
        self.assertFalse(activity.exists())
        self.assertFalse(agreement.user_id)

    def test_a_later_agreement_and_a_removed_one(self):
        report = self._done()
        report.agreement_ids = [(0, 0, {"name": "Bellen"})]
        activity = report.agreement_ids.activity_id
        self.assertTrue(activity)
        report.agreement_ids.unlink()
        self.assertFalse(activity.exists())
        report.agreement_ids = [(0, 0, {"name": "Bellen"})]
        activity = report.agreement_ids.activity_id
        report.unlink()
        self.assertFalse(activity.exists())

    def test_a_colleague_without_the_role_closes_what_they_promised(self):
        desk = self.users["front_desk"]
        agreement = self._done(
            agreement_ids=[(0, 0, {"name": "Zaal reserveren", "user_id": desk.id})]
        ).agreement_ids
        self.assertNotIn(desk.partner_id, self.school.message_partner_ids, "mails are not theirs")
        agreement.activity_id.with_user(desk).action_done()
        self.assertTrue(agreement.done)
        self.assertNotIn(desk.partner_id, self.school.message_partner_ids)

    def test_nobody_names_an_activity(self):
        activity = self.other_school.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.other_keeper.id
        )
        report = self._done()
        line = {"name": "Bellen", "activity_id": activity.id}
        with self.assertRaises(AccessError):
            report.agreement_ids = [(0, 0, line)]
        report.agreement_ids = [(0, 0, {"name": "Bellen"})]
        with self.assertRaises(AccessError):
            report.agreement_ids.activity_id = activity
        self.assertTrue(activity.active)

    @mute_logger("odoo.sql_db")
    def test_not_both_sides_do_one_thing(self):
        report = self._report(agreement_ids=[(0, 0, {"name": "Bellen"})])
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE bzk_agreement SET member_id = %s WHERE report_id = %s",
                (self.director.id, report.id),
            )

    def test_an_agreement_needs_somebody(self):
        report = self._report(agreement_ids=[(0, 0, {"name": "Bellen"})])
        report.agreement_ids.user_id = False
        with self.assertRaisesRegex(UserError, "Who does this: Bellen"):
            report.action_done()

    def test_participants_are_of_the_organisation(self):
        other = self._new_relation("De Wegwijzer", self.keeper)
        with self.assertRaisesRegex(ValidationError, "is not known at De Wegwijzer"):
            self._report(relation_id=other.id)

    def test_somebody_new_by_typing_a_name(self):
        members = self.env["bzk.dmu.member"].with_user(self.keeper)
        member, name = members.with_context(default_relation_id=self.school.id).name_create(
            "Eva van der Bos"
        )
        self.assertEqual(name, "Eva van der Bos")
        person = members.browse(member).partner_id
        self.assertEqual((person.firstname, person.infix), ("Eva", "van der"))
        self.assertTrue(person.work_contact)
        self.assertEqual(person.company_id, self.library)
        self.assertEqual(members.browse(member).relation_id, self.school)
        with self.assertRaises(AccessError):
            members.with_context(default_relation_id=self.other_school.id).name_create("Eva Bos")

    def test_no_other_library(self):
        with self.assertRaises(AccessError):
            self._report(relation_id=self.other_school.id, participant_ids=False)
        with self.assertRaises(AccessError):
            self._report(participant_ids=[(6, 0, self.other_director.ids)])
        with self.assertRaises(UserError):
            self._report(agreement_ids=[(0, 0, {"name": "x", "user_id": self.other_keeper.id})])
        report = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})])
        for record in (report, report.agreement_ids):
            theirs = record.with_user(self.other_keeper)
            self.assertFalse(theirs.search([]))
            with self.assertRaises(AccessError):
                theirs.read(["display_name"])
            with self.assertRaises(AccessError):
                theirs.unlink()

    def test_only_who_keeps_relations_reads_reports(self):
        report = self._done(agreement_ids=[(0, 0, {"name": "Bellen"})])
        for role in ROLES:
            allowed = role in ("relations", "administrator")
            for record in (report, report.agreement_ids):
                theirs = record.with_user(self.users[role])
                self.assertEqual(theirs.has_access("read"), allowed, (role, record))
                self.assertEqual(theirs.has_access("write"), allowed, (role, record))

    def test_figures_follow_the_group(self):
        self._done()
        reports = self.env["bzk.contact.report"].with_user(self.keeper)

        def counted():
            found = reports.formatted_read_group(
                [("relation_id", "=", self.school.id)], ["group_id", "date:month"], ["__count"]
            )
            return {row["group_id"][0]: row["__count"] for row in found}

        self.assertEqual(counted(), {self.env.ref("bzk_dmu.group_primary").id: 1})
        self.school.group_id = self.env.ref("bzk_dmu.group_secondary")
        self.assertEqual(counted(), {self.env.ref("bzk_dmu.group_secondary").id: 1})
        self.assertTrue(reports.fields_get(["group_id"])["group_id"]["groupable"])

    def test_printed(self):
        report = self._done(
            body="<p>Wij kiezen samen boeken.</p>",
            agreement_ids=[(0, 0, {"name": "Offerte sturen"})],
        )
        prints = self.env["ir.actions.report"].with_user(self.keeper)
        html, _kind = prints._render_qweb_html("bzk_dmu.print_contact_report", report.ids)
        text = html.decode()
        for words in ("De Regenboog", "Leesplan", "Anna Berg", "samen boeken", "Offerte sturen"):
            self.assertIn(words, text)
        pdf, _kind = prints.with_context(force_report_rendering=True)._render_qweb_pdf(
            "bzk_dmu.print_contact_report", report.ids
        )
        self.assertTrue(pdf.startswith(b"%PDF"))


@tagged("post_install", "-at_install")
@freeze_time("2026-11-22 12:00:00")
class TestContactReportMail(WorkflowCase):
    """The report goes to who was there, once, and to nobody else."""

    def _composer(self, report):
        action = report.with_user(self.keeper).action_mail()
        composers = self.env["mail.compose.message"].with_user(self.keeper)
        return composers.with_context(**action["context"]).create({})

    def test_to_who_was_there(self):
        silent = self._new_member(self.school, "Bram", "Smit")
        report = self._done(participant_ids=[(6, 0, (self.director | silent).ids)])
        composer = self._composer(report)
        self.assertEqual(composer.partner_ids, self.director.partner_id)
        self.assertIn("Leesplan", composer.subject)
        self.assertEqual(len(composer.attachment_ids), 1)
        before = report.message_ids
        composer.action_send_mail()
        sent = report.message_ids - before
        self.assertEqual(len(sent), 1, "recorded once")
        self.assertEqual(sent.notified_partner_ids, self.director.partner_id)
        self.assertTrue(sent.attachment_ids)
        self.assertNotIn(self.director.partner_id, report.message_partner_ids)

    def test_to_nobody_else(self):
        stranger = self._new_member(self.school, "Cor", "Vos", email="cor@regenboog.example")
        composer = self._composer(self._done())
        composer.partner_ids |= stranger.partner_id
        with self.assertRaisesRegex(UserError, "Not there: Cor Vos"):
            composer.action_send_mail()

    def test_who_may_read_follows(self):
        report = self._done()
        for user, allowed in (
            (self.colleague, True),
            (self.users["front_desk"], False),
            (self.other_keeper, False),
        ):
            for record in (report, self.school):
                record.message_subscribe(partner_ids=user.partner_id.ids)
                follows = user.partner_id in record.message_partner_ids
                self.assertEqual(follows, allowed, (user.login, record))
        self.school.user_id = self.users["front_desk"]
        self.assertNotIn(self.users["front_desk"].partner_id, self.school.message_partner_ids)

    def test_an_answer_comes_in_whoever_else_got_it(self):
        stranger = self._new_member(self.school, "Cor", "Vos", email="cor@regenboog.example")
        report = self._done()
        message = report.message_post(
            body="Klopt!",
            message_type="email",
            author_id=self.director.partner_id.id,
            partner_ids=stranger.partner_id.ids,
        )
        self.assertIn(message, report.message_ids)

    def test_a_refusal_tells_no_names_of_another_library(self):
        report = self._done()
        with self.assertRaises(UserError) as refused:
            report.message_post(body="x", partner_ids=self.other_director.partner_id.ids)
        self.assertNotIn("Smit", str(refused.exception))

    def test_nobody_outside_follows_a_report(self):
        report = self._done()
        report.message_subscribe(partner_ids=self.director.partner_id.ids)
        self.assertNotIn(self.director.partner_id, report.message_partner_ids)

    def test_a_draft_or_without_addresses(self):
        with self.assertRaisesRegex(UserError, "Finish the report first"):
            self._report().action_mail()
        self.director.partner_id.email = False
        with self.assertRaisesRegex(UserError, "has an e-mail address"):
            self._done().action_mail()
